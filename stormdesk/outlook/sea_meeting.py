"""Where the storm's circle meets the ways of boats: points along each way, and when the circle is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from stormdesk.domain.arrival.band import band, pick
from stormdesk.domain.arrival.passage import Survey, passages_on
from stormdesk.domain.arrival.records import Course, Passages
from stormdesk.domain.arrival.trail import Path, geocentric, path_of
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.sea.crossing import Meeting, Samples
from stormdesk.domain.sea.grid import Flags, Numbers, Whole
from stormdesk.domain.sea.way import Strands, points_at
from stormdesk.outlook.shared import Shared, arrays_bytes

# Points along a way: one for every so many km, both ends included, and at most so many.
APART_KM: Final = 8.0
FEWEST: Final = 2
# So near its harbour, a boat meets the storm there.
AT_HARBOUR_KM: Final = 1.0
MOST: Final = 10
# Around a way's worst point, where that lies between its ends, so many points more on either side.
CLOSER: Final = 16
KEPT: Final = 32
NEVER: Final = np.datetime64("NaT", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """What boats flee: the storms' courses, the circle to be out of, and what is assumed."""

    courses: Sequence[Course]
    circle: Circle = Circle.SEVEN
    assumptions: Assumptions = AS_IT_IS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One circle at S points, over the agencies; `course` is the one that decides there, -1 for none."""

    meeting: Meeting
    course: Whole
    is_modelled: Flags


_passed: Shared[Passages] = Shared(KEPT, most=4 * KEPT, weigh=arrays_bytes)
_paths: Shared[Path] = Shared(KEPT)


def _course_key(course: Course) -> tuple[object, ...]:
    """What tells one course from another, whichever moment it was made for."""
    drawn = (course.at, course.lat, course.lon, *course.radii_km.values())
    said = (course.storm_id, course.agency, course.issued_at, course.start, course.is_ahead)
    return (*said, *(part.tobytes() for part in drawn))


def instant(at: datetime) -> np.datetime64:
    """An instant as numpy has it: UTC, to the second."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "s")


def evenly(km: Numbers) -> tuple[Whole, Numbers]:
    """Where to look for the storm on each way: boats and shares of the way, more on a longer one."""
    counts = np.clip(np.ceil(np.nan_to_num(km) / APART_KM) + 1, FEWEST, MOST).astype(int)
    counts[np.nan_to_num(km) < AT_HARBOUR_KM] = 1
    counts[np.isnan(km)] = 0
    owner = np.repeat(np.arange(len(km)), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, np.where(place + 1 == counts[owner], 1.0, place / np.maximum(counts[owner] - 1, 1))


def closer(samples: Samples, share: Numbers, decisive: Whole) -> tuple[Whole, Numbers]:
    """The places of before, and more of them around each way's worst point between its ends."""
    boats = np.flatnonzero((decisive > samples.first) & (decisive < samples.last))
    worst = decisive[boats]
    around = np.linspace(share[worst - 1], share[worst + 1], 2 * CLOSER + 1, axis=1)[:, 1:-1]
    owner = np.concatenate([samples.owner, np.repeat(boats, around.shape[1])])
    places = np.concatenate([share, around.ravel()])
    order = np.lexsort((places, owner))
    return owner[order], places[order]


def sampled(way: Strands, km: Numbers, owner: Whole, share: Numbers) -> Samples:
    """The points at these shares of these boats' ways."""
    lat, lon = points_at(way, owner, share) if len(owner) else (np.empty(0), np.empty(0))
    first, last = (np.full(len(km), -1, dtype=np.intp) for _ in range(2))
    order = np.arange(len(owner))
    first[owner[::-1]] = order[::-1]
    last[owner] = order
    return Samples(owner=owner, lat=lat, lon=lon, run_km=share * km[owner], first=first, last=last)


def sighted(threat: Threat, lats: Numbers, lons: Numbers, *, as_of: datetime) -> Sighting:
    """When the circle is at each point, over the agencies; kept while neither courses nor points change."""
    places = np.column_stack([lats, lons])
    each, back = np.unique(places, axis=0, return_inverse=True)
    courses = tuple(_course_key(one) for one in threat.courses)
    key = (courses, each.tobytes(), threat.circle)
    found = _passed.get(key, lambda: _passages(threat, each, courses))
    over = band(found, as_of=as_of)
    row, none = np.arange(len(each)), np.full(len(each), NEVER)
    leaves = np.where(over.course >= 0, found.last_at[row, over.course], NEVER) if threat.courses else none
    meeting = Meeting(
        comes_at=pick(over, threat.assumptions.edge)[back], leaves_at=leaves[back], reach=over.reach[back]
    )
    return Sighting(meeting=meeting, course=over.course[back], is_modelled=over.is_modelled[back])


def _passages(threat: Threat, places: Numbers, courses: tuple[tuple[object, ...], ...]) -> Passages:
    """The circle over the places; nobody asks how near the centres come."""
    paths = (
        _paths.get(key, lambda course=course: path_of(course))  # type: ignore[misc]
        for key, course in zip(courses, threat.courses, strict=True)
    )
    rows = np.flatnonzero(np.isfinite(places).all(axis=1))
    shape = (len(places), len(threat.courses))
    ground = Survey(
        rows=rows,
        places=geocentric(places[rows, 0], places[rows, 1]),
        paths=tuple(paths),
        closest_km=np.full(shape, np.nan),
        closest_at=np.full(shape, NEVER),
    )
    return passages_on(ground, threat.courses, circle=threat.circle)
