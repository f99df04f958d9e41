"""AIS as JSON: an array, an envelope around one, or one object per line, in degrees or in fine integers."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.ingest.ais_reason import AisReason, Ships
from stormdesk.ingest.ais_units import FIELDS, KEYS, Record, Units, is_unknown, units_of
from stormdesk.ingest.storm_text import load_json
from stormdesk.ingest.storm_values import BEIJING, instant

DEEPEST: Final = 5
EARLIEST_S: Final = 500_000_000
MILLISECONDS: Final = 100_000_000_000
WRITTEN_DIGITS: Final = re.compile(r"20\d{12}|(?:19|20)\d{10}")
ZONED: Final = re.compile(r"(?:Z|UTC|:?\d{2}[+-]\d{2}:?\d{2})$|^/Date", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    received_at: datetime
    ships: Ships = field(default_factory=Ships)
    counts: Counter[AisReason] = field(default_factory=Counter)

    def refuse(self, record: Record, value: object, reason: AisReason) -> None:
        """Note why a record was not taken."""
        self.ships.problems.append(Problem(record.place, "" if value is None else str(value)[:80], reason))


def read(text: str, received_at: datetime) -> Ships:
    """Return the positions in JSON or JSON lines, and every record that was not taken."""
    state = _Reading(received_at)
    problems = state.ships.problems
    records = list(_records(text, problems))
    units = units_of(records, problems)
    for record in records:
        _take(state, record, units)
    problems += [Problem("", f"{count}", reason) for reason, count in state.counts.items()]
    return state.ships


def _records(text: str, problems: list[Problem]) -> Iterator[Record]:
    lines = text.splitlines()
    if len(lines) > 1 and _is_whole(lines[0]):
        yield from _lines(lines, problems)
        return
    loaded = load_json(text, "data")
    problems += [Problem(problem.place, problem.value, AisReason.TRUNCATED) for problem in loaded.problems]
    unit = _declared_around(loaded.value)
    for i, value in enumerate(_list_in(loaded.value)):
        yield from _record(value, f"[{i}]", unit, problems)


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), Mapping)
    except (ValueError, RecursionError):
        return False


def _lines(lines: Sequence[str], problems: list[Problem]) -> Iterator[Record]:
    for i, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(Problem(f"第 {i} 行", line[:80], AisReason.NOT_A_RECORD))
            continue
        yield from _record(value, f"第 {i} 行", {}, problems)


def _record(
    value: object, place: str, around: Mapping[str, object], problems: list[Problem]
) -> Iterator[Record]:
    if isinstance(value, Mapping):
        yield Record.of(value, around, place)
    else:
        problems.append(Problem(place, str(value)[:80], AisReason.NOT_A_RECORD))


def _list_in(value: object, depth: int = 0) -> Sequence[object]:
    """Return the longest list of records that stands in the value, or the value if it is one record."""
    if isinstance(value, list):
        return value
    if not isinstance(value, Mapping) or depth > DEEPEST:
        return []
    lists = [_list_in(item, depth + 1) for item in value.values() if isinstance(item, list | Mapping)]
    found = max(lists, key=len, default=[])
    is_record = depth == 0 and any(str(key).lower() in KEYS["lat"] for key in value)
    return [value] if is_record else found


def _declared_around(value: object) -> Mapping[str, object]:
    """Return the units that the envelope declares for all records."""
    if not isinstance(value, Mapping):
        return {}
    return {field: item for key, item in value.items() if (field := _unit_field(key)) and item is not None}


def _unit_field(key: object) -> str:
    field = FIELDS.get(str(key).lower(), ("", 0))[0]
    return field if field in {"unit", "speed_unit"} else ""


def _take(state: _Reading, record: Record, units: Units) -> None:
    refused = _refusal(record)
    if refused:
        state.refuse(record, *refused)
        return
    try:
        at = _time(record.get("time"), state.counts)
    except (ValueError, OverflowError, OSError):
        state.refuse(record, record.get("time"), AisReason.BAD_TIME)
        return
    scale, mmsi = units.per_degree_of(record), record.text("mmsi")
    position = Position(
        positioned_at=at or state.received_at,
        lat=(record.number("lat") or 0.0) / scale,
        lon=(record.number("lon") or 0.0) / scale,
        vessel_id=record.text("vessel_id"),
        mmsi=mmsi.zfill(9) if mmsi else None,
        name=record.text("name"),
        speed_kn=units.speed_kn(record, state.ships.problems),
        course_deg=units.course_deg(record, state.ships.problems),
    )
    state.ships.add(position, is_timed=at is not None)


def _refusal(record: Record) -> tuple[object, AisReason] | None:
    """Return what a record lacks to be a position, and what stands there instead."""
    mmsi, name = record.text("mmsi"), record.text("name")
    lat, lon = record.number("lat"), record.number("lon")
    if mmsi is None and name is None and record.text("vessel_id") is None:
        return "", AisReason.NO_IDENTITY
    if mmsi is not None and not re.fullmatch(r"[0-9]{5,9}", mmsi):
        return mmsi, AisReason.BAD_MMSI
    if lat is None or lon is None:
        return f"{record.get('lat')} {record.get('lon')}", AisReason.BAD_POSITION
    return (mmsi or name, AisReason.NO_POSITION) if is_unknown(lat, lon) else None


def _time(value: object, counts: Counter[AisReason]) -> datetime | None:
    text = "" if value is None else str(value).strip()
    if not text:
        counts[AisReason.TIME_OF_RECEIPT] += 1
        return None
    if re.fullmatch(r"\d{9,14}(?:\.\d+)?", text) and not WRITTEN_DIGITS.fullmatch(text):
        seconds = float(text) / (1000 if float(text) > MILLISECONDS else 1)
        if seconds < EARLIEST_S:
            raise ValueError
        return datetime.fromtimestamp(seconds, tz=UTC)
    at = instant(text, BEIJING)
    if not ZONED.search(text):
        counts[AisReason.BEIJING_ASSUMED] += 1
    return at
