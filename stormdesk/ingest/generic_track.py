"""A storm's track or forecasts as a plain table with Chinese or English headings in any order.

Headings carry units and zone in brackets or at their end: 风速(m/s), wind_kt, 时间(北京时), time_utc.
Radii come as one number or per quadrant. A row with an issue time or a lead time is a forecast. What
the table does not say is assumed and told: Beijing time, metres per second, the agency of China.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants, Storm, StormFile
from stormdesk.ingest.generic_heading import LENGTH_UNITS, SPEED_UNITS, Heading, find_heading, zone_in
from stormdesk.ingest.storm_number import storm_number
from stormdesk.ingest.storm_text import decode
from stormdesk.ingest.storm_values import (
    AVERAGING_MIN,
    BEIJING,
    BLANKS,
    Row,
    agency,
    direction,
    grade,
    instant,
)
from stormdesk.ingest.zj_typhoon import STORM_ID

DEFAULT_AGENCY: Final = "中国"
OWN_ZONE: Final = re.compile(r"\d(?::\d{2})?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
YEAR: Final = re.compile(r"(?:19|20)\d{2}\D?")
OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
LATIN: Final = re.compile(r"[A-Za-z][A-Za-z\s.'-]*")
LONGEST_NAME: Final = 40
LONGEST_LEAD_H: Final = 1000.0
LATE_H: Final = 3.0


@dataclass(frozen=True, slots=True)
class _When:
    """The time for which a row holds, since when it is known, and its lead time if it is a forecast."""

    at: datetime
    known_at: datetime
    lead_h: float | None


@dataclass(slots=True)
class _Reading:
    """What has been read of a table so far."""

    source: str
    heading: Heading
    problems: list[Problem]
    file_storm_id: str | None
    numbers: dict[tuple[int, str], str]
    units: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    assumed: Counter[Reason] = field(default_factory=Counter)
    storms: dict[str, Storm] = field(default_factory=dict)
    fixes: list[Fix] = field(default_factory=list)
    forecasts: list[ForecastPoint] = field(default_factory=list)


def recognise(text: str) -> bool:
    """Return whether a text begins with the heading of a storm's table."""
    return find_heading(_lines(text)) is not None


def parse(data: bytes, *, source: str, known: Iterable[Storm] = ()) -> tuple[StormFile, list[Problem]]:
    """Return the fixes and forecast points of a table, and what was assumed or could not be read.

    A storm that the table only names has the number of the known storm of its season and name.
    """
    text, problems = decode(data)
    lines = _lines(text)
    heading = find_heading(lines)
    if heading is None:
        return StormFile(), [*problems, Problem(source, text[:40], Reason.UNKNOWN_FORMAT)]
    named = STORM_ID.search(source)
    state = _Reading(source, heading, problems, storm_number(named[1]) if named else None, _numbers(known))
    _look_at_heading(state)
    for row in _rows(state, lines):
        _read(state, row)
    problems += [Problem(source, f"{count}", reason) for reason, count in state.assumed.items()]
    if not state.fixes and not state.forecasts:
        problems.append(Problem(source, text[:40], Reason.NO_ROWS))
    storms, fixes, forecasts = tuple(state.storms.values()), tuple(state.fixes), tuple(state.forecasts)
    return StormFile(storms=storms, fixes=fixes, forecasts=forecasts), problems


def _lines(text: str) -> list[str]:
    return text.replace("\0", "").lstrip("\ufeff").splitlines()


def _look_at_heading(state: _Reading) -> None:
    place = f"第 {state.heading.line} 行"
    for column, name in zip(state.heading.columns, state.heading.names, strict=True):
        if column is None:
            if name.strip():
                state.problems.append(Problem(place, name[:80], Reason.UNKNOWN_COLUMN))
            continue
        state.units.setdefault(column.field, column.unit)
        state.zones.setdefault(column.field, column.zone)
        if column.field == "wind":
            if not column.unit:
                state.problems.append(Problem(place, name[:80], Reason.UNIT_ASSUMED))
            elif column.unit not in SPEED_UNITS:
                state.problems.append(Problem(place, name[:80], Reason.UNKNOWN_UNIT))


