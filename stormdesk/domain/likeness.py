"""How near a past storm is to the present one: track, wind near the county, tide at the closest, season."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
EARTH_KM: Final = 6371.0
# The courses are compared where they run within so many km of the county, and wind is what blew within NEAR.
WITHIN_KM: Final = 800.0
NEAR_KM: Final = 300.0
FINE_KM: Final = 5.0
# Every so many of the fine points of the present course is compared.
EVERY: Final = 5
LEAST_KM: Final = 100.0
TIDE_H: Final = 12.42
YEAR_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What counts as one step apart in each part, and what each part weighs; defaults, not official."""

    track_km: float = 150.0
    wind_ms: float = 10.0
    phase_h: float = 3.0
    high_water_m: float = 0.8
    season_days: float = 30.0
    weights: tuple[float, float, float, float] = (4.0, 2.0, 1.0, 1.0)
    most: float = 3.0


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """Where a storm was, or is forecast to be, and how strong; wind as ten-minute means raised to two."""

    at: datetime
    lat: float
    lon: float
    wind_ms: float | None = None

    @property
    def fixed_at(self) -> datetime:
        """The instant, by the name that fixes have for it."""
        return self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A storm at its closest to the county: when, how far, the strongest wind near by, and the tide there."""

    at: datetime
    km: float
    wind_ms: float | None
    from_high_water_h: float | None = None
    high_water_m: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A course as a dense line, and which of it lies near enough to be compared; times in Unix seconds."""

    lat: Numbers
    lon: Numbers
    at: Numbers
    wind_ms: Numbers
    away_km: Numbers
    first: int
    last: int

    @property
    def length_km(self) -> float:
        """How long the compared part is."""
        return max(0, self.last - self.first - 1) * FINE_KM


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How far apart two storms are, part by part; None where one of them tells nothing of it."""

    track_km: float | None
    wind_ms: float | None
    phase_h: float | None
    high_water_m: float | None
    season_days: float

    def score(self, scale: Scale) -> float | None:
        """The weighted mean of the parts in steps, unknown ones left out; None without a track to compare."""
        if self.track_km is None:
            return None
        tides = [
            abs(value) / step
            for value, step in ((self.phase_h, scale.phase_h), (self.high_water_m, scale.high_water_m))
            if value is not None
        ]
        steps = (
            self.track_km / scale.track_km,
            None if self.wind_ms is None else abs(self.wind_ms) / scale.wind_ms,
            sum(tides) / len(tides) if tides else None,
            self.season_days / scale.season_days,
        )
        told = [
            (min(step, scale.most), weight)
            for step, weight in zip(steps, scale.weights, strict=True)
            if step is not None
        ]
        return sum(step * weight for step, weight in told) / sum(weight for _step, weight in told)


def away_km(lat: Numbers, lon: Numbers, to_lat: Numbers | float, to_lon: Numbers | float) -> Numbers:
    """Distance on a sphere; within half a per cent of the true one."""
    lats, lons, to_lats, to_lons = (np.radians(one) for one in (lat, lon, to_lat, to_lon))
    half = np.sin((to_lats - lats) / 2) ** 2
    half = half + np.cos(lats) * np.cos(to_lats) * np.sin((to_lons - lons) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))), dtype=float)


def line_of(points: Sequence[TrackPoint], centre: tuple[float, float]) -> Line | None:
    """Lay a course out every few km, and find the stretch around its closest point; None without a course."""
    if len(points) < 2:
        return None
    lat, lon = (np.array([getattr(one, name) for one in points], dtype=float) for name in ("lat", "lon"))
    at = np.array([one.at.timestamp() for one in points])
    wind = np.array([np.nan if one.wind_ms is None else one.wind_ms for one in points])
    run = np.concatenate([[0.0], np.cumsum(away_km(lat[:-1], lon[:-1], lat[1:], lon[1:]))])
    moved = np.concatenate([[True], np.diff(run) > 0])
    run, lat, lon, at, wind = (one[moved] for one in (run, lat, lon, at, wind))
    if len(run) < 2:
        return None
    marks = np.arange(0.0, run[-1] + FINE_KM / 2, FINE_KM)
    lats, lons, times, winds = (np.interp(marks, run, one) for one in (lat, lon, at, wind))
    away = away_km(lats, lons, *centre)
    first, last = _stretch(away)
    return Line(lats, lons, times, winds, away, first, last)


def _stretch(away: Numbers) -> tuple[int, int]:
    """The unbroken stretch near the county that holds the closest point."""
    closest = int(np.argmin(away))
    if away[closest] > WITHIN_KM:
        return closest, closest
    outside = np.flatnonzero(away > WITHIN_KM)
    before, after = outside[outside < closest], outside[outside > closest]
    first = int(before[-1]) + 1 if before.size else 0
    return first, int(after[0]) if after.size else len(away)


def passing(line: Line) -> Passing:
    """The line at its closest; its wind is the strongest within 300 km, or that of its closest point."""
    closest = int(np.argmin(line.away_km))
    is_near = line.away_km <= max(NEAR_KM, float(line.away_km[closest]))
    winds = line.wind_ms[is_near]
    known = winds[~np.isnan(winds)] if line.away_km[closest] <= WITHIN_KM else winds[:0]
    return Passing(
        at=datetime.fromtimestamp(float(line.at[closest]), tz=UTC),
        km=float(line.away_km[closest]),
        wind_ms=float(known.max()) if known.size else None,
    )


def track_apart_km(present: Line, past: Line) -> float | None:
    """How far apart two courses run, in km; None when one of them does not come near.

    Each point of the present one goes with a point of the past one, never back, so that the mean is least.
    """
    if min(present.length_km, past.length_km) < LEAST_KM:
        return None
    own = slice(present.first, present.last, EVERY)
    other = slice(past.first, past.last)
    apart = away_km(
        present.lat[own, None], present.lon[own, None], past.lat[None, other], past.lon[None, other]
    )
    return least_mean(apart)


def least_mean(apart: Numbers) -> float:
    """The least mean of one value per row whose columns never go back."""
    least = apart[0]
    for row in apart[1:]:
        least = row + np.minimum.accumulate(least)
    return float(least.min() / len(apart))


def phase_apart_h(one: float, other: float) -> float:
    """How far two instants lie apart in the tide, counted from high water; never more than half a tide."""
    apart = abs(one - other) % TIDE_H
    return min(apart, TIDE_H - apart)


def season_apart_days(one: datetime, other: datetime) -> float:
    """How far two instants lie apart in the year."""
    days = [(at - datetime(at.year, 1, 1, tzinfo=UTC)) / timedelta(days=1) for at in (one, other)]
    apart = abs(days[0] - days[1])
    return min(apart, YEAR_DAYS - apart)


def compared(present: Line, past: Line, passings: tuple[Passing, Passing]) -> Parts:
    """How far apart two storms are, part by part."""
    own, other = passings
    phase = (
        None
        if own.from_high_water_h is None or other.from_high_water_h is None
        else phase_apart_h(own.from_high_water_h, other.from_high_water_h)
    )
    return Parts(
        track_km=track_apart_km(present, past),
        wind_ms=None if own.wind_ms is None or other.wind_ms is None else other.wind_ms - own.wind_ms,
        phase_h=phase,
        high_water_m=None
        if own.high_water_m is None or other.high_water_m is None
        else other.high_water_m - own.high_water_m,
        season_days=season_apart_days(own.at, other.at),
    )
