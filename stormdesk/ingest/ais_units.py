"""In which units a file of AIS JSON writes places, speeds and courses.

A file has one unit. It is what the file declares, else the magnitudes show it: beyond the globe in
degrees, integers are ten-thousandths of a minute (degrees × 600,000) or millionths of a degree. With
integers for places, speed and course are tenths too unless their own unit is named.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.ingest.ais_reason import AisReason
from stormdesk.ingest.storm_values import number

KEYS: Final = {
    "mmsi": ("mmsi", "userid", "user_id"),
    "vessel_id": ("vessel_id", "vesselid", "船舶编号"),
    "name": ("name", "shipname", "ship_name", "vesselname", "vessel_name", "船名"),
    "lat": ("lat", "latitude", "纬度"),
    "lon": ("lon", "lng", "long", "longitude", "经度"),
    "speed": ("sog", "speed", "spd", "speed_kn", "航速", "速度"),
    "course": ("cog", "course", "crs", "course_deg", "航向"),
    "time": (
        "time", "timestamp", "ts", "utc", "postime", "pos_time", "lasttime", "last_time", "lasttm",
        "updatetime", "update_time", "receivetime", "receive_time", "msgtime", "时间", "定位时间",
    ),
    "unit": ("unit", "units", "lat_unit", "latlon_unit", "coord_unit", "coordinate_unit", "scale", "单位"),
    "speed_unit": ("speed_unit", "sog_unit", "航速单位"),
}  # fmt: skip
# Each spelling with its field; of two in one record the earlier one holds.
FIELDS: Final = {word: (field, rank) for field, words in KEYS.items() for rank, word in enumerate(words)}
NAMED_KNOTS: Final = "speed_kn"
LONGEST_TEXT: Final = 60
FINE: Final = 600_000.0
MICRO: Final = 1_000_000.0
SCALE_WORDS: Final = (
    (FINE, re.compile(r"600[, ]?000|1/10000\s*(?:min|分|'|′)|万分之一分", re.IGNORECASE)),
    (MICRO, re.compile(r"1[, ]?000[, ]?000|1e-?6|micro|百万分", re.IGNORECASE)),
    (1.0, re.compile(r"deg|度|°|^1(?:\.0)?$", re.IGNORECASE)),
)
SPEED_WORDS: Final = (
    (0.1, re.compile(r"0\.1|1/10|tenth|十分", re.IGNORECASE)),
    (3600 / 1852, re.compile(r"m/s|米/秒|米每秒", re.IGNORECASE)),
    (1 / 1.852, re.compile(r"km/h|公里", re.IGNORECASE)),
)
FASTEST_KN: Final = 102.2
# So many knots in a file of whole numbers without a unit are rather tenths.
SUSPICIOUS_KN: Final = 40.0
UNKNOWN_SPEEDS: Final = (102.3, 1023.0)
UNKNOWN_COURSES: Final = (360.0, 3600.0, 511.0)
LARGEST_COURSE_DEG: Final = 359.95


@dataclass(frozen=True, slots=True)
class Record:
    """One object with its values by field, and where it stood."""

    values: Mapping[str, object]
    place: str

    @classmethod
    def of(cls, item: Mapping[object, object], around: Mapping[str, object], place: str) -> "Record":
        """Name the values of an object by their fields; what is empty is left out."""
        values: dict[str, object] = dict(around)
        ranks: dict[str, int] = {}
        for key, value in item.items():
            word = str(key).strip().lower()
            field, rank = FIELDS.get(word, ("", 0))
            if field and value is not None and value != "" and rank <= ranks.get(field, rank):
                values[field], ranks[field] = value, rank
                if word == NAMED_KNOTS:
                    values.setdefault("speed_unit", "kn")
        return cls(values, place)

    def get(self, field: str) -> object:
        """Return the value of a field, None when absent or empty."""
        return self.values.get(field)

    def text(self, field: str) -> str | None:
        """Return a field as clean text."""
        value = self.values.get(field)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is None or isinstance(value, Mapping | list | bool):
            return None
        said = str(value)[: LONGEST_TEXT * 2]
        shown = said if said.isprintable() else "".join(c if c.isprintable() else " " for c in said)
        return shown.strip()[:LONGEST_TEXT] or None

    def number(self, field: str) -> float | None:
        """Return a field as a number, None when there is none that can be read."""
        try:
            return plain_number(self.values.get(field))
        except (ValueError, OverflowError):
            return None


def plain_number(value: object) -> float | None:
    """Return a finite number, None for a blank; a ValueError for anything else."""
    if isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return number(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """How a file writes numbers."""

    per_degree: float
    is_speed_tenths: bool
    is_course_tenths: bool

    def per_degree_of(self, record: Record) -> float:
        """Return how many units a degree has in a record: its own where that is plain, else the file's."""
        own = scale_of(record)
        lat, lon = record.number("lat") or 0.0, record.number("lon") or 0.0
        is_bare = own == 1.0 and lat.is_integer() and lon.is_integer() and not _declared(record)
        return self.per_degree if own is None or is_bare else own

    def speed_kn(self, record: Record, problems: list[Problem]) -> float | None:
        """Return a record's speed in knots, None when it is unknown."""
        value = _number(record, "speed", problems)
        if value is None or value in UNKNOWN_SPEEDS:
            return None
        said = str(record.get("speed_unit") or "")
        named = next((factor for factor, words in SPEED_WORDS if words.search(said)), 1.0)
        factor = named if said else 0.1 if self.is_speed_tenths else 1.0
        return _inside(record, "speed", value * factor, FASTEST_KN, problems)

    def course_deg(self, record: Record, problems: list[Problem]) -> float | None:
        """Return a record's course in degrees, None when it is unknown."""
        value = _number(record, "course", problems)
        if value is None or (value in UNKNOWN_COURSES and not (self.is_course_tenths and value < 3600)):
            return None
        factor = 0.1 if self.is_course_tenths else 1.0
        return _inside(record, "course", value * factor, LARGEST_COURSE_DEG, problems)


