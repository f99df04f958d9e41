"""The work ahead counted: how many stand how, when the first must begin, and why nothing is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import repeat
from typing import Any, Final

import numpy as np
import pandas as pd

from stormdesk.domain.work.records import WorkState
from stormdesk.ui.clock.words import GRAVITY, LIT, gravity

# Nothing of these is left to do, or nobody knows by when.
_WITHOUT_CLOCK: Final = frozenset({WorkState.DONE, WorkState.UNKNOWN})
# Past their latest start, these have begun in time: nobody need start them any more.
_BEGUN: Final = frozenset({WorkState.DUE, WorkState.NOT_DUE})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Objects and people by state, and the earliest instants among what is not done."""

    objects: Mapping[WorkState, int] = field(default_factory=dict)
    people: Mapping[WorkState, int] = field(default_factory=dict)
    start_by: datetime | None = None
    finish_by: datetime | None = None
    is_night_cap: bool = False

    def count(self, *states: WorkState) -> int:
        """How many objects stand in one of the states."""
        return sum(self.objects.get(state, 0) for state in states)

    def persons(self, *states: WorkState) -> int:
        """How many people are listed with the objects in one of the states."""
        return sum(self.people.get(state, 0) for state in states)

    @property
    def worst(self) -> str:
        """The tone of it: late, soon, open, done or none."""
        if self.count(WorkState.IMPOSSIBLE, WorkState.LATE):
            return "late"
        if self.count(WorkState.DUE):
            return "soon"
        if self.count(WorkState.NOT_DUE, WorkState.UNKNOWN):
            return "open"
        return "done" if self.objects else "none"


NOTHING: Final = Tally()


class _Sum:
    """A tally in the making."""

    __slots__ = ("finish_by", "is_night_cap", "objects", "people", "start_by")

    def __init__(self) -> None:
        self.objects: dict[WorkState, int] = {}
        self.people: dict[WorkState, int] = {}
        self.start_by = self.finish_by = int(_NEVER)
        self.is_night_cap = False

    def add(self, row: "tuple[Any, ...]", now: int) -> None:
        state, objects, people, start_by, finish_by, is_night_cap = row
        self.objects[state] = self.objects.get(state, 0) + objects
        self.people[state] = self.people.get(state, 0) + people
        if state in _WITHOUT_CLOCK:
            return
        if start_by >= now or state not in _BEGUN:
            self.start_by = min(self.start_by, start_by)
        if finish_by < self.finish_by:
            self.finish_by, self.is_night_cap = finish_by, is_night_cap

    def made(self) -> Tally:
        ordered = [state for state in GRAVITY if state in self.objects]
        return Tally(
            objects={state: self.objects[state] for state in ordered},
            people={state: self.people[state] for state in ordered},
            start_by=_instant(self.start_by),
            finish_by=_instant(self.finish_by),
            is_night_cap=self.is_night_cap,
        )


def tally(work: pd.DataFrame, as_of: datetime) -> Tally:
    """Count a part of the work ahead."""
    return tallies(work, as_of).get((), NOTHING)


def tallies(work: pd.DataFrame, as_of: datetime, *columns: str) -> dict[tuple[Any, ...], Tally]:
    """Count the work ahead by the values of columns; without columns as a whole."""
    sums: dict[tuple[Any, ...], _Sum] = {}
    now = int(as_of.timestamp())
    keys = zip(*(work[name].tolist() for name in columns), strict=True) if columns else repeat((), len(work))
    for key, row in zip(keys, zip(*_columns(work), strict=True), strict=True):
        sums.setdefault(key, _Sum()).add(row, now)
    return {key: made.made() for key, made in sums.items()}


def until(work: pd.DataFrame, as_of: datetime) -> "pd.Series[Any]":
    """What each row counts to: its latest start, and once it has begun in time its end."""
    start_by = pd.to_datetime(work["start_by"], utc=True)
    is_begun = start_by.lt(pd.Timestamp(as_of)) & work["state"].isin(_BEGUN)
    return start_by.mask(is_begun, pd.to_datetime(work["finish_by"], utc=True))


def by_object(work: pd.DataFrame) -> pd.DataFrame:
    """The gravest row of each object, the earliest start first among equals; the index is its id."""
    ordered = work.assign(gravity=gravity(work["state"])).sort_values(
        ["gravity", "start_by"], na_position="last", kind="stable"
    )
    return ordered.drop_duplicates("subject_id").set_index("subject_id")


def lit(work: pd.DataFrame) -> pd.DataFrame:
    """What is impossible, late or due."""
    return work[work["state"].isin(LIT)]


def reasons(work: pd.DataFrame) -> list[tuple[str, int]]:
    """Why there is no clock, with how many rows it concerns, the most first."""
    counted = work.loc[work["state"] != WorkState.DONE, "no_clock"].dropna().astype(str).value_counts()
    return [(str(reason), int(count)) for reason, count in counted.items()]


def _columns(work: pd.DataFrame) -> "list[list[Any]]":
    return [
        [WorkState(state) for state in work["state"].tolist()],
        pd.to_numeric(work["objects"]).fillna(1).astype("int64").tolist(),
        pd.to_numeric(work["people"]).fillna(0).astype("int64").tolist(),
        _seconds(work["start_by"]),
        _seconds(work["finish_by"]),
        work["is_night_cap"].eq(other=True).fillna(value=False).tolist(),
    ]


def _seconds(instants: "pd.Series[Any]") -> list[int]:
    """Instants as seconds of the epoch; the end of time where there is none."""
    known = pd.to_datetime(instants, utc=True)
    seconds = known.to_numpy(dtype="datetime64[s]").astype("int64")
    found: list[int] = np.where(known.isna().to_numpy(), _NEVER, seconds).tolist()
    return found


def _instant(seconds: int) -> datetime | None:
    return None if seconds == _NEVER else _EPOCH + timedelta(seconds=seconds)
