"""The forecast groups inside the Zhejiang typhoon feed: one per agency, under each fix."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import ForecastPoint
from stormdesk.ingest.storm_values import (
    AVERAGING_MIN,
    BEIJING,
    Row,
    agency,
    grade,
    instant,
    quadrants_of_feed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Issue:
    """What the points of one issued forecast share."""

    storm_id: str
    agency: str
    issued_at: datetime
    known_at: datetime
    source: str


def points_of(row: Row, storm_id: str, fixed_at: datetime | None, source: str) -> list[ForecastPoint]:
    """Return the forecast points under one fix; a group that only repeats its base time is no forecast."""
    value = row.first("forecast")
    groups = value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []
    points: list[ForecastPoint] = []
    for i, group in enumerate(groups):
        place = f"{row.place}.forecast[{i}]"
        for name, members in _by_agency(group, place, row.problems):
            found = _forecast(name, members, storm_id, fixed_at, source)
            points += found if any(point.lead_h > 0 for point in found) else []
    return points


def _by_agency(group: object, place: str, problems: list[Problem]) -> list[tuple[str, list[Row]]]:
    """Split a group by agency: its own name, or each point's where the group names several or none."""
    if not isinstance(group, Mapping):
        return []
    head = Row(group, place, problems)
    values = head.first("forecastpoints", "points")
    rows = [
        Row(value, f"{place}.forecastpoints[{i}]", problems)
        for i, value in enumerate(values if isinstance(values, list) else [])
        if isinstance(value, Mapping)
    ]
    names = head.text("tm", "sets").split()
    if len(names) == 1:
        return [(agency(names[0]), rows)]
    return _by_point(rows, names[0] if names else "")


def _by_point(rows: list[Row], default: str) -> list[tuple[str, list[Row]]]:
    """Group by the points' own names; a point without one is the base of the forecast that follows."""
    name = ""
    named: list[tuple[str, Row]] = []
    for row in reversed(rows):
        name = row.text("tm", "sets") or name
        named.append((agency(name or default), row))
    named.reverse()
    return [
        (key, [row for _, row in some]) for key, some in itertools.groupby(named, key=lambda pair: pair[0])
    ]


def _forecast(
    name: str, rows: list[Row], storm_id: str, fixed_at: datetime | None, source: str
) -> list[ForecastPoint]:
    if not rows:
        return []
    if not name:
        rows[0].note(Reason.NO_AGENCY, None, "tm")
        return []
    times = [_time(row, "time") for row in rows]
    issued_at = _issued_at(rows, times, fixed_at)
    if issued_at is None:
        return []
    known_at = max(issued_at, fixed_at or issued_at)
    issue = _Issue(storm_id=storm_id, agency=name, issued_at=issued_at, known_at=known_at, source=source)
    start = 1 if _is_later_fix(rows, times[0], issued_at) else 0
    found = (_point(row, valid_at, issue) for row, valid_at in zip(rows[start:], times[start:], strict=True))
    return [point for point in found if point]


def _is_later_fix(rows: list[Row], first: datetime | None, issued_at: datetime) -> bool:
    """Return whether the group begins at a fix made after the forecast that it repeats."""
    is_base_named = any(row.first("ybsj") is not None for row in rows[1:])
    is_unnamed = rows[0].first("ybsj") is None
    return is_unnamed and is_base_named and first is not None and first > issued_at


def _time(row: Row, key: str) -> datetime | None:
    return row.read(lambda value: instant(value, BEIJING), Reason.NO_TIME, key)


def _issued_at(rows: list[Row], times: list[datetime | None], fixed_at: datetime | None) -> datetime | None:
    """Return the base time: what the points name as such, else the first point's time, else the fix's."""
    for row in rows:
        named = _time(row, "ybsj")
        if named:
            return named
    first = times[0] if times else None
    if first and (fixed_at is None or first <= fixed_at):
        return first
    return fixed_at


def _point(row: Row, valid_at: datetime | None, issue: _Issue) -> ForecastPoint | None:
    lat, lon = row.number("lat", "latitude"), row.number("lng", "lon", "longitude")
    if valid_at is None or lat is None or lon is None:
        row.note(Reason.NO_TIME if valid_at is None else Reason.NO_POSITION, row.text("time"))
        return None
    return ForecastPoint(
        storm_id=issue.storm_id,
        agency=issue.agency,
        issued_at=issue.issued_at,
        valid_at=valid_at,
        known_at=issue.known_at,
        lead_h=(valid_at - issue.issued_at).total_seconds() / 3600,
        lat=lat,
        lon=lon,
        source=issue.source,
        wind_ms=row.positive("speed"),
        wind_averaging_min=AVERAGING_MIN.get(issue.agency),
        pressure_hpa=row.positive("pressure"),
        grade=row.read(grade, Reason.UNKNOWN_WORD, "strong"),
        radii7_km=row.read(quadrants_of_feed, Reason.QUADRANTS, "radius7_quad", "radius7"),
        radii10_km=row.read(quadrants_of_feed, Reason.QUADRANTS, "radius10_quad", "radius10"),
        radii12_km=row.read(quadrants_of_feed, Reason.QUADRANTS, "radius12_quad", "radius12"),
    )


def unique(points: Iterable[ForecastPoint], problems: list[Problem]) -> list[ForecastPoint]:
    """Keep a forecast repeated under later fixes once, as first known; flag one that says otherwise."""
    kept: dict[tuple[str, datetime, datetime], list[ForecastPoint]] = {}
    for point in sorted(points, key=lambda p: p.known_at):
        versions = kept.setdefault((point.agency, point.issued_at, point.valid_at), [])
        if any(_agrees(point, version) for version in versions) or (versions and point.lead_h == 0):
            continue
        if versions:
            place = f"{point.agency} {point.issued_at:%Y-%m-%dT%H:%MZ} +{point.lead_h:g} h"
            problems.append(Problem(place, f"{point.lat:g} {point.lon:g}", Reason.CONTRADICTION))
            versions.append(replace(point, is_suspect=True, suspect_reason=Reason.CONTRADICTION))
        else:
            versions.append(point)
    return [version for versions in kept.values() for version in versions]


def _agrees(point: ForecastPoint, other: ForecastPoint) -> bool:
    return (point.lat, point.lon) == (other.lat, other.lon) and all(
        a is None or b is None or a == b
        for a, b in ((point.wind_ms, other.wind_ms), (point.pressure_hpa, other.pressure_hpa))
    )
