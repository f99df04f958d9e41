"""Harbours at a moment: what they hold, what wind is coming to them, and which are a refuge for whom."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Reach
from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.sea.grid import Flags, Numbers, Whole
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.sea_meeting import Threat, instant, sighted

# How many of the nearest harbours are tried as a refuge.
CHOICES: Final = 3


class RefugeReason(StrEnum):
    """Why a boat needs another harbour than its own."""

    TOO_LATE = "too_late"
    BELOW_GRADE = "below_grade"
    NO_BERTH = "no_berth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harbours:
    """The harbours of the list; force_bft is at least so much, 0 below force 7, NaN where nobody knows."""

    rows: pd.DataFrame
    force_bft: Numbers
    grade_bft: Numbers
    free: Numbers

    @property
    def is_below_grade(self) -> Flags:
        """Where more wind is coming than the harbour shelters from; false where either is unknown."""
        return self.force_bft > self.grade_bft


def harbours_at(ground: Ground, moment: Moment, threat: Threat) -> Harbours:
    """The harbours of the moment's list with their free berths and the wind that is forecast for them."""
    rows = ground.store.frame(
        "sea/harbours", operation_id=moment.operation_id, as_of=moment.as_of, known_at=moment.known_at
    )
    return Harbours(
        rows=rows,
        force_bft=_force(rows, threat, moment),
        grade_bft=_numbers(rows, "shelter_grade"),
        free=_numbers(rows, "berth_count") - _numbers(rows, "berthed_count"),
    )


def _numbers(rows: pd.DataFrame, column: str) -> Numbers:
    return rows[column].to_numpy(dtype=np.float64, na_value=np.nan)


def _force(rows: pd.DataFrame, threat: Threat, moment: Moment) -> Numbers:
    force = np.full(len(rows), np.nan)
    lats, lons = _numbers(rows, "lat"), _numbers(rows, "lon")
    for circle in Circle:
        seen = sighted(replace(threat, circle=circle), lats, lons, as_of=moment.as_of)
        if circle is Circle.SEVEN:
            force[seen.meeting.reach == Reach.OUTSIDE] = 0.0
        # A circle that has left is no more to shelter from.
        is_over = seen.meeting.leaves_at < instant(moment.as_of)
        force[(seen.meeting.reach == Reach.INSIDE) & ~is_over] = float(circle)
        force[(seen.meeting.reach == Reach.INSIDE) & is_over & np.isnan(force)] = 0.0
    return force


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Boats tried against harbours: which boat, which harbour, how long it takes, and whether in time."""

    boat: Whole
    harbour: Whole
    need_min: Numbers
    is_in_time: Flags


def refuges(trials: Trials, harbours: Harbours, free: Numbers, size: int) -> tuple[Whole, Numbers]:
    """Give each boat the nearest harbour in time with a berth and grade enough, the quickest boats first.

    Returns for N boats the row of the harbour (-1 for none) and the minutes until everything is done there.
    """
    chosen, minutes = np.full(size, -1, dtype=np.intp), np.full(size, np.nan)
    free = np.nan_to_num(free, nan=0.0)
    is_fit = trials.is_in_time & ~harbours.is_below_grade[trials.harbour]
    for at in np.argsort(trials.need_min, kind="stable"):
        boat, harbour = trials.boat[at], trials.harbour[at]
        if not is_fit[at] or chosen[boat] >= 0 or free[harbour] < 1:
            continue
        chosen[boat], minutes[boat] = harbour, trials.need_min[at]
        free[harbour] -= 1
    return chosen, minutes


def berthless(harbour: Whole, need_min: Numbers, is_in: Flags, free: Numbers) -> tuple[Flags, Numbers]:
    """Which boats find no berth in their harbour, the quickest first, and what is free once all are in.

    A harbour whose berths nobody counted turns no boat away and is no refuge either.
    """
    is_bound = (harbour >= 0) & ~is_in
    order = np.lexsort((np.nan_to_num(need_min, nan=np.inf), harbour))
    order = order[is_bound[order]]
    _, begins, counts = np.unique(harbour[order], return_index=True, return_counts=True)
    rank = np.arange(len(order)) - np.repeat(begins, counts)
    is_without = np.zeros(len(harbour), dtype=bool)
    is_without[order] = rank >= free[harbour[order]]
    bound = np.bincount(harbour[is_bound], minlength=len(free))[: len(free)]
    return is_without, np.maximum(free - bound, 0.0)


def nearest_rows(km: Numbers, own: Whole) -> tuple[Whole, Whole]:
    """The nearest few harbours of each boat but its own: boats and harbours, pair by pair."""
    others = km.copy()
    has_own = own >= 0
    others[np.flatnonzero(has_own), own[has_own]] = np.inf
    order = np.argsort(others, axis=1, kind="stable")[:, :CHOICES]
    boats = np.repeat(np.arange(len(km)), order.shape[1])
    is_there = np.isfinite(others[boats, order.ravel()])
    return boats[is_there], order.ravel()[is_there]
