"""How many objects' work stands against their clocks at one instant."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Instants, Numbers
from stormdesk.domain.work.night import span_of
from stormdesk.domain.work.records import NoClock, WorkState

# Work is due from so long before its latest start on.
WATCHED: Final = timedelta(hours=6)
Texts = NDArray[np.object_]

NOTHING_COMES: Final = frozenset({NoClock.NO_STORM, NoClock.NOT_REACHED, NoClock.PASSED, NoClock.NO_LEVEL})
"""Reasons that leave nothing to be done; every other reason leaves it unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the states of N objects follow from; `is_harm` where something can destroy, not only a date.

    `begun_at` is since when work has been under way, NaT where it has not begun or cannot be told;
    `is_over` where the harm has come and gone.
    """

    is_done: Flags
    begun_at: Instants
    finish_by: Instants
    hazard_at: Instants
    need_min: Numbers
    is_harm: Flags
    is_over: Flags
    no_clock: Texts


def chosen(is_first: Flags, first: object, second: object) -> Texts:
    """The first of two columns of words where the flag stands, the second elsewhere; None is a word too."""
    found: Texts = np.where(is_first, np.asarray(first, dtype=object), np.asarray(second, dtype=object))
    return found


def instant64(at: datetime) -> np.datetime64:
    """An aware instant as numpy keeps it, UTC and to the second."""
    return np.datetime64(int(at.timestamp()), "s")


def start_by(finish_by: Instants, need_min: Numbers) -> Instants:
    """The latest start, NaT where the end or the time needed is unknown."""
    found = finish_by - span_of(need_min)
    return np.where(np.isnan(need_min), np.datetime64("NaT", "s"), found)


def states(standing: Standing, now: datetime) -> Texts:
    """Tell each object's state.

    Work that began in time stays due until its end has passed, or until it can no longer end before the harm.
    """
    at, has_need = instant64(now), ~np.isnan(standing.need_min)
    latest = start_by(standing.finish_by, standing.need_min)
    begun: Instants = np.where(np.isnat(standing.begun_at), at, np.minimum(standing.begun_at, at))
    ends: Instants = begun + span_of(standing.need_min)
    is_past = at > standing.finish_by
    cannot = standing.is_harm & ~standing.is_over & ((at > standing.hazard_at) | (ends > standing.hazard_at))
    watched = at >= latest - np.timedelta64(int(WATCHED.total_seconds()), "s")
    idle = np.array([reason in NOTHING_COMES for reason in standing.no_clock], dtype=bool)
    cases = (
        (standing.is_done, WorkState.DONE),
        (np.isnat(standing.finish_by) & idle, WorkState.NOT_DUE),
        (np.isnat(standing.finish_by), WorkState.UNKNOWN),
        (cannot & has_need, WorkState.IMPOSSIBLE),
        (is_past | (has_need & (begun > latest)), WorkState.LATE),
        (~has_need, WorkState.UNKNOWN),
        (watched, WorkState.DUE),
    )
    found: Texts = np.select(
        [flags for flags, _ in cases], [state.value for _, state in cases], default=WorkState.NOT_DUE.value
    ).astype(object)
    return found
