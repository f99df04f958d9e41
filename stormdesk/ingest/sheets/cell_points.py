"""Longitudes and latitudes as typed into lists: decimal, degrees and minutes, pairs, swapped."""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.fault import CellReason, Fault
from stormdesk.ingest.sheets.plain import compact, is_blank, tidy

Bounds = tuple[float, float, float, float]
_LARGEST: Final = {"lon": 180.0, "lat": 90.0}
_SIDES: Final = (("东经", "E"), ("西经", "W"), ("北纬", "N"), ("南纬", "S"), ("经度", "E"), ("纬度", "N"))
_DEGREE, _MINUTE, _SECOND = r"(?:°|度|d|:)", r"(?:′|'|分|m|:)", r"(?:″|\"|''|′′|秒|s)"
_ANGLE: Final = re.compile(
    rf"(?P<before>[NSEW])?(?P<sign>[+-])?(?P<degrees>\d{{1,3}}(?:\.\d+)?){_DEGREE}?"
    rf"(?:(?P<minutes>\d{{1,2}}(?:\.\d+)?){_MINUTE}?)?(?:(?P<seconds>\d{{1,2}}(?:\.\d+)?){_SECOND}?)?(?P<after>[NSEW])?",
    re.IGNORECASE,
)
_SPACED: Final = re.compile(r"(\d{1,3})\s+(\d{1,2}(?:\.\d+)?)(?:\s+(\d{1,2}(?:\.\d+)?))?")
_NUMBER: Final = re.compile(
    r"(?P<before>[NSEW])?(?P<number>[+-]?\d{1,9}(?:\.\d*)?)°?(?P<after>[NSEW])?", re.IGNORECASE
)
_MARKS: Final = str.maketrans(
    {"º": "°", "˚": "°", "’": "'", "‘": "'", "´": "'", "”": '"', "“": '"', "〃": '"'}
)
_COMMA: Final = re.compile(r"\d{1,3},\d{3,}")


