"""A forecast course walked in short steps past the county: distances, circles, winds and landfalls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.arrival.records import Course, Instants, Numbers
from stormdesk.domain.circles import BLEND_DEG, FARTHEST_KM, LONGEST_STEP, Circle
from stormdesk.domain.track import GEOD
from stormdesk.domain.wind import BEAUFORT_EDGES_MS

STEP: Final = np.timedelta64(3600, "s")
# Islands are small: landfalls are looked for in shorter steps.
SHORT_STEP: Final = np.timedelta64(15 * 60, "s")
# Outside the widest circle the wind falls with this power of the distance; a model, not a measurement.
DECAY: Final = 0.6
EDGE_MS: Final = {circle: BEAUFORT_EDGES_MS[circle - 1] for circle in Circle}
# The East China Sea as a frame: south, north, west, east.
EAST_CHINA_SEA: Final = (23.0, 33.2, 117.0, 131.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landfall:
    """Where and when a course comes ashore, how far from the county, and how strong (NaN unknown)."""

    at: np.datetime64
    distance_km: float
    wind_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """One course in steps; gaps are the distance to a circle's edge, negative inside, NaN where unknown."""

    at: Instants
    distance_km: Numbers
    wind_ms: Numbers
    county_ms: Numbers
    gap_km: Mapping[str, Numbers]
    landfalls: tuple[Landfall, ...]
    is_modelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a road is measured against: the county's centre, its seats, its waters and the land."""

    centre: tuple[float, float]
    seats: tuple[tuple[float, float], ...]
    waters: tuple[tuple[float, float], ...]
    land: BaseGeometry


