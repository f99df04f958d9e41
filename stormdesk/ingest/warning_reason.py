"""Why a warning message was not taken, or was taken with a remark."""

from enum import StrEnum
from typing import Final

from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.safe_xml import XmlReason


class WarningReason(StrEnum):
    """Reasons of the warning feeds; a message that was taken all the same says so."""

    NO_ALERTS = N_("文件里没有预警")
    OTHER_FORMAT = N_("不是这种格式的预警,这一条未收")
    NO_IDENTIFIER = N_("没有预警标识,这一条未收")
    NO_TIME = N_("没有可用的发布时间,这一条未收")
    NO_SENDER = N_("没有发布单位,这一条未收")
    NO_KIND = N_("没有说明是哪种灾害,这一条未收")
    NOT_A_WARNING = N_("是系统报文、草稿或回执,不是预警,这一条未收")
    UNKNOWN_ACTION = N_("不认识这种报文类型,这一条未收")
    REPEATED = N_("同一条预警在文件里出现了两次,只收一次")
    CONTRADICTION = N_("预警标识与前一条相同而内容不同,这一条未收")
    ZONELESS = N_("时间没有注明时区,按北京时间收下")
    BAD_TIME = N_("看不懂这个时间,按未知收下")
    BAD_OUTLINE = N_("范围不是可用的多边形或圆,按没有范围收下")
    SWAPPED_OUTLINE = N_("范围的经度和纬度写反了,已对调")
    UNKNOWN_COLOUR = N_("不认识这种预警颜色或级别,按没有颜色收下")
    COLOURS_DIFFER = N_("标题里的颜色与级别栏不同,以级别栏为准")
    EXPIRES_FIRST = N_("失效时间早于生效时间,请核对")
    NO_TARGET = N_("更新或解除没有指明是哪一条预警,请核对")
    NO_DETAIL = N_("没有说明部分,只收下标识和动作")


# Remarks about messages that were taken all the same.
TAKEN: Final[frozenset[str]] = frozenset(
    {
        XmlReason.BAD_ENCODING,
        WarningReason.REPEATED,
        WarningReason.ZONELESS,
        WarningReason.BAD_TIME,
        WarningReason.BAD_OUTLINE,
        WarningReason.SWAPPED_OUTLINE,
        WarningReason.UNKNOWN_COLOUR,
        WarningReason.COLOURS_DIFFER,
        WarningReason.EXPIRES_FIRST,
        WarningReason.NO_TARGET,
        WarningReason.NO_DETAIL,
    }
)
