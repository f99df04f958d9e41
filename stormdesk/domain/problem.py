"""What an import could not take, or took with a doubt: the place, the value and the reason."""

from dataclasses import dataclass
from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class Reason(StrEnum):
    """Why a value or row was refused or flagged; each is a sentence that a person can act on."""

    EMPTY_FILE = N_("文件是空的")
    UNKNOWN_FORMAT = N_("不认识这种文件格式")
    TRUNCATED = N_("文件在此处中断或损坏,之前的完整记录已保留")
    BAD_ENCODING = N_("文件编码有误,部分文字无法辨认")
    NO_ROWS = N_("文件里没有可用的台风记录")
    NO_STORM_ID = N_("缺少台风编号,整个台风未收")
    NOT_A_STORM = N_("这一项不是台风记录")
    MISSING_COLUMN = N_("缺少必需的列")
    BAD_ROW = N_("这一行无法读取")
    NO_AGENCY = N_("缺少预报机构,这组预报未收")
    NO_TIME = N_("没有可用的时间,这一条未收")
    NO_POSITION = N_("没有可用的经纬度,这一条未收")
    NOT_A_NUMBER = N_("不是数字,按未知处理")
    QUADRANTS = N_("风圈象限不是四个数,按未知处理")
    UNKNOWN_WORD = N_("不认识的用语,按未知处理")
    OUT_OF_RANGE = N_("数值超出合理范围,按未知处理")
    RADII_ORDER = N_("风圈大小顺序矛盾,按未知处理")
    LATITUDE = N_("纬度超出范围,这一条未收")
    LONGITUDE = N_("经度超出范围,这一条未收")
    JUMP = N_("位置跳变过大,不作真实路径")
    TIME_ORDER = N_("时间倒退或前后断开,不作真实路径")
    SAME_TIME = N_("同一时刻另有不同位置,不作真实路径")
    REPEATED = N_("重复的记录,只保留一条")
    STALE_POSITION = N_("位置与更早一次相同,疑为旧位置未更新")
    FLAGGED_BY_SOURCE = N_("来源已注明此条有误")
    VALID_BEFORE_ISSUE = N_("预报时刻早于起报时刻")
    LEAD_MISMATCH = N_("预报时刻与时效不符")
    LEAD_RANGE = N_("预报时效超出合理范围")
    CONTRADICTION = N_("同一预报前后两次内容不同")
    LANDFALL_PLACE = N_("登陆地点与说明文字不一致")
    LANDFALL_POSITION = N_("登陆位置远离当时的台风中心")
    TOO_LARGE = N_("文件超过 50 MB,没有读取;全球数据集请改用近三年或单个海区、单个台风的文件")
    COUNT_MISMATCH = N_("记录条数与台风头记录不符,文件可能不完整")
    OWN_NUMBER = N_("没有国际编号,用数据集自己的编号收下")
    OTHER_BASINS = N_("不在西北太平洋的台风,未收(值为个数)")
    INTERPOLATED = N_("整编时插值得来,不是机构原报,未收(值为条数)")
    BRANCH = N_("分支路径,未收(值为条数)")
    LIST_ONLY = N_("这是台风名录,没有路径,没有可以导入的内容")
    TIMES_DISAGREE = N_("时间的两种写法不一致,以时间戳为准")
    ZONE_ASSUMED = N_("时间没有注明时区,按北京时间理解(值为条数)")
    UNIT_ASSUMED = N_("表头没有注明风速单位,按米每秒理解")
    UNKNOWN_UNIT = N_("不认识风速单位,风速按未知处理")
    AGENCY_ASSUMED = N_("没有注明机构,按中国收下(值为条数)")
    UNKNOWN_COLUMN = N_("不认识这一列,没有读取")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing refused or flagged: where it stands, what stood there, and why."""

    place: str
    value: str
    reason: str
