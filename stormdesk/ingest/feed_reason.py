"""Why a record of a feed was not taken, or was taken with a remark."""

from enum import StrEnum
from typing import Final

from stormdesk.domain.vocabulary import N_


class FeedReason(StrEnum):
    """Reasons of the plain feeds; a record that was taken all the same says so."""

    EMPTY_FILE = N_("文件是空的")
    TOO_LARGE = N_("内容过大,没有读取")
    NOT_READABLE = N_("不是可读的 JSON、CSV 或 Parquet,没有读取")
    NO_RECORDS = N_("文件里没有一条记录")
    BROKEN_OFF = N_("文件在此处中断或损坏,此处以后的没有读到")
    NOT_A_RECORD = N_("这一项不是一条记录,未收")
    BAD_LINE = N_("这一行无法读取,未收")
    BAD_BLOCK = N_("这一段数据已损坏,未收")
    CELL_COUNT = N_("单元格数目与表头不符,这一行未收")
    COLUMN_TWICE = N_("这一列出现了两次,只用第一列")
    COLUMN_UNUSED = N_("不认识这一列,没有使用")
    MISSING = N_("缺少必需的内容,这一条未收")
    NOT_A_TIME = N_("看不懂这个时间,这一条未收")
    NOT_A_NUMBER = N_("不是数字,这一条未收")
    NOT_WHOLE = N_("不是整数,这一条未收")
    NOT_TEXT = N_("应为文字,这一条未收")
    TOO_LONG = N_("文字过长,这一条未收")
    COMMA = N_("逗号是小数点还是千位分隔符无法分辨,这一条未收")
    OUT_OF_RANGE = N_("数值超出可能的范围,这一条未收")
    HALF_A_POINT = N_("经纬度只有一个,这一条未收")
    OFF_GLOBE = N_("经纬度超出范围,这一条未收")
    SWAPPED = N_("经度和纬度像是写反了,这一条未收")
    UNKNOWN_DATUM = N_("不认识这种坐标系,这一条未收")
    OTHER_OPERATION = N_("属于另一次响应,这一条未收")
    BAD_AREA = N_("乡镇代码应为 9 位数字,村(社区)代码应为 12 位数字,这一条未收")
    SAME_ID = N_("编号与前一条相同而内容不同,这一条未收")
    NO_IDENTITY = N_("没有船舶编号、MMSI 或船名,这一条未收")
    BAD_MMSI = N_("MMSI 应为 9 位数字,这一条未收")
    ZONELESS = N_("时间没有注明时区,按北京时间收下(全文件只说一次)")
    SPEED_UNIT = N_("航速没有单位,按未知收下")
    SPEED_UNKNOWN = N_("航速不是可用的数,按未知收下")
    COURSE_UNKNOWN = N_("航向不是 0 到 360 度,按未知收下")
    NO_VALUE = N_("没有读数,不当作零")
    MISSING_MARK = N_("缺测标记,不当作零")
    NO_QUANTITY = N_("不认识这种要素,读数未收")
    UNKNOWN_UNIT = N_("不认识这种单位,读数未收")
    NO_INTERVAL = N_("没有时段长 INTV,按一小时雨量收下(全文件只说一次)")
    ODD_INTERVAL = N_("没有这种时段的雨量要素,读数未收")
    NOT_DAILY = N_("日雨量只在 8 时的记录里有意义,读数未收")
    DECIMAL_COMMA = N_("逗号按小数点收下(全文件只说一次)")
    LOWER_POOL = N_("同站的第二个水位(闸下、库下)没有去处,读数未收")


# Remarks about records that were taken all the same, and about columns: nothing was refused.
TAKEN: Final = frozenset(
    {
        FeedReason.COLUMN_TWICE,
        FeedReason.COLUMN_UNUSED,
        FeedReason.ZONELESS,
        FeedReason.SPEED_UNIT,
        FeedReason.SPEED_UNKNOWN,
        FeedReason.COURSE_UNKNOWN,
        FeedReason.NO_INTERVAL,
        FeedReason.DECIMAL_COMMA,
    }
)
