"""Tables as files to hand on: CSV and Excel, with their scope on top and no cell that runs."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import category

import xlsxwriter

from stormdesk.domain.moment import BEIJING

Cell = str | int | float | datetime | None
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−")
_BLANK_STARTS = ("\t", "\r", "\n")
_LONGEST_CELL = 32_767
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
CSV_TYPE = "text/csv"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table: what it is about (label, value), its header in the reader's language, its rows."""

    name: str
    about: Sequence[tuple[str, str]]
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula, behind blanks either, without control characters."""
    kept = "".join(letter for letter in text if _is_kept(letter))[:_LONGEST_CELL]
    runs = kept.lstrip().startswith(_FORMULA_STARTS) or kept.startswith(_BLANK_STARTS)
    return f"'{kept}" if runs else kept


def _is_kept(letter: str) -> bool:
    return letter.isprintable() or letter in "\t\r\n" or category(letter) == "Zs"


def csv_bytes(table: TableFile) -> bytes:
    """The table as CSV in UTF-8 with the mark by which Excel knows it.

    Every cell stands in quotes, so that none is cut in two where another separator is usual.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in _all_rows(table):
        writer.writerow(["" if cell is None else _plain(cell) for cell in row])
    return lines.getvalue().encode("utf-8-sig")


def workbook_bytes(table: TableFile) -> bytes:
    """The table as an Excel workbook of one sheet, the header frozen and filtered."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        sheet = workbook.add_worksheet(sheet_name(table.name))
        bold = workbook.add_format({"bold": True})
        header_at = len(table.about) + 1
        for at, row in enumerate(_all_rows(table)):
            for column, cell in enumerate(row):
                _write(sheet, at, column, cell, bold if at == header_at else None)
        last = max(len(table.header) - 1, 0)
        sheet.freeze_panes(header_at + 1, 0)
        sheet.autofilter(header_at, 0, header_at + len(table.rows), last)
        sheet.set_column(0, last, 18)
    return held.getvalue()


def _all_rows(table: TableFile) -> Iterator[Sequence[Cell]]:
    yield from table.about
    yield ()
    yield table.header
    yield from table.rows


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return _beijing(cell)
    return safe_text(cell) if isinstance(cell, str) else str(cell)


def _write(sheet: Any, at: int, column: int, cell: Cell, style: Any) -> None:  # noqa: ANN401  xlsxwriter is untyped
    if cell is None:
        return
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        sheet.write_number(at, column, cell, style)
        return
    sheet.write_string(at, column, _plain(cell), style)


def _beijing(instant: datetime) -> str:
    return instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def sheet_name(name: str) -> str:
    """A name that a workbook takes for a sheet."""
    return name.translate(_NOT_IN_SHEET_NAME).strip()[:_LONGEST_SHEET_NAME] or "stormdesk"
