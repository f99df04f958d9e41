"""When places enter and leave a circle along courses, and how near the centres come.

Formulas and ranges: docs/methods/arrival.md.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from stormdesk.domain.arrival.records import Codes, Course, Flags, Instants, Numbers, Passages, Reach
from stormdesk.domain.arrival.scan import Crossing, crossing, nearest
from stormdesk.domain.arrival.trail import Trail, arc_of, geocentric, trail_of
from stormdesk.domain.circles import Circle

CHUNK: Final = 16_384
# A fast storm's way in a day: what nobody forecasts may come so far beyond its circle.
DAYS_WAY_KM: Final = 1_000.0
NEVER: Final = np.datetime64("NaT", "s")


def passages(
    courses: Sequence[Course], lats: npt.ArrayLike, lons: npt.ArrayLike, *, circle: Circle
) -> Passages:
    """Return for each place and course the first and last instant inside and the closest approach.

    A place without coordinates (NaN) is unknown everywhere.
    """
    lat, lon = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
    shape = (lat.size, len(courses))
    found = Passages(
        circle=circle,
        courses=tuple(courses),
        first_at=np.full(shape, NEVER),
        last_at=np.full(shape, NEVER),
        reach=np.full(shape, Reach.UNKNOWN, dtype=np.int8),
        closest_km=np.full(shape, np.nan),
        closest_at=np.full(shape, NEVER),
        is_modelled=np.zeros(shape, dtype=bool),
    )
    placed = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    trails = [trail_of(course, circle) for course in courses]
    for start in range(0, placed.size, CHUNK):
        rows = placed[start : start + CHUNK]
        places = geocentric(lat[rows], lon[rows])
        for column, trail in enumerate(trails):
            _fill(found, trail, places, rows=rows, column=column)
    return found


def _fill(found: Passages, trail: Trail, places: Numbers, *, rows: npt.NDArray[np.intp], column: int) -> None:
    inside = crossing(trail, places)
    minute, km = nearest(trail, places)
    found.closest_km[rows, column] = km
    found.closest_at[rows, column] = trail.at[minute]
    found.reach[rows, column] = _reach(inside, found.courses[column], _from_the_end(trail, places))
    found.is_modelled[rows, column] = _modelled(trail, inside)
    hit = inside.first >= 0
    at = rows[hit]
    found.first_at[at, column] = _instants(trail, inside.first[hit])
    found.last_at[at, column] = _instants(trail, inside.last[hit])


def _from_the_end(trail: Trail, places: Numbers) -> Numbers:
    """How far beyond the farthest reach of the circle around the last point each place lies, in km."""
    away = places - trail.centre[-1]
    return arc_of(np.einsum("ij,ij->i", away, away)) - trail.farthest_km


def _reach(inside: Crossing, course: Course, beyond_km: Numbers) -> Codes:
    """Beyond its last point a course says nothing of the places that the storm could reach in a day."""
    is_open = (beyond_km <= DAYS_WAY_KM) & (not course.is_ahead)
    missed = np.where(inside.is_unknown | is_open, Reach.UNKNOWN, Reach.OUTSIDE)
    return np.where(inside.first >= 0, Reach.INSIDE, missed).astype(np.int8)


def _modelled(trail: Trail, inside: Crossing) -> Flags:
    """Whether the circle that reaches a place was modelled there; where none does, whether any was."""
    at = np.maximum(np.ceil(inside.first), 0).astype(int)
    return np.where(inside.first >= 0, trail.is_modelled[at], trail.is_modelled.any())


def _instants(trail: Trail, minute: Numbers) -> Instants:
    """The instant of a minute's number with its fraction, to the second."""
    whole = np.floor(minute).astype(int)
    after = np.minimum(whole + 1, len(trail.at) - 1)
    span = (trail.at[after] - trail.at[whole]).astype(float)
    return trail.at[whole] + np.round(span * (minute - whole)).astype("timedelta64[s]")
