"""Plausibility of storm data: what is impossible is refused or flagged, and the rest is kept.

A row whose place or time cannot be true stays with `is_suspect`; a value outside its range becomes
unknown. Fixes without a usable position are dropped.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, ForecastPoint, Landfall, StormFile, distance_km, position_at
from stormdesk.ingest import storm_path
from stormdesk.ingest.storm_values import BEIJING

Row = TypeVar("Row", Fix, ForecastPoint)
Point = Fix | ForecastPoint

RANGES: Final = {
    "pressure_hpa": (850.0, 1030.0),
    "wind_ms": (0.0, 110.0),
    "move_kmh": (0.0, storm_path.FASTEST_KMH),
}
RADII: Final = ("radii7_km", "radii10_km", "radii12_km")
LARGEST_RADIUS_KM: Final = 1500.0
LONGEST_LEAD_H: Final = 240.0
LANDFALL_KM: Final = 200.0
# How far agencies may differ on where a storm is.
REACH_KM: Final = 300.0
# Rounding of published hours may move a lead time by this much.
LEAD_SLACK_H: Final = 0.1


def check(file: StormFile) -> tuple[StormFile, list[Problem]]:
    """Return the file with its impossible values refused and its doubtful rows flagged, and why."""
    problems: list[Problem] = []
    fixes = [_refuse(fix, problems) for fix in _placed(file.fixes, problems)]
    forecasts = [_refuse(point, problems) for point in _placed(file.forecasts, problems)]
    tracks = _grouped(fixes, lambda fix: (fix.storm_id, fix.agency, fix.is_analysis_after))
    fixes = [fix for track in tracks for fix in _check_track(track, problems)]
    issues = _grouped(forecasts, lambda point: (point.storm_id, point.agency, point.issued_at))
    forecasts = [point for issue in issues for point in _check_forecast(issue, fixes, problems)]
    landfalls = [_check_landfall(landfall, fixes, problems) for landfall in file.landfalls]
    return (
        replace(file, fixes=tuple(fixes), forecasts=tuple(forecasts), landfalls=tuple(landfalls)),
        problems,
    )


def place_of(row: Point, field: str = "") -> str:
    """Return where a row stands, for a reader: storm, agency and Beijing time (of issue, for a forecast)."""
    at = row.fixed_at if isinstance(row, Fix) else row.issued_at
    lead = "" if isinstance(row, Fix) else f" +{row.lead_h:g} h"
    return f"{row.storm_id} {row.agency} {at.astimezone(BEIJING):%Y-%m-%d %H:%M}+08{lead} {field}".rstrip()


def _time(row: Point) -> datetime:
    return row.fixed_at if isinstance(row, Fix) else row.valid_at


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[list[Row]]:
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return list(groups.values())


def _placed(rows: Iterable[Row], problems: list[Problem]) -> list[Row]:
    kept = []
    for row in rows:
        if not -90 <= row.lat <= 90:
            problems.append(Problem(place_of(row, "lat"), f"{row.lat:g}", Reason.LATITUDE))
        elif not -180 <= row.lon <= 360:
            problems.append(Problem(place_of(row, "lon"), f"{row.lon:g}", Reason.LONGITUDE))
        else:
            kept.append(row)
    return kept


def _refuse(row: Row, problems: list[Problem]) -> Row:
    """Turn values outside their range, and circles that contradict each other, into unknown."""
    refused: dict[str, Reason] = {}
    for field, (low, high) in RANGES.items():
        value = getattr(row, field, None)
        if value is not None and not low <= value <= high:
            refused[field] = Reason.OUT_OF_RANGE
    for field in RADII:
        radii = getattr(row, field)
        if radii is not None and not all(0 <= radius <= LARGEST_RADIUS_KM for radius in radii):
            refused[field] = Reason.OUT_OF_RANGE
    for outer, inner in itertools.combinations(RADII, 2):
        if {outer, inner} & refused.keys():
            continue
        wide, narrow = getattr(row, outer), getattr(row, inner)
        if wide and narrow and any(a < b for a, b in zip(wide, narrow, strict=True)):
            refused |= {outer: Reason.RADII_ORDER, inner: Reason.RADII_ORDER}
    problems += [Problem(place_of(row, f), _shown(getattr(row, f)), why) for f, why in refused.items()]
    unknown: dict[str, Any] = dict.fromkeys(refused)
    return replace(row, **unknown)


def _shown(value: object) -> str:
    return "|".join(f"{part:g}" for part in value) if isinstance(value, tuple) else f"{value:g}"


def _flag(row: Row, reason: Reason, problems: list[Problem]) -> Row:
    problems.append(Problem(place_of(row), f"{row.lat:g} {row.lon:g}", reason))
    return row if row.is_suspect else replace(row, is_suspect=True, suspect_reason=reason)


def _check_track(fixes: list[Fix], problems: list[Problem]) -> list[Fix]:
    unique = _without_repeats(fixes, problems)
    steps = [storm_path.Step(at=fix.fixed_at, lat=fix.lat, lon=fix.lon) for fix in unique]
    doubts = storm_path.doubts(steps)
    flagged = [_flag(fix, doubts[i], problems) if i in doubts else fix for i, fix in enumerate(unique)]
    return sorted(flagged, key=lambda fix: fix.fixed_at)


def _without_repeats(rows: list[Row], problems: list[Problem]) -> list[Row]:
    seen: set[tuple[datetime, float, float]] = set()
    kept = []
    for row in rows:
        key = (_time(row), row.lat, row.lon)
        if key in seen:
            problems.append(Problem(place_of(row), f"{row.lat:g} {row.lon:g}", Reason.REPEATED))
        else:
            kept.append(row)
        seen.add(key)
    return kept


def _check_forecast(
    points: list[ForecastPoint], fixes: list[Fix], problems: list[Problem]
) -> list[ForecastPoint]:
    centres = _centres(fixes, points[0].storm_id, points[0].issued_at)
    timed = [_check_reach(_check_lead(point, problems), centres, problems) for point in points]
    sound = sorted((point for point in timed if not point.is_suspect), key=lambda point: point.valid_at)
    steps = [storm_path.Step(at=point.valid_at, lat=point.lat, lon=point.lon) for point in sound]
    doubts = storm_path.off_path(steps)
    checked = [_flag(point, doubts[i], problems) if i in doubts else point for i, point in enumerate(sound)]
    return sorted([*checked, *(p for p in timed if p.is_suspect)], key=lambda point: point.lead_h)


def _check_reach(
    point: ForecastPoint, centres: list[tuple[float, float]], problems: list[Problem]
) -> ForecastPoint:
    reach_km = REACH_KM + storm_path.FASTEST_KMH * max(point.lead_h, 0)
    distances = [distance_km(*centre, point.lat, point.lon) for centre in centres]
    if point.is_suspect or not distances or min(distances) <= reach_km:
        return point
    return _flag(point, Reason.JUMP, problems)


def _centres(fixes: list[Fix], storm_id: str, at: datetime) -> list[tuple[float, float]]:
    """Return where each agency's sound track had the storm at a moment."""
    sound = [fix for fix in fixes if fix.storm_id == storm_id and not fix.is_suspect]
    tracks = _grouped(sound, lambda fix: (fix.agency, fix.is_analysis_after))
    return [centre for track in tracks if (centre := position_at(track, at))]


def _check_lead(point: ForecastPoint, problems: list[Problem]) -> ForecastPoint:
    hours = (point.valid_at - point.issued_at).total_seconds() / 3600
    if hours < 0:
        return _flag(point, Reason.VALID_BEFORE_ISSUE, problems)
    if abs(hours - point.lead_h) > LEAD_SLACK_H:
        return _flag(point, Reason.LEAD_MISMATCH, problems)
    if hours > LONGEST_LEAD_H:
        return _flag(point, Reason.LEAD_RANGE, problems)
    return point


def _check_landfall(landfall: Landfall, fixes: list[Fix], problems: list[Problem]) -> Landfall:
    centres = _centres(fixes, landfall.storm_id, landfall.landfall_at)
    distances = [distance_km(*centre, landfall.lat, landfall.lon) for centre in centres]
    if not distances or min(distances) <= LANDFALL_KM:
        return landfall
    value = f"{landfall.lat:g} {landfall.lon:g}"
    problems.append(Problem(f"{landfall.storm_id} {landfall.place}", value, Reason.LANDFALL_POSITION))
    return replace(landfall, is_suspect=True, suspect_reason=Reason.LANDFALL_POSITION)
