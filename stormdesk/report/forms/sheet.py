"""Printed tables in Excel: A4 across, heading on every page, moment and source at every page's foot."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from numbers import Real
from typing import Any, Final

import xlsxwriter

from stormdesk.report.stand import short_minute
from stormdesk.report.table_file import safe_text, sheet_name

Cell = str | int | float | datetime | None
FONT: Final = "宋体"
HEAD_GROUND, TOTAL_GROUND, LATE_INK = "#E4EAF1", "#F4F6F9", "#C81E36"
_LONGEST_FOOT: Final = 240
_A4: Final = 9
_LINE_HIGH: Final = 15.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how wide in letters, and whether it holds numbers."""

    title: str
    width: float
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet: its title, what is said above the table, the table, and what is said below."""

    name: str
    title: str
    above: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Sequence[Cell]] = ()
    below: Sequence[str] = ()
    is_across: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Feet:
    """What stands on every printed page: the mark above, moment and source below, and when it was made."""

    head: str
    foot: str
    made_at: datetime


def book_bytes(pages: Sequence[Page], feet: Feet) -> bytes:
    """The sheets as one workbook; the same sheets give the same bytes."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"created": feet.made_at.replace(tzinfo=None), "comments": feet.foot})
        looks = _looks(book)
        names: set[str] = set()
        for page in pages:
            _write(book.add_worksheet(_free_name(page.name, names)), page, feet, looks)
    return held.getvalue()


def _free_name(name: str, names: set[str]) -> str:
    free, number = sheet_name(name), 2
    while free.lower() in names:
        free, number = f"{sheet_name(name)[:27]}~{number}", number + 1
    names.add(free.lower())
    return free


def _looks(book: Any) -> dict[str, Any]:  # noqa: ANN401  xlsxwriter is untyped
    plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    cell = plain | {"border": 1, "border_color": "#8A96A3", "text_wrap": True}
    return {
        "title": book.add_format(plain | {"font_size": 16, "bold": True, "align": "center"}),
        "line": book.add_format(plain | {"text_wrap": True}),
        "head": book.add_format(cell | {"bold": True, "align": "center", "bg_color": HEAD_GROUND}),
        "text": book.add_format(cell),
        "word": book.add_format(cell | {"align": "center", "font_color": "#5B6B7D"}),
        "total_word": book.add_format(cell | {"bold": True, "align": "center", "bg_color": TOTAL_GROUND}),
        "number": book.add_format(cell | {"num_format": "#,##0", "align": "right"}),
        "total_text": book.add_format(cell | {"bold": True, "bg_color": TOTAL_GROUND}),
        "total_number": book.add_format(
            cell | {"bold": True, "num_format": "#,##0", "align": "right", "bg_color": TOTAL_GROUND}
        ),
    }


def _write(sheet: Any, page: Page, feet: Feet, looks: dict[str, Any]) -> None:  # noqa: ANN401  xlsxwriter is untyped
    last = len(page.columns) - 1
    for at, column in enumerate(page.columns):
        sheet.set_column(at, at, column.width)
    sheet.set_row(0, 26)
    sheet.merge_range(0, 0, 0, last, safe_text(page.title), looks["title"])
    at = _write_lines(sheet, 1, page.above, page, looks["line"])
    sheet.set_row(at, 2 * _LINE_HIGH)
    for place, column in enumerate(page.columns):
        sheet.write_string(at, place, column.title, looks["head"])
    head_at = at
    for row in page.totals:
        at += 1
        _write_row(sheet, at, row, page, (looks["total_text"], looks["total_number"], looks["total_word"]))
    for row in page.rows:
        at += 1
        _write_row(sheet, at, row, page, (looks["text"], looks["number"], looks["word"]))
    _write_lines(sheet, at + 2, page.below, page, looks["line"])
    _set_up(sheet, page, feet, head_at)


def _write_lines(sheet: Any, at: int, lines: Sequence[str], page: Page, look: Any) -> int:  # noqa: ANN401
    """Write lines across the whole table, as high as their words need; returns the row after them."""
    last = len(page.columns) - 1
    wide = sum(column.width for column in page.columns)
    for line in lines:
        sheet.merge_range(at, 0, at, last, safe_text(line), look)
        sheet.set_row(at, _LINE_HIGH * max(1, -(-_letters(line) // int(wide))))
        at += 1
    return at


def _write_row(sheet: Any, at: int, row: Sequence[Cell], page: Page, looks: tuple[Any, ...]) -> None:  # noqa: ANN401
    high = 1
    for place, (cell, column) in enumerate(zip(row, page.columns, strict=True)):
        # Whole numbers of a question may come as numpy's, which are no int.
        if isinstance(cell, Real):
            sheet.write_number(at, place, float(cell), looks[1])
            continue
        look = looks[2] if column.is_number else looks[0]
        said = short_minute(cell) if isinstance(cell, datetime) else safe_text(str(cell or ""))
        sheet.write_string(at, place, said, look)
        high = max(high, -(-_letters(said) // max(int(column.width), 1)))
    sheet.set_row(at, _LINE_HIGH * high + 3)


def _letters(text: str) -> int:
    """How wide a text is, in Latin letters."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _set_up(sheet: Any, page: Page, feet: Feet, head_at: int) -> None:  # noqa: ANN401  xlsxwriter is untyped
    sheet.set_paper(_A4)
    if page.is_across:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head_at)
    sheet.freeze_panes(head_at + 1, 0)
    sheet.center_horizontally()
    sheet.set_header(f"&R&9{_plain(feet.head)}")
    sheet.set_footer(f"&L&9{_plain(feet.foot)}&R&9第 &P 页 共 &N 页")


def _plain(text: str) -> str:
    """Words in a header or footer, in which & begins a command."""
    return text[:_LONGEST_FOOT].replace("&", "&&")
