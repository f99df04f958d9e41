"""The headings of a storm table that anybody may have written: what each column holds, and in what unit."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stormdesk.ingest.storm_values import KNOT_MS, NAUTICAL_MILE_KM

WORDS: Final = {
    "storm_id": "台风编号 台风号 编号 国际编号 tfid tfbh stormid storm number num id tcid",
    "name_zh": "台风名称 名称 台风名 中文名 中文名称 台风",
    "name": "name stormname tcname",
    "name_en": "英文名 英文名称 enname nameen englishname",
    "time": "时间 时刻 定位时间 观测时间 日期时间 time datetime fixedat analysistime",
    "date": "日期 定位日期 观测日期 date day",
    "hour": "时 小时 时次 钟点 hour",
    "valid": "预报时刻 有效时间 有效时刻 validat validtime valid",
    # Beside another time it says for when, alone since when.
    "forecast": "预报时间 forecasttime",
    "issued": "起报时间 起报时刻 发布时间 发报时间 issuedat issued issuetime basetime inittime",
    "lead": "预报时效 时效 lead leadh leadhours leadtime tau forecasthour fhour",
    "lat": "纬度 北纬 lat latitude",
    "lon": "经度 东经 lon lng long longitude",
    "wind": "风速 最大风速 中心风速 中心最大风速 近中心最大风速 中心附近最大风速"
    " wind windspeed maxwind vmax msw speed",
    "pressure": "气压 中心气压 中心最低气压 pressure pres mslp centralpressure",
    "agency": "机构 预报机构 发布机构 发布单位 agency center centre",
    "zone": "时区 zone timezone tz",
    "grade": "强度 等级 强度等级 台风等级 grade strong category",
    "move_kmh": "移速 移动速度 movespeed movekmh",
    "move_direction": "移向 移动方向 movedirection movedir",
}
FIELDS: Final = {word: field for field, words in WORDS.items() for word in words.split()}
SPEED_ENDINGS: Final = (
    ("kmh", "km/h"),
    ("kph", "km/h"),
    ("kts", "kt"),
    ("kt", "kt"),
    ("kn", "kt"),
    ("ms", "m/s"),
)
# Circles by force or by knots; 34 kt and 30 kt both stand for force 7.
FORCES: Final = {
    **dict.fromkeys(("7", "七", "30", "34"), "7"),
    **dict.fromkeys(("10", "十", "50"), "10"),
    **dict.fromkeys(("12", "十二", "64"), "12"),
}
SIDES: Final = {"东北": "ne", "东南": "se", "西南": "sw", "西北": "nw"}
RADIUS: Final = re.compile(
    r"(?P<side0>东北|东南|西南|西北)?(?:象限)?(?:r|radius|radii|wind)?(?P<force>十二|十|七|12|10|7|30|34|50|64)"
    r"(?:级|kts?|节)?(?:大?风圈?)?(?:半径)?(?P<side>东北|东南|西南|西北|ne|se|sw|nw)?(?:象限|方向)?(?:半径|radius)?"
)
UNIT: Final = re.compile(r"[(\[]([^)\]]*)[)\]]")
SPEED_UNITS: Final = {
    **dict.fromkeys(("m/s", "ms", "mps", "米/秒", "米每秒", "ms-1", "m/s-1"), 1.0),
    **dict.fromkeys(("kt", "kts", "kn", "knot", "knots", "节", "海里/小时"), KNOT_MS),
    **dict.fromkeys(("km/h", "kmh", "kph", "公里/小时", "公里/时", "千米/小时", "公里每小时"), 1 / 3.6),
    **dict.fromkeys(("mph", "英里/小时"), 1609.344 / 3600),
}
LENGTH_UNITS: Final = {
    **dict.fromkeys(("km", "公里", "千米"), 1.0),
    **dict.fromkeys(("nm", "nmi", "nmile", "海里"), NAUTICAL_MILE_KM),
}
UTC_WORDS: Final = re.compile(r"utc|gmt|世界时|协调时|国际时", re.IGNORECASE)
BEIJING_WORDS: Final = re.compile(
    r"北京|bjt|beijing|cst|utc\s*\+\s*0?8|gmt\s*\+\s*0?8|[+]0?8(?::?00)?|东八", re.IGNORECASE
)
# A table of ships or of gauges has places, times and winds too.
FOREIGN: Final = frozenset(
    [
        "mmsi",
        "船名",
        "vesselid",
        "vessel",
        "shipname",
        "船舶编号",
        "stcd",
        "stnm",
        "测站编码",
        "测站",
        "测站名称",
        "站号",
        "站名",
        "站码",
        "station",
        "stationid",
        "stationname",
        "gauge",
        "gaugeid",
    ]
)
HEADING_LINES: Final = 5
LONGEST_LINE: Final = 10_000
LONGEST_CELL: Final = 60
DELIMITERS: Final = ",\t;|"


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: a field, and what its heading says of unit and zone."""

    field: str
    unit: str
    zone: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: its line, the delimiter, and the column at each place."""

    line: int
    delimiter: str
    columns: tuple[Column | None, ...]
    names: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the table has."""
        return frozenset(column.field for column in self.columns if column)


