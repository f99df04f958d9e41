"""Which of one vessel's reports cannot belong to the way of one vessel.

Reports that each can follow the one before form runs; the heaviest chain of runs is the vessel's way.
A run that is off it jumped, was faster than a vessel can be, or tells of another vessel under the
same identity. A report known from before that was sound weighs a little more than a new one.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

EARTH_RADIUS_KM: Final = 6371.0088
# Rounding of places and times, and a receiver's noise, move a vessel by this much.
SLACK_KM: Final = 1.0
LOOK_BACK: Final = 40
TRUST: Final = 0.5
# So many reports elsewhere, in between, are another vessel and no jump.
TWIN_REPORTS: Final = 3
# Beyond this speed between two places no vessel at all can have gone.
JUMP_KMH: Final = 200.0
ON_PATH, JUMPED, TOO_FAST, TWIN = range(4)


@dataclass(frozen=True, slots=True)
class Way:
    """The distinct reports of one identity in order of time."""

    hours: list[float]
    lat: list[float]
    lon: list[float]
    is_trusted: Flags
    fastest_kmh: float

    def away_km(self, one: int, other: int) -> float:
        """Return how far two reports lie from each other."""
        phi, to_phi = math.radians(self.lat[one]), math.radians(self.lat[other])
        half_lon = math.radians(self.lon[other] - self.lon[one]) / 2
        chord = math.sin((to_phi - phi) / 2) ** 2 + math.cos(phi) * math.cos(to_phi) * math.sin(half_lon) ** 2
        return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))

    def can_follow(self, before: int, after: int) -> bool:
        """Return whether the vessel can have come from one report to the other."""
        reach_km = self.fastest_kmh * (self.hours[after] - self.hours[before]) + SLACK_KM
        return self.away_km(before, after) <= reach_km


def distance_km(lat: Numbers, lon: Numbers, to_lat: Numbers, to_lon: Numbers) -> Numbers:
    """Return great-circle distances on a sphere, good to half a per cent."""
    phi, to_phi = np.radians(lat), np.radians(to_lat)
    half_lat, half_lon = (to_phi - phi) / 2, np.radians(np.subtract(to_lon, lon)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi) * np.cos(to_phi) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))), dtype=np.float64)


def off_way(way: Way, is_break: Flags) -> npt.NDArray[np.int8]:
    """Return a code per report: on the vessel's way, jumped, too fast, or of a twin.

    `is_break` says at each report whether it cannot follow the one before it.
    """
    starts = np.flatnonzero(np.concatenate([[True], is_break[1:]]))
    ends = np.append(starts[1:], len(is_break)) - 1
    weights = (ends - starts + 1) + TRUST * np.add.reduceat(way.is_trusted.astype(float), starts).clip(0, 1)
    runs = np.arange(len(starts))
    main = _chain(way, starts, ends, weights, runs)
    rest = np.setdiff1d(runs, main)
    second = _chain(way, starts, ends, weights, rest)
    codes = np.full(len(is_break), ON_PATH, dtype=np.int8)
    on_way = np.concatenate([np.arange(starts[run], ends[run] + 1) for run in main.tolist()])
    is_twin = _is_twin(starts, ends, main, second)
    is_undecided = is_twin and float(weights[second].sum()) == float(weights[main].sum())
    twins = set(second.tolist()) if is_twin else set()
    for run in rest.tolist():
        code = TWIN if run in twins else _code(way, on_way, int(starts[run]))
        codes[starts[run] : ends[run] + 1] = code
    if is_undecided or _is_even(way, starts, ends, main, rest):
        codes[on_way] = TWIN
    return codes


def _chain(
    way: Way,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    weights: Numbers,
    runs: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Return the heaviest chain of runs, each of which can follow the one before; the earliest of equals."""
    first, last, best = starts[runs].tolist(), ends[runs].tolist(), weights[runs].tolist()
    source = [-1] * len(best)
    for i in range(1, len(best)):
        low = max(i - LOOK_BACK, 0)
        own, most = best[i], max(best[low:i])
        for j in range(i - 1, low - 1, -1):
            if best[j] + own > best[i] and way.can_follow(last[j], first[i]):
                best[i], source[i] = best[j] + own, j
                if best[j] == most:
                    break
    chain: list[int] = []
    at = best.index(max(best)) if best else -1
    while at >= 0:
        chain.append(int(runs[at]))
        at = source[at]
    return np.array(chain[::-1], dtype=np.int64)


def _is_twin(
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    main: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
) -> bool:
    """Return whether the second chain is long and lies between reports of the first."""
    if not len(second) or int((ends[second] - starts[second] + 1).sum()) < TWIN_REPORTS:
        return False
    return bool(second[0] < main[-1] and main[0] < second[-1])


def _is_even(
    way: Way,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    main: npt.NDArray[np.int64],
    rest: npt.NDArray[np.int64],
) -> bool:
    """Return whether all that is known are two places at one time, so that neither is better."""
    if len(main) != 1 or len(rest) != 1 or ends[-1] != 1:
        return False
    return bool(way.hours[starts[main[0]]] == way.hours[starts[rest[0]]] and not way.is_trusted.any())


def _code(way: Way, on_way: npt.NDArray[np.int64], at: int) -> int:
    """Return why a report is off the way, from the reports on it that are nearest in time."""
    after = int(np.searchsorted(on_way, at))
    near = [int(i) for i in on_way[max(after - 1, 0) : after + 1]]
    hours = [abs(way.hours[at] - way.hours[i]) for i in near]
    away = [way.away_km(i, at) for i in near]
    if any(gap == 0 and km > SLACK_KM for gap, km in zip(hours, away, strict=True)):
        return TWIN
    speeds = [km / gap for gap, km in zip(hours, away, strict=True) if gap > 0]
    return JUMPED if max(speeds, default=0.0) > JUMP_KMH else TOO_FAST