class Axis(StrEnum):
    """Which of the two a cell holds."""

    LON = "lon"
    LAT = "lat"


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees, in the datum of the list."""

    lon: float
    lat: float


def coordinate(cell: CellValue, axis: Axis | str, *, is_packed: bool = False) -> float | Fault | None:
    """Degrees of one axis (`lon` or `lat`); 12114.50 is 121°14.50′ only where the list is declared so."""
    if is_blank(cell):
        return None
    degrees = _degrees(cell)
    if isinstance(degrees, Fault):
        return degrees
    return _placed(degrees, axis, is_packed=is_packed)


def _placed(degrees: float, axis: Axis | str, *, is_packed: bool) -> float | Fault:
    largest = _LARGEST[axis]
    unpacked = _unpacked(degrees)
    if is_packed:
        if unpacked is None:
            return Fault(CellReason.NOT_A_COORDINATE)
        degrees = unpacked
    if degrees == 0:
        return Fault(CellReason.COORDINATE_ZERO)
    if abs(degrees) <= largest:
        return degrees
    if axis == Axis.LAT and abs(degrees) <= _LARGEST[Axis.LON]:
        return Fault(CellReason.POINT_SWAPPED)
    if not is_packed and unpacked is not None and 1 <= abs(unpacked) <= largest:
        return Fault(CellReason.COORDINATE_PACKED, f"{unpacked:.6f}")
    return Fault(CellReason.COORDINATE_RANGE)


def _unpacked(packed: float) -> float | None:
    whole, minutes = divmod(abs(packed), 100)
    return math.copysign(whole + minutes / 60, packed) if minutes < 60 else None


def _degrees(cell: CellValue) -> float | Fault:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return Fault(CellReason.NOT_A_COORDINATE)
    if isinstance(cell, int | float):
        is_sane = math.isfinite(cell) and abs(cell) < 1e9 if isinstance(cell, float) else abs(cell) < 10**9
        return float(cell) if is_sane else Fault(CellReason.NOT_A_COORDINATE)
    typed = _lettered(tidy(cell)[:60])
    found = _NUMBER.fullmatch(typed)
    if found:
        return _signed(float(found["number"]), found["before"] or found["after"])
    if _COMMA.fullmatch(typed):
        return Fault(CellReason.COORDINATE_COMMA, typed.replace(",", "."))
    return _angle(typed)


def _lettered(words: str) -> str:
    spaced = _SPACED.fullmatch(words)
    if spaced:
        words = ":".join(part for part in spaced.groups() if part)
    typed = compact(words.translate(_MARKS).replace("″", '"').replace("′", "'")).strip(":")
    for word, letter in _SIDES:
        typed = typed.replace(word, letter)
    return re.sub(r"(?<=[NSEW]):", "", typed)


def _angle(typed: str) -> float | Fault:
    found = _ANGLE.fullmatch(typed)
    if found is None or (found["before"] and found["after"]):
        return Fault(CellReason.NOT_A_COORDINATE)
    minutes, seconds = float(found["minutes"] or 0), float(found["seconds"] or 0)
    has_marks = found["minutes"] is None or re.search(r"[°度d:]", typed, re.IGNORECASE)
    if not has_marks or minutes >= 60 or seconds >= 60 or ("." in found["degrees"] and found["minutes"]):
        return Fault(CellReason.NOT_A_COORDINATE)
    degrees = float(found["degrees"]) + minutes / 60 + seconds / 3600
    return _signed(-degrees if found["sign"] == "-" else degrees, found["before"] or found["after"])


def _signed(degrees: float, side: str | None) -> float:
    return -abs(degrees) if side and side.upper() in "SW" else degrees


def point(
    lat_cell: CellValue, lon_cell: CellValue, bounds: Bounds, *, is_packed: bool = False
) -> Point | Fault | None:
    """The place that two cells, or one with both, name; `bounds` are west, south, east, north."""
    if is_blank(lat_cell) and is_blank(lon_cell):
        return None
    pair = _pair(lat_cell) or _pair(lon_cell)
    if pair:
        return _of_pair(pair, lat_cell, lon_cell, bounds)
    if is_blank(lat_cell) or is_blank(lon_cell):
        return Fault(CellReason.POINT_HALF)
    lat, lon = _degrees(lat_cell), _degrees(lon_cell)
    if isinstance(lat, Fault) or isinstance(lon, Fault):
        return lat if isinstance(lat, Fault) else lon if isinstance(lon, Fault) else None
    return _checked(lat, lon, bounds, is_packed=is_packed)


def _checked(lat: float, lon: float, bounds: Bounds, *, is_packed: bool) -> Point | Fault:
    found = _point(lat, lon, is_packed=is_packed)
    other = _point(lon, lat, is_packed=is_packed)
    is_here = isinstance(found, Point) and _is_within(found.lon, found.lat, bounds)
    if not is_here and isinstance(other, Point) and _is_within(other.lon, other.lat, bounds):
        return Fault(CellReason.POINT_SWAPPED, f"{round(other.lon, 7)},{round(other.lat, 7)}")
    return found


def _point(lat: float, lon: float, *, is_packed: bool) -> Point | Fault:
    north, east = _placed(lat, Axis.LAT, is_packed=is_packed), _placed(lon, Axis.LON, is_packed=is_packed)
    if isinstance(north, Fault):
        return north
    return east if isinstance(east, Fault) else Point(east, north)


def _is_within(lon: float, lat: float, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def _pair(cell: CellValue) -> tuple[float, float] | None:
    if not isinstance(cell, str) or _COMMA.fullmatch(compact(cell)):
        return None
    words = unicodedata.normalize("NFKC", tidy(cell)[:80].translate(_MARKS)).strip("()[] ")
    parts = [part for part in re.split(r"[,;、/|]|(?<=[NSEW])\s+", words) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"\d+\.\d+ \d+\.\d+", words):
        parts = words.split(" ")
    if len(parts) != 2:
        return None
    one, other = (_degrees(part) for part in parts)
    return None if isinstance(one, Fault) or isinstance(other, Fault) else (one, other)


def _of_pair(
    pair: tuple[float, float], lat_cell: CellValue, lon_cell: CellValue, bounds: Bounds
) -> Point | Fault:
    lon, lat = pair if abs(pair[0]) > 90 or _is_within(*pair, bounds) else (pair[1], pair[0])
    for cell in (lat_cell, lon_cell):
        alone = None if is_blank(cell) or _pair(cell) else _degrees(cell)
        if alone is not None and alone not in pair:
            return Fault(CellReason.POINT_CONTRADICTS)
    return _checked(lat, lon, bounds, is_packed=False)
