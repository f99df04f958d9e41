"""When the wind is at each village: from the first hour inside the force 7 circle to the last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

import numpy as np

from stormdesk.domain.arrival.records import Course, Passages, Reach
from stormdesk.domain.circles import Circle
from stormdesk.domain.coverage import ASSUMED, Window
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level import level_in_force
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.storms import passages_of, storm_courses

KEPT: Final = 32
_windows: Shared[Mapping[str, Window]] = Shared(KEPT)


def wind_windows(ground: Ground, moment: Moment) -> Mapping[str, Window]:
    """The window of each village and township that is not over; those that no wind reaches have none.

    Where no agency can say and a level is in force, the day ahead is assumed. A village without coordinates
    has none of its own: its township's holds.
    """
    key = (ground.store.common_key, moment, ground.store.data_version)
    return _windows.get(key, lambda: _made(ground, moment))


def _made(ground: Ground, moment: Moment) -> dict[str, Window]:
    placed = [(one.code, one.lat, one.lon) for one in ground.county.villages if one.lat and one.lon]
    codes = [code for code, _, _ in placed]
    lats, lons = (np.array([one[at] for one in placed], dtype=float) for at in (1, 2))
    found: dict[str, Window] = {}
    unknown = set(codes)
    for courses in _telling(storm_courses(ground, moment), moment.as_of) if placed else ():
        passed = passages_of(courses, lats, lons, circle=Circle.SEVEN)
        for code, window in _read(passed, codes, moment.as_of):
            known = found.setdefault(code, window)
            found[code] = min(known, window, key=lambda one: one.begins_at)
        unknown &= _untold(passed, codes)
    if level_in_force(ground, moment) is not None:
        assumed = Window(begins_at=moment.as_of, ends_at=moment.as_of + ASSUMED, is_assumed=True)
        found |= dict.fromkeys(unknown, assumed)
    return found | _townships(found)


def _telling(courses: Sequence[Course], as_of: datetime) -> Iterator[tuple[Course, ...]]:
    """Each storm's courses that lead past the moment, or else those that were known longest."""
    now = np.datetime64(as_of.replace(tzinfo=None))
    for _, of_storm in groupby(courses, key=lambda course: course.storm_id):
        drawn = [course for course in of_storm if course.at.size]
        ahead = tuple(course for course in drawn if course.at[-1] > now)
        newest = max((course.at[-1] for course in drawn), default=now)
        told = ahead or tuple(course for course in drawn if course.at[-1] == newest)
        if told:
            yield told


def _read(passed: Passages, codes: Sequence[str], as_of: datetime) -> Iterator[tuple[str, Window]]:
    """The villages that some agency sees the wind reach and not leave by now."""
    now = np.datetime64(as_of.replace(tzinfo=None))
    ends = np.array([course.at[-1] for course in passed.courses])
    is_open = np.isnat(passed.last_at) | (passed.last_at >= ends)
    ahead = (passed.reach == Reach.INSIDE) & (is_open | (passed.last_at > now))
    for row in np.flatnonzero(ahead.any(axis=1)):
        columns = np.flatnonzero(ahead[row])
        first = columns[np.argmin(passed.first_at[row, columns])]
        ends_at = None if is_open[row, columns].any() else _instant(passed.last_at[row, columns].max())
        begins_at = _instant(passed.first_at[row, first])
        yield (
            codes[int(row)],
            Window(begins_at=begins_at, ends_at=ends_at, agency=passed.courses[first].agency),
        )


def _untold(passed: Passages, codes: Sequence[str]) -> set[str]:
    """The villages of which no agency sees the wind reach them, and some cannot say."""
    is_known = (passed.reach == Reach.INSIDE).any(axis=1) | (passed.reach != Reach.UNKNOWN).all(axis=1)
    return {codes[int(row)] for row in np.flatnonzero(~is_known)}


def _townships(found: Mapping[str, Window]) -> dict[str, Window]:
    """A township's window spans those of its villages."""
    spans: dict[str, Window] = {}
    for code, window in found.items():
        known = spans.setdefault(code[:9], window)
        ends = [one.ends_at for one in (known, window) if one.ends_at]
        first = min((known, window), key=lambda one: one.begins_at)
        spans[code[:9]] = Window(
            begins_at=first.begins_at,
            ends_at=max(ends) if len(ends) == 2 else None,
            is_assumed=known.is_assumed and window.is_assumed,
            agency=first.agency,
        )
    return spans


def _instant(at: np.datetime64) -> datetime:
    return datetime.fromtimestamp(int(at.astype("datetime64[s]").astype(int)), UTC)
