"""Positions, readings and warnings into the data file, each once however often it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.domain.position import Position
from stormdesk.domain.reading import Reading
from stormdesk.domain.weather_warning import WeatherWarning
from stormdesk.store.engine import Transaction

_INSTANT = pa.timestamp("us", tz="UTC")
_TEXT = pa.string()
_NUMBER = pa.float64()

_CAME: Final = [
    ("operation_id", _TEXT),
    ("recorded_at", _INSTANT),
    ("source", _TEXT),
    ("import_id", _TEXT),
    ("number", pa.int64()),
]
_DOUBT: Final = [("is_suspect", pa.bool_()), ("suspect_reason", _TEXT)]
POSITION: Final = pa.schema(
    [
        *_CAME,
        *_DOUBT,
        ("vessel_id", _TEXT),
        ("positioned_at", _INSTANT),
        ("lat", _NUMBER),
        ("lon", _NUMBER),
        ("speed_kn", _NUMBER),
        ("course_deg", _NUMBER),
        ("mmsi", _TEXT),
    ]
)
READING: Final = pa.schema(
    [
        *_CAME,
        *_DOUBT,
        ("gauge_id", _TEXT),
        ("quantity", _TEXT),
        ("read_at", _INSTANT),
        ("value", _NUMBER),
    ]
)
WARNING: Final = pa.schema(
    [
        *_CAME,
        *((name, _TEXT) for name in ("warning_id", "action", "kind", "colour", "issuer", "title", "text")),
        *((name, _TEXT) for name in ("advice", "area_names", "area_codes", "outline", "supersedes")),
        *((name, _INSTANT) for name in ("issued_at", "effective_at", "expires_at")),
        ("is_exercise", pa.bool_()),
    ]
)
_SCHEMAS: Final[Mapping[str, pa.Schema]] = {"position": POSITION, "reading": READING, "warning": WARNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Under which import, from whom and when something came, and to which operation it reports."""

    operation_id: str
    recorded_at: datetime
    source_id: str
    import_id: str


def position_table(rows: Sequence[Position], arrival: Arrival) -> pa.Table:
    """Positions as they are kept; each has its vessel by now."""
    return _table("position", rows, arrival, **_doubts(rows))


def reading_table(rows: Sequence[Reading], arrival: Arrival) -> pa.Table:
    """Readings as they are kept."""
    return _table("reading", rows, arrival, **_doubts(rows))


def warning_table(rows: Sequence[WeatherWarning], arrival: Arrival) -> pa.Table:
    """Warnings as they are kept, lists of codes and identifiers joined by commas."""
    joined = {
        name: [",".join(getattr(row, name)) or None for row in rows] for name in ("area_codes", "supersedes")
    }
    return _table("warning", rows, arrival, **joined)


def id_table(ids: Sequence[str]) -> pa.Table:
    """Identifiers to be looked up."""
    return pa.table({"id": pa.array(ids, type=_TEXT)})


def object_table(places: Sequence[tuple[str, str, str]]) -> pa.Table:
    """Objects to be looked up: subject, facet and identifier of each."""
    names = ("subject", "facet", "subject_id")
    return pa.table({name: pa.array([one[at] for one in places], _TEXT) for at, name in enumerate(names)})


def keep_new(transaction: Transaction, kind: str, table: pa.Table) -> frozenset[int]:
    """Keep what is not known yet; returns the places in the table of what was known."""
    repeated = frozenset(
        int(row[0]) for row in transaction.run(f"feeds/repeated_{kind}", {"incoming": table})
    )
    fresh = table
    if repeated:
        known = pa.array(sorted(repeated), type=pa.int64())
        fresh = table.filter(pc.invert(pc.is_in(table["number"], value_set=known)))
    if fresh.num_rows:
        transaction.run(f"feeds/keep_{kind}", {"incoming": fresh.drop_columns(["number"])})
    return repeated


def _doubts(rows: Sequence[Position] | Sequence[Reading]) -> dict[str, list[Any]]:
    return {"is_suspect": [row.suspect_reason is not None for row in rows]}


def _table(kind: str, rows: Sequence[object], arrival: Arrival, **given: list[Any]) -> pa.Table:
    schema = _SCHEMAS[kind]
    count = len(rows)
    columns: dict[str, list[Any]] = {
        "operation_id": [arrival.operation_id] * count,
        "recorded_at": [arrival.recorded_at] * count,
        "source": [arrival.source_id] * count,
        "import_id": [arrival.import_id] * count,
        "number": list(range(count)),
        **given,
    }
    for name in schema.names:
        if name not in columns:
            columns[name] = [getattr(row, name) for row in rows]
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)
