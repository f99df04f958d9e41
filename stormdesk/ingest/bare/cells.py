"""Identity numbers in cells that hold numbers, and whether a table holds any at all."""

from typing import Final

from stormdesk.domain.id_number import HEAD, SHORTEST, has_id_number, is_id_number
from stormdesk.ingest.sheets.book import Book, CellValue, Row

WHOLE: Final = 18
_LEAST, _MOST = 10**14, 10**18


def bare_number(value: float) -> int | None:
    """What is kept of a number cell that holds an identity number: its first digits; None for any other."""
    if not _LEAST <= value < _MOST or value != int(value):
        return None
    digits = str(int(value))
    if len(digits) == SHORTEST:
        return int(digits[:HEAD]) if is_id_number(digits) else None
    # The last digits are lost, the check digit with them: the birth date must do.
    is_one = len(digits) == WHOLE and any(is_id_number(digits[:17] + last) for last in "0123456789X")
    return int(digits[:HEAD]) if is_one else None


def has_numbers(book: Book) -> bool:
    """Whether any cell of a workbook holds a number whole."""
    return any(_has(rows) for sheet in book.sheets for rows in sheet.rows)


def _has(row: Row) -> bool:
    return any(map(_holds, row))


def _holds(cell: CellValue) -> bool:
    if isinstance(cell, str):
        return len(cell) >= SHORTEST and has_id_number(cell)
    return isinstance(cell, int | float) and not isinstance(cell, bool) and bare_number(cell) is not None
