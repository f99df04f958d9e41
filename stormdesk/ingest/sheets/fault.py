"""What a cell can be refused for, each a sentence that a person can act on."""

from dataclasses import dataclass
from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class CellReason(StrEnum):
    """Why a cell was refused."""

    TOO_LONG = N_("文字过长")
    NOT_A_PHONE = N_("不是电话号码")
    PHONE_LENGTH = N_("电话号码位数不对")
    PHONE_DIGITS_LOST = N_("电话号码被存成科学计数法,尾数已丢失,请重新填写")
    PHONE_ZERO_LOST = N_("固定电话区号前的 0 丢失")
    PHONE_MASKED = N_("电话号码被遮盖,请填写完整号码")
    PHONE_TWO = N_("一格里有几个电话号码,只能填一个")
    PHONE_LETTERS = N_("电话号码里混有字母")
    PHONE_WORDS = N_("电话号码旁还有其他文字")
    NOT_A_NUMBER = N_("不是数字")
    NOT_FINITE = N_("不是有限的数")
    NOT_WHOLE = N_("应为整数")
    NEGATIVE = N_("不能是负数")
    TOO_BIG = N_("数字过大")
    ABOUT = N_("写的是约数,请确认确切数字")
    WITH_WORDS = N_("数字旁带有文字或单位,请只填数字")
    WRITTEN_OUT = N_("数字是用汉字写的,请填阿拉伯数字")
    RANGE = N_("写的是范围,请填一个数")
    UNIT = N_("单位不认识或与本列不符")
    NOT_YES_NO = N_("应填是或否")
    NOT_A_TIME = N_("不是日期或时间")
    NO_SUCH_DATE = N_("没有这个日期或时间")
    NO_YEAR = N_("日期没有年份")
    NO_DAY = N_("日期不完整,缺少日")
    NO_DATE = N_("只有钟点,没有日期")
    SHORT_YEAR = N_("年份只有两位,请确认")
    SERIAL_TEXT = N_("日期成了一串数字,请确认")
    OTHER_ORDER = N_("日期的年月日次序不同,请确认")
    NOT_A_COORDINATE = N_("不是经纬度")
    COORDINATE_RANGE = N_("经纬度超出范围")
    COORDINATE_ZERO = N_("经纬度为 0")
    COORDINATE_PACKED = N_("经纬度疑为度分连写,请确认")
    COORDINATE_COMMA = N_("经纬度里的逗号疑为小数点,请确认")
    POINT_HALF = N_("经度和纬度缺一个")
    POINT_SWAPPED = N_("经纬度疑似写反")
    POINT_CONTRADICTS = N_("两格里的经纬度互相矛盾")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that was not taken: why, and the text that a person may accept in its place."""

    reason: CellReason
    suggestion: str | None = None
