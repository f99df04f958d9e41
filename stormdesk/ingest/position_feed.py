"""Positions of vessels that trackers send as JSON lines, JSON, CSV or Parquet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stormdesk.domain.geo import Datum
from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_reason import FeedReason
from stormdesk.ingest.feed_records import PARQUET, Record, folded, keys_in, read_records, shown
from stormdesk.ingest.feed_values import (
    Fault,
    is_blank,
    plain,
    read_instant,
    read_number,
    read_point,
    read_text,
)

KNOTS_PER_MS: Final = 3600 / 1852
KNOTS_PER_KMH: Final = 1 / 1.852
FASTEST_KN: Final = 1_000.0
NO_SPEED_KN: Final = 102.3
MMSI: Final = re.compile(r"^\d{9}$")
ALIASES: Final = {
    "vessel_id": ("vesselid", "shipid", "船舶编号", "渔船编号", "编号", "船舶编码"),
    "mmsi": ("mmsi", "mmsi号", "九位码"),
    "name": ("name", "vesselname", "shipname", "vessel", "船名", "船名号", "渔船名", "船舶名称"),
    "time": ("time", "positionedat", "timestamp", "ts", "at", "postime", "gpstime", "定位时间", "时间"),
    "lat": ("lat", "latitude", "纬度"),
    "lon": ("lon", "lng", "long", "longitude", "经度"),
    "datum": ("datum", "crs", "coordsystem", "坐标系"),
    "course": ("course", "coursedeg", "cog", "heading", "航向"),
    "speed": ("speed", "sog", "航速", "速度"),
    "speed_kn": ("speedkn", "sogkn", "speedknots", "knots", "航速节"),
    "speed_ms": ("speedms", "sogms", "航速ms"),
    "speed_kmh": ("speedkmh", "sogkmh", "航速kmh"),
}
FIELDS: Final = {alias: name for name, aliases in ALIASES.items() for alias in aliases}
MARKS: Final = frozenset((*ALIASES["lat"], *ALIASES["lon"], *ALIASES["mmsi"]))
# A unit in brackets after the heading, such as 航速(节).
UNITS: Final = {
    **dict.fromkeys(("kn", "kt", "kts", "knot", "knots", "节"), "speed_kn"),
    **dict.fromkeys(("m/s", "ms", "米/秒"), "speed_ms"),
    **dict.fromkeys(("km/h", "kmh", "公里/小时", "千米/小时"), "speed_kmh"),
}
UNIT: Final = re.compile(r"[(\[]([^)\]]{1,12})[)\]]\s*$")
FACTORS: Final = {"speed_kn": 1.0, "speed_ms": KNOTS_PER_MS, "speed_kmh": KNOTS_PER_KMH}
HINTS: Final = ("position", "定位", "船位")


@dataclass(slots=True)
class _Remarks:
    """What was taken all the same, with its doubt."""

    told: list[Problem] = field(default_factory=list)
    is_zone_told: bool = False

    def note(self, place: str, value: object, reason: FeedReason) -> None:
        """Keep one remark."""
        self.told.append(Problem(place, shown(value), reason))


def recognise(name: str, head: bytes) -> bool:
    """Whether a file's name and beginning (for Parquet: the whole of it) show positions."""
    keys = {FIELDS.get(key) for key in keys_in(head)}
    if head.startswith(PARQUET) and keys <= {None}:
        return any(hint in name.casefold() for hint in HINTS)
    return {"lat", "lon", "time"} <= keys and bool(keys & {"vessel_id", "mmsi", "name"})


def parse(name: str, data: bytes, *, datum: Datum = Datum.WGS84) -> tuple[list[Position], list[Problem]]:
    """Return the positions of a file in WGS 84 and what was refused or remarked, each with its place."""
    records, problems = read_records(name, data, marks=MARKS)
    remarks = _Remarks()
    positions: list[Position] = []
    for record in records:
        answer = _answer(record, datum, remarks)
        if isinstance(answer, Position):
            positions.append(answer)
        else:
            problems.append(answer)
    return positions, [*problems, *remarks.told]


def _named(values: Mapping[str, object]) -> dict[str, object]:
    item: dict[str, object] = {}
    for key, value in values.items():
        name = FIELDS.get(folded(str(key)))
        if name == "speed" and (unit := UNIT.search(plain(key))):
            name = UNITS.get(unit[1].casefold().replace(" ", ""), name)
        if name is not None and (name not in item or is_blank(item[name])):
            item[name] = value
    return item


def _answer(record: Record, datum: Datum, remarks: _Remarks) -> Position | Problem:
    item = _named(record.values)
    names = {key: read_text(item.get(key)) for key in ("vessel_id", "mmsi", "name")}
    point = read_point(item, datum)
    for key, value in (*names.items(), ("lat, lon", point)):
        if isinstance(value, Fault):
            return Problem(f"{record.place} {key}", shown(value.value), value.reason)
    if not isinstance(point, tuple) or not any(names.values()):
        is_placed = isinstance(point, tuple)
        reason = FeedReason.NO_IDENTITY if is_placed else FeedReason.MISSING
        return Problem(record.place, "" if is_placed else "lat, lon", reason)
    if names["mmsi"] and not MMSI.match(str(names["mmsi"])):
        return Problem(f"{record.place} mmsi", shown(item["mmsi"]), FeedReason.BAD_MMSI)
    at = _time(record, item, remarks)
    if isinstance(at, Problem):
        return at
    moving = {"speed_kn": _speed(record.place, item, remarks), "course_deg": _course(record, item, remarks)}
    return Position(positioned_at=at, lat=point[0], lon=point[1], **names, **moving)  # type: ignore[arg-type]


def _time(record: Record, item: Mapping[str, object], remarks: _Remarks) -> datetime | Problem:
    if is_blank(item.get("time")):
        return Problem(record.place, "time", FeedReason.MISSING)
    instant = read_instant(item["time"])
    if isinstance(instant, Fault):
        return Problem(f"{record.place} time", shown(item["time"]), instant.reason)
    if not instant.has_zone and not remarks.is_zone_told:
        remarks.is_zone_told = True
        remarks.note(record.place, item["time"], FeedReason.ZONELESS)
    return instant.at


def _speed(place: str, item: Mapping[str, object], remarks: _Remarks) -> float | None:
    for key, factor in FACTORS.items():
        speed = read_number(item.get(key))
        if speed is None:
            continue
        if isinstance(speed, Fault) or not 0 <= speed * factor <= FASTEST_KN:
            remarks.note(f"{place} {key}", item[key], FeedReason.SPEED_UNKNOWN)
            return None
        return None if speed * factor == NO_SPEED_KN else speed * factor
    if not is_blank(item.get("speed")):
        remarks.note(f"{place} speed", item["speed"], FeedReason.SPEED_UNIT)
    return None


def _course(record: Record, item: Mapping[str, object], remarks: _Remarks) -> float | None:
    course = read_number(item.get("course"))
    if course is None:
        return None
    if isinstance(course, Fault) or not 0 <= course <= 360:
        remarks.note(f"{record.place} course", item["course"], FeedReason.COURSE_UNKNOWN)
        return None
    return course % 360.0
