"""Single values of a feed's record: instants, numbers, texts and points, or the reason why not."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from stormdesk.domain.geo import Datum, Point, to_wgs84
from stormdesk.domain.moment import BEIJING, EARLIEST_YEAR, LATEST_YEAR
from stormdesk.ingest.feed_reason import FeedReason

LONGEST_TEXT: Final = 4_000
ISO: Final = re.compile(r"^\d{4}-\d\d-\d\d[T ](?!24)\d\d:\d\d")
EPOCH_DATE: Final = re.compile(r"^/?Date\((-?\d{1,16})(?:[+-]\d{4})?\)/?$")
COMPACT: Final = re.compile(r"^((?:19|20|21)\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)?(\d\d)?(?:\.\d+)?$")
LOOSE: Final = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:日\s*|T|\s+)(\d{1,2})(?:[:时点](?:(\d{1,2})分?)?)?"
    r"(?::?(\d{1,2})(?:[.,]\d{1,9})?秒?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
EPOCH_S: Final = re.compile(r"^(-?\d{9,10}(?:\.\d{1,9})?)$")
EPOCH_MS: Final = re.compile(r"^(-?\d{12,13}(?:\.\d{1,9})?)$")
THOUSANDS: Final = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+(\.\d+)?$")
NUMBER: Final = re.compile(r"^[+-]?(?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:e[+-]?\d{1,3})?$", re.IGNORECASE)
DATUM_WORDS: Final = {
    "wgs84": Datum.WGS84,
    "wgs1984": Datum.WGS84,
    "epsg4326": Datum.WGS84,
    "gps": Datum.WGS84,
    "cgcs2000": Datum.CGCS2000,
    "epsg4490": Datum.CGCS2000,
    "2000国家大地坐标系": Datum.CGCS2000,
    "gcj02": Datum.GCJ02,
    "gcj": Datum.GCJ02,
    "高德": Datum.GCJ02,
    "bd09": Datum.BD09,
    "bd09ll": Datum.BD09,
    "百度": Datum.BD09,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be used, and what stood there."""

    reason: FeedReason
    value: object


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant in UTC, and whether the sender named its zone."""

    at: datetime
    has_zone: bool


def is_blank(value: object) -> bool:
    """Whether nothing stands there."""
    return value is None or (isinstance(value, str) and not value.strip())


def plain(value: object) -> str:
    """A value as narrow text without control characters and lone surrogates."""
    said = str(value)[: LONGEST_TEXT + 1]
    if said.isascii() and said.isprintable():
        return said.strip()
    text = unicodedata.normalize("NFKC", said)
    kept = (mark for mark in text if mark in "\n\t" or unicodedata.category(mark) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def read_text(value: object, longest: int = 200) -> str | Fault | None:
    """Read a name, code or sentence; whole numbers are taken as their digits."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Fault(FeedReason.NOT_TEXT, value)
    if is_blank(value):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return Fault(FeedReason.NOT_TEXT, value)
        value = int(value) if value.is_integer() and abs(value) < 1e15 else value
    text = plain(value)
    return Fault(FeedReason.TOO_LONG, text) if len(text) > longest else text or None


def read_instant(value: object) -> Instant | Fault:
    """Read an instant in any of the ways that feeds write it; without a zone it is Beijing time."""
    try:
        found = _instant(value)
    except (ValueError, OverflowError):
        found = None
    if found is None or not EARLIEST_YEAR <= found.at.year <= LATEST_YEAR:
        return Fault(FeedReason.NOT_A_TIME, value)
    return found


def _instant(value: object) -> Instant | None:
    if isinstance(value, datetime):
        return _zoned(value)
    if isinstance(value, bool | date) or not isinstance(value, str | int | float):
        return None
    text = plain(value)
    if ISO.match(text):
        return _zoned(datetime.fromisoformat(text))
    for pattern, read in READERS:
        if found := pattern.match(text):
            return read(found)
    return None


def _epoch(found: re.Match[str]) -> Instant:
    seconds = float(found[1]) / (1 if EPOCH_S.match(found[0]) else 1000)
    return Instant(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), has_zone=True)


