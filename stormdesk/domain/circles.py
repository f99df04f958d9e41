"""Wind circles by quadrant: their outline, and when a place lies inside them."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

import numpy as np

from stormdesk.domain.track import (
    GEOD,
    Fix,
    ForecastPoint,
    Quadrants,
    bearing_deg,
    distance_km,
    point_between,
    whole_minute,
)
from stormdesk.domain.wind import BEAUFORT_EDGES_MS

SAMPLE_STEP: Final = timedelta(minutes=10)
# A ten-minute mean reads up to a tenth lower than the two-minute mean of the Chinese circles.
LONG_MEAN_FACTOR: Final = 1.1
# Two fixes further apart than this say nothing of the circle between them: one is missing.
LONGEST_LEG: Final = timedelta(hours=12)
# Forecasts are issued in steps of up to a day, some of two days: between them the circle is drawn on.
LONGEST_STEP: Final = timedelta(hours=48)
# A quadrant's radius turns into its neighbour's within this angle on either side of their border.
BLEND_DEG: Final = 5.0


class Circle(IntEnum):
    """The wind force that a circle bounds."""

    SEVEN = 7
    TEN = 10
    TWELVE = 12


# Beyond these distances a place lies outside although the circle is unknown.
FARTHEST_KM: Final = {Circle.SEVEN: 800.0, Circle.TEN: 400.0, Circle.TWELVE: 250.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A storm's centre at a moment with one of its circles; radii None means unknown.

    `longest_leg` is how far before it the last centre may lie for the circle in between to be known.
    """

    at: datetime
    lat: float
    lon: float
    radii_km: Quadrants | None
    longest_leg: timedelta = LONGEST_LEG


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """When a place is first and last inside a circle; not known where a circle in reach is unknown."""

    first_at: datetime | None
    last_at: datetime | None
    is_known: bool


