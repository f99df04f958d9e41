"""The rows of a list that came back: as they were typed, with what is wrong marked in its own cells."""

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter

from stormdesk.domain.moment import BEIJING
from stormdesk.domain.sheet_marks import NOTES, REASON, is_note_sheet
from stormdesk.domain.vocabulary import N_
from stormdesk.report.table_file import safe_text, sheet_name

Cell = None | str | int | float | bool | datetime | date | time
Say = Callable[[str], str]
SMALL: Final = 20_000
MOST_COMMENTS: Final = 20_000
_LONG_DIGITS: Final = 10**10
_WHOLE: Final = 2**53
_LARGEST: Final = 10**300
_FIRST_DAY: Final = date(1900, 3, 1)
_SUGGESTED: Final = N_("建议改为")
_HOW: Final = N_("请在标红的单元格里改正,改好后把这个文件再导入一次;本列不用改。")
_DAY: Final = "yyyy-mm-dd"
_INSTANT: Final = "yyyy-mm-dd hh:mm:ss"
_CLOCK: Final = "hh:mm:ss"


@dataclass(frozen=True, slots=True)
class ReturnedFault:
    """What is wrong with a cell, and what may stand there instead."""

    reason: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row as typed, its faults by column (from 0), and what is wrong with it as a whole."""

    cells: Sequence[Cell]
    faults: Mapping[int, Sequence[ReturnedFault]] = field(default_factory=dict)
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """The rows of one sheet that came back, under its own headings and the titles above them."""

    name: str
    heading: Sequence[str | None]
    rows: Sequence[ReturnedRow]
    titles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """Everything that came back from one file."""

    sheets: Sequence[ReturnedSheet]


def returned_bytes(returned: Returned, *, say: Say = str, marks: Sequence[tuple[str, str]] = ()) -> bytes:
    """The returned rows as an Excel workbook that completes the import once it is put right.

    Its marks stand on a sheet of notes, which no import reads.
    """
    held = io.BytesIO()
    is_small = sum(len(sheet.rows) for sheet in returned.sheets) <= SMALL
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    options |= {"in_memory": True} if is_small else {"constant_memory": True}
    with xlsxwriter.Workbook(held, options) as workbook:
        writer = _Writer(workbook, say)
        for sheet in returned.sheets:
            writer.write(sheet)
        if not returned.sheets:
            workbook.add_worksheet()
        if marks:
            writer.write_marks(marks)
    return held.getvalue()


class _Writer:
    """Writes sheet after sheet into one workbook, with its formats."""

    def __init__(self, workbook: Any, say: Say) -> None:  # noqa: ANN401  xlsxwriter is untyped
        self.workbook, self.say = workbook, say
        self.names: set[str] = set()
        self.comments = 0
        self.head = workbook.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7"})
        self.reason = workbook.add_format({"text_wrap": True, "font_color": "#C00000"})
        self.formats = {
            (kind, is_bad): workbook.add_format(
                {"num_format": kind} | ({"bg_color": "#FFC7CE", "border": 1} if is_bad else {})
            )
            for kind in ("@", "General", _DAY, _INSTANT, _CLOCK)
            for is_bad in (False, True)
        }

    def write(self, sheet: ReturnedSheet) -> None:
        """Write one sheet: titles, heading, rows, and the reasons in the last column."""
        page = self.workbook.add_worksheet(self._name(sheet.name))
        width = max([len(sheet.heading), *(len(row.cells) for row in sheet.rows)])
        page.set_column(0, max(width - 1, 0), 16)
        page.set_column(width, width, 60)
        for at, title in enumerate(sheet.titles):
            page.write_string(at, 0, safe_text(title))
        top = len(sheet.titles)
        for at, words in enumerate(sheet.heading):
            page.write_string(top, at, safe_text(words or ""), self.head)
        page.write_string(top, width, self.say(REASON), self.head)
        page.write_comment(top, width, self.say(_HOW))
        page.freeze_panes(top + 1, 0)
        for at, row in enumerate(sheet.rows, top + 1):
            self._write_row(page, at, row, width)
            page.write_string(at, width, safe_text(self._why(row, sheet.heading)), self.reason)

    def write_marks(self, marks: Sequence[tuple[str, str]]) -> None:
        """Write who took the file, and when, on a sheet of its own."""
        page = self.workbook.add_worksheet(self.say(NOTES))
        page.set_column(0, 1, 40)
        for at, (label, value) in enumerate(marks):
            page.write_string(at, 0, safe_text(label))
            page.write_string(at, 1, safe_text(value))

    def _name(self, name: str) -> str:
        free = sheet_name(f"_{name}" if is_note_sheet(name) else name)
        for number in range(2, 1000):
            if free.lower() not in self.names:
                break
            free = f"{sheet_name(name)[:27]}~{number}"
        self.names.add(free.lower())
        return free

    def _why(self, row: ReturnedRow, heading: Sequence[str | None]) -> str:
        said = list(row.reasons)
        for column, faults in sorted(row.faults.items()):
            title = heading[column] if 0 <= column < len(heading) else None
            said += [f"{title}: {self._told(fault)}" if title else self._told(fault) for fault in faults]
        return "\n".join(dict.fromkeys(said))

    def _told(self, fault: ReturnedFault) -> str:
        if fault.suggestion is None:
            return fault.reason
        return f"{fault.reason} ({self.say(_SUGGESTED)} {fault.suggestion})"

    def _write_row(self, page: Any, at: int, row: ReturnedRow, width: int) -> None:  # noqa: ANN401
        for column in range(width):
            cell = row.cells[column] if column < len(row.cells) else None
            faults = row.faults.get(column, ())
            self._write_cell(page, (at, column), cell, is_bad=bool(faults))
            if faults and self.comments < MOST_COMMENTS:
                self.comments += 1
                page.write_comment(at, column, safe_text("\n".join(map(self._told, faults))))

    def _write_cell(self, page: Any, place: tuple[int, int], cell: Cell, *, is_bad: bool) -> None:  # noqa: ANN401
        if cell is None:
            if is_bad:
                page.write_blank(*place, None, self.formats["@", is_bad])
        elif isinstance(cell, bool):
            page.write_boolean(*place, cell, self.formats["General", is_bad])
        elif isinstance(cell, int | float) and _is_plain(cell):
            page.write_number(*place, cell, self.formats["General", is_bad])
        elif isinstance(cell, date | time) and _is_drawn(cell):
            kind = _INSTANT if isinstance(cell, datetime) else _DAY if isinstance(cell, date) else _CLOCK
            page.write_datetime(*place, _local(cell), self.formats[kind, is_bad])
        else:
            page.write_string(*place, safe_text(_shown(cell)), self.formats["@", is_bad])


def _is_plain(number: float) -> bool:
    """Whether a spreadsheet shows a number with all of its digits."""
    return abs(number) < _LARGEST and not (_LONG_DIGITS <= abs(number) < _WHOLE and number == int(number))


def _is_drawn(moment: date | time) -> bool:
    return (
        isinstance(moment, time) or (moment.date() if isinstance(moment, datetime) else moment) >= _FIRST_DAY
    )


def _local(moment: date | time) -> date | time:
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(BEIJING).replace(tzinfo=None)
    return moment.replace(tzinfo=None) if isinstance(moment, time) else moment


def _shown(cell: str | float | date | time) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int | float):
        return str(int(cell)) if isinstance(cell, int) or math.isfinite(cell) else str(cell)
    return cell.isoformat()
