"""Printed tables in Excel: A4 across, heading on every page, moment and source at every page's foot."""

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from numbers import Real
from typing import Any, Final

import xlsxwriter

from stormdesk.report.stand import short_minute
from stormdesk.report.table_file import safe_text, sheet_name


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another sheet of the same workbook, by that page's name."""

    text: str
    page_name: str


Cell = str | int | float | datetime | Link | None
FONT: Final = "宋体"
HEAD_GROUND, TOTAL_GROUND, LINK_INK = "#E4EAF1", "#F4F6F9", "#1B5E9E"
_LONGEST_FOOT: Final = 240
_A4: Final = 9
_LINE_HIGH: Final = 15.0
# What a landscape A4 page holds between its margins, in points, and how wide a letter of a column is.
_WIDE, _HIGH, _LETTER = 770.0, 487.0, 6.2
# Letters of a column that its indent and its border take.
_LOST: Final = 2


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
    """What stands on every printed page: the mark above, moment and source below, and when it was made.

    `signed` is who laid a hand on it and when, at the end of the first sheet.
    """

    head: str
    foot: str
    made_at: datetime
    signed: Sequence[str] = ()


def book_bytes(pages: Sequence[Page], feet: Feet) -> bytes:
    """The sheets as one workbook; the same sheets give the same bytes."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"created": feet.made_at.replace(tzinfo=None), "comments": feet.foot})
        looks, used = _looks(book), set[str]()
        names = [_free_name(page.name, used) for page in pages]
        first = dict(reversed([(page.name, name) for page, name in zip(pages, names, strict=True)]))
        for page, name in zip(_signed(pages, feet), names, strict=True):
            _write(book.add_worksheet(name), page, feet, looks, first)
    return held.getvalue()


def _signed(pages: Sequence[Page], feet: Feet) -> list[Page]:
    """The sheets with the hands at the end of the first."""
    first, *others = pages
    return [replace(first, below=(*first.below, *feet.signed)), *others]


def page_count(page: Page) -> int:
    """About how many pages a sheet prints on, fitted to the paper's width."""
    wide = sum(column.width for column in page.columns) * _LETTER
    high = _HIGH * max(1.0, wide / _WIDE) - 2 * _LINE_HIGH
    lines = sum(_row_high(row, page.columns) for row in (*page.totals, *page.rows))
    told = sum(_line_high(line, page) for line in (*page.above, *page.below)) + 3 * _LINE_HIGH
    return max(1, ceil((lines + told) / high))


def pages_of(places: Iterable[tuple[str | None, int]], rows_a_page: int) -> int:
    """About how many pages a list prints on that has a sheet for each place, of the rows by place.

    The list's own contents and the screen that offers it count by this.
    """
    sheets: Counter[str | None] = Counter()
    for place, rows in places:
        sheets[place] += rows
    return sum(ceil(rows / rows_a_page) for rows in sheets.values())


def _free_name(name: str, names: set[str]) -> str:
    free, number = sheet_name(name), 2
    while free.lower() in names:
        free, number = f"{sheet_name(name)[:27]}~{number}", number + 1
    names.add(free.lower())
    return free


def _looks(book: Any) -> dict[str, Any]:  # noqa: ANN401  xlsxwriter is untyped
    plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    cell = plain | {"border": 1, "border_color": "#8A96A3", "text_wrap": True}
    # The format keeps a digit's room to the right: office programs differ in how they indent numbers.
    number = {"num_format": "#,##0_0;-#,##0_0", "align": "right", "text_wrap": False}
    total = cell | {"bold": True, "bg_color": TOTAL_GROUND}
    return {
        "title": book.add_format(plain | {"font_size": 16, "bold": True, "align": "center"}),
        "line": book.add_format(plain | {"text_wrap": True}),
        "head": book.add_format(cell | {"bold": True, "align": "center", "bg_color": HEAD_GROUND}),
        "text": book.add_format(cell | {"indent": 1}),
        "link": book.add_format(cell | {"indent": 1, "font_color": LINK_INK, "underline": 1}),
        "word": book.add_format(cell | {"align": "center", "font_color": "#5B6B7D"}),
        "total_word": book.add_format(total | {"align": "center"}),
        "number": book.add_format(cell | number),
        "total_text": book.add_format(total | {"indent": 1}),
        "total_number": book.add_format(total | number),
    }


def _write(  # xlsxwriter is untyped
    sheet: Any,  # noqa: ANN401
    page: Page,
    feet: Feet,
    looks: dict[str, Any],
    names: Mapping[str, str],
) -> None:
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
    told = (looks["total_text"], looks["total_number"], looks["total_word"])
    for row in page.totals:
        at += 1
        _write_row(sheet, at, row, page.columns, told)
    for row in page.rows:
        at += 1
        _write_row(sheet, at, row, page.columns, (looks["text"], looks["number"], looks["word"]))
        _write_links(sheet, at, row, names, looks["link"])
    _write_lines(sheet, at + 2, page.below, page, looks["line"])
    _set_up(sheet, page, feet, head_at)


def _write_links(sheet: Any, at: int, row: Sequence[Cell], names: Mapping[str, str], look: Any) -> None:  # noqa: ANN401
    for place, cell in enumerate(row):
        if isinstance(cell, Link):
            target = f"internal:'{names[cell.page_name]}'!A1"
            sheet.write_url(at, place, target, look, string=safe_text(cell.text))


def _write_lines(sheet: Any, at: int, lines: Sequence[str], page: Page, look: Any) -> int:  # noqa: ANN401
    """Write lines across the whole table, as high as their words need; returns the row after them."""
    last = len(page.columns) - 1
    for line in lines:
        sheet.merge_range(at, 0, at, last, safe_text(line), look)
        sheet.set_row(at, _line_high(line, page))
        at += 1
    return at


def _line_high(line: str, page: Page) -> float:
    wide = sum(column.width for column in page.columns)
    return _LINE_HIGH * max(1, -(-_letters(line) // int(wide)))


def _write_row(
    sheet: Any,  # noqa: ANN401  xlsxwriter is untyped
    at: int,
    row: Sequence[Cell],
    columns: Sequence[Column],
    looks: tuple[Any, ...],
) -> None:
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        # Whole numbers of a question may come as numpy's, which are no int.
        if isinstance(cell, Real):
            sheet.write_number(at, place, float(cell), looks[1])
        else:
            sheet.write_string(at, place, _said(cell), looks[2] if column.is_number else looks[0])
    sheet.set_row(at, _row_high(row, columns))


def _row_high(row: Sequence[Cell], columns: Sequence[Column]) -> float:
    lines = (
        -(-_letters(_said(cell)) // max(int(column.width) - (0 if column.is_number else _LOST), 1))
        for cell, column in zip(row, columns, strict=True)
        if not isinstance(cell, Real)
    )
    return _LINE_HIGH * max(1, *lines, 1) + 3


def _said(cell: Cell) -> str:
    """A cell's words."""
    if isinstance(cell, Link):
        return safe_text(cell.text)
    return short_minute(cell) if isinstance(cell, datetime) else safe_text(str(cell or ""))


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
