"""The sea at a tide station: surge, the high waters ahead, and which marks they reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.tide import HighWater
from stormdesk.domain.water.level import highest_reached, is_reached
from stormdesk.domain.water.records import Crossing, Flaw, Mark, MarkName

Numbers = NDArray[np.float64]

# The surge of the present is the median over so long, its peak the largest within a day.
SURGE_OVER_S: Final = 3600.0
FEWEST_FOR_SURGE: Final = 3
# Names of one and the same height datum.
SAME_DATUM: Final = (frozenset({"1985国家高程基准", "85高程", "85基准", "1985", "国家85", "85国家高程基准"}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A tide station with constituents, and where mean sea level lies on its datum (None is unknown)."""

    gauge_id: str
    datum_name: str | None
    mean_sea_level_m: float | None
    source: str
    certainty: Certainty | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """Observed less predicted: now, its largest in a day, and when the last reading was made."""

    now_m: float
    peak_m: float
    peak_at: datetime
    read_at: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HighWaterAhead:
    """One high water: astronomical, and as expected if the present surge lasts; None is unknown.

    `reached` tells for each colour mark whether the expected height reaches it, or the astronomical one where
    no surge is known; None for a mark or height that nobody knows.
    """

    at: datetime
    above_mean_m: float
    astronomical_m: float | None
    expected_m: float | None
    worst_m: float | None
    mark: Mark | None
    reached: Mapping[MarkName, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TideAhead:
    """What is known of the sea at one station at the moment."""

    station: Station
    predicted_m: float | None
    observed_m: float | None
    read_at: datetime | None
    surge: Surge | None
    marks: tuple[Mark, ...]
    high_waters: tuple[HighWaterAhead, ...]
    crossings: tuple[Crossing, ...]
    left_out: tuple[str, ...]
    flaws: tuple[Flaw, ...]


def is_same_datum(one: str | None, other: str | None) -> bool | None:
    """Whether two names mean one height datum; None when either is not given."""
    first, second = (name.strip() if name else "" for name in (one, other))
    if not first or not second:
        return None
    return first == second or any({first, second} <= names for names in SAME_DATUM)


def surge_of(times_s: Numbers, observed_m: Numbers, predicted_m: Numbers) -> Surge | None:
    """Return the surge of the last hour and the day's largest; None for too few readings."""
    if not len(times_s):
        return None
    residual = observed_m - predicted_m
    recent = times_s > times_s[-1] - SURGE_OVER_S
    if int(recent.sum()) < FEWEST_FOR_SURGE:
        return None
    smooth = _smoothed(times_s, residual)
    peak = int(np.argmax(smooth))
    return Surge(
        now_m=float(np.median(residual[recent])),
        peak_m=float(smooth[peak]),
        peak_at=_instant(times_s[peak]),
        read_at=_instant(times_s[-1]),
        count=int(recent.sum()),
    )


def _smoothed(times_s: Numbers, residual: Numbers) -> Numbers:
    """Median of three neighbours, so that one odd reading is no peak."""
    if len(times_s) < FEWEST_FOR_SURGE:
        return residual
    inner = np.median(np.stack([residual[:-2], residual[1:-1], residual[2:]]), axis=0)
    return np.concatenate([inner[:1], inner, inner[-1:]])


def _instant(second: float) -> datetime:
    return datetime.fromtimestamp(0, tz=UTC) + timedelta(seconds=float(second))


def sea_crossings(
    times: Sequence[datetime], expected_m: Numbers, observed_m: float, marks: Sequence[Mark]
) -> tuple[Crossing, ...]:
    """When the expected curve first reaches each known mark ahead; there is no band."""
    found = []
    for mark in marks:
        if mark.level_m is None or is_reached(observed_m, mark):
            continue
        above = np.flatnonzero(expected_m >= mark.level_m)
        at = times[int(above[0])] if len(above) else None
        found.append(Crossing(mark=mark, at=at, earliest_at=at, latest_at=at))
    return tuple(sorted(found, key=lambda one: one.mark.level_m or 0.0))


def ahead(high: HighWater, station: Station, surge: Surge | None, marks: Sequence[Mark]) -> HighWaterAhead:
    """Lay one predicted high water on the station's datum and its marks."""
    offset = station.mean_sea_level_m
    astronomical = None if offset is None else high.level_m + offset
    expected = None if astronomical is None or surge is None else astronomical + surge.now_m
    height = expected if expected is not None else astronomical
    reached = {mark.name: None if height is None else is_reached(height, mark) for mark in marks}
    return HighWaterAhead(
        at=high.at,
        above_mean_m=high.level_m,
        astronomical_m=astronomical,
        expected_m=expected,
        worst_m=None
        if astronomical is None or surge is None
        else astronomical + max(surge.peak_m, surge.now_m),
        mark=highest_reached(height, marks),
        reached=reached,
    )
