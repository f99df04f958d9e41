"""A workbook as neutral grids: rows are counted from 1 as in the file, columns from 0 as in the row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from stormdesk.domain.problem import Problem

CellValue = None | str | int | float | bool | datetime | date | time
Row = tuple[CellValue, ...]
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells merged into one: first and last row (from 1) and column (from 0)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells as typed, and what a reader of the screen would not see."""

    name: str
    rows: Sequence[Row]
    first_row: int = 1
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    merged: tuple[Merge, ...] = ()
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def filled(self, columns: Collection[int]) -> Sequence[Row]:
        """The rows with values that are merged downwards spread over their rows, in these columns only."""
        spans = [span for span in self.merged if span.bottom > span.top and span.left in columns]
        if not spans:
            return self.rows
        rows = list(self.rows)
        ends: dict[int, int] = {}
        for span in sorted(spans, key=lambda span: span.top):
            if span.top > ends.get(span.left, 0):
                _spread(rows, span, self.first_row)
                ends[span.left] = span.bottom
        return rows


def _spread(rows: list[Row], span: Merge, first_row: int) -> None:
    top = span.top - first_row
    if not 0 <= top < len(rows) or span.left >= len(rows[top]):
        return
    value = rows[top][span.left]
    for at in range(top + 1, min(span.bottom - first_row + 1, len(rows))):
        row = rows[at]
        if span.left < len(row) and row[span.left] is None:
            rows[at] = (*row[: span.left], value, *row[span.left + 1 :])


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its sheets in order, and what was wrong with it."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    rest = column + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """The column, counted from 0, that letters name."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def address(row: int, column: int) -> str:
    """A cell's address as a spreadsheet shows it: row 12, column 2 is C12."""
    return f"{column_letters(column)}{row}"
