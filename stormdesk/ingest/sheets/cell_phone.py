"""Phone numbers as typed into lists."""

import math
import re
from typing import Final

from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.fault import CellReason, Fault
from stormdesk.ingest.sheets.plain import compact, is_blank, tidy

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(r"(0(?:10|2\d|[3-9]\d\d))([2-9]\d{6,7})")
_EXTENSION: Final = re.compile(r"(?<=\d{7})(?:转|-|#|x)(\d{1,5})$")
_LOCAL: Final = re.compile(r"[2-9]\d{6,7}")
_SERVICE: Final = re.compile(r"1\d\d|12\d{3}|9[56]\d{3,6}|[48]00\d{7}")
_ZERO_LOST: Final = re.compile(r"(10|2\d|[3-9]\d\d)([2-9]\d{6,7})")
_POWER: Final = re.compile(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_COUNTRY: Final = re.compile(r"(?:\+|00)86-?|86-(?=\d)|86(?=1[3-9]\d{9}$)")
_JOINS: Final = re.compile(r"[-‐‑–—.()\s·_]")
_SEPARATORS: Final = re.compile(r"[/、,;|\s或和&]+")
_INSIDE: Final = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7})(?!\d)")
_LOOK_ALIKES: Final = str.maketrans("OoQIl|", "000111")
_NONE: Final = frozenset({"无", "没有", "无电话", "空号"})


def phone(cell: CellValue) -> str | Fault | None:
    """A phone number: a mobile as eleven digits, a landline as 0576-87220000."""
    if is_blank(cell) or compact(cell) in _NONE:
        return None
    if isinstance(cell, bool) or (
        isinstance(cell, float) and not (math.isfinite(cell) and cell.is_integer())
    ):
        return Fault(CellReason.NOT_A_PHONE)
    typed = _expanded(compact(cell))
    if typed is None:
        return Fault(CellReason.PHONE_DIGITS_LOST)
    return _number(typed) or _fault(typed, tidy(cell))


def _expanded(typed: str) -> str | None:
    power = _POWER.fullmatch(typed)
    if power is None:
        return re.sub(r"(?<=\d{7})\.0+$", "", typed)
    digits = power[1] + (power[2] or "")
    return digits if len(digits) == int(power[3]) + 1 else None


def _number(typed: str) -> str | None:
    bare = _JOINS.sub("", _COUNTRY.sub("", typed, count=1))
    if _MOBILE.fullmatch(bare) or _SERVICE.fullmatch(bare) or _LOCAL.fullmatch(bare):
        return bare
    tail = _EXTENSION.search(typed)
    return _landline(typed, "") or (_landline(typed[: tail.start()], f"-{tail[1]}") if tail else None)


def _landline(typed: str, tail: str) -> str | None:
    bare = _JOINS.sub("", _COUNTRY.sub("", typed, count=1))
    found = _LANDLINE.fullmatch(bare if bare.startswith("0") or not _COUNTRY.match(typed) else f"0{bare}")
    return f"{found[1]}-{found[2]}{tail}" if found else None


def _fault(typed: str, written: str) -> Fault:
    if re.search(r"\d[*xX×#]{3,}\d", typed):
        return Fault(CellReason.PHONE_MASKED)
    parts = [_number(part) or "" for part in _SEPARATORS.split(written) if part]
    found = [part for part in parts if len(part) > 6] or [
        _number(one) or one for one in _INSIDE.findall(typed)
    ]
    if len(set(found)) > 1:
        return Fault(CellReason.PHONE_TWO, found[0])
    if found:
        return Fault(CellReason.PHONE_WORDS, found[0])
    clear = _number(typed.translate(_LOOK_ALIKES))
    if clear:
        return Fault(CellReason.PHONE_LETTERS, clear)
    lost = _ZERO_LOST.fullmatch(typed)
    if lost:
        return Fault(CellReason.PHONE_ZERO_LOST, f"0{lost[1]}-{lost[2]}")
    is_digits = _JOINS.sub("", typed).lstrip("+").isdecimal()
    return Fault(CellReason.PHONE_LENGTH if is_digits else CellReason.NOT_A_PHONE)
