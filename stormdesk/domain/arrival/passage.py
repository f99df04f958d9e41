"""When places enter and leave a circle along courses, and how near the centres come.

Formulas and ranges: docs/methods/arrival.md.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from stormdesk.domain.arrival.records import Codes, Course, Flags, Instants, Numbers, Passages, Reach
from stormdesk.domain.arrival.scan import Crossing, crossing, nearest
from stormdesk.domain.arrival.trail import Path, Trail, arc_of, geocentric, path_of, trail_of
from stormdesk.domain.circles import Circle

CHUNK: Final = 16_384
STRIP_DEG: Final = 0.1
# From so many places on, courses are followed two at a time.
MANY: Final = 8_192
WORKERS: Final = 2
# A fast storm's way in a day: what nobody forecasts may come so far beyond its circle.
DAYS_WAY_KM: Final = 1_000.0
NEVER: Final = np.datetime64("NaT", "s")
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What does not depend on the circle: placed rows, the courses' paths, the closest approach (N, A)."""

    rows: Rows
    places: Numbers
    paths: tuple[Path, ...]
    closest_km: Numbers
    closest_at: Instants


def survey(courses: Sequence[Course], lats: npt.ArrayLike, lons: npt.ArrayLike) -> Survey:
    """Lay out places and courses, and find the closest approach; a place without coordinates has none."""
    lat, lon = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
    shape = (lat.size, len(courses))
    placed = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    # Neighbours come together, so that a chunk is small on the map and few cells are looked at for it.
    rows = placed[np.lexsort((lon[placed], np.floor(lat[placed] / STRIP_DEG)))]
    found = Survey(
        rows=rows,
        places=geocentric(lat[rows], lon[rows]),
        paths=tuple(path_of(course) for course in courses),
        closest_km=np.full(shape, np.nan),
        closest_at=np.full(shape, NEVER),
    )

    def approach(column: int) -> None:
        path = found.paths[column]
        for part in _chunks(found):
            minute, km = nearest(path, found.places[part])
            found.closest_km[rows[part], column] = km
            found.closest_at[rows[part], column] = path.at[minute]

    _each(approach, found)
    return found


def passages(
    courses: Sequence[Course], lats: npt.ArrayLike, lons: npt.ArrayLike, *, circle: Circle
) -> Passages:
    """Return for each place and course the first and last instant inside and the closest approach.

    A place without coordinates (NaN) is unknown everywhere.
    """
    return passages_on(survey(courses, lats, lons), courses, circle=circle)


def passages_on(ground: Survey, courses: Sequence[Course], *, circle: Circle) -> Passages:
    """Return the passages over places and courses that were surveyed before."""
    shape = ground.closest_km.shape
    found = Passages(
        circle=circle,
        courses=tuple(courses),
        first_at=np.full(shape, NEVER),
        last_at=np.full(shape, NEVER),
        reach=np.full(shape, Reach.UNKNOWN, dtype=np.int8),
        closest_km=ground.closest_km,
        closest_at=ground.closest_at,
        is_modelled=np.zeros(shape, dtype=bool),
    )

    def follow(column: int) -> None:
        trail = trail_of(found.courses[column], circle, ground.paths[column])
        for part in _chunks(ground):
            _fill(found, trail, ground.places[part], rows=ground.rows[part], column=column)

    _each(follow, ground)
    return found


def _each(work: Callable[[int], None], ground: Survey) -> None:
    """Do the work of every column, side by side where there are many places."""
    columns = range(len(ground.paths))
    if ground.rows.size < MANY:
        for column in columns:
            work(column)
        return
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, columns))


def _chunks(ground: Survey) -> list[slice]:
    return [slice(start, start + CHUNK) for start in range(0, ground.rows.size, CHUNK)]


def _fill(found: Passages, trail: Trail, places: Numbers, *, rows: Rows, column: int) -> None:
    inside = crossing(trail, places)
    found.reach[rows, column] = _reach(inside, found.courses[column], _from_the_end(trail, places))
    found.is_modelled[rows, column] = _modelled(trail, inside)
    hit = inside.first >= 0
    at = rows[hit]
    found.first_at[at, column] = _instants(trail.path.at, inside.first[hit])
    found.last_at[at, column] = _instants(trail.path.at, inside.last[hit])


def _from_the_end(trail: Trail, places: Numbers) -> Numbers:
    """How far beyond the farthest reach of the circle around the last point each place lies, in km."""
    away = places - trail.path.centre[-1]
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


def _instants(at: Instants, minute: Numbers) -> Instants:
    """The instant of a minute's number with its fraction, to the second."""
    whole = np.floor(minute).astype(int)
    after = np.minimum(whole + 1, len(at) - 1)
    span = (at[after] - at[whole]).astype(float)
    found: Instants = at[whole] + np.round(span * (minute - whole)).astype("timedelta64[s]")
    return found
