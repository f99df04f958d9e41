"""Counts and measured values as typed into lists."""

import math
import re
from typing import Final

from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.fault import CellReason, Fault
from stormdesk.ingest.sheets.plain import as_text, compact, is_blank

LARGEST: Final = 10.0**15
_NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d{1,3})?"
_PLAIN: Final = re.compile(_NUMBER, re.IGNORECASE)
_WORDED: Final = re.compile(
    rf"(?P<before>[^\d.+-]*?)(?=[+-]?\.?\d)(?P<number>{_NUMBER})(?P<after>[^\d.]*(?:[23]\D*)?)", re.IGNORECASE
)
_RANGE: Final = re.compile(r"\d\D{0,3}[-~—–至到+]\D{0,3}\d")
_ABOUT: Final = re.compile(r"[约余近超多]|左右|大概|大约|上下|以上|以下|不到|\?|>|<|≥|≤|±")
_HAN_DIGITS: Final = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_LONGEST_WORDS: Final = 40

# What each spelling of a unit is worth, by the kind of measure.
_MEASURES: Final[tuple[dict[str, float], ...]] = (
    {"mm": 1e-3, "毫米": 1e-3, "cm": 1e-2, "厘米": 1e-2, "公分": 1e-2, "m": 1, "米": 1, "公尺": 1, "km": 1e3}
    | {"公里": 1e3, "千米": 1e3, "里": 500, "nm": 1852, "nmi": 1852, "海里": 1852, "浬": 1852},
    {"m/s": 1, "米/秒": 1, "米每秒": 1, "km/h": 1 / 3.6, "公里/小时": 1 / 3.6, "公里每小时": 1 / 3.6}
    | {"千米/小时": 1 / 3.6, "kn": 1852 / 3600, "kt": 1852 / 3600, "kts": 1852 / 3600, "节": 1852 / 3600},
    {"m2": 1, "平方米": 1, "平米": 1, "平方": 1, "km2": 1e6, "平方公里": 1e6, "平方千米": 1e6}
    | {"亩": 2000 / 3, "公顷": 1e4, "ha": 1e4},
    {
        "m3": 1,
        "立方米": 1,
        "方": 1,
        "立方": 1,
        "万m3": 1e4,
        "万立方米": 1e4,
        "万方": 1e4,
        "亿立方米": 1e8,
        "亿m3": 1e8,
    },
    {"kg": 1, "公斤": 1, "千克": 1, "斤": 0.5, "吨": 1e3, "t": 1e3},
    {"kw": 1, "千瓦": 1, "马力": 0.73549875, "hp": 0.73549875},
    {"元": 1, "万元": 1e4, "亿元": 1e8},
    {"m3/s": 1, "立方米/秒": 1, "立方米每秒": 1},
    {"%": 1, "百分比": 1},
    {"人": 1, "百人": 1e2, "千人": 1e3, "万人": 1e4},
    {"户": 1, "百户": 1e2, "千户": 1e3, "万户": 1e4},
    {"hpa": 1, "百帕": 1, "mb": 1},
    {"分钟": 1, "分": 1, "min": 1, "小时": 60, "时": 60, "h": 60, "天": 1440, "日": 1440},
)


_SCALES: Final = {"万": 1e4, "千": 1e3, "百": 1e2}
# Units that count the same thing.
_SAME_COUNT: Final = (
    {"人", "名", "位", "个人", "口", "员"},
    {"户", "家", "户家庭"},
    {"台", "座", "部", "架"},
    {"间", "个", "处", "座", "幢", "栋", "顶"},
    {"艘", "条", "只"},
    {"个", "处"},
    {"级"},
)
TEN_THOUSAND: Final = "万"
_COUNTED: Final = frozenset("人户名个艘只条间处座栋幢辆台套岁次支队所家口")


def unit_factor(written: str, wanted: str) -> float | None:
    """By what to multiply a value in one unit to have it in another; None where they do not fit."""
    one, other = _unit(written), _unit(wanted)
    if one == other:
        return 1.0
    for measure in _MEASURES:
        if one in measure and other in measure:
            return measure[one] / measure[other]
    return None


def is_unit(written: str) -> bool:
    """Whether a word is a unit of measure or counts something."""
    unit = _unit(written)
    return unit in _COUNTED or any(unit in measure for measure in _MEASURES)


def _unit(written: str) -> str:
    return compact(written).lower().replace("²", "2").replace("³", "3").strip("()[]【】")


