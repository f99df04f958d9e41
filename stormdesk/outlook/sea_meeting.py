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
from stormdesk.domain.sea.way import points_along
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


def evenly(km: Numbers) -> list[Numbers]:
    """Shares of each way at which to look for the storm: more on a longer one."""
    counts = np.clip(np.ceil(np.nan_to_num(km) / APART_KM) + 1, FEWEST, MOST).astype(int)
    return [np.linspace(0.0, 1.0, count) for count in counts]


def closer(samples: Samples, km: Numbers, decisive: Whole) -> list[Numbers]:
    """The shares of before, and more of them around each way's worst point."""
    shares = []
    for at, length in enumerate(km):
        first, last = int(samples.first[at]), int(samples.last[at])
        mine = samples.run_km[first : last + 1] / length if first >= 0 and length > 0 else np.zeros(1)
        worst = int(decisive[at]) - first
        if 0 < worst < last - first:
            around = np.linspace(mine[worst - 1], mine[worst + 1], 2 * CLOSER + 1)
            mine = np.union1d(mine, around)
        shares.append(mine)
    return shares


def sampled(lines: Sequence[Numbers], km: Numbers, shares: Sequence[Numbers]) -> Samples:
    """Set points along each way; one of no length has its one place, a boat without a way none."""
    points, run, owner = [], [], []
    for at, line in enumerate(lines):
        if not len(line) or not np.isfinite(km[at]):
            continue
        share = shares[at] if len(line) > 1 else np.array([1.0])
        points.append(points_along(line, share) if len(line) > 1 else line)
        run.append(share * km[at])
        owner.append(np.full(len(share), at, dtype=np.intp))
    owners = np.concatenate(owner) if owner else np.empty(0, dtype=np.intp)
    places = np.vstack(points) if points else np.empty((0, 2))
    order = np.arange(len(owners))
    first, last = (np.full(len(lines), -1, dtype=np.intp) for _ in range(2))
    first[owners[::-1]] = order[::-1]
    last[owners] = order
    return Samples(
        owner=owners,
        lat=places[:, 0],
        lon=places[:, 1],
        run_km=np.concatenate(run) if run else np.empty(0),
        first=first,
        last=last,
    )


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