def _compact(found: re.Match[str]) -> Instant:
    return _zoned(_from_parts([int(part or 0) for part in found.groups()]))


def _loose(found: re.Match[str]) -> Instant:
    *parts, zone = found.groups()
    at = _from_parts([int(part or 0) for part in parts])
    return _zoned(at.replace(tzinfo=_zone(zone))) if zone else _zoned(at)


def _zone(text: str) -> tzinfo | None:
    if text.upper() in {"Z", "UTC"}:
        return UTC
    return datetime.fromisoformat(f"2000-01-01T00:00{text}").tzinfo


def _from_parts(parts: list[int]) -> datetime:
    year, month, day, hour, minute, second = parts
    after = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta(0)
    clock = 0 if after else hour
    return datetime(year, month, day, clock, minute, second) + after  # noqa: DTZ001  zoned by its caller


def _zoned(at: datetime) -> Instant:
    if at.tzinfo is None:
        return Instant(at.replace(tzinfo=BEIJING).astimezone(UTC), has_zone=False)
    return Instant(at.astimezone(UTC), has_zone=True)


READERS: Final = (
    (EPOCH_DATE, _epoch),
    (COMPACT, _compact),
    (EPOCH_MS, _epoch),
    (EPOCH_S, _epoch),
    (LOOSE, _loose),
)


def read_number(value: object) -> float | Fault | None:
    """Read a finite number; a comma is a decimal point where it cannot part thousands."""
    if is_blank(value):
        return None
    if isinstance(value, bool):
        return Fault(FeedReason.NOT_A_NUMBER, value)
    if isinstance(value, int | float):
        return _finite(value)
    text = plain(value).replace("\u2212", "-").replace(" ", "")
    if THOUSANDS.match(text):
        if "." not in text and text.count(",") == 1 and not text.lstrip("+-").startswith("0,"):
            return Fault(FeedReason.COMMA, value)
        text = text.replace(",", "." if text.lstrip("+-").startswith("0,") else "")
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    return _finite(float(text)) if NUMBER.match(text) else Fault(FeedReason.NOT_A_NUMBER, value)


def _finite(value: float) -> float | Fault:
    try:
        number = float(value)
    except OverflowError:
        return Fault(FeedReason.NOT_A_NUMBER, str(value)[:20])
    return number if math.isfinite(number) else Fault(FeedReason.NOT_A_NUMBER, value)


def read_whole(value: object) -> int | Fault | None:
    """Read a whole number, such as a count of people."""
    number = read_number(value)
    if number is None or isinstance(number, Fault):
        return number
    return int(number) if number.is_integer() else Fault(FeedReason.NOT_WHOLE, value)


def read_datum(value: object, default: Datum) -> Datum | Fault:
    """Read the name of a datum; nothing means the one that the sender is known to use."""
    if is_blank(value):
        return default
    word = re.sub(r"[\s_:\-]", "", plain(value).casefold())
    return DATUM_WORDS.get(word) or Fault(FeedReason.UNKNOWN_DATUM, value)


def read_point(item: Mapping[str, object], datum: Datum) -> Point | Fault | None:
    """Read `lat`, `lon` and `datum` of a record as a WGS 84 point; None when it has none."""
    lat, lon = read_number(item.get("lat")), read_number(item.get("lon"))
    for read in (lat, lon):
        if isinstance(read, Fault):
            return read
    if lat is None and lon is None:
        return None
    if not isinstance(lat, float) or not isinstance(lon, float):
        return Fault(FeedReason.HALF_A_POINT, item.get("lat") or item.get("lon"))
    named = read_datum(item.get("datum"), datum)
    if isinstance(named, Fault):
        return named
    if abs(lat) <= 90 and abs(lon) <= 180:
        return to_wgs84(lat, lon, named)
    is_swapped = abs(lon) <= 90 and abs(lat) <= 180
    return Fault(FeedReason.SWAPPED if is_swapped else FeedReason.OFF_GLOBE, f"{lat}, {lon}")
