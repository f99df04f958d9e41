"""Days and instants as typed into lists; Beijing time unless a cell names its zone."""

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from stormdesk.domain.moment import BEIJING
from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.fault import CellReason, Fault
from stormdesk.ingest.sheets.plain import compact, is_blank, tidy

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100
_SERIAL_ZERO: Final = datetime(1899, 12, 30, tzinfo=BEIJING)
_SERIALS: Final = (10_000, 80_000)
_CLOCK: Final = (
    r"(?:T|,)?(?P<half>上午|下午|晚上|晚|凌晨|早上|中午)?(?P<hour>\d{1,2})(?:[:时点](?:(?P<minute>\d{1,2}|半)"
    r"(?:[:分](?:(?P<second>\d{1,2})(?:\.\d+)?秒?)?)?)?)?"
)
_ZONE: Final = r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_DATED: Final = re.compile(
    rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})[日号]?(?:[(]?(?:周|星期)\w[)]?)?"
    rf"(?:(?P<gap> )?{_CLOCK}{_ZONE})?",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    rf"(?:[ T]?(?P<hour>\d\d):?(?P<minute>\d\d)?:?(?P<second>\d\d)?)?{_ZONE}"
)
_NO_YEAR: Final = re.compile(r"\d{1,2}(月|[-/.])\d{1,2}[日号]?.*")
_NO_DAY: Final = re.compile(r"\d{4}([-/.]\d{1,2}|年\d{1,2}月?)")
_SHORT_YEAR: Final = re.compile(r"(\d\d)([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_CLOCK_ONLY: Final = re.compile(r"\d{1,2}[:时点]\d{0,2}.*")
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?")
_AFTERNOON: Final = {"下午", "晚上", "晚"}


def instant(cell: CellValue) -> datetime | Fault | None:
    """An instant in UTC; a bare day is its midnight in Beijing."""
    local = _local(cell)
    return local.astimezone(UTC) if isinstance(local, datetime) else local


def day(cell: CellValue) -> date | Fault | None:
    """A day of the calendar, in Beijing."""
    local = _local(cell)
    if not isinstance(local, datetime):
        return local
    try:
        return local.astimezone(BEIJING).date()
    except OverflowError:
        return Fault(CellReason.NO_SUCH_DATE)


def _local(cell: CellValue) -> datetime | Fault | None:
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return _in_years(cell if cell.tzinfo else cell.replace(tzinfo=BEIJING))
    if isinstance(cell, date):
        return _in_years(datetime.combine(cell, time(), BEIJING))
    if isinstance(cell, time | bool):
        return Fault(CellReason.NO_DATE if isinstance(cell, time) else CellReason.NOT_A_TIME)
    if isinstance(cell, int | float):
        return _of_number(cell)
    return _of_text(tidy(cell))


def _in_years(moment: datetime) -> datetime | Fault:
    if EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return moment
    return Fault(CellReason.NO_SUCH_DATE)


def _of_number(number: float) -> datetime | Fault:
    if not math.isfinite(number):
        return Fault(CellReason.NOT_A_TIME)
    if _SERIALS[0] <= number <= _SERIALS[1]:
        return _SERIAL_ZERO + timedelta(seconds=round(number * 86400))
    if number == int(number) and len(str(int(number))) in {8, 12, 14}:
        return _of_text(str(int(number)))
    return Fault(CellReason.NOT_A_TIME)


def _of_text(words: str) -> datetime | Fault:
    typed = compact(words[:60])
    spaced = re.sub(r"\s*([-/.年月日号时点分:])\s*", r"\1", words[:60]).replace("：", ":")
    for written in (typed, spaced):
        found = _COMPACT.fullmatch(written) or _DATED.fullmatch(written)
        is_glued = found and "gap" in found.groupdict() and found["hour"] and not found["gap"]
        if found and not (is_glued and re.match(r"\d{4}[-/.]\d{1,2}[-/.]\d{3,}", written)):
            return _built(found)
    return _fault(typed)


def _built(found: re.Match[str]) -> datetime | Fault:
    parts = found.groupdict()
    minute = 30 if parts["minute"] == "半" else int(parts["minute"] or 0)
    hour, second = int(parts["hour"] or 0), int(parts["second"] or 0)
    half = parts.get("half")
    if half in _AFTERNOON and hour < 12:
        hour += 12
    try:
        start = datetime(
            int(parts["year"]), int(parts["month"]), int(parts["day"]), tzinfo=_zone(parts["zone"])
        )
    except ValueError:
        return Fault(CellReason.NO_SUCH_DATE)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second):
        return Fault(CellReason.NO_SUCH_DATE)
    if not EARLIEST_YEAR <= start.year <= LATEST_YEAR:
        return Fault(CellReason.NO_SUCH_DATE)
    return start + timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(name: str | None) -> tzinfo:
    if not name:
        return BEIJING
    if name[0] not in "+-":
        return UTC
    ahead = timedelta(hours=int(name[1:3]), minutes=int(name[-2:]))
    return timezone(-ahead if name[0] == "-" else ahead)


def _fault(typed: str) -> Fault:
    short, other = _SHORT_YEAR.fullmatch(typed), _DAY_FIRST.fullmatch(typed)
    if _SERIAL.fullmatch(typed):
        serial = _of_number(float(typed))
        shown = serial.strftime("%Y-%m-%d %H:%M") if isinstance(serial, datetime) else None
        return Fault(CellReason.SERIAL_TEXT if shown else CellReason.NOT_A_TIME, shown)
    if short:
        return Fault(CellReason.SHORT_YEAR, _day_text(2000 + int(short[1]), short[3], short[4]))
    if other:
        first, second, year = other.groups()
        is_certain = first == second or max(int(first), int(second)) > 12
        month, that_day = (first, second) if int(first) <= 12 else (second, first)
        return Fault(CellReason.OTHER_ORDER, _day_text(int(year), month, that_day) if is_certain else None)
    for pattern, reason in (
        (_NO_DAY, CellReason.NO_DAY),
        (_CLOCK_ONLY, CellReason.NO_DATE),
        (_NO_YEAR, CellReason.NO_YEAR),
    ):
        if pattern.fullmatch(typed):
            return Fault(reason)
    return Fault(CellReason.NOT_A_TIME)


def _day_text(year: int, month: str, that_day: str) -> str | None:
    try:
        return date(year, int(month), int(that_day)).isoformat()
    except ValueError:
        return None
