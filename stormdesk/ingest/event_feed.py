"""Events that other systems send as JSON lines, JSON, CSV or Parquet."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stormdesk.domain.event import Event, check_event
from stormdesk.domain.geo import Datum
from stormdesk.domain.problem import Problem
from stormdesk.errors import BadEvent
from stormdesk.ingest.feed_reason import FeedReason
from stormdesk.ingest.feed_records import PARQUET, Record, folded, keys_in, read_records, shown
from stormdesk.ingest.feed_values import Fault, is_blank, read_instant, read_point, read_text, read_whole

Statuses = Mapping[tuple[str, str], frozenset[str]]

TOWNSHIP_DIGITS: Final = 9
VILLAGE_DIGITS: Final = 12
TOWNSHIP: Final = re.compile(r"^\d{9}$")
VILLAGE: Final = re.compile(r"^\d{12}$")
MOST_PEOPLE: Final = 10_000_000
LONGEST_PAYLOAD: Final = 4_000
PLAIN_PAYLOAD: Final = "text"
ALIASES: Final = {
    "event_id": ("eventid", "id", "uuid", "msgid", "messageid", "编号", "事件编号"),
    "operation_id": ("operationid", "operation", "响应", "响应编号"),
    "subject": ("subject", "subjecttype", "objecttype", "对象", "对象类型"),
    "subject_id": ("subjectid", "objectid", "对象编号", "对象代码"),
    "facet": ("facet", "aspect", "事项"),
    "status": ("status", "state", "状态"),
    "happened_at": ("happenedat", "occurredat", "time", "timestamp", "ts", "发生时间", "时间"),
    "actor": ("actor", "by", "reporter", "reportedby", "operator", "上报人", "登记人", "报告人"),
    "account": ("account", "账目"),
    "township_code": ("townshipcode", "乡镇代码", "街道代码"),
    "village_code": ("villagecode", "村代码", "社区代码"),
    "category": ("category", "类别"),
    "quantity": ("quantity", "count", "people", "persons", "数量", "人数"),
    "lat": ("lat", "latitude", "纬度"),
    "lon": ("lon", "lng", "long", "longitude", "经度"),
    "datum": ("datum", "crs", "coordsystem", "坐标系"),
    "payload": ("payload", "details", "detail", "extra", "备注", "说明"),
    "corrects": ("corrects", "corrected", "更正"),
}
FIELDS: Final = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
MARKS: Final = frozenset(
    alias for name in ("subject", "subject_id", "facet", "happened_at") for alias in ALIASES[name]
)
NEEDED: Final = ("subject", "subject_id", "facet", "status", "happened_at")
TEXTS: Final = (
    *("event_id", "operation_id", "subject", "subject_id", "facet", "status", "actor"),
    *("account", "township_code", "village_code", "category", "corrects"),
)
HINTS: Final = ("event", "事件")


@dataclass(slots=True)
class _Reading:
    """What holds for every item of one delivery, and what was seen so far."""

    source: str
    operation_id: str
    received_at: datetime
    statuses: Statuses
    datum: Datum
    seen: dict[str, Event] = field(default_factory=dict)
    zoneless: Problem | None = None


def recognise(name: str, head: bytes) -> bool:
    """Whether a file's name and beginning (for Parquet: the whole of it) show events."""
    keys = {FIELDS.get(key) for key in keys_in(head)}
    if head.startswith(PARQUET) and keys <= {None}:
        return any(hint in name.casefold() for hint in HINTS)
    return {"subject", "subject_id", "status"} <= keys


def parse(  # noqa: PLR0913  what every delivery knows of its sender
    name: str,
    data: bytes,
    *,
    source: str,
    operation_id: str,
    received_at: datetime,
    statuses: Statuses,
    datum: Datum = Datum.WGS84,
) -> tuple[list[Event], list[Problem]]:
    """Return the events of a file and what was refused or remarked, each with its place."""
    records, problems = read_records(name, data, marks=MARKS)
    reading = _Reading(source, operation_id, received_at, statuses, datum)
    events: list[Event] = []
    for record in records:
        answer = _answer(record, reading)
        if isinstance(answer, Event):
            events.append(answer)
        else:
            problems.append(answer)
    if reading.zoneless:
        problems.append(reading.zoneless)
    return events, problems


def _answer(record: Record, reading: _Reading) -> Event | Problem:
    event = _event(record, reading)
    if isinstance(event, Problem):
        return event
    try:
        check_event(event, reading.statuses)
    except BadEvent as error:
        return Problem(record.place, shown(error.values["value"]), str(error.values["reason"]))
    known = reading.seen.setdefault(event.event_id, event)
    if known != event:
        return Problem(record.place, shown(event.event_id), FeedReason.SAME_ID)
    return known


