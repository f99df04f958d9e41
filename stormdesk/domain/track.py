"""Storms, their fixes and forecasts, and where a storm was or was going at a moment."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from pyproj import Geod

from stormdesk.domain.vocabulary import N_
from stormdesk.domain.wind import StormGrade

GEOD: Final = Geod(ellps="WGS84")

# Radii in km in the fixed order NE, SE, SW, NW.
Quadrants = tuple[float, float, float, float]

COMPASS_NAMES: Final = (
    N_("北"), N_("东北偏北"), N_("东北"), N_("东北偏东"),
    N_("东"), N_("东南偏东"), N_("东南"), N_("东南偏南"),
    N_("南"), N_("西南偏南"), N_("西南"), N_("西南偏西"),
    N_("西"), N_("西北偏西"), N_("西北"), N_("西北偏北"),
)  # fmt: skip


class Placed(Protocol):
    """Where a storm was, or is forecast to be, at one instant."""

    @property
    def fixed_at(self) -> datetime:
        """When."""

    @property
    def lat(self) -> float:
        """Latitude, degrees."""

    @property
    def lon(self) -> float:
        """Longitude, degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """A named storm; the id is year and number as in the Zhejiang feed, such as 202212."""

    storm_id: str
    name_zh: str | None
    name_en: str | None
    season: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Where one agency placed the storm at one time, and how strong it was; times are UTC."""

    storm_id: str
    agency: str
    fixed_at: datetime
    lat: float
    lon: float
    known_at: datetime
    source: str
    pressure_hpa: float | None = None
    wind_ms: float | None = None
    wind_averaging_min: int | None = None
    grade: StormGrade | None = None
    move_kmh: float | None = None
    move_direction: str | None = None
    radii7_km: Quadrants | None = None
    radii10_km: Quadrants | None = None
    radii12_km: Quadrants | None = None
    is_radii_modelled: bool = False
    is_analysis_after: bool = False
    is_suspect: bool = False
    suspect_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPoint:
    """One point of a forecast; issued_at is its base time, known_at when it could first be read."""

    storm_id: str
    agency: str
    issued_at: datetime
    valid_at: datetime
    known_at: datetime
    lead_h: float
    lat: float
    lon: float
    source: str
    wind_ms: float | None = None
    wind_averaging_min: int | None = None
    pressure_hpa: float | None = None
    grade: StormGrade | None = None
    radii7_km: Quadrants | None = None
    radii10_km: Quadrants | None = None
    radii12_km: Quadrants | None = None
    is_suspect: bool = False
    suspect_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Landfall:
    """A landfall as the source words it."""

    storm_id: str
    place: str
    landfall_at: datetime
    lat: float
    lon: float
    text: str
    is_suspect: bool = False
    suspect_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StormFile:
    """Everything that one file told about storms."""

    storms: tuple[Storm, ...] = ()
    fixes: tuple[Fix, ...] = ()
    forecasts: tuple[ForecastPoint, ...] = ()
    landfalls: tuple[Landfall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """How fast and whither the storm moves; the bearing is the direction towards, clockwise from north."""

    speed_kmh: float
    bearing_deg: float
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """The moment at which a track passes nearest to a place."""

    at: datetime
    distance_km: float


def distance_km(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Return the geodesic distance between two points."""
    return float(GEOD.inv(lon, lat, to_lon, to_lat)[2]) / 1000


