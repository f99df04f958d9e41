"""The work ahead counted: how many stand how, when the first must begin, and why nothing is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stormdesk.domain.work.records import WorkState
from stormdesk.ui.clock.words import GRAVITY, LIT, gravity

# Past their latest start, these have begun in time: nobody need start them any more.
_BEGUN: Final = frozenset({WorkState.DUE, WorkState.NOT_DUE})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER: Final = int(np.iinfo(np.int64).max)
_BEGUN_PLACES: Final = [place for place, state in enumerate(GRAVITY) if state in _BEGUN]
# Of the others nothing is left to do, or nobody knows by when.
_RUNNING: Final = [
    place for place, state in enumerate(GRAVITY) if state not in {WorkState.DONE, WorkState.UNKNOWN}
]
Places = NDArray[np.intp]
Seconds = NDArray[np.int64]
Amounts = NDArray[np.float64]
Flags = NDArray[np.bool_]


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


def tally(work: pd.DataFrame, as_of: datetime) -> Tally:
    """Count a part of the work ahead."""
    return tallies(work, as_of).get((), NOTHING)


def tallies(work: pd.DataFrame, as_of: datetime, *columns: str) -> dict[tuple[Any, ...], Tally]:
    """Count the work ahead by the values of columns; without columns as a whole."""
    if work.empty:
        return {}
    keys, groups = _keys(work, columns)
    states = gravity(work["state"])
    cells = groups * len(GRAVITY) + states
    size = len(keys) * len(GRAVITY)
    shape = (len(keys), len(GRAVITY))
    counts = np.bincount(cells, weights=_whole(work["objects"], 1), minlength=size).reshape(shape)
    people = np.bincount(cells, weights=_whole(work["people"], 0), minlength=size).reshape(shape)
    start_by, finish_by = _seconds(work["start_by"]), _seconds(work["finish_by"])
    runs = np.isin(states, _RUNNING)
    starts = runs & ((start_by >= int(as_of.timestamp())) | ~np.isin(states, _BEGUN_PLACES))
    first_start = _first(start_by, groups, starts, len(keys))
    first_finish = _first(finish_by, groups, runs, len(keys))
    is_cap = work["is_night_cap"].eq(other=True).to_numpy(dtype=bool)
    capped = np.bincount(
        groups[runs & is_cap & (finish_by == first_finish[groups])], minlength=len(keys)
    ).astype(bool)
    return {
        key: Tally(
            objects=_known(counts[at]),
            people=_known(people[at], counts[at]),
            start_by=_instant(int(first_start[at])),
            finish_by=_instant(int(first_finish[at])),
            is_night_cap=bool(capped[at]),
        )
        for at, key in enumerate(keys)
    }


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


def _keys(work: pd.DataFrame, columns: tuple[str, ...]) -> "tuple[list[tuple[Any, ...]], Places]":
    """The combinations of values that occur, and each row's place among them."""
    if not columns:
        return [()], np.zeros(len(work), dtype=np.intp)
    places = np.zeros(len(work), dtype=np.intp)
    for name in columns:
        codes, values = pd.factorize(work[name], use_na_sentinel=False)
        places = places * len(values) + codes
    _found, first, groups = np.unique(places, return_index=True, return_inverse=True)
    cells = (work[name].iloc[first].tolist() for name in columns)
    return list(zip(*cells, strict=True)), groups.reshape(len(work)).astype(np.intp)


def _first(instants: Seconds, groups: Places, counted: Flags, size: int) -> Seconds:
    """The earliest instant of each group among the rows that count."""
    found = np.full(size, _NEVER, dtype=np.int64)
    np.minimum.at(found, groups[counted], instants[counted])
    return found


def _known(amounts: Amounts, of: Amounts | None = None) -> dict[WorkState, int]:
    """Amounts by state, for the states that occur."""
    occurs = amounts if of is None else of
    return {state: int(amounts[at]) for at, state in enumerate(GRAVITY) if occurs[at]}


def _whole(values: "pd.Series[Any]", empty: int) -> Amounts:
    return pd.to_numeric(values).to_numpy(dtype="float64", na_value=empty)


def _seconds(instants: "pd.Series[Any]") -> Seconds:
    """Instants as seconds of the epoch; the end of time where there is none."""
    known = pd.to_datetime(instants, utc=True)
    seconds = known.to_numpy(dtype="datetime64[s]").astype("int64")
    return np.where(known.isna().to_numpy(), _NEVER, seconds)


def _instant(seconds: int) -> datetime | None:
    return None if seconds == _NEVER else _EPOCH + timedelta(seconds=seconds)
