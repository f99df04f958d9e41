"""Readings of rain, river, reservoir, tide and wind gauges, in the national field names or one a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stormdesk.domain.moment import BEIJING
from stormdesk.domain.problem import Problem
from stormdesk.domain.reading import Quantity, Reading
from stormdesk.ingest.feed_reason import FeedReason
from stormdesk.ingest.feed_records import PARQUET, Record, folded, keys_in, read_records, shown
from stormdesk.ingest.feed_values import Fault, is_blank, read_instant, read_number, read_text
from stormdesk.ingest.gauge_fields import (
    IDENTITY,
    IGNORED,
    INTERVALS,
    LOWER_POOLS,
    MISSING_MARKS,
    QUANTITIES,
    VALUES,
    Field,
    compass_deg,
    factor_of,
    unit_in,
)

HINTS: Final = (
    "reading",
    "gauge",
    "stcd",
    "st_pptn",
    "st_river",
    "st_rsvr",
    "st_tide",
    "水情",
    "雨情",
    "读数",
)
MARKS: Final = frozenset(key for key, name in IDENTITY.items() if name in {"gauge_id", "read_at"})
DAILY_HOUR: Final = 8


@dataclass(slots=True)
class _Remarks:
    """What one file said of itself so far; some things are told once."""

    told: list[Problem] = field(default_factory=list)
    once: set[str] = field(default_factory=set)

    def note(self, key: str, place: str, value: object, reason: FeedReason) -> None:
        """Keep a remark, the first of its kind."""
        if key not in self.once:
            self.once.add(key)
            self.told.append(Problem(place, shown(value), reason))


@dataclass(frozen=True, slots=True)
class _Row:
    """Where, when and of which gauge a record speaks."""

    place: str
    gauge_id: str
    gauge_name: str | None
    read_at: datetime


def recognise(name: str, head: bytes) -> bool:
    """Whether a file's name and beginning (for Parquet: the whole of it) show readings of gauges."""
    keys = keys_in(head)
    known = {IDENTITY.get(key) for key in keys}
    if head.startswith(PARQUET) and not keys:
        return any(hint in name.casefold() for hint in HINTS)
    return {"gauge_id", "read_at"} <= known and ({"quantity", "value"} <= known or bool(keys & set(VALUES)))


def parse(name: str, data: bytes) -> tuple[list[Reading], list[Problem]]:
    """Return the readings of a file and what was refused or remarked, each with its place."""
    records, problems = read_records(name, data, marks=MARKS)
    remarks = _Remarks()
    readings: list[Reading] = []
    for record in records:
        for answer in _answers(record, remarks):
            if isinstance(answer, Reading):
                readings.append(answer)
            else:
                problems.append(answer)
    return readings, [*problems, *remarks.told]


def _answers(record: Record, remarks: _Remarks) -> Iterator[Reading | Problem]:
    """What one record says: readings, or why not; at least one answer."""
    fields: dict[str, tuple[str, object]] = {}
    for key, value in record.values.items():
        known = folded(str(key))
        if known not in fields or is_blank(fields[known][1]):
            fields[known] = (str(key), value)
    item = {IDENTITY[key]: value for key, (_, value) in reversed(fields.items()) if key in IDENTITY}
    row = _row(record, item, remarks)
    if isinstance(row, Problem):
        yield row
    elif not is_blank(item.get("quantity")):
        yield _single(row, item, remarks)
    else:
        yield from _wide(row, fields, item, remarks)


def _row(record: Record, item: Mapping[str, object], remarks: _Remarks) -> _Row | Problem:
    gauge_id, gauge_name = read_text(item.get("gauge_id"), 60), read_text(item.get("gauge_name"))
    for key, said in (("gauge_id", gauge_id), ("gauge_name", gauge_name)):
        if isinstance(said, Fault):
            return Problem(f"{record.place} {key}", shown(said.value), said.reason)
    for key in ("gauge_id", "read_at"):
        if is_blank(item.get(key)):
            return Problem(record.place, key, FeedReason.MISSING)
    instant = read_instant(item["read_at"])
    if isinstance(instant, Fault):
        return Problem(f"{record.place} read_at", shown(item["read_at"]), instant.reason)
    if not instant.has_zone:
        remarks.note("zone", record.place, item["read_at"], FeedReason.ZONELESS)
    name = gauge_name if isinstance(gauge_name, str) else None
    return _Row(record.place, str(gauge_id), name, instant.at)


