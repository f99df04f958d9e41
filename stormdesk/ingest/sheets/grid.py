"""Workbooks through calamine: typed values, stored results of formulas, merged cells."""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from stormdesk.domain.problem import Problem
from stormdesk.ingest.sheets.book import Merge, Row, Sheet
from stormdesk.ingest.sheets.look import Look
from stormdesk.ingest.sheets.package import PackageFault
from stormdesk.ingest.sheets.reason import SheetReason
from stormdesk.ingest.sheets.text_table import trimmed

POOL: Final = 50_000
MOST_CELLS: Final = 12_000_000
Looker = Callable[[int, str], Look]
Read = TypeVar("Read")
Typed = int | float | str | bool | time | date | datetime | timedelta


def check_extent(looks: Iterable[Look]) -> None:
    """Refuse a file whose sheets together spread over more cells than can be held."""
    if sum(look.cells for look in looks) > MOST_CELLS:
        raise PackageFault(SheetReason.TOO_WIDE)


def read_grids(data: bytes, look_at: Looker) -> tuple[list[Sheet], list[Problem]]:
    """Read every sheet; `look_at` says what the file knows of a sheet beside its values."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    left = MOST_CELLS
    with _opened(data) as book:
        for at, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                problems.append(Problem(about.name, "", SheetReason.NOT_A_GRID))
                continue
            is_hidden = about.visible != SheetVisibleEnum.Visible
            try:
                look = look_at(at, about.name)
                left = _less(left, look.cells)
                sheets.append(_read_sheet(book, about.name, look, is_hidden=is_hidden))
            except PackageFault as fault:
                problems.append(Problem(about.name, "", fault.reason))
    return sheets, problems


def _less(left: int, cells: int) -> int:
    if cells > left:
        raise PackageFault(SheetReason.TOO_WIDE)
    return left - cells


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except PasswordError as error:
        raise PackageFault(SheetReason.PASSWORD) from error
    except (CalamineError, OSError, ValueError) as error:
        raise PackageFault(SheetReason.BROKEN) from error


def _guarded(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise PackageFault(SheetReason.BROKEN) from error


def _read_sheet(book: CalamineWorkbook, name: str, look: Look, *, is_hidden: bool) -> Sheet:
    try:
        grid = _guarded(lambda: book.get_sheet_by_name(name))
        rows = _guarded(lambda: _rows(grid))
        spans = grid.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise PackageFault(SheetReason.SHEET_BROKEN) from error
    merged = tuple(Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in spans)
    return Sheet(
        name,
        trimmed(rows),
        hidden_columns=frozenset(look.hidden_columns),
        hidden_rows=frozenset(look.hidden_rows),
        is_hidden=is_hidden,
        merged=merged + tuple(look.merged),
        unread=look.unread,
    )


def _rows(grid: CalamineSheet) -> list[Row]:
    rows: list[Row] = []
    pool: dict[str, str] = {}
    left: Row = (None,) * (grid.start[1] if grid.start else 0)
    for cells in grid.iter_rows():
        same = pool.setdefault if len(pool) < POOL else pool.get
        row = tuple(
            [
                (same(cell, cell) if cell else None)
                if isinstance(cell, str)
                else _span_text(cell)
                if isinstance(cell, timedelta)
                else cell
                for cell in cells
            ]
        )
        rows.append(left + row if left else row)
    return rows


def _span_text(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"
