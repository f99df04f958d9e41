"""The past storms nearest to the present one, as far as both are known at a moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from stormdesk.domain.likeness import (
    Line,
    Parts,
    Passing,
    Scale,
    TrackPoint,
    compared,
    line_of,
    passing,
)
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import Constituent, high_waters
from stormdesk.domain.track import Fix, ForecastPoint, nearest_approach
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level_storms import stated_wind_ms
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.storms import LAST_WORD
from stormdesk.store.storms import every_forecast, read_fixes

FOREVER: Final = datetime.fromisoformat("2200-01-01T00:00:00+00:00")
TIDE_SIDE: Final = timedelta(hours=26)
SCALE: Final = Scale()
# Further off than this at its closest, the tide of that hour says nothing of the county.
TIDE_KM: Final = 800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A past storm beside the present one; `score` None when its course never came near."""

    storm_id: str
    name_zh: str
    name_en: str
    season: int
    parts: Parts
    score: float | None
    passing: Passing
    points: tuple[TrackPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The present storm, how much of its course was known or forecast, and the past ones, nearest first."""

    storm_id: str
    points: tuple[TrackPoint, ...]
    placed_count: int
    issued_at: datetime | None
    agency: str
    passing: Passing | None
    compared_km: float
    past: tuple[Likeness, ...]


_found: Shared[Nearest | None] = Shared(32)
_lines: Shared[tuple[tuple[TrackPoint, ...], Line | None]] = Shared(64)


def nearest_storms(ground: Ground, at: Moment, storm_id: str | None) -> Nearest | None:
    """The past storms nearest to this one by what was known at the moment; None where nobody placed it."""
    if storm_id is None:
        return None
    present = _present(ground, at, storm_id)
    if present is None:
        return None
    points, placed_count, issued_at, agency = present
    past = _past(ground, at, storm_id)
    key = (ground.store.open_key, ground.store.data_version, storm_id, points, tuple(past))
    return _found.get(
        key,
        lambda: _compare(
            ground,
            Nearest(
                storm_id=storm_id,
                points=points,
                placed_count=placed_count,
                issued_at=issued_at,
                agency=agency,
                passing=None,
                compared_km=0.0,
                past=(),
            ),
            past,
        ),
    )


def _present(
    ground: Ground, at: Moment, storm_id: str
) -> tuple[tuple[TrackPoint, ...], int, datetime | None, str] | None:
    """What was known of the course: fixes of one agency, and the newest forecast that leads on."""
    fixes = read_fixes(ground.store, storm_id, at)
    agency = _first(ground, {name: track for name, track in fixes.items() if track})
    if agency is None:
        return None
    placed = [_point(fix.fixed_at, fix) for fix in fixes[agency] if not fix.is_suspect]
    issues = {
        name: issue
        for name, told in every_forecast(ground.store, storm_id).items()
        if (issue := _newest(told, at)) and issue[-1].valid_at > placed[-1].at
    }
    leading = _first(ground, issues)
    ahead = [] if leading is None else [_point(one.valid_at, one) for one in issues[leading]]
    points = (*placed, *(one for one in ahead if one.at > placed[-1].at))
    issued_at = None if leading is None else issues[leading][0].issued_at
    return points, len(placed), issued_at, leading or agency


def _newest(told: Sequence[ForecastPoint], at: Moment) -> list[ForecastPoint]:
    """The newest forecast of an agency that was known at the moment, in order of time."""
    known = [one for one in told if one.issued_at <= at.as_of and one.known_at <= at.known_at]
    base = max((one.issued_at for one in known), default=None)
    return sorted((one for one in known if one.issued_at == base), key=lambda one: one.valid_at)


def _first(ground: Ground, told: Mapping[str, object]) -> str | None:
    """The agency that the county asks first among those who told."""
    order = {agency: place for place, agency in enumerate(ground.county.profile.storm_agencies)}
    return min(told, key=lambda agency: (order.get(agency, 99), agency), default=None)


def _point(at: datetime, told: Fix | ForecastPoint) -> TrackPoint:
    wind = stated_wind_ms(told)
    return TrackPoint(at, told.lat, told.lon, wind or None)


def _past(ground: Ground, at: Moment, storm_id: str) -> list[tuple[str, str, str]]:
    """The storms that were over at the moment, with their names."""
    listed = ground.store.frame("storm/list")
    over = listed[(listed["last_at"] <= at.as_of - LAST_WORD) & (listed["storm_id"] != storm_id)]
    return [
        (str(row["storm_id"]), _text(row["name_zh"]), _text(row["name_en"]))
        for row in over.to_dict("records")
    ]


def _compare(ground: Ground, present: Nearest, past: Sequence[tuple[str, str, str]]) -> Nearest:
    centre = ground.county.profile.centre
    own = line_of(present.points, (centre.lat, centre.lon))
    if own is None:
        return present
    here = _closest(ground, own, present.points)
    found = [one for name in past if (one := _likeness(ground, name, own, here)) is not None]
    found.sort(key=lambda one: (one.score is None, one.score or 0.0, one.storm_id))
    return replace(present, passing=here, compared_km=own.length_km, past=tuple(found))


def _likeness(ground: Ground, name: tuple[str, str, str], own: Line, here: Passing) -> Likeness | None:
    storm_id, name_zh, name_en = name
    points, line = _laid(ground, storm_id)
    if line is None:
        return None
    there = _closest(ground, line, points)
    parts = compared(own, line, (here, there))
    return Likeness(
        storm_id=storm_id,
        name_zh=name_zh or storm_id,
        name_en=name_en or storm_id,
        season=int(storm_id[:4]) if storm_id[:4].isdigit() else there.at.year,
        parts=parts,
        score=parts.score(SCALE),
        passing=there,
        points=points,
    )


def _closest(ground: Ground, line: Line, points: Sequence[TrackPoint]) -> Passing:
    """The course at its closest, to the minute, as every page tells it, with the tide of that hour."""
    told, centre = passing(line), ground.county.profile.centre
    nearest = nearest_approach(points, centre.lat, centre.lon)
    exact = told if nearest is None else replace(told, at=nearest.at, km=nearest.distance_km)
    return with_tide(exact, ground.constituents)


def past_course(ground: Ground, storm_id: str) -> tuple[TrackPoint, ...]:
    """The whole course of a storm that is over; empty where no track of it is held."""
    return _laid(ground, storm_id)[0]


def _laid(ground: Ground, storm_id: str) -> tuple[tuple[TrackPoint, ...], Line | None]:
    key = (ground.store.open_key, ground.store.data_version, storm_id, ground.county.profile.code)
    return _lines.get(key, lambda: _whole(ground, storm_id))


def _whole(ground: Ground, storm_id: str) -> tuple[tuple[TrackPoint, ...], Line | None]:
    """The whole course of a past storm, by the agency that the county asks first of those who placed it."""
    fixes = read_fixes(ground.store, storm_id, Moment("", FOREVER, FOREVER))
    agency = _first(ground, {name: track for name, track in fixes.items() if track})
    if agency is None:
        return (), None
    points = tuple(_point(fix.fixed_at, fix) for fix in fixes[agency] if not fix.is_suspect)
    centre = ground.county.profile.centre
    return points, line_of(points, (centre.lat, centre.lon))


def with_tide(told: Passing, constituents: tuple[Constituent, ...]) -> Passing:
    """The passing with the astronomical tide of its hour: how far from high water, and spring or neap."""
    if not constituents or told.km > TIDE_KM:
        return told
    at, level_m = _high_water(constituents, told.at.replace(second=0, microsecond=0).astimezone(UTC))
    return replace(told, from_high_water_h=(told.at - at) / timedelta(hours=1), high_water_m=level_m)


@lru_cache(maxsize=256)
def _high_water(constituents: tuple[Constituent, ...], at: datetime) -> tuple[datetime, float]:
    """The nearest high water, and the highest one within a day of it: spring or neap."""
    highs = high_waters(constituents, at - TIDE_SIDE, at + TIDE_SIDE)
    nearest = min(highs, key=lambda high: abs(high.at - at))
    return nearest.at, max(high.level_m for high in highs)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