def units_of(records: Sequence[Record], problems: list[Problem]) -> Units:
    """Find the units of a file from all its records, and say what had to be guessed."""
    scales = Counter(scale for record in records if (scale := scale_of(record)))
    per_degree = scales.most_common(1)[0][0] if scales else 1.0
    if per_degree != 1.0 and not all(_declared(record) for record in records):
        problems.append(Problem("", f"{per_degree:,.0f}", AisReason.SCALE_GUESSED))
    others = sum(scales.values()) - scales[per_degree]
    if others:
        problems.append(Problem("", f"{others}", AisReason.SCALES_MIXED))
    speeds = _known(records, "speed", UNKNOWN_SPEEDS)
    courses = _known(records, "course", UNKNOWN_COURSES)
    is_fine, fastest = per_degree != 1.0, max(speeds, default=0.0)
    is_whole = all(value.is_integer() for value in speeds)
    is_tenths = is_whole and (is_fine or fastest > FASTEST_KN)
    is_named = any(record.get("speed_unit") for record in records)
    if is_whole and not is_tenths and not is_named and fastest > SUSPICIOUS_KN:
        problems.append(Problem("", f"{fastest:g}", AisReason.SPEED_GUESSED))
    is_whole_course = all(value.is_integer() for value in courses)
    is_course_tenths = is_whole_course and (is_fine or max(courses, default=0.0) > 360)
    return Units(per_degree=per_degree, is_speed_tenths=is_tenths, is_course_tenths=is_course_tenths)


def _known(records: Sequence[Record], field: str, unknown: tuple[float, ...]) -> list[float]:
    values = (record.number(field) for record in records)
    return [value for value in values if value is not None and value not in unknown]


def _declared(record: Record) -> float | None:
    said = record.get("unit")
    text = "" if said is None else str(said)
    return next((scale for scale, words in SCALE_WORDS if words.search(text)), None)


def scale_of(record: Record) -> float | None:
    """Return how many units a degree has: as declared, else as the magnitudes of whole numbers show."""
    declared = _declared(record)
    lat, lon = record.number("lat"), record.number("lon")
    if declared or lat is None or lon is None or not (lat or lon) or is_unknown(lat, lon):
        return declared
    if abs(lat) <= 180 and abs(lon) <= 180:
        return 1.0
    if not (lat.is_integer() and lon.is_integer()):
        return None
    fitting = (scale for scale in (FINE, MICRO) if abs(lat) <= 90 * scale and abs(lon) <= 180 * scale)
    return next(fitting, None)


def is_unknown(lat: float, lon: float) -> bool:
    """Return whether a place is the mark for "not available"."""
    return lat in (91.0, 91 * FINE) or lon in (181.0, 181 * FINE)


def _number(record: Record, field: str, problems: list[Problem]) -> float | None:
    value = record.get(field)
    try:
        return plain_number(value)
    except (ValueError, OverflowError):
        problems.append(Problem(f"{record.place}.{field}", str(value)[:80], AisReason.BAD_NUMBER))
        return None


def _inside(record: Record, field: str, value: float, most: float, problems: list[Problem]) -> float | None:
    if 0 <= value <= most:
        return round(value, 3)
    problems.append(Problem(f"{record.place}.{field}", f"{value:g}", AisReason.OUT_OF_RANGE))
    return None