def _single(row: _Row, item: Mapping[str, object], remarks: _Remarks) -> Reading | Problem:
    known = QUANTITIES.get(folded(str(item["quantity"])))
    if known is None:
        return Problem(f"{row.place} quantity", shown(item["quantity"]), FeedReason.NO_QUANTITY)
    unit = read_text(item.get("unit"), 20)
    if isinstance(unit, Fault):
        return Problem(f"{row.place} unit", shown(unit.value), FeedReason.UNKNOWN_UNIT)
    return _reading(row, ("value", item.get("value")), Field(known), unit, remarks)


def _wide(
    row: _Row, fields: Mapping[str, tuple[str, object]], item: Mapping[str, object], remarks: _Remarks
) -> Iterator[Reading | Problem]:
    answered = False
    for key, (heading, value) in fields.items():
        if key in LOWER_POOLS and not is_blank(value):
            remarks.note(key, f"{row.place} {heading}", value, FeedReason.LOWER_POOL)
        elif key in VALUES and not is_blank(value):
            answered = True
            known = _rain(row, (heading, value), item, remarks) if VALUES[key].is_rain else VALUES[key]
            if isinstance(known, Problem):
                yield known
            else:
                yield _reading(row, (heading, value), known, unit_in(heading), remarks)
        elif key not in VALUES and key not in IDENTITY and key not in IGNORED and not is_blank(value):
            remarks.note(key, f"{row.place} {shown(heading)}", value, FeedReason.COLUMN_UNUSED)
    if not answered:
        yield Problem(row.place, row.gauge_id, FeedReason.NO_VALUE)


def _rain(
    row: _Row, cell: tuple[str, object], item: Mapping[str, object], remarks: _Remarks
) -> Field | Problem:
    """Which rain total a cell is: DRP by its INTV (hours, .05 is five minutes), DYP as the day's at eight."""
    heading, value = cell
    if folded(heading) in VALUES and VALUES[folded(heading)].is_daily:
        at = row.read_at.astimezone(BEIJING)
        if (at.hour, at.minute) != (DAILY_HOUR, 0):
            return Problem(f"{row.place} {heading}", shown(value), FeedReason.NOT_DAILY)
        return Field(Quantity.RAIN_MM_24H)
    interval = read_number(item.get("interval"))
    if interval is None:
        remarks.note("interval", row.place, value, FeedReason.NO_INTERVAL)
        return Field(Quantity.RAIN_MM_1H)
    quantity = None if isinstance(interval, Fault) else INTERVALS.get(round(interval, 2))
    if quantity is None:
        shown_interval = f"{shown(value)} / INTV {shown(item['interval'])}"
        return Problem(f"{row.place} {heading}", shown_interval, FeedReason.ODD_INTERVAL)
    return Field(quantity)


def _reading(
    row: _Row, cell: tuple[str, object], known: Field, unit: str | None, remarks: _Remarks
) -> Reading | Problem:
    heading, value = cell
    place = f"{row.place} {shown(heading)}"
    number = compass_deg(value) if known.quantity is Quantity.WIND_FROM_DEG else read_number(value)
    if number is None or (isinstance(value, str) and value.strip().casefold() in MISSING_MARKS):
        return Problem(place, shown(value), FeedReason.NO_VALUE)
    if isinstance(number, Fault):
        return Problem(place, shown(value), number.reason)
    if number in MISSING_MARKS:
        return Problem(place, shown(value), FeedReason.MISSING_MARK)
    factor = factor_of(known.quantity, unit)
    if factor is None:
        return Problem(place, shown(f"{value} {unit}"), FeedReason.UNKNOWN_UNIT)
    if isinstance(value, str) and "," in value and "." not in value:
        remarks.note("comma", place, value, FeedReason.DECIMAL_COMMA)
    return Reading(
        gauge_id=row.gauge_id,
        gauge_name=row.gauge_name,
        quantity=known.quantity,
        read_at=row.read_at,
        value=number * factor * known.factor,
    )
