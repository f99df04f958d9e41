"""The national centre's typhoon JSONP: one storm with its points, or the list of storms; UTC, m/s, km.

Everything stands in lists by place: a storm is id, English and Chinese name, number, national number,
two remarks, state and points; a point is id, time as text and in milliseconds, grade, longitude,
latitude, pressure, wind, direction and speed of movement (km/h), circles and forecasts by agency. Circles
name their wind in knots and give NE, SE, SW, NW in km; as in the field's practice 30 kt stands for
force 7, 50 kt for force 10 and 64 kt for force 12. Where the two times differ, the milliseconds hold.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants, Storm, StormFile
from stormdesk.ingest import zj_forecast
from stormdesk.ingest.storm_number import storm_number
from stormdesk.ingest.storm_text import decode, load_json
from stormdesk.ingest.storm_values import AVERAGING_MIN, Row, agency, direction, grade, instant, number

AGENCY: Final = "中国"
STORM_FIELDS: Final = ("id", "name_en", "name_zh", "number", "national", "own", "remark", "state", "points")
POINT_FIELDS: Final = (
    "id", "time", "epoch_ms", "grade", "lon", "lat", "pressure", "wind", "direction", "move", "circles",
    "forecast",
)  # fmt: skip
FORECAST_FIELDS: Final = ("lead_h", "time", "lon", "lat", "pressure", "wind", "agency", "grade")
CIRCLES: Final = {"30": "radii7_km", "34": "radii7_km", "50": "radii10_km", "64": "radii12_km"}
NAMELESS: Final = {"nameless", "", "热带低压", "未命名"}
MISSING_MARK: Final = 9999.0


def parse(data: bytes, *, source: str) -> tuple[StormFile, list[Problem]]:
    """Return the storm of a view with its points and forecasts; a mere list is told to be one."""
    text, problems = decode(data)
    loaded = load_json(text, "typhoon")
    problems += loaded.problems
    value = loaded.value if isinstance(loaded.value, Mapping) else {}
    if "typhoonList" in value and "typhoon" not in value:
        listed = value["typhoonList"]
        count = len(listed) if isinstance(listed, list) else 0
        return StormFile(), [*problems, Problem(source, f"{count}", Reason.LIST_ONLY)]
    row = _row(value.get("typhoon"), STORM_FIELDS, "typhoon", problems)
    file = _storm_file(row, source) if row else StormFile()
    if not file.fixes:
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    return file, problems


def _row(value: object, fields: tuple[str, ...], place: str, problems: list[Problem]) -> Row | None:
    """Return a list by place as a record of names."""
    if isinstance(value, list):
        return Row(dict(zip(fields, value, strict=False)), place, problems)
    problems.append(Problem(place, "" if value is None else str(value)[:80], Reason.NOT_A_STORM))
    return None


def _storm_file(row: Row, source: str) -> StormFile:
    # A number that came as a figure has lost its first zero.
    storm_id = storm_number(row.text("number").zfill(4)) or storm_number(row.text("national"))
    if storm_id is None:
        row.note(Reason.NO_STORM_ID, f"{row.text('number')} {row.text('national')}", "3")
        return StormFile()
    fixes: list[Fix] = []
    forecasts: list[ForecastPoint] = []
    points = row.first("points")
    for i, value in enumerate(points if isinstance(points, list) else []):
        point = _row(value, POINT_FIELDS, f"typhoon.8[{i}]", row.problems)
        fix = _fix(point, storm_id, source) if point else None
        if point and fix:
            fixes.append(fix)
            forecasts += _forecasts(point, fix)
    name_en, name_zh = row.text("name_en"), row.text("name_zh")
    storm = Storm(
        storm_id=storm_id,
        name_zh=None if name_zh in NAMELESS else name_zh,
        name_en=None if name_en.lower() in NAMELESS else name_en.capitalize(),
        season=int(storm_id[:4]),
    )
    unique = tuple(zj_forecast.unique(forecasts, row.problems))
    return StormFile(storms=(storm,) if fixes else (), fixes=tuple(fixes), forecasts=unique)


def _fix(row: Row, storm_id: str, source: str) -> Fix | None:
    fixed_at = _time(row)
    lat, lon = row.number("lat"), row.number("lon")
    if fixed_at is None or lat is None or lon is None:
        row.note(Reason.NO_TIME if fixed_at is None else Reason.NO_POSITION, row.text("time"))
        return None
    circles = _circles(row)
    return Fix(
        storm_id=storm_id,
        agency=AGENCY,
        fixed_at=fixed_at,
        lat=lat,
        lon=lon,
        known_at=fixed_at,
        source=source,
        pressure_hpa=_known(row, "pressure"),
        wind_ms=_known(row, "wind"),
        wind_averaging_min=AVERAGING_MIN[AGENCY],
        grade=row.read(grade, Reason.UNKNOWN_WORD, "grade"),
        move_kmh=_known(row, "move"),
        move_direction=row.read(direction, Reason.UNKNOWN_WORD, "direction"),
        radii7_km=circles.get("radii7_km"),
        radii10_km=circles.get("radii10_km"),
        radii12_km=circles.get("radii12_km"),
    )


def _known(row: Row, key: str) -> float | None:
    value = row.positive(key)
    return None if value == MISSING_MARK else value


def _time(row: Row) -> datetime | None:
    """Return when a point was, from its milliseconds, else from its text."""
    written = row.read(lambda value: instant(value, UTC), Reason.NO_TIME, "time")
    milliseconds = row.number("epoch_ms")
    if milliseconds is None:
        return written
    try:
        said = datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        row.note(Reason.NO_TIME, row.first("epoch_ms"), "epoch_ms")
        return written
    if written is not None and written != said:
        row.note(Reason.TIMES_DISAGREE, f"{row.text('time')} {said:%Y%m%d%H%M}", "time")
    return said


def _circles(row: Row) -> dict[str, Quadrants]:
    value = row.first("circles")
    found: dict[str, Quadrants] = {}
    for circle in value if isinstance(value, list) else []:
        parts = circle if isinstance(circle, list) else [circle]
        knots = re.match(r"(\d{2})\s*K", str(parts[0]).upper()) if parts else None
        field = CIRCLES.get(knots[1]) if knots else None
        radii = _radii(parts[1:5])
        if field is None or radii is None:
            row.note(Reason.QUADRANTS, parts, "circles")
        elif any(radii):
            found[field] = radii
    return found


def _radii(parts: list[object]) -> Quadrants | None:
    try:
        known = [part for value in parts if (part := number(value)) is not None]
    except (ValueError, OverflowError):
        return None
    if len(known) != 4:
        return None
    ne, se, sw, nw = known
    return (ne, se, sw, nw)


def _forecasts(row: Row, fix: Fix) -> Iterator[ForecastPoint]:
    groups = row.first("forecast")
    for name, members in groups.items() if isinstance(groups, Mapping) else ():
        for i, value in enumerate(members if isinstance(members, list) else []):
            place = f"{row.place}.11.{name}[{i}]"
            point = _row(value, FORECAST_FIELDS, place[:80], row.problems)
            found = _forecast(point, str(name), fix) if point else None
            if found:
                yield found


def _forecast(row: Row, name: str, fix: Fix) -> ForecastPoint | None:
    issued_at = row.read(lambda value: instant(value, UTC), Reason.NO_TIME, "time") or fix.fixed_at
    lead_h, lat, lon = row.number("lead_h"), row.number("lat"), row.number("lon")
    if lead_h is None or not 0 <= lead_h <= 1000 or lat is None or lon is None:
        row.note(Reason.NO_POSITION if lead_h is not None else Reason.NO_TIME, row.first("lead_h"))
        return None
    known = agency(row.text("agency") or name)
    return ForecastPoint(
        storm_id=fix.storm_id,
        agency=known,
        issued_at=issued_at,
        valid_at=issued_at + timedelta(hours=lead_h),
        known_at=max(issued_at, fix.fixed_at),
        lead_h=lead_h,
        lat=lat,
        lon=lon,
        source=fix.source,
        wind_ms=_known(row, "wind"),
        wind_averaging_min=AVERAGING_MIN.get(known),
        pressure_hpa=_known(row, "pressure"),
        grade=row.read(grade, Reason.UNKNOWN_WORD, "grade"),
    )