def radius_towards(radii_km: Quadrants, bearing: float) -> float:
    """Return a circle's radius in a direction: the quadrant's own, and a smooth turn at its borders."""
    quadrant, angle = int(bearing // 90) % 4, bearing % 90
    own = radii_km[quadrant]
    if BLEND_DEG <= angle <= 90 - BLEND_DEG:
        return own
    share = (angle + BLEND_DEG if angle < BLEND_DEG else angle - 90 + BLEND_DEG) / (2 * BLEND_DEG)
    turned = share * share * (3 - 2 * share)
    is_early = angle < BLEND_DEG
    before = radii_km[quadrant - 1] if is_early else own
    after = own if is_early else radii_km[(quadrant + 1) % 4]
    return before + (after - before) * turned


def circle_polygon(lat: float, lon: float, radii_km: Quadrants, n: int = 72) -> list[tuple[float, float]]:
    """Return the circle's closed ring of (lat, lon) from north clockwise: n geodesic steps and the turns."""
    turns = [(90 * q + BLEND_DEG * k / 4) % 360 for q in range(4) for k in range(-4, 5)]
    azimuths = np.unique(np.concatenate([np.arange(n) * 360.0 / n, turns]))
    metres = np.array([radius_towards(radii_km, azimuth) for azimuth in azimuths.tolist()]) * 1000
    lons, lats, _ = GEOD.fwd(np.full(azimuths.size, lon), np.full(azimuths.size, lat), azimuths, metres)
    ring = list(zip(lats.tolist(), lons.tolist(), strict=True))
    return [*ring, ring[0]]


def radii_of(row: Fix | ForecastPoint, circle: Circle) -> Quadrants | None:
    """Return a circle's radii; zeros where the wind is too weak to have that circle, None if unknown."""
    radii = {
        Circle.SEVEN: row.radii7_km,
        Circle.TEN: row.radii10_km,
        Circle.TWELVE: row.radii12_km,
    }[circle]
    if radii is not None or row.wind_ms is None:
        return radii
    factor = LONG_MEAN_FACTOR if (row.wind_averaging_min or 0) >= 10 else 1.0
    is_too_weak = row.wind_ms * factor < BEAUFORT_EDGES_MS[circle - 1]
    return (0.0, 0.0, 0.0, 0.0) if is_too_weak else None


def centre_of(row: Fix | ForecastPoint, circle: Circle) -> Centre:
    """Return the centre and one circle of a fix or forecast point."""
    radii_km = radii_of(row, circle)
    if isinstance(row, Fix):
        return Centre(at=row.fixed_at, lat=row.lat, lon=row.lon, radii_km=radii_km)
    return Centre(at=row.valid_at, lat=row.lat, lon=row.lon, radii_km=radii_km, longest_leg=LONGEST_STEP)


def covers(centre: Centre, lat: float, lon: float) -> bool | None:
    """Return whether a place lies inside a circle, or None if its radii are unknown."""
    if centre.radii_km is None:
        return None
    radius_km = radius_towards(centre.radii_km, bearing_deg(centre.lat, centre.lon, lat, lon))
    return radius_km > 0 and distance_km(centre.lat, centre.lon, lat, lon) <= radius_km


def inside(lat: float, lon: float, fix: Fix, circle: Circle) -> bool | None:
    """Return whether a place lies inside a fix's circle, or None if that circle is unknown."""
    return covers(centre_of(fix, circle), lat, lon)


def centre_at(centres: Sequence[Centre], when: datetime) -> Centre | None:
    """Return the centre between two known ones: great circle, radii linear; None outside the track."""
    for before, after in itertools.pairwise(centres):
        if before.at <= when <= after.at:
            return _between(before, after, when)
    return next((centre for centre in centres if centre.at == when), None)


def _between(before: Centre, after: Centre, when: datetime) -> Centre:
    if when in (before.at, after.at):
        return before if when == before.at else after
    share = (when - before.at) / (after.at - before.at)
    lat, lon = point_between((before.lat, before.lon), (after.lat, after.lon), share)
    is_near = after.at - before.at <= after.longest_leg
    radii = _mix(before.radii_km, after.radii_km, share) if is_near else None
    return Centre(at=when, lat=lat, lon=lon, radii_km=radii)


def _mix(start: Quadrants | None, end: Quadrants | None, share: float) -> Quadrants | None:
    if start is None or end is None:
        return None
    ne, se, sw, nw = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return (ne, se, sw, nw)


def stay(lat: float, lon: float, centres: Sequence[Centre], circle: Circle) -> Stay:
    """Return the first and last minute at which a place is inside a circle along a track in time order."""
    samples = _samples(centres)
    states = [_state(centre, lat, lon, circle) for centre in samples]
    hits = [i for i, state in enumerate(states) if state]
    is_known = bool(samples) and None not in states
    if not hits:
        return Stay(first_at=None, last_at=None, is_known=is_known)

    def is_in(when: datetime) -> bool:
        centre = centre_at(centres, when)
        return centre is not None and bool(_state(centre, lat, lon, circle))

    first, last = hits[0], hits[-1]
    before, after = max(first - 1, 0), min(last + 1, len(samples) - 1)
    return Stay(
        first_at=_edge(samples[first].at, samples[before].at, is_in),
        last_at=_edge(samples[last].at, samples[after].at, is_in),
        is_known=is_known,
    )


def arrival(lat: float, lon: float, fix: Fix, points: Sequence[ForecastPoint], *, circle: Circle) -> Stay:
    """Return when a place enters and leaves a circle from the current fix along one forecast."""
    ahead = sorted((p for p in points if p.valid_at > fix.fixed_at), key=lambda p: p.valid_at)
    centres = [centre_of(fix, circle), *(centre_of(point, circle) for point in ahead)]
    return stay(lat, lon, centres, circle)


def _samples(centres: Sequence[Centre]) -> list[Centre]:
    samples: list[Centre] = []
    for before, after in itertools.pairwise(centres):
        steps = max(-(-(after.at - before.at) // SAMPLE_STEP), 1)
        leg = after.at - before.at
        samples += [_between(before, after, before.at + leg * i / steps) for i in range(steps)]
    return [*samples, *centres[-1:]]


def _state(centre: Centre, lat: float, lon: float, circle: Circle) -> bool | None:
    state = covers(centre, lat, lon)
    if state is None and distance_km(centre.lat, centre.lon, lat, lon) > FARTHEST_KM[circle]:
        return False
    return state


def _edge(inner: datetime, outer: datetime, is_in: Callable[[datetime], bool]) -> datetime:
    while abs(inner - outer) > timedelta(minutes=1):
        middle = inner + (outer - inner) / 2
        inner, outer = (middle, outer) if is_in(middle) else (inner, middle)
    return whole_minute(inner)
