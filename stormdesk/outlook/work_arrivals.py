"""When each wind circle comes to each place, over all storms and agencies, as the work needs it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from stormdesk.domain.arrival.band import band, pick
from stormdesk.domain.arrival.records import Band, Course, Flags, Numbers, Passages, Reach
from stormdesk.domain.assumptions import Edge
from stormdesk.domain.circles import Circle
from stormdesk.domain.work.clock import NAT, Coming
from stormdesk.domain.work.records import NoClock
from stormdesk.domain.work.states import chosen, instant64
from stormdesk.outlook.shared import Shared, arrays_bytes
from stormdesk.outlook.storms import LAST_WORD, passages_of

CIRCLES: Final = (Circle.SEVEN, Circle.TEN, Circle.TWELVE)
# With the courses, so that none is forgotten while its band is kept by its identity.
_bands: Shared[tuple[tuple[Course, ...], Band]] = Shared(
    24, most=192, weigh=lambda kept: arrays_bytes(kept[1])
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From when one looks, which edge of the agencies' band counts, and since when the response has stood.

    What had left before is none of its storms.
    """

    now: datetime
    edge: Edge
    stands_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """N places in degrees WGS 84, NaN where unknown."""

    lat: Numbers
    lon: Numbers

    @property
    def key(self) -> tuple[bytes, bytes]:
        """What tells these places from others."""
        return self.lat.tobytes(), self.lon.tobytes()


def comings(courses: tuple[Course, ...], places: Places, circle: Circle, *, view: View) -> Coming:
    """Tell when the circle comes to each place, by the edge of the agencies' band that is asked for.

    A course that has left a place counts no more there. If it left while the response stood that still
    stands, its arrival holds where no other comes, and is marked as over.
    """
    if not courses:
        return _nowhere(places, NoClock.NO_STORM)
    found = passages_of(courses, places.lat, places.lon, circle=circle)
    gone = has_left(found, view.now)
    if not gone.any():
        return _coming(_banded(found), view.edge, places, gone)
    ahead = _coming(_banded(_without(found, gone)), view.edge, places, gone)
    if view.stands_since is None:
        return ahead
    before = gone & (found.last_at < instant64(view.stands_since))
    behind = _coming(_banded(_without(found, before)), view.edge, places, gone)
    return _held(ahead, behind)


def has_left(found: Passages, now: datetime) -> Flags:
    """Where a course has come and gone; one that ends inside, with its last fix or point, has not.

    Unless it ended longer ago than a storm lives without a word.
    """
    ends = np.array([course.at[-1] for course in found.courses], dtype="datetime64[s]")[None, :]
    is_stale = ends < instant64(now - LAST_WORD)
    has_gone: Flags = (found.last_at < instant64(now)) & ((found.last_at < ends) | is_stale)
    return has_gone


def _banded(found: Passages) -> Band:
    key = (
        tuple(id(one) for one in found.courses),
        found.circle,
        found.first_at.tobytes(),
        found.reach.tobytes(),
    )
    return _bands.get(key, lambda: (found.courses, band(found)))[1]


def _without(found: Passages, has_left: Flags) -> Passages:
    """The same without the courses that have left."""
    return replace(
        found,
        first_at=np.where(has_left, NAT, found.first_at),
        last_at=np.where(has_left, NAT, found.last_at),
        reach=np.where(has_left, np.int8(Reach.OUTSIDE), found.reach),
    )


def _coming(found: Band, edge: Edge, places: Places, has_left: Flags) -> Coming:
    at = pick(found, edge)
    is_none = np.isnat(at)
    course = np.where(is_none, -1, found.course)
    size = at.size
    is_ahead = np.array([one.is_ahead for one in found.courses], dtype=bool)
    unknown = NoClock.NO_RADII if is_ahead.any() else NoClock.NO_FORECAST
    reason = chosen(found.reach == Reach.OUTSIDE, NoClock.NOT_REACHED, unknown)
    passed = has_left.any(axis=1) & (found.reach == Reach.OUTSIDE)
    reason = chosen(passed, NoClock.PASSED, reason)
    reason = chosen(np.isnan(places.lat), NoClock.NO_PLACE, reason)
    return Coming(
        at=at,
        course=course,
        is_modelled=found.is_modelled & ~is_none,
        is_over=np.zeros(size, dtype=bool),
        reason=chosen(is_none, reason, None),
    )


def _held(ahead: Coming, behind: Coming) -> Coming:
    """What is coming, or where nothing is, what has passed."""
    is_over = np.isnat(ahead.at) & ~np.isnat(behind.at) & (ahead.reason == NoClock.PASSED)
    return Coming(
        at=np.where(is_over, behind.at, ahead.at),
        course=np.where(is_over, behind.course, ahead.course),
        is_modelled=np.where(is_over, behind.is_modelled, ahead.is_modelled),
        is_over=is_over,
        reason=chosen(is_over, behind.reason, ahead.reason),
    )


def _nowhere(places: Places, reason: NoClock) -> Coming:
    size = places.lat.size
    return Coming(
        at=np.full(size, NAT),
        course=np.full(size, -1),
        is_modelled=np.zeros(size, dtype=bool),
        is_over=np.zeros(size, dtype=bool),
        reason=np.full(size, reason, dtype=object),
    )