def decimal(cell: CellValue, *, unit: str = "", column_unit: str = "") -> float | Fault | None:
    """A measured value in `unit`; without a unit of its own the cell is in `column_unit`."""
    if is_blank(cell):
        return None
    read = _read(cell)
    if isinstance(read, Fault):
        return read
    number, words = read
    written = words or column_unit or unit
    factor = unit_factor(written, unit) if unit or words else 1.0
    if factor is None:
        about = _ABOUT.search(words)
        reason = CellReason.ABOUT if about else CellReason.UNIT
        rest = _ABOUT.sub("", words)
        scale = unit_factor(rest or column_unit or unit, unit)
        return Fault(reason, _shown(number * scale) if about and scale is not None else None)
    return _sane(number * factor)


def whole_number(
    cell: CellValue, *, least: int = 0, column_unit: str = "", unit: str = ""
) -> int | Fault | None:
    """A count in `unit`, of 万人 where the column says so; 3人 is 3 where people are counted.

    Other words beside the digits are never dropped in silence; 万 alone is refused where 万元 are counted.
    """
    if is_blank(cell):
        return None
    read = _read(cell)
    if isinstance(read, Fault):
        return read
    number, words = read
    if words and unit.startswith(TEN_THOUSAND):
        # 1.2万 may be 12 000 or 1.2 of 万元: only the whole unit is taken.
        words = "" if words == unit else words
        if TEN_THOUSAND in words:
            return Fault(CellReason.WITH_WORDS)
    scale, rest = _scaled(words) if compact(cell)[:1].isdecimal() else (1.0, words)
    number = round(number * scale, 6)
    if rest and not (unit and _is_own_unit(str(cell), rest, unit)):
        suggestion = str(int(number)) if number.is_integer() and number >= least else None
        return Fault(CellReason.ABOUT if _ABOUT.search(rest) else CellReason.WITH_WORDS, suggestion)
    if scale != 1 or rest:
        column_unit = ""
    number = round(number * _times(column_unit), 6)
    if not number.is_integer():
        return Fault(CellReason.NOT_WHOLE)
    return int(number) if number >= least else Fault(CellReason.NEGATIVE)


def _scaled(words: str) -> tuple[float, str]:
    """What words beside digits multiply them with, and the rest: 万人 is ten thousand of 人."""
    found = next((word for word in _SCALES if words.startswith(word)), "")
    return (_SCALES[found] if found else 1.0), words.removeprefix(found)


def _is_own_unit(written: str, rest: str, unit: str) -> bool:
    """Whether the words behind a number are a unit of what the column counts."""
    if not compact(written).endswith(rest):
        return False
    return any(rest in alike and unit in alike for alike in _SAME_COUNT) or rest == unit


def _times(unit: str) -> float:
    factors = [unit_factor(unit, counted) for counted in ("人", "户")] if unit else []
    return next((factor for factor in factors if factor), 1.0)


def _read(cell: CellValue) -> tuple[float, str] | Fault:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return Fault(CellReason.NOT_A_NUMBER)
    if isinstance(cell, int | float):
        found = _sane(float(cell) if abs(cell) <= LARGEST else math.inf if cell == cell else math.nan)  # noqa: PLR0124  a NaN differs from itself
        return found if isinstance(found, Fault) else (found, "")
    typed = compact(cell)
    if _PLAIN.fullmatch(typed) and any(letter.isdecimal() for letter in typed):
        return _pair(typed, "")
    return _worded(typed)


def _worded(typed: str) -> tuple[float, str] | Fault:
    if typed in {"无", "没有"}:
        return Fault(CellReason.WRITTEN_OUT, "0")
    if _RANGE.search(typed):
        return Fault(CellReason.RANGE)
    found = _WORDED.fullmatch(typed) if len(typed) <= _LONGEST_WORDS else None
    if found and any(letter.isdecimal() for letter in found["number"]):
        return _pair(found["number"], found["before"] + found["after"])
    written_out = _han_number(typed.rstrip("人户艘间处个名"))
    if written_out is not None:
        return Fault(CellReason.WRITTEN_OUT, str(written_out))
    return Fault(CellReason.NOT_A_NUMBER)


def _pair(digits: str, words: str) -> tuple[float, str] | Fault:
    try:
        number = _sane(float(digits.replace(",", "")))
    except ValueError:
        return Fault(CellReason.NOT_A_NUMBER)
    return number if isinstance(number, Fault) else (number, words)


def _sane(number: float) -> float | Fault:
    if not math.isfinite(number):
        return Fault(CellReason.NOT_FINITE)
    return number if abs(number) <= LARGEST else Fault(CellReason.TOO_BIG)


def _shown(number: float) -> str:
    return as_text(round(number, 6))


def _han_number(words: str) -> int | None:
    if not words or len(words) > 12:
        return None
    total = section = digit = 0
    for letter in words:
        if letter in _HAN_DIGITS:
            digit = _HAN_DIGITS[letter]
        elif letter in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[letter]
            digit = 0
        elif letter == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
        else:
            return None
    return total + section + digit
