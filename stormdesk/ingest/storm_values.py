"""Numbers, times, quadrants and names as storm feeds spell them."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, TypeVar

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import COMPASS_NAMES, Quadrants
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.wind import GRADE_NAMES, StormGrade

Read = TypeVar("Read")

BEIJING: Final = timezone(timedelta(hours=8))
KNOT_MS: Final = 1852 / 3600
NAUTICAL_MILE_KM: Final = 1.852
BLANKS: Final = {"", "-", "--", "---", "/", "null", "none", "nan", "n/a", "undefined"}
NUMBER: Final = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)\s*([a-z/°%百帕米秒公里小时每级度]*)", re.IGNORECASE
)
TIME: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*T?\s*"
    r"(\d{1,2})\s*(?:[:时点]\s*(?:(\d{1,2})\s*[:分]?\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
COMPACT_TIME: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?()")
# No number and no time is longer; a longer text is not searched.
LONGEST_VALUE: Final = 60
EARLIEST_YEAR: Final = 1940
LATEST_YEAR: Final = 2100

AGENCY_NAMES: Final = {
    "中央气象台": "中国",
    "中国中央气象台": "中国",
    "北京": "中国",
    "BABJ": "中国",
    "台湾": "中国台湾",
    "中央气象署": "中国台湾",
    "香港": "中国香港",
    "香港天文台": "中国香港",
    "VHHH": "中国香港",
    "日本气象厅": "日本",
    "东京": "日本",
    "RJTD": "日本",
    "美国联合台风警报中心": "美国",
    "关岛": "美国",
    "PGTW": "美国",
    "韩国气象厅": "韩国",
    "PAGASA": "菲律宾",
    "RPMM": "菲律宾",
    "RKSL": "韩国",
    "RCTP": "中国台湾",
    "CMA": "中国",
    "NMC": "中国",
    "CWA": "中国台湾",
    "CWB": "中国台湾",
    "HKO": "中国香港",
    "JMA": "日本",
    "TOKYO": "日本",
    "JTWC": "美国",
    "USA": "美国",
    "KMA": "韩国",
}
# Averaging period of each agency's wind, in minutes.
AVERAGING_MIN: Final = {
    N_("中国"): 2,
    N_("中国台湾"): 10,
    N_("中国香港"): 10,
    N_("日本"): 10,
    N_("韩国"): 10,
    N_("菲律宾"): 10,
    N_("美国"): 1,
}

GRADE_WORDS: Final = (
    {name: grade for grade, name in GRADE_NAMES.items()}
    | {
        "变性气旋": StormGrade.L,
        "变性": StormGrade.L,
        "ET": StormGrade.L,
        "EX": StormGrade.L,
    }
    | {grade.value.upper(): grade for grade in StormGrade}
)

DIRECTION_WORDS: Final = dict(
    zip(
        ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"),
        COMPASS_NAMES,
        strict=True,
    )
)
LETTERS: Final = str.maketrans({"北": "N", "东": "E", "南": "S", "西": "W"})


def number(value: object) -> float | None:
    """Return a finite number, None for a blank; a ValueError for anything else."""
    text = "" if value is None else str(value).strip()
    if text.lower() in BLANKS:
        return None
    match = NUMBER.fullmatch(text) if len(text) <= LONGEST_VALUE else None
    if match is None:
        raise ValueError
    found = float(match[1])
    if not math.isfinite(found):
        raise ValueError
    return -found if match[2].upper() in {"S", "W"} else found


def instant(value: object, zone: timezone) -> datetime | None:
    """Return a UTC time from one of the usual spellings, in a zone unless it names its own."""
    text = "" if value is None else str(value).strip()
    if text.lower() in BLANKS:
        return None
    if len(text) > LONGEST_VALUE:
        raise ValueError
    match = TIME.fullmatch(text) or COMPACT_TIME.fullmatch(text)
    if match is None or match[4] is None:
        return _epoch(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or hour > 24 or minute > 59 or second > 59:
        raise ValueError
    start = datetime(year, month, day, tzinfo=_zone(match[7], zone))
    return (start + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)


def _epoch(text: str) -> datetime:
    match = re.fullmatch(r"(?:/Date\()?(\d{12,13})(?:[+-]\d{4})?(?:\)/)?", text)
    if match is None:
        raise ValueError
    return datetime.fromtimestamp(int(match[1]) / 1000, tz=UTC)


def _zone(text: str | None, default: timezone) -> timezone:
    if not text:
        return default
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def quadrants_of_feed(value: object) -> Quadrants | None:
    """Return NE, SE, SW, NW radii from the Zhejiang order NE|SE|NW|SW, one number, or labelled quadrants."""
    if isinstance(value, Mapping):
        parts = [number(value.get(key)) for key in ("ne", "se", "nw", "sw")]
    elif isinstance(value, list):
        parts = [number(part) for part in value]
    else:
        text = "" if value is None else str(value).strip()
        if text.lower() in BLANKS:
            return None
        parts = [number(part) for part in re.split(r"[|,，;；]", text)]
    if len(parts) == 1:
        parts *= 4
    known = [part for part in parts if part is not None]
    if not any(known):
        return None
    if len(parts) != 4 or len(known) != 4:
        raise ValueError
    ne, se, nw, sw = known
    return (ne, se, sw, nw)


def agency(name: object) -> str:
    """Return an agency's one name, as the Zhejiang feed writes it."""
    text = "" if name is None else str(name).strip()
    return AGENCY_NAMES.get(text, text)


