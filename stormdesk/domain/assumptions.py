"""What a calculation assumes: nothing but what was known, unless somebody asks what if."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Edge(StrEnum):
    """Which edge of the agencies' band a deadline counts from."""

    EARLIEST = "earliest"
    MIDDLE = "middle"
    LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """The default is history itself: no shift, every agency, the newest forecast, the buses there are.

    `storm_shift` moves the storm later, `level_shift` moves level decisions later (negative is earlier);
    `agency` takes one agency alone; `issued_by` takes the newest forecast issued by then, `forecast_age`
    those that were so much older at each hour of a replay.
    """

    edge: Edge = Edge.EARLIEST
    storm_shift: timedelta = field(default_factory=timedelta)
    level_shift: timedelta = field(default_factory=timedelta)
    extra_buses: int = 0
    agency: str | None = None
    issued_by: datetime | None = None
    forecast_age: timedelta = field(default_factory=timedelta)


AS_IT_IS = Assumptions()
