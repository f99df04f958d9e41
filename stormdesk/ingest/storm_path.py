"""Which steps of a track cannot belong to the path of one storm."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.problem import Reason
from stormdesk.domain.track import bearing_deg, distance_km

# The fastest storms on record moved at 110 to 130 km/h.
FASTEST_KMH: Final = 150.0
# Published centres are rounded to a tenth of a degree and often moved when a storm is re-analysed.
ROUNDING_KM: Final = 40.0
LONGEST_GAP: Final = timedelta(hours=120)
LOOK_BACK: Final = 60
# No storm shoots out this far at this speed and turns straight back.
SPIKE_KM: Final = 80.0
SPIKE_KMH: Final = 30.0
SPIKE_TURN_DEG: Final = 150.0
STALE_STEP_KM: Final = 60.0
STALE_TURN_DEG: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A place on a track at a time."""

    at: datetime
    lat: float
    lon: float


def can_follow(before: Step, after: Step) -> bool:
    """Return whether a storm can have come from one step to the other."""
    if not timedelta(0) < after.at - before.at <= LONGEST_GAP:
        return False
    hours = (after.at - before.at).total_seconds() / 3600
    away_km = distance_km(before.lat, before.lon, after.lat, after.lon)
    return away_km - ROUNDING_KM <= FASTEST_KMH * hours


def longest_path(steps: Sequence[Step]) -> list[int]:
    """Return the indexes of the longest run of steps, in order, each of which can follow the one before."""
    if not steps:
        return []
    lengths, sources = [1] * len(steps), [-1] * len(steps)
    for i in range(1, len(steps)):
        start = max(i - LOOK_BACK, 0)
        longest = max(lengths[start:i])
        for j in range(i - 1, start - 1, -1):
            if lengths[j] >= lengths[i] and can_follow(steps[j], steps[i]):
                lengths[i], sources[i] = lengths[j] + 1, j
            if lengths[i] > longest:
                break
    end = lengths.index(max(lengths))
    path = []
    while end >= 0:
        path.append(end)
        end = sources[end]
    return path[::-1]


def off_path(steps: Sequence[Step]) -> dict[int, Reason]:
    """Return the steps that no storm on this path can have taken, with the reason."""
    path = longest_path(steps)
    on_path = set(path)
    off = {i: _reason(steps, path, i) for i in range(len(steps)) if i not in on_path}
    spikes = [
        here
        for before, here, after in zip(path, path[1:], path[2:], strict=False)
        if _is_spike(steps[before], steps[here], steps[after])
    ]
    return off | dict.fromkeys(spikes, Reason.JUMP)


def _is_spike(before: Step, here: Step, after: Step) -> bool:
    """Return whether the storm would have shot out and straight back."""
    legs = ((before, here), (here, after))
    for start, end in legs:
        away_km = distance_km(start.lat, start.lon, end.lat, end.lon)
        hours = (end.at - start.at).total_seconds() / 3600
        if away_km < SPIKE_KM or away_km < SPIKE_KMH * hours:
            return False
    return _turn_deg(before, here, after) > SPIKE_TURN_DEG


def _reason(steps: Sequence[Step], path: Sequence[int], i: int) -> Reason:
    if any(steps[j].at == steps[i].at for j in path):
        return Reason.SAME_TIME
    before = max((j for j in path if j < i), default=None)
    after = min((j for j in path if j > i), default=None)
    is_in_order = (before is None or steps[before].at < steps[i].at) and (
        after is None or steps[i].at < steps[after].at
    )
    is_near_in_time = any(
        j is not None and abs(steps[j].at - steps[i].at) <= LONGEST_GAP for j in (before, after)
    )
    return Reason.JUMP if is_in_order and is_near_in_time else Reason.TIME_ORDER


def doubts(steps: Sequence[Step]) -> dict[int, Reason]:
    """Return the doubtful steps of a track in file order: off its path, or a stale copy of a place."""
    falls = sum(after.at < before.at for before, after in itertools.pairwise(steps))
    order = list(range(len(steps)))[:: -1 if falls * 2 > len(steps) else 1]
    off = {order[i]: reason for i, reason in off_path([steps[i] for i in order]).items()}
    path = [i for i in order if i not in off]
    return off | dict.fromkeys(_stale(steps, path), Reason.STALE_POSITION)


def _stale(steps: Sequence[Step], path: Sequence[int]) -> list[int]:
    """Return the steps that leap back, against the storm's way, to exactly where it had been."""
    sound = list(path[:2])
    stale = []
    for i in path[2:]:
        here, last, previous = steps[i], steps[sound[-1]], steps[sound[-2]]
        is_copy = any((steps[j].lat, steps[j].lon) == (here.lat, here.lon) for j in sound[:-1])
        is_leap = distance_km(last.lat, last.lon, here.lat, here.lon) >= STALE_STEP_KM
        if is_copy and is_leap and _turn_deg(previous, last, here) > STALE_TURN_DEG:
            stale.append(i)
        else:
            sound.append(i)
    return stale


def _turn_deg(before: Step, here: Step, after: Step) -> float:
    way = bearing_deg(before.lat, before.lon, here.lat, here.lon)
    onward = bearing_deg(here.lat, here.lon, after.lat, after.lon)
    return abs((onward - way + 180) % 360 - 180)
