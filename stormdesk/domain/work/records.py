"""One object's work before a storm: its steps, its clock and its state."""

from dataclasses import dataclass
from enum import StrEnum

from stormdesk.domain.vocabulary import N_


class WorkState(StrEnum):
    """How an object's work stands against its clock."""

    NOT_DUE = "not_due"
    DUE = "due"
    LATE = "late"
    IMPOSSIBLE = "impossible"
    DONE = "done"
    UNKNOWN = "unknown"


class Hazard(StrEnum):
    """What the clock counts from."""

    WIND_7 = "wind_7"
    WIND_10 = "wind_10"
    WIND_12 = "wind_12"
    HIGH_WATER = "high_water"
    FLOOD = "flood"
    LEVEL = "level"
    CLOCK = "clock"


class NoClock(StrEnum):
    """Why an object has no clock."""

    NO_STORM = N_("没有正在影响的台风")
    NO_FORECAST = N_("没有有效的路径预报")
    NOT_REACHED = N_("预报时段内不受影响")
    PASSED = N_("大风已过")
    NO_RADII = N_("风圈半径未知")
    NO_PLACE = N_("对象没有位置")
    NO_RULE = N_("没有适用的时限规则")
    NO_LEVEL = N_("尚未启动相应级别")
    NO_TIDE = N_("潮汐未知")
    NO_WATER = N_("水位预报未知")
    NO_NEED = N_("所需时间无法推算")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of the time that the work takes; `how` names the table row and the numbers it was made of."""

    name: str
    minutes: float
    how: str
    is_default: bool = False
