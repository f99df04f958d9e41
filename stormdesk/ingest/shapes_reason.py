"""Why a shape was not taken, or was taken with a remark."""

from enum import StrEnum
from typing import Final

from stormdesk.domain.vocabulary import N_


class ShapesReason(StrEnum):
    """Reasons of files of shapes; a shape that was taken all the same says so."""

    EMPTY_FILE = N_("文件是空的")
    TOO_LARGE = N_("内容过大,没有读取")
    UNKNOWN_FORMAT = N_("不是 GeoJSON、Shapefile(zip)、GeoPackage 或 KML,没有读取")
    BROKEN = N_("文件无法读取,格式已损坏")
    BROKEN_OFF = N_("文件在此处中断或损坏,此处以后的没有读到")
    NO_SHAPES = N_("文件里没有可用的面")
    LOOSE_SHP = N_("Shapefile 要把 .shp、.shx、.dbf、.prj 打成一个 zip 再送")
    NO_INDEX = N_("压缩包里缺少同名的 .shx,这一层没有读取")
    NO_TABLE = N_("压缩包里缺少同名的 .dbf,图形没有属性")
    NO_CRS = N_("没有说明坐标系,这一层没有收;请补上 .prj,或在导入时指定坐标系")
    BAD_CRS = N_("看不懂这个坐标系,这一层没有收")
    OLD_CRS = N_("北京54或西安80坐标,没有转换参数,位置可能偏差上百米")
    NESTED = N_("压缩包里还有压缩包,没有打开")
    BAD_PATH = N_("压缩包里的文件路径不安全,没有打开")
    LOCKED = N_("压缩包有密码,没有打开")
    NOT_USED = N_("压缩包里的这个文件没有用处,没有读取")
    UNSAFE = N_("文件里有会自行运算或引用外部的内容,为安全起见没有读取")
    LINKED = N_("KML 里有网络链接,没有访问")
    NO_PLACE_COLUMN = N_("这一层没有图形,没有读取")
    BAD_ENCODING = N_("属性文字的编码有误,部分文字无法辨认")
    NO_GEOMETRY = N_("这一项没有图形,没有收")
    NOT_AREAL = N_("这一项不是面,没有收")
    NOT_FINITE = N_("坐标里有不是数的值,这一项没有收")
    OFF_GLOBE = N_("坐标不是经度在前、纬度在后的度数,这一项没有收")
    SWAPPED = N_("经度和纬度写反了,这一项没有收;确认后可在导入时选对调")
    MENDED = N_("图形自相交,已修补")
    PARTLY = N_("图形里的点或线没有收,只收了面")


# Remarks about shapes that were taken all the same, and about other parts of the file.
TAKEN: Final = frozenset(
    {
        ShapesReason.NO_TABLE,
        ShapesReason.OLD_CRS,
        ShapesReason.NOT_USED,
        ShapesReason.LINKED,
        ShapesReason.BAD_ENCODING,
        ShapesReason.MENDED,
        ShapesReason.PARTLY,
    }
)
