"""三碰头: whether wind, rain and high water meet; what nobody knows is never a no."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from stormdesk.domain.water.records import MarkName
from stormdesk.domain.water.sea_level import HighWaterAhead

# Wind meets a high water when it blows within so long of it.
NEAR: Final = timedelta(hours=2)
OPEN_END: Final = timedelta(hours=12)


class Meets(StrEnum):
    """How wind, rain and the sea come together at a high water."""

    ALL = "all"
    MAYBE = "maybe"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """When a wind circle lies over the place along one agency's course, which tells nothing after `until`."""

    first_at: datetime | None
    last_at: datetime | None
    until: datetime
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One high water with the wind and rain of its hour; None is unknown."""

    high: HighWaterAhead
    wind7: bool | None
    wind10: bool | None
    agencies7: tuple[int, int]
    rain: bool | None
    rain_basis: str
    sea: bool | None

    @property
    def meets(self) -> Meets:
        """All three meet, may meet as far as anyone knows, or do not."""
        answers = (self.wind7, self.rain, self.sea)
        if all(answers):
            return Meets.ALL
        return Meets.NOT if False in answers else Meets.MAYBE


def blows_at(at: datetime, blows: Sequence[Blow]) -> tuple[bool | None, int]:
    """Whether any course has the wind over the place near an instant, and how many do."""
    answers = [_blows(at, blow) for blow in blows]
    count = sum(answer is True for answer in answers)
    if count:
        return True, count
    return (None if None in answers or not answers else False), 0


def _blows(at: datetime, blow: Blow) -> bool | None:
    if blow.first_at is not None and blow.first_at - NEAR <= at <= (blow.last_at or blow.first_at) + NEAR:
        return True
    return False if blow.is_known and at <= blow.until else None


def sea_is_high(high: HighWaterAhead, wind7: bool | None) -> bool | None:  # noqa: FBT001  the wind of its hour
    """Whether a high water reaches the lowest colour mark.

    A no is only said when no strong wind comes with it: the surge of the present says nothing of the surge
    that the wind will bring. None while no mark or height is known, too.
    """
    reached = high.reached.get(MarkName.BLUE)
    return None if reached is False and wind7 is not False else reached


def in_force_at(at: datetime, now: datetime, spans: Iterable[tuple[datetime, datetime | None]]) -> bool:
    """Whether a warning holds at an instant; one without an end is only counted on for some hours."""
    return any(begins <= at < (now + OPEN_END if ends is None else ends) for begins, ends in spans)
