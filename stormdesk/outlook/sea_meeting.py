"""Where the storm's circle meets the ways of boats: points along each way, and when the circle is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from stormdesk.domain.arrival.band import band, pick
from stormdesk.domain.arrival.passage import passages
from stormdesk.domain.arrival.records import Course
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.sea.crossing import Meeting, Samples
from stormdesk.domain.sea.grid import Flags, Numbers, Whole
from stormdesk.domain.sea.way import Strands, points_at
from stormdesk.outlook.shared import Shared

# Points along a way: one for every so many km, both ends included, and at most so many.
APART_KM: Final = 8.0
FEWEST: Final = 2
MOST: Final = 10
# Around a way's worst point, where that lies between its ends, so many points more on either side.
CLOSER: Final = 4
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


_sightings: Shared[Sighting] = Shared(KEPT)


def _course_key(threat: Threat) -> tuple[object, ...]:
    """What tells one set of courses from another, whichever moment they were made for."""
    return tuple(
        (
            one.storm_id,
            one.agency,
            one.issued_at,
            one.is_ahead,
            *(part.tobytes() for part in (one.at, one.lat, one.lon, one.radii_km[threat.circle])),
        )
        for one in threat.courses
    )


def instant(at: datetime) -> np.datetime64:
    """An instant as numpy has it: UTC, to the second."""
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "s")


def evenly(km: Numbers) -> tuple[Whole, Numbers]:
    """Where to look for the storm on each way: boats and shares of the way, more on a longer one."""
    counts = np.clip(np.ceil(np.nan_to_num(km) / APART_KM) + 1, FEWEST, MOST).astype(int)
    counts[np.isnan(km)] = 0
    owner = np.repeat(np.arange(len(km)), counts)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, place / (np.repeat(counts, counts) - 1)


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
    key = (_course_key(threat), lats.tobytes(), lons.tobytes(), threat.circle, threat.assumptions.edge)
    is_one_storm = len({one.storm_id for one in threat.courses}) < 2
    # Of two storms, the one that has left a place gives way to the other as time goes on.
    whole = key if is_one_storm else (*key, as_of)
    return _sightings.get(whole, lambda: _sighted(threat, lats, lons, as_of))


def _sighted(threat: Threat, lats: Numbers, lons: Numbers, as_of: datetime) -> Sighting:
    places = np.column_stack([lats, lons])
    each, back = np.unique(places, axis=0, return_inverse=True)
    found = passages(threat.courses, each[:, 0], each[:, 1], circle=threat.circle)
    over = band(found, as_of=as_of)
    row = np.arange(len(each))
    none = np.full(len(each), NEVER)
    leaves = np.where(over.course >= 0, found.last_at[row, over.course], NEVER) if threat.courses else none
    meeting = Meeting(
        comes_at=pick(over, threat.assumptions.edge)[back], leaves_at=leaves[back], reach=over.reach[back]
    )
    return Sighting(meeting=meeting, course=over.course[back], is_modelled=over.is_modelled[back])
