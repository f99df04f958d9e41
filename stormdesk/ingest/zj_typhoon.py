"""The typhoon JSON of the Zhejiang water office: one storm or several, JSON or JSONP, Beijing time.

The file's fixes are China's; each may carry groups of forecasts by agency. Radii stand in the
order NE|SE|NW|SW and are turned to NE, SE, SW, NW.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, ForecastPoint, Landfall, Storm, StormFile
from stormdesk.ingest import zj_forecast
from stormdesk.ingest.storm_text import decode, load_json
from stormdesk.ingest.storm_values import (
    AVERAGING_MIN,
    BEIJING,
    Row,
    direction,
    grade,
    instant,
    quadrants_of_feed,
)

AGENCY: Final = "中国"
LONGEST_TEXT: Final = 1000
ENVELOPES: Final = ("data", "result", "content")
STORM_ID: Final = re.compile(r"(?<!\d)((?:19|20)\d{4})(?!\d)")
PLACE_IN_TEXT: Final = re.compile(r"在(?!此)([^,,。]+?)(?:再次|第[一二三四]次|二次)?登陆")
PLACE_SUFFIX: Final = re.compile(r"沿海|一带|附近|境内|自治区|特别行政区|[省市县区镇乡]|街道")


def parse(data: bytes, *, source: str) -> tuple[StormFile, list[Problem]]:
    """Return everything that a file of the feed tells, and what could not be read or was doubtful."""
    text, problems = decode(data)
    loaded = load_json(text, "points")
    problems += loaded.problems
    storms = _storms(loaded.value)
    parts = [
        _storm(Row(values, f"[{i}]" if len(storms) > 1 else "", problems), source)
        for i, values in enumerate(storms)
    ]
    found = [part for part in parts if part is not None]
    if not any(part.fixes for part in found):
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    return (
        StormFile(
            storms=tuple(storm for part in found for storm in part.storms),
            fixes=tuple(fix for part in found for fix in part.fixes),
            forecasts=tuple(point for part in found for point in part.forecasts),
            landfalls=tuple(landfall for part in found for landfall in part.landfalls),
        ),
        problems,
    )


def _storms(value: object) -> list[Mapping[str, object]]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, Mapping)]
    if not isinstance(value, Mapping):
        return []
    if "points" not in value:
        inner = next((value[key] for key in ENVELOPES if isinstance(value.get(key), list | dict)), None)
        return _storms(inner)
    return [value]


def _storm(row: Row, source: str) -> StormFile | None:
    storm_id = _storm_id(row.text("tfid", "tfbh", "id"), source)
    if storm_id is None:
        row.note(Reason.NO_STORM_ID, row.first("tfid", "tfbh", "id"), "tfid")
        return None
    storm = Storm(
        storm_id=storm_id,
        name_zh=row.text("name") or None,
        name_en=row.text("enname", "ename", "eng_name").capitalize() or None,
        season=int(storm_id[:4]),
    )
    fixes: list[Fix] = []
    forecasts: list[ForecastPoint] = []
    for point in _children(row, "points"):
        fix = _fix(point, storm_id, source)
        fixes += [fix] if fix else []
        fixed_at = fix.fixed_at if fix else None
        forecasts += zj_forecast.points_of(point, storm_id, fixed_at, source)
    landfalls = [_landfall(child, storm_id) for child in _children(row, "land")]
    return StormFile(
        storms=(storm,),
        fixes=tuple(fixes),
        forecasts=tuple(zj_forecast.unique(forecasts, row.problems)),
        landfalls=tuple(landfall for landfall in landfalls if landfall),
    )


def _storm_id(text: str, source: str) -> str | None:
    if re.fullmatch(r"(?:19|20)\d{4,6}", text):
        return text
    if re.fullmatch(r"\d{4}", text):
        return ("19" if text >= "5000" else "20") + text
    match = STORM_ID.search(source)
    return match[1] if match and not text else None


def _children(row: Row, key: str) -> list[Row]:
    values = row.first(key)
    children = []
    for i, value in enumerate(values if isinstance(values, list) else []):
        child = Row({}, f"{row.place}.{key}[{i}]".lstrip("."), row.problems)
        if isinstance(value, Mapping):
            child.values = value
            children.append(child)
        else:
            child.note(Reason.NOT_A_STORM, value)
    return children


def _fix(row: Row, storm_id: str, source: str) -> Fix | None:
    fixed_at = _time(row, "time")
    lat, lon = row.number("lat", "latitude"), row.number("lng", "lon", "longitude")
    if fixed_at is None:
        row.note(Reason.NO_TIME, row.first("time"), "time")
        return None
    if lat is None or lon is None:
        row.note(Reason.NO_POSITION, f"{row.text('lat')} {row.text('lng')}", "lat")
        return None
    return Fix(
        storm_id=storm_id,
        agency=AGENCY,
        fixed_at=fixed_at,
        lat=lat,
        lon=lon,
        known_at=fixed_at,
        source=source,
        pressure_hpa=row.positive("pressure"),
        wind_ms=row.positive("speed"),
        wind_averaging_min=AVERAGING_MIN[AGENCY],
        grade=row.read(grade, Reason.UNKNOWN_WORD, "strong"),
        move_kmh=row.number("movespeed", "move_speed"),
        move_direction=row.read(direction, Reason.UNKNOWN_WORD, "movedirection", "move_dir"),
        radii7_km=row.read(quadrants_of_feed, Reason.QUADRANTS, "radius7_quad", "radius7"),
        radii10_km=row.read(quadrants_of_feed, Reason.QUADRANTS, "radius10_quad", "radius10"),
        radii12_km=row.read(quadrants_of_feed, Reason.QUADRANTS, "radius12_quad", "radius12"),
    )


def _time(row: Row, *keys: str) -> datetime | None:
    return row.read(lambda value: instant(value, BEIJING), Reason.NO_TIME, *keys)


def _landfall(row: Row, storm_id: str) -> Landfall | None:
    landfall_at = _time(row, "landtime", "land_time", "time")
    lat, lon = row.number("lat", "latitude"), row.number("lng", "lon", "longitude")
    if landfall_at is None or lat is None or lon is None:
        row.note(Reason.NO_TIME if landfall_at is None else Reason.NO_POSITION, row.first("landaddress"))
        return None
    place, text = row.text("landaddress", "position"), row.text("info", "land_info")
    is_contradicted = contradicts(place, text)
    if is_contradicted:
        row.note(Reason.LANDFALL_PLACE, place, "landaddress")
    return Landfall(
        storm_id=storm_id,
        place=place,
        landfall_at=landfall_at,
        lat=lat,
        lon=lon,
        text=text,
        is_suspect=is_contradicted,
        suspect_reason=Reason.LANDFALL_PLACE if is_contradicted else None,
    )


def contradicts(place: str, text: str) -> bool:
    """Return whether a landfall's address and its wording name places without anything in common."""
    match = PLACE_IN_TEXT.search(text[:LONGEST_TEXT])
    if match is None or not place:
        return False
    named, worded = PLACE_SUFFIX.sub(" ", place), PLACE_SUFFIX.sub(" ", match[1])
    return not _pairs(named) & _pairs(worded)


def _pairs(text: str) -> set[str]:
    return {word[i : i + 2] for word in text.split() for i in range(max(len(word) - 1, 1))}