def _rows(state: _Reading, lines: list[str]) -> Iterator[Row]:
    heading = state.heading
    reader = csv.reader(lines[heading.line :], delimiter=heading.delimiter, strict=False)
    try:
        for cells in reader:
            place = f"第 {heading.line + reader.line_num} 行"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(heading.columns):
                state.problems.append(Problem(place, ",".join(cells)[:80], Reason.BAD_ROW))
                continue
            values: dict[str, object] = {}
            for column, cell in zip(heading.columns, cells, strict=True):
                if column and cell.strip():
                    values.setdefault(column.field, cell.strip())
            _join_date(values)
            yield Row(values, place, state.problems)
    except csv.Error as error:
        place = f"第 {heading.line + reader.line_num} 行"
        state.problems.append(Problem(place, str(error), Reason.BAD_ROW))


def _join_date(values: dict[str, object]) -> None:
    """Make one time of a date and an hour that stand in two columns."""
    if "date" not in values:
        return
    day, hour = str(values["date"]), str(values.get("time", values.get("hour", "")))
    if YEAR.match(hour):
        return
    hour = f"{hour}:00" if hour.isdigit() else hour
    values["time"] = f"{day} {hour}".strip()


def _read(state: _Reading, row: Row) -> None:
    lat, lon = row.number("lat"), row.number("lon")
    if lat is None or lon is None:
        row.note(Reason.NO_POSITION, f"{row.text('lat')} {row.text('lon')}")
        return
    when = _when(state, row)
    if when is None:
        row.note(Reason.NO_TIME, row.first("time", "valid", "issued", "forecast", "lead"))
        return
    storm_id = _storm_id(state, row, when.known_at.year)
    if storm_id is None:
        row.note(Reason.NO_STORM_ID, row.first("storm_id", "name_zh", "name_en", "name"), "storm_id")
        return
    values = _values(state, row) | {"storm_id": storm_id, "lat": lat, "lon": lon, "source": state.source}
    _keep_name(state, row, storm_id)
    if when.lead_h is None:
        values["move_kmh"] = row.number("move_kmh")
        values["move_direction"] = row.read(direction, Reason.UNKNOWN_WORD, "move_direction")
        state.fixes.append(Fix(fixed_at=when.at, known_at=when.known_at, **values))
    else:
        values |= {"issued_at": when.known_at, "known_at": when.known_at, "lead_h": when.lead_h}
        state.forecasts.append(ForecastPoint(valid_at=when.at, **values))


def _numbers(known: Iterable[Storm]) -> dict[tuple[int, str], str]:
    return {
        (storm.season, name.upper()): storm.storm_id
        for storm in known
        for name in (storm.name_zh, storm.name_en)
        if name
    }


def _storm_id(state: _Reading, row: Row, year: int) -> str | None:
    """Return a row's storm: by its number, by a name that is known, else by the name of the file."""
    said = row.text("storm_id").removesuffix(".0")
    number = storm_number(re.sub(r"^第|号$", "", said))
    if number:
        return number
    names = [name for key in ("storm_id", "name_zh", "name_en", "name") if (name := row.text(key).upper())]
    known = next((state.numbers[year, name] for name in names if (year, name) in state.numbers), None)
    known = known or next(filter(None, map(storm_number, names)), None)
    return known or (None if said else state.file_storm_id)


def _when(state: _Reading, row: Row) -> _When | None:
    """Return when a row holds and since when it is known; a lead time makes it a forecast."""
    at, valid_at, issued_at = (_time(state, row, key) for key in ("time", "valid", "issued"))
    forecast_at, lead_h = _time(state, row, "forecast"), row.number("lead")
    if lead_h is not None and abs(lead_h) > LONGEST_LEAD_H:
        return None
    if forecast_at and (at or issued_at):
        valid_at = valid_at or forecast_at
    elif valid_at and lead_h:
        issued_at = issued_at or at or valid_at - timedelta(hours=lead_h)
    else:
        issued_at = issued_at or forecast_at
    base_at = issued_at or (at if lead_h or valid_at else None)
    due_at = valid_at or (at if issued_at else None)
    if base_at is None:
        known = at or valid_at
        return _When(known, known, None) if known else None
    if due_at is None:
        due_at = base_at + timedelta(hours=lead_h or 0)
    hours = (due_at - base_at).total_seconds() / 3600
    # A position published within hours of its time is no forecast.
    is_fix = -LATE_H <= hours <= 0 and not lead_h
    return _When(due_at, base_at, None if is_fix else hours if lead_h is None else lead_h)