def road_of(course: Course, wind_ms: Numbers, ground: Ground) -> Road:
    """Walk a course from its last fix on; `wind_ms` goes with the points of the course, NaN unknown."""
    first = int(np.searchsorted(course.at, np.datetime64(course.start.replace(tzinfo=None), "s"), "left"))
    first = min(first, len(course.at) - 1)
    at, lat, lon, leg, share = _steps(course, first, STEP)
    mixed = {circle: _between(course.radii_km[circle][first:], leg, share) for circle in Circle}
    for radii in mixed.values():
        radii[_too_long(course, first)[leg]] = np.nan
    winds = _between(wind_ms[first:, None], leg, share)[:, 0]
    seats = _gaps(lat, lon, ground.seats, mixed)
    waters = _gaps(lat, lon, ground.waters, {Circle.SEVEN: mixed[Circle.SEVEN]})
    away = _away(lat, lon, (ground.centre,))[0][:, 0]
    gaps = {f"wind{circle}": _least(seats.gap[circle]) for circle in Circle}
    gaps |= {"waters": _least(waters.gap[Circle.SEVEN]), "sea": _to_frame(lat, lon)}
    return Road(
        at=at,
        distance_km=away,
        wind_ms=winds,
        county_ms=_most(_wind(seats, winds)),
        gap_km=gaps,
        landfalls=_landfalls(course, first, wind_ms, ground),
        is_modelled=any(bool(course.is_modelled[circle][first:].any()) for circle in Circle),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    away: Numbers
    radius: Mapping[Circle, Numbers]
    gap: Mapping[Circle, Numbers]


def _steps(
    course: Course, first: int, step: np.timedelta64
) -> tuple[Instants, Numbers, Numbers, np.ndarray[tuple[int], np.dtype[np.intp]], Numbers]:
    """Instants, positions, and for each the leg it lies on and how far along it."""
    known, lat, lon = course.at[first:], course.lat[first:], course.lon[first:]
    at = np.unique(np.concatenate([np.arange(known[0], known[-1], step), known]))
    if len(known) == 1:
        return at, lat, lon, np.zeros(1, dtype=np.intp), np.zeros(1)
    leg = np.clip(np.searchsorted(known, at, "right") - 1, 0, len(known) - 2)
    spans = (known[1:] - known[:-1]).astype(float)
    share = (at - known[leg]).astype(float) / spans[leg]
    azimuth, _, metres = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    lons, lats, _ = GEOD.fwd(lon[leg], lat[leg], azimuth[leg], metres[leg] * share)
    return at, np.asarray(lats), np.asarray(lons), leg, share


def _between(values: Numbers, leg: np.ndarray[tuple[int], np.dtype[np.intp]], share: Numbers) -> Numbers:
    after = np.minimum(leg + 1, len(values) - 1)
    start, end = values[leg], values[after]
    part = share[:, None]
    mixed = start + (end - start) * part
    return np.where(part == 0, start, np.where(part == 1, end, mixed))


def _too_long(course: Course, first: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    spans = np.diff(course.at[first:]).astype("timedelta64[s]").astype(float)
    return np.append(spans, 0.0) > LONGEST_STEP.total_seconds()


def _away(lat: Numbers, lon: Numbers, places: Sequence[tuple[float, float]]) -> tuple[Numbers, Numbers]:
    """Distance in km and bearing from each step to each place, (T, N)."""
    shape = (len(lat), len(places))
    from_lat, from_lon = (np.broadcast_to(part[:, None], shape).ravel() for part in (lat, lon))
    to = np.array(places, dtype=float).reshape(-1, 2)
    to_lat, to_lon = (np.broadcast_to(to[:, at], shape).ravel() for at in (0, 1))
    azimuth, _, metres = GEOD.inv(from_lon, from_lat, to_lon, to_lat)
    return np.asarray(metres).reshape(shape) / 1000, np.asarray(azimuth).reshape(shape) % 360


def _gaps(
    lat: Numbers, lon: Numbers, places: Sequence[tuple[float, float]], radii: Mapping[Circle, Numbers]
) -> _Seen:
    away, bearing = _away(lat, lon, places)
    radius = {circle: _towards(km, bearing) for circle, km in radii.items()}
    gap = {}
    for circle, km in radius.items():
        edge = np.where(np.isnan(km) & (away > FARTHEST_KM[circle]), FARTHEST_KM[circle], km)
        gap[circle] = np.where(km == 0, np.maximum(away, 1.0), away - edge)
    return _Seen(away, radius, gap)


def _towards(radii: Numbers, bearing: Numbers) -> Numbers:
    """Each step's radius towards each place, turning smoothly at the quadrants' borders."""
    quadrant = (bearing // 90).astype(np.intp) % 4
    angle = bearing % 90
    rows = np.arange(len(radii))[:, None]
    own, before, after = (radii[rows, (quadrant + turn) % 4] for turn in (0, -1, 1))
    low = (angle + BLEND_DEG) / (2 * BLEND_DEG)
    high = (angle - 90 + BLEND_DEG) / (2 * BLEND_DEG)
    turned_low, turned_high = low**2 * (3 - 2 * low), high**2 * (3 - 2 * high)
    blended = np.where(angle < BLEND_DEG, before + (own - before) * turned_low, own)
    return np.where(angle > 90 - BLEND_DEG, own + (after - own) * turned_high, blended)


def _least(values: Numbers) -> Numbers:
    """The least of each row; unknown where an unknown one could be less than zero and no known one is."""
    known = np.where(np.isnan(values), np.inf, values).min(axis=1)
    return np.where(np.isnan(values).any(axis=1) & (known > 0), np.nan, known)


def _most(values: Numbers) -> Numbers:
    return np.where(np.isnan(values).any(axis=1), np.nan, np.nanmax(np.nan_to_num(values), axis=1))


def _wind(seen: _Seen, winds: Numbers) -> Numbers:
    """The wind at each place: between the circles by the distance's logarithm, outside by a power law."""
    away = np.maximum(seen.away, 1.0)
    seven, ten, twelve = (seen.radius[circle] for circle in Circle)
    top = winds[:, None]
    far = np.where(
        np.isnan(seven) & (seen.away > FARTHEST_KM[Circle.SEVEN]), FARTHEST_KM[Circle.SEVEN], seven
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.where(far > 0, EDGE_MS[Circle.SEVEN] * (far / away) ** DECAY, np.minimum(top, 13.8))
        wind = outside
        for inner, outer, low, high in ((ten, seven, 13.9, 24.5), (twelve, ten, 24.5, 32.7)):
            reached = np.where(inner > 0, high, np.fmin(np.where(np.isnan(top), high, top), high))
            core = np.where(inner > 0, inner, np.maximum(outer * 0.25, 1.0))
            part = np.clip(np.log(outer / away) / np.log(outer / core), 0, 1)
            wind = np.where((outer > 0) & (away <= outer), low + (reached - low) * part, wind)
        core = np.where(np.isnan(top), EDGE_MS[Circle.TWELVE], np.maximum(top, EDGE_MS[Circle.TWELVE]))
        inside = EDGE_MS[Circle.TWELVE] + (core - EDGE_MS[Circle.TWELVE]) * np.clip(1 - away / twelve, 0, 1)
    return np.where((twelve > 0) & (away <= twelve), inside, wind)


def _to_frame(lat: Numbers, lon: Numbers) -> Numbers:
    """Distance to the frame of the East China Sea, at most zero inside."""
    south, north, west, east = EAST_CHINA_SEA
    near_lat, near_lon = np.clip(lat, south, north), np.clip(lon, west, east)
    metres = np.asarray(GEOD.inv(lon, lat, near_lon, near_lat)[2])
    is_inside = (near_lat == lat) & (near_lon == lon)
    return np.where(is_inside, -1.0, metres / 1000)


def _landfalls(course: Course, first: int, wind_ms: Numbers, ground: Ground) -> tuple[Landfall, ...]:
    at, lat, lon, leg, share = _steps(course, first, SHORT_STEP)
    is_land = shapely.contains_xy(ground.land, lon, lat)
    places = np.flatnonzero(is_land[1:] & ~is_land[:-1]) + 1
    if not places.size:
        return ()
    winds = _between(wind_ms[first:, None], leg[places], share[places])[:, 0]
    away = _away(lat[places], lon[places], (ground.centre,))[0][:, 0]
    return tuple(
        Landfall(at=at[place], distance_km=float(km), wind_ms=float(wind))
        for place, km, wind in zip(places.tolist(), away, winds, strict=True)
    )