def grade(value: object) -> StormGrade | None:
    """Return the grade that a Chinese word or an abbreviation names, None for a blank."""
    text = "" if value is None else str(value).strip()
    if text.lower() in BLANKS:
        return None
    word = re.sub(r"[(（].*|\s|级$", "", text)
    found = GRADE_WORDS.get(word) or GRADE_WORDS.get(word.upper())
    if found is None:
        raise ValueError
    return found


def direction(value: object) -> str | None:
    """Return one of the sixteen direction names however it is written (NNW, 北北西, 西北偏北)."""
    text = "" if value is None else str(value).strip().upper()
    if text.lower() in BLANKS:
        return None
    if text in COMPASS_NAMES:
        return text
    text = re.sub(r"^([北东南西])偏([北东南西])$", r"\1\1\2", text)
    letters = re.sub(r"[偏方向]", "", text).translate(LETTERS)
    found = DIRECTION_WORDS.get(letters) or _by_letters(letters)
    if found is None:
        raise ValueError
    return found


def _by_letters(letters: str) -> str | None:
    for code, name in DIRECTION_WORDS.items():
        if sorted(code) == sorted(letters):
            return name
    return None


@dataclass(slots=True)
class Row:
    """One record of a feed: reads its fields, and notes what it could not read and where."""

    values: Mapping[str, object]
    place: str
    problems: list[Problem]

    def first(self, *keys: str) -> object:
        """Return the first value that is present under one of the keys."""
        return next((self.values[key] for key in keys if self.values.get(key) is not None), None)

    def text(self, *keys: str) -> str:
        """Return a field as trimmed text, empty if absent."""
        value = self.first(*keys)
        return "" if value is None else str(value).strip()

    def read(self, parse: Callable[[object], Read | None], reason: Reason, *keys: str) -> Read | None:
        """Return a field through a parser; what the parser refuses becomes a problem and unknown."""
        value = self.first(*keys)
        try:
            return parse(value)
        except (ValueError, OverflowError):
            self.note(reason, value, keys[0])
            return None

    def number(self, *keys: str) -> float | None:
        """Return a number, None if blank or unreadable."""
        return self.read(number, Reason.NOT_A_NUMBER, *keys)

    def positive(self, *keys: str) -> float | None:
        """Return a number for which the feeds write 0 when they do not know."""
        return self.number(*keys) or None

    def note(self, reason: Reason, value: object, key: str = "") -> None:
        """Record a problem at this record or one of its fields."""
        place = f"{self.place}.{key}" if key and self.place else self.place or key
        self.problems.append(Problem(place, "" if value is None else str(value)[:80], reason))