def _time(state: _Reading, row: Row, key: str) -> datetime | None:
    text = row.text(key)
    if text.lower() in BLANKS:
        return None
    zone = _zone(state, row, key)
    if zone is None and not OWN_ZONE.search(text) and not re.fullmatch(r"\d{12,13}", text):
        state.assumed[Reason.ZONE_ASSUMED] += 1
    return row.read(lambda value: instant(value, zone or BEIJING), Reason.NO_TIME, key)


def _zone(state: _Reading, row: Row, key: str) -> timezone | None:
    """Return the zone of a time: of its row, of its heading, or of another heading of a time."""
    said = row.text("zone")
    offset = OFFSET.fullmatch(said)
    if offset and int(offset[2]) <= 14 and int(offset[3] or 0) < 60:
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-shift if offset[1] == "-" else shift)
    named = zone_in(said) or state.zones.get(key, "") or next(filter(None, state.zones.values()), "")
    return {"beijing": BEIJING, "utc": UTC}.get(named)


def _values(state: _Reading, row: Row) -> dict[str, Any]:
    """Return what a fix and a forecast point have in common."""
    name = row.text("agency")[:LONGEST_NAME]
    if not name:
        state.assumed[Reason.AGENCY_ASSUMED] += 1
    known = agency(name.upper() if name.isascii() else name) if name else DEFAULT_AGENCY
    known = known if known in AVERAGING_MIN else agency(name) or DEFAULT_AGENCY
    wind, factor = row.positive("wind"), SPEED_UNITS.get(state.units.get("wind") or "m/s")
    return {
        "agency": known,
        "wind_ms": None if wind is None or factor is None else round(wind * factor, 1),
        "wind_averaging_min": AVERAGING_MIN.get(known),
        "pressure_hpa": row.positive("pressure"),
        "grade": row.read(grade, Reason.UNKNOWN_WORD, "grade"),
        **{f"radii{force}_km": _radii(state, row, f"radius{force}") for force in (7, 10, 12)},
    }


def _radii(state: _Reading, row: Row, key: str) -> Quadrants | None:
    sides = [f"{key}{side}" for side in ("ne", "se", "sw", "nw")]
    if any(name in row.values for name in sides):
        radii = [_km(state, row, name) for name in sides]
    else:
        radii = [_km(state, row, key)] * 4
    known = [radius for radius in radii if radius is not None]
    if len(known) == 4 and any(known):
        ne, se, sw, nw = known
        return (ne, se, sw, nw)
    if known and any(known):
        row.note(Reason.QUADRANTS, known, key)
    return None


def _km(state: _Reading, row: Row, key: str) -> float | None:
    radius = row.number(key)
    factor = LENGTH_UNITS.get(state.units.get(key) or "km")
    return None if radius is None or factor is None else radius * factor


def _keep_name(state: _Reading, row: Row, storm_id: str) -> None:
    said = row.text("name")[:LONGEST_NAME]
    latin = said if LATIN.fullmatch(said) else ""
    name_en, name_zh = row.text("name_en")[:LONGEST_NAME] or latin, row.text("name_zh")[:LONGEST_NAME]
    if not name_zh and not latin:
        name_zh = said
    if LATIN.fullmatch(name_zh):
        name_en, name_zh = name_en or name_zh, ""
    kept = state.storms.get(storm_id)
    state.storms[storm_id] = Storm(
        storm_id=storm_id,
        name_zh=(kept.name_zh if kept else None) or name_zh or None,
        name_en=(kept.name_en if kept else None) or name_en.capitalize() or None,
        season=int(storm_id[:4]),
    )
