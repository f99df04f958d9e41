"""Whether a township's running total of people moved is plausible: far above its list, or fallen at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from stormdesk.domain.county_rows import Named, Sourced


class Doubt(StrEnum):
    """Why a reported total is doubted."""

    OVER_LISTED = "over_listed"
    FALLEN = "fallen"


class Limit(StrEnum):
    """What is judged by a value of the county's own."""

    OVER_LISTED = "over_listed"
    FALL_SHARE = "fall_share"
    FALL_H = "fall_h"
    LEAST_PERSONS = "least_persons"


class TallyLimit(Named, Sourced):
    """One value by which totals are judged."""

    code: Limit
    value: Annotated[float, Field(gt=0, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Said:
    """One report of a running total: when, and how many persons."""

    at: datetime
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The reports of one township and category; `listed` is None where nobody is on a list."""

    township_code: str
    category: str
    listed: int | None
    reports: Sequence[Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A total that is not plausible: what was said last, and what it is held against."""

    doubt: Doubt
    township_code: str
    category: str
    reported: int
    against: int
    at: datetime

    @property
    def persons(self) -> int:
        """How many persons it is about."""
        return abs(self.reported - self.against)


def doubtful(tallies: Iterable[Tally], limits: Mapping[Limit, float]) -> tuple[Doubtful, ...]:
    """Return the totals that nobody should pass on unasked; without limits none is judged."""
    if set(Limit) - limits.keys():
        return ()
    found = (one for tally in tallies if tally.reports for one in _doubts(tally, limits))
    return tuple(sorted(found, key=lambda one: (-one.persons, one.township_code, one.category, one.doubt)))


def _doubts(tally: Tally, limits: Mapping[Limit, float]) -> list[Doubtful]:
    last = max(tally.reports, key=lambda said: said.at)
    held = {
        Doubt.OVER_LISTED: _far_above(tally.listed, last, limits),
        Doubt.FALLEN: _before(tally, last, limits),
    }
    return [
        Doubtful(
            doubt=doubt,
            township_code=tally.township_code,
            category=tally.category,
            reported=last.persons,
            against=against,
            at=last.at,
        )
        for doubt, against in held.items()
        if against is not None and abs(last.persons - against) >= limits[Limit.LEAST_PERSONS]
    ]


def _far_above(listed: int | None, last: Said, limits: Mapping[Limit, float]) -> int | None:
    """How many are listed, where far more were reported."""
    return listed if listed and last.persons > listed * limits[Limit.OVER_LISTED] else None


def _before(tally: Tally, last: Said, limits: Mapping[Limit, float]) -> int | None:
    """The total before a sudden fall that has not been made good since; a slow fall is none."""
    within = timedelta(hours=limits[Limit.FALL_H])
    kept = 1 - limits[Limit.FALL_SHARE]
    ordered = sorted(tally.reports, key=lambda said: said.at)
    before = [
        earlier.persons
        for place, earlier in enumerate(ordered)
        for later in ordered[place + 1 :]
        if later.at - earlier.at <= within and later.persons < earlier.persons * kept
    ]
    return max((persons for persons in before if last.persons < persons * kept), default=None)