def _event(record: Record, reading: _Reading) -> Event | Problem:
    item, others = _named(record.values)
    texts = {name: read_text(item.get(name)) for name in TEXTS}
    quantity, point = read_whole(item.get("quantity")), read_point(item, reading.datum)
    payload = _payload(item.get("payload"), others)
    for field_name, value in (*texts.items(), ("quantity", quantity), ("lat, lon", point), ("", payload)):
        if isinstance(value, Fault):
            return Problem(_at(record, field_name), shown(value.value), value.reason)
    areas = _areas(texts["township_code"], texts["village_code"])
    refused = _refusal(record, item, texts, quantity, reading)
    if refused or areas is None:
        codes = f"{texts['township_code']} {texts['village_code']}"
        return refused or Problem(_at(record, "township_code"), shown(codes), FeedReason.BAD_AREA)
    happened_at = _happened_at(record, item["happened_at"], reading)
    if isinstance(happened_at, Problem):
        return happened_at
    lat, lon = point if isinstance(point, tuple) else (None, None)
    said: dict[str, object] = {**texts, **areas, "quantity": quantity, "lat": lat, "lon": lon}
    said |= {"operation_id": reading.operation_id, "actor": texts["actor"] or reading.source}
    said |= {"payload": payload, "happened_at": happened_at}
    said["event_id"] = texts["event_id"] or _derived_id(reading.source, said)
    return Event(**said, source=reading.source, recorded_at=reading.received_at)  # type: ignore[arg-type]


def _refusal(
    record: Record,
    item: Mapping[str, object],
    texts: Mapping[str, object],
    quantity: object,
    reading: _Reading,
) -> Problem | None:
    if isinstance(quantity, int) and quantity > MOST_PEOPLE:
        return Problem(_at(record, "quantity"), shown(quantity), FeedReason.OUT_OF_RANGE)
    for field_name in NEEDED:
        if is_blank(item.get(field_name)):
            return Problem(record.place, field_name, FeedReason.MISSING)
    if texts["operation_id"] not in {None, reading.operation_id}:
        return Problem(_at(record, "operation_id"), shown(item["operation_id"]), FeedReason.OTHER_OPERATION)
    return None


def _areas(township: object, village: object) -> dict[str, str | None] | None:
    """The codes of township and village, the one told by the other; None when one cannot be."""
    code = str(township or "") or str(village or "")[:TOWNSHIP_DIGITS]
    code = code.removesuffix("000") if len(code) == VILLAGE_DIGITS else code
    is_whole = not code or TOWNSHIP.match(code)
    if not is_whole or (village and not VILLAGE.match(str(village))):
        return None
    return {"township_code": code or None, "village_code": str(village) if village else None}


def _at(record: Record, field_name: str) -> str:
    return f"{record.place} {field_name}".strip()


def _happened_at(record: Record, value: object, reading: _Reading) -> datetime | Problem:
    instant = read_instant(value)
    place = _at(record, "happened_at")
    if isinstance(instant, Fault):
        return Problem(place, shown(value), instant.reason)
    if not instant.has_zone and reading.zoneless is None:
        reading.zoneless = Problem(place, shown(value), FeedReason.ZONELESS)
    return instant.at


def _named(values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """The fields by our names, and what has no field of its own."""
    item: dict[str, object] = {}
    others: dict[str, object] = {}
    for key, value in values.items():
        name = FIELDS.get(folded(str(key)))
        if name is None or name in item:
            others[shown(str(key))] = value
        else:
            item[name] = value
    return item, {key: value for key, value in others.items() if key and not is_blank(value)}


def _payload(value: object, others: Mapping[str, object]) -> str | Fault | None:
    """The payload as a JSON object, together with the fields that have no place of their own."""
    found = value
    if isinstance(value, str) and value.strip():
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            found = value
    if not isinstance(found, Mapping):
        found = {} if is_blank(found) else {PLAIN_PAYLOAD: found}
    whole = {**others, **found}
    if not whole:
        return None
    try:
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=str, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return Fault(FeedReason.NOT_TEXT, value)
    clean = text.encode("utf-8", errors="replace").decode()
    return Fault(FeedReason.TOO_LONG, clean) if len(clean) > LONGEST_PAYLOAD else clean


def _derived_id(source: str, said: Mapping[str, object]) -> str:
    """An identity made of the source and the content, so that the same report twice is one event."""
    content = [source, *(f"{name}={said[name]}" for name in sorted(said) if name != "event_id")]
    return "feed-" + hashlib.sha256("\n".join(content).encode("utf-8", errors="replace")).hexdigest()[:32]