def bearing_deg(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Return the initial bearing towards a point, 0 to below 360 clockwise from north."""
    return float(GEOD.inv(lon, lat, to_lon, to_lat)[0]) % 360


def compass_name(bearing: float) -> str:
    """Return the Chinese name of the nearest of sixteen directions, ready for translation."""
    return COMPASS_NAMES[round(bearing / 22.5) % 16]


def as_of(fixes: Iterable[Fix], *, as_of: datetime, known_at: datetime, best_track: bool) -> list[Fix]:
    """Return, in time order, the sound fixes up to a moment that were known at another.

    Best tracks are made after the season; they count only where the caller asks for them.
    """
    wanted = (
        fix
        for fix in fixes
        if fix.fixed_at <= as_of
        and not fix.is_suspect
        and (best_track if fix.is_analysis_after else fix.known_at <= known_at)
    )
    return sorted(wanted, key=lambda fix: fix.fixed_at)


def latest_forecasts(
    points: Iterable[ForecastPoint], *, known_at: datetime
) -> dict[str, list[ForecastPoint]]:
    """Return each agency's newest forecast known at a moment, as issued and in time order."""
    latest: dict[str, list[ForecastPoint]] = {}
    for point in points:
        if point.known_at > known_at or point.is_suspect:
            continue
        kept = latest.get(point.agency)
        if kept is None or point.issued_at > kept[0].issued_at:
            latest[point.agency] = [point]
        elif point.issued_at == kept[0].issued_at:
            kept.append(point)
    return {agency: sorted(kept, key=lambda p: p.valid_at) for agency, kept in latest.items()}


def position_at(fixes: Sequence[Fix], when: datetime) -> tuple[float, float] | None:
    """Return (lat, lon) on the great circle between the fixes around a moment; None outside the track.

    The fixes are of one agency and in time order.
    """
    for before, after in itertools.pairwise(fixes):
        if before.fixed_at <= when <= after.fixed_at:
            span = (after.fixed_at - before.fixed_at).total_seconds()
            share = (when - before.fixed_at).total_seconds() / span if span else 0.0
            return point_between((before.lat, before.lon), (after.lat, after.lon), share)
    only = next((fix for fix in fixes if fix.fixed_at == when), None)
    return (only.lat, only.lon) if only else None


def point_between(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    """Return the (lat, lon) that lies a share (0 to 1) of the way along the great circle."""
    azimuth, _, metres = GEOD.inv(start[1], start[0], end[1], end[0])
    lon, lat, _ = GEOD.fwd(start[1], start[0], azimuth, metres * share)
    return float(lat), float(lon)


def motion(before: Fix, after: Fix) -> Motion | None:
    """Return the movement between two fixes, or None where no time passed."""
    hours = (after.fixed_at - before.fixed_at).total_seconds() / 3600
    if hours <= 0:
        return None
    bearing = bearing_deg(before.lat, before.lon, after.lat, after.lon)
    speed = distance_km(before.lat, before.lon, after.lat, after.lon) / hours
    return Motion(speed_kmh=speed, bearing_deg=bearing, direction=compass_name(bearing))


def nearest_approach(fixes: Sequence[Placed], lat: float, lon: float) -> Approach | None:
    """Return when and how near the track passes a place, to the minute; None without a fix."""
    passes = [_nearest_on_leg(a, b, lat, lon) for a, b in itertools.pairwise(fixes)]
    if not passes and fixes:
        return Approach(at=fixes[0].fixed_at, distance_km=distance_km(fixes[0].lat, fixes[0].lon, lat, lon))
    return min(passes, key=lambda approach: approach.distance_km, default=None)


def _nearest_on_leg(before: Placed, after: Placed, lat: float, lon: float) -> Approach:
    def away_km(share: float) -> float:
        return distance_km(*point_between((before.lat, before.lon), (after.lat, after.lon), share), lat, lon)

    span = after.fixed_at - before.fixed_at
    low, high = 0.0, 1.0
    while (high - low) * span.total_seconds() > 60:
        third = (high - low) / 3
        if away_km(low + third) <= away_km(high - third):
            high -= third
        else:
            low += third
    share = min((0.0, (low + high) / 2, 1.0), key=away_km)
    return Approach(at=whole_minute(before.fixed_at + span * share), distance_km=away_km(share))


def whole_minute(at: datetime) -> datetime:
    """Return the nearest whole minute."""
    return (at + timedelta(seconds=30)).replace(second=0, microsecond=0)
