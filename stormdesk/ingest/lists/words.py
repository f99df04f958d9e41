"""Why a value or row of a list was refused or doubted; each is a sentence that a person can act on."""

from enum import StrEnum

from stormdesk.errors import N_


class ListReason(StrEnum):
    """Reasons of the lists; those of single cells stand with the readers of cells."""

    NO_LIST = N_("认不出这是哪一种名单,请指明名单")
    ID_NUMBER = N_("文件里有身份证号,无法全部隐去;请删除身份证号列,或另存为 xlsx 后再导入")
    NO_HEADING = N_("没有找到表头,这张工作表没有读取")
    NO_ROWS = N_("表头下面没有数据行")
    MISSING_COLUMN = N_("缺少必需的列,这张工作表没有读取")
    UNKNOWN_COLUMN = N_("不认识这一列,没有读取")
    DATUM_NAMED = N_("表头写明了坐标系,而没有选坐标系;点位按本县名单的坐标系读取,请选定后再看")
    REQUIRED = N_("必填而没有填,这一行退回")
    OTHER_LIST = N_("这张工作表像是另一种名单,没有读取;请另选名单再导入一次")
    HIDDEN_SHEET = N_("工作表是隐藏的,没有读取;要读取请选上它")
    TOTAL_DIFFERS = N_("合计行与各行相加不符")
    UNKNOWN_WORD = N_("不在允许的取值之内")
    UNKNOWN_ROLE = N_("不认识这个岗位")
    UNKNOWN_TOWNSHIP = N_("不认识这个乡镇(街道)")
    UNKNOWN_VILLAGE = N_("不认识这个村(社区)")
    VILLAGE_ELSEWHERE = N_("这个村(社区)不在所写的乡镇(街道)")
    VILLAGE_TWICE = N_("几个地方都有这个村名,请写明乡镇(街道)或全名")
    TOWNSHIP_TWICE = N_("同一格里有不同的乡镇(街道)")
    NO_AREA = N_("没有写明乡镇(街道)")
    POINT_HALF = N_("经度和纬度只有一个,位置按未知处理")
    POINT_SWAPPED = N_("经度和纬度写反了,位置按未知处理")
    POINT_OUTSIDE = N_("位置在本县地图范围之外,按未知处理")
    POINT_AT_SEA = N_("位置落在海里,已照原样收下,请核对")
    POINT_ON_LAND = N_("船位落在远离岸线的陆地上,已照原样收下,请核对")
    POINT_ELSEWHERE = N_("位置不在所写的乡镇(街道),已照原样收下,请核对")
    OUT_OF_RANGE = N_("数值超出合理范围")
    ROW_REPEATED = N_("重复行,内容相同,只收一次")
    ROW_CONTRADICTS = N_("与另一行是同一对象而内容不同,这一行退回")
    LINK_UNKNOWN = N_("名册里没有这个名称,关联按未知处理")
    LINK_MADE = N_("避灾场所名册里没有这个名称,已照清单新建,容量未知;若是另一个,请改成那个名称")
    LINK_SAYS = N_("与避灾场所名册(或前面的行)写的不一样,这里没有改名册")
    LINK_TWICE = N_("名册里有几个同名的,关联按未知处理")
    MERGE_FILLED = N_("合并时补上了保留的一行原先空缺的值")
    LINK_NO_PERSON = N_("只有电话没有姓名,责任人按未知处理")
