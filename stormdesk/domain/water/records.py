"""Gauges with their marks, what they say at a moment, and what is not known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.vocabulary import N_


class GaugeKind(StrEnum):
    """What a gauge measures."""

    RAIN = "rain"
    RIVER = "river"
    RESERVOIR = "reservoir"
    TIDE = "tide"
    WIND = "wind"


class MarkName(StrEnum):
    """A named height on a gauge, from the lowest to the gravest of its kind."""

    WARNING = "warning"
    GUARANTEED = "guaranteed"
    FLOOD_LIMIT = "flood_limit"
    DESIGN = "design"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


MARKS_OF: Mapping[GaugeKind, tuple[MarkName, ...]] = {
    GaugeKind.RIVER: (MarkName.WARNING, MarkName.GUARANTEED),
    GaugeKind.RESERVOIR: (MarkName.FLOOD_LIMIT, MarkName.DESIGN),
    GaugeKind.TIDE: (MarkName.BLUE, MarkName.YELLOW, MarkName.ORANGE, MarkName.RED),
}
LEVEL_KINDS = tuple(MARKS_OF)


class Standing(StrEnum):
    """How a level stands to its marks; unknown is never below."""

    NO_READING = "no_reading"
    STALE = "stale"
    NO_MARKS = "no_marks"
    BELOW = "below"
    REACHED = "reached"


class Flaw(StrEnum):
    """What is wrong with a sensor, or with comparing what it says."""

    SILENT = N_("从未报数")
    STALE = N_("超过报数周期没有新读数")
    DOUBTFUL = N_("近期有存疑读数,未计入")
    DATUM_UNKNOWN = N_("基面不明,不能与潮汐预报比较")
    DATUM_DIFFERS = N_("标准值与读数的基面不同,不能比较")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One named height; None where nobody gave it. A mark from a list of the county has no certainty."""

    name: MarkName
    level_m: float | None
    source: str
    certainty: Certainty | None
    datum_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A gauge of the list that holds at the moment."""

    gauge_id: str
    name: str
    kind: GaugeKind
    datum_name: str | None
    township_code: str | None
    village_code: str | None
    lat: float | None
    lon: float | None
    marks: tuple[Mark, ...]
    reads_every_min: float | None
    source: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Readings that were kept and not counted, by reason."""

    reason: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """How a gauge reports: its last sound reading and who sent it, its rhythm, and what is wrong."""

    last_at: datetime | None
    age: timedelta | None
    every_min: float
    is_rhythm_default: bool
    is_stale: bool
    doubts: tuple[Doubt, ...]
    flaws: tuple[Flaw, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Metres per hour: the median of the slopes between readings, and the middle half of them."""

    slope_mh: float
    low_mh: float
    high_mh: float
    count: int
    span: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """When a mark is reached if the trend holds; None at an edge where it is not reached at all."""

    mark: Mark
    at: datetime | None
    earliest_at: datetime | None
    latest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a river, reservoir or tide gauge says at the moment."""

    gauge: Gauge
    value_m: float | None
    sensor: Sensor
    standing: Standing
    reached: Mark | None
    next_mark: Mark | None
    unknown_marks: tuple[MarkName, ...]
    trend: Trend | None
    crossings: tuple[Crossing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RainSum:
    """Rain over the hours before `until`: what was covered of them, and the sum of that part.

    With less than everything covered the sum is only a lower bound; None where nothing is covered.
    """

    hours: int
    until: datetime
    mm: float | None
    covered: float

    @property
    def is_complete(self) -> bool:
        """Whether every minute of the window is covered."""
        return self.mm is not None and self.covered >= 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rain:
    """What a rain gauge says at the moment: its sums, grades by window, and signal thresholds reached."""

    gauge: Gauge
    sensor: Sensor
    sums: tuple[RainSum, ...]
    grades: Mapping[int, str]
    signals: Mapping[str, bool | None]

    def over(self, hours: int) -> RainSum:
        """The sum over so many hours; KeyError when that window is not made."""
        for one in self.sums:
            if one.hours == hours:
                return one
        raise KeyError(hours)
