"""Earliest, middle and latest arrival over agencies, and how far the error of forecasts widens them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Band, Flags, Instants, Numbers, Passages, Reach
from stormdesk.domain.assumptions import Edge

Columns = NDArray[np.intp]
NEVER = np.datetime64("NaT", "s")
LAST = np.datetime64("9999-12-31T00:00:00", "s")
FIRST = np.datetime64("0001-01-01T00:00:00", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The passages of the same courses with every circle grown, and shrunk, by the error at its lead."""

    grown: Passages
    shrunk: Passages


def band(passages: Passages, *, errors: Spread | None = None, as_of: datetime | None = None) -> Band:
    """Return the band over the agencies of one storm; of two storms, that of the one that comes first.

    With `as_of`, a storm that has left a place gives way there to one that is still to come.
    """
    storms = sorted({course.storm_id for course in passages.courses})
    if not storms:
        return _of(passages, np.array([], dtype=np.intp), errors)
    found = [_of(passages, _columns(passages, storm), errors) for storm in storms]
    if len(found) == 1:
        return found[0]
    return _chosen(found, _order(passages, storms, found, as_of))


def pick(found: Band, edge: Edge) -> Instants:
    """Return the edge of the band that a deadline counts from."""
    return {
        Edge.EARLIEST: found.earliest_at,
        Edge.MIDDLE: found.middle_at,
        Edge.LATEST: found.latest_at,
    }[edge]


def _columns(passages: Passages, storm_id: str) -> Columns:
    return np.flatnonzero([course.storm_id == storm_id for course in passages.courses])


def _of(passages: Passages, columns: Columns, errors: Spread | None) -> Band:
    """The band over some columns; a course without a forecast counts only where nothing else does."""
    first, reach = passages.first_at[:, columns], passages.reach[:, columns]
    is_inside = reach == Reach.INSIDE
    inside_count = is_inside.sum(axis=1)
    ordered = np.sort(np.where(is_inside, first, LAST), axis=1)
    unknown = _unknown(passages, columns)
    hit = inside_count > 0
    course = _earliest_course(passages, columns, is_inside)
    row = np.arange(len(first))
    missed = np.where(unknown > 0, Reach.UNKNOWN, Reach.OUTSIDE) if columns.size else Reach.UNKNOWN
    modelled = (
        passages.is_modelled[row, np.maximum(course, 0)] if columns.size else np.zeros(len(row), dtype=bool)
    )
    return Band(
        circle=passages.circle,
        courses=passages.courses,
        earliest_at=_or_never(ordered[:, 0], hit) if columns.size else np.full(len(row), NEVER),
        middle_at=_middle(ordered, inside_count),
        latest_at=_at_place(ordered, inside_count - 1, hit),
        soonest_at=_soonest(errors, columns, len(row)),
        farthest_at=_farthest(errors, columns, is_inside),
        course=course,
        inside_count=inside_count,
        unknown_count=unknown,
        reach=np.where(hit, Reach.INSIDE, missed).astype(np.int8),
        is_modelled=np.where(hit, modelled, passages.is_modelled[:, columns].any(axis=1)),
    )


def _unknown(passages: Passages, columns: Columns) -> Columns:
    """How many agencies leave it open; those without a forecast in force only if nobody has one."""
    speaks = np.array([passages.courses[column].is_ahead for column in columns], dtype=bool)
    asked = columns[speaks] if speaks.any() else columns
    counted: Columns = (passages.reach[:, asked] == Reach.UNKNOWN).sum(axis=1)
    return counted


def _earliest_course(passages: Passages, columns: Columns, is_inside: Flags) -> Columns:
    if not columns.size:
        return np.full(len(is_inside), -1)
    at = np.argmin(np.where(is_inside, passages.first_at[:, columns], LAST), axis=1)
    return np.where(is_inside.any(axis=1), columns[at], -1)


def _middle(ordered: Instants, count: Columns) -> Instants:
    """The median of those that reach; between the two middle ones where their number is even."""
    hit = count > 0
    low = _at_place(ordered, np.maximum(count - 1, 0) // 2, hit)
    high = _at_place(ordered, count // 2, hit)
    return low + (high - low) // 2


def _at_place(ordered: Instants, place: Columns, hit: Flags) -> Instants:
    if not ordered.shape[1]:
        return np.full(len(ordered), NEVER)
    return _or_never(ordered[np.arange(len(ordered)), np.maximum(place, 0)], hit)


def _or_never(at: Instants, hit: Flags) -> Instants:
    return np.where(hit, at, NEVER)


def _soonest(errors: Spread | None, columns: Columns, count: int) -> Instants:
    if errors is None or not columns.size:
        return np.full(count, NEVER)
    first = errors.grown.first_at[:, columns]
    soonest = np.where(np.isnat(first), LAST, first).min(axis=1)
    return _or_never(soonest, np.asarray(soonest < LAST, dtype=bool))


def _farthest(errors: Spread | None, columns: Columns, is_inside: Flags) -> Instants:
    """The latest over the agencies that reach the place, unless the error lets one of them miss it."""
    if errors is None or not columns.size:
        return np.full(len(is_inside), NEVER)
    first = errors.shrunk.first_at[:, columns]
    may_miss = np.asarray((is_inside & np.isnat(first)).any(axis=1), dtype=bool)
    is_sure = is_inside.any(axis=1) & ~may_miss
    latest = np.where(is_inside & ~np.isnat(first), first, FIRST).max(axis=1)
    return _or_never(latest, is_sure)


def _order(
    passages: Passages, storms: Sequence[str], found: Sequence[Band], as_of: datetime | None
) -> NDArray[np.intp]:
    """Which storm counts at each place: the first to come, else an open one, else one that has left."""
    never = float(LAST.astype("datetime64[s]").astype(float))
    keys: list[Numbers] = []
    for storm, one in zip(storms, found, strict=True):
        is_coming = ~np.isnat(one.earliest_at)
        at = np.where(is_coming, one.earliest_at, LAST).astype("datetime64[s]").astype(float)
        at = np.where(~is_coming & (one.reach == Reach.UNKNOWN), never - 2, at)
        if as_of is not None:
            at = np.where(_has_left(passages, _columns(passages, storm), as_of), never - 1, at)
        keys.append(at)
    chosen: NDArray[np.intp] = np.argmin(np.stack(keys), axis=0)
    return chosen


def _has_left(passages: Passages, columns: Columns, as_of: datetime) -> Flags:
    """Whether every course that reaches a place has left it by the moment."""
    last = passages.last_at[:, columns]
    moment = np.datetime64(as_of.replace(tzinfo=None), "s")
    has_come = ~np.isnat(last)
    is_there = has_come & np.asarray(last >= moment, dtype=bool)
    left: Flags = has_come.any(axis=1) & ~is_there.any(axis=1)
    return left


def _chosen(found: Sequence[Band], order: NDArray[np.intp]) -> Band:
    row = np.arange(len(order))
    names = [name for name in Band.__dataclass_fields__ if name not in {"circle", "courses"}]
    stacked = {name: np.stack([getattr(one, name) for one in found]) for name in names}
    values: dict[str, Any] = {name: array[order, row] for name, array in stacked.items()}
    return replace(found[0], **values)
