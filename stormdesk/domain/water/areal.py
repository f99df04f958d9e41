"""Rain over an area: each of its points takes the nearest gauge that covered the whole window (Thiessen)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.water.rain import measured_mm
from stormdesk.domain.water.records import Rain

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

KM_PER_DEGREE: Final = 111.2
# An area of which less is within reach of a gauge has no mean.
LEAST_COVERED: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ArealRain:
    """Rain over one area and window: mean and largest, None for unknown; by how many gauges; share in reach.

    `is_most_at_least` says that a gauge with gaps may have had more than the largest.
    """

    hours: int
    mean_mm: float | None
    most_mm: float | None
    is_most_at_least: bool
    gauge_count: int
    covered: float


def distances_km(lats: Numbers, lons: Numbers, gauge_lats: Numbers, gauge_lons: Numbers) -> Numbers:
    """Return the distance of each point to each gauge; plane enough for a county."""
    north = (lats[:, None] - gauge_lats[None, :]) * KM_PER_DEGREE
    middle = np.cos(np.radians((lats[:, None] + gauge_lats[None, :]) / 2))
    east = (lons[:, None] - gauge_lons[None, :]) * KM_PER_DEGREE * middle
    return np.hypot(north, east)


def nearest(apart_km: Numbers, is_known: NDArray[np.bool_], *, reach_km: float) -> Places:
    """Return the nearest known gauge of each point, -1 where none is within reach."""
    if not is_known.any():
        return np.full(len(apart_km), -1, dtype=np.int64)
    known = np.where(is_known[None, :], apart_km, np.inf)
    best: Places = known.argmin(axis=1).astype(np.int64)
    best[known[np.arange(len(known)), best] > reach_km] = -1
    return best


def areal_rain(
    rains: Sequence[Rain], own: Sequence[bool], apart_km: Numbers, *, hours: int, reach_km: float
) -> ArealRain:
    """Lay the gauges over one area's points; `own` marks the gauges that stand in the area."""
    sums = [rain.over(hours) for rain in rains]
    is_known = np.array([one.is_complete for one in sums], dtype=bool)
    amounts = np.array([one.mm or 0.0 for one in sums])
    taken = nearest(apart_km, is_known, reach_km=reach_km)
    here = taken[taken >= 0]
    covered = len(here) / len(taken) if len(taken) else 0.0
    used = set(here.tolist())
    near = used | {place for place, is_own in enumerate(own) if is_own}
    most = [sums[place].mm for place in near if sums[place].mm is not None]
    return ArealRain(
        hours=hours,
        mean_mm=measured_mm(float(amounts[here].mean())) if covered >= LEAST_COVERED else None,
        most_mm=max((mm for mm in most if mm is not None), default=None),
        is_most_at_least=any(not sums[place].is_complete for place in near),
        gauge_count=len(used),
        covered=covered,
    )