def zone_in(text: str) -> str:
    """Return "beijing", "utc" or nothing, as a text says."""
    if BEIJING_WORDS.search(text):
        return "beijing"
    return "utc" if UTC_WORDS.search(text) else ""


def column_of(name: str) -> Column | None:
    """Return what a heading means, None when it means nothing known."""
    if len(name) > LONGEST_CELL:
        return None
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    unit = UNIT.search(plain)
    said = unit[1].strip() if unit else ""
    bare = UNIT.sub("", plain)
    zone = zone_in(bare) or zone_in(said)
    bare = re.sub(r"[_\s-]*(?:utc|gmt|bjt|cst)$|[_\s-]*(?:北京时间?|世界时)$", "", bare)
    word = re.sub(r"[\s_\-./:·]", "", bare)
    for ending, shown in SPEED_ENDINGS:
        if word not in FIELDS and FIELDS.get(word.removesuffix(ending)) == "wind":
            return Column("wind", shown, zone)
    if word in FIELDS:
        return Column(FIELDS[word], said.replace(" ", ""), zone)
    if not word and zone:
        return Column("time", "", zone)
    return _radius(re.sub(r"(?<=\d)(?:km|nm)$|(?<=ne|se|sw|nw)(?:km|nm)$", "", word), said, bare)


def _radius(word: str, said: str, bare: str) -> Column | None:
    """Return the circle, and its side, that a heading means."""
    radius = RADIUS.fullmatch(word)
    if radius is None:
        return None
    side = radius["side"] or radius["side0"] or ""
    unit = said.replace(" ", "") or ("nm" if bare.endswith("nm") else "")
    return Column(f"radius{FORCES[radius['force']]}{SIDES.get(side, side)}", unit, "")


def find_heading(lines: Sequence[str]) -> Heading | None:
    """Return the heading among the first lines, None when these are no storm's."""
    for i, line in enumerate(lines[:HEADING_LINES], start=1):
        if len(line) > LONGEST_LINE:
            continue
        delimiter = max(DELIMITERS, key=line.count)
        try:
            names = tuple(next(csv.reader([line], delimiter=delimiter), []))
        except csv.Error:
            continue
        heading = Heading(i, delimiter, tuple(column_of(name) for name in names), names)
        if _is_storm(heading):
            return heading
    return None


def _is_storm(heading: Heading) -> bool:
    fields = heading.fields
    words = {re.sub(r"[\s_]", "", name).lower() for name in heading.names}
    has_time = bool(fields & {"time", "date", "valid", "issued", "forecast"})
    if not {"lat", "lon"} <= fields or not has_time or words & FOREIGN:
        return False
    strengths = len(fields & {"wind", "pressure", "grade"}) + any("radius" in field for field in fields)
    return strengths >= 1 and (
        bool(fields & {"storm_id", "name_zh", "name", "name_en", "lead"}) or strengths >= 2
    )
