"""What kind of row a row of a list is: data, or a total, a blank, an example, a heading or a title."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from stormdesk.domain.sheet_marks import EXAMPLE
from stormdesk.ingest.sheets.book import Row
from stormdesk.ingest.sheets.heading import Heading
from stormdesk.ingest.sheets.plain import compact, is_blank
from stormdesk.ingest.sheets.row_kind import RowKind, kind_teller

PARTS: Final = ("小计", "本页")
EXAMPLE_MARKS: Final = (EXAMPLE, "样例", "填写示例", "(示例)", "【示例】", "example")
COLONS: Final = (":", ":")
LOOKED_AT: Final = 2


class Kind(StrEnum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    EXAMPLE = "example"
    TITLE = "title"
    OTHER = "other"


def kinds(heading: Heading) -> Callable[[Row], Kind]:
    """A function that tells data from the rows that people put around them."""
    told = kind_teller(heading)

    def kind_of(row: Row) -> Kind:
        kind = told(row)
        if kind is RowKind.RECORD:
            return _of_record(row)
        if kind is RowKind.TOTAL:
            words = "".join(compact(cell) for cell in row if isinstance(cell, str))
            return Kind.SUBTOTAL if any(part in words for part in PARTS) else Kind.TOTAL
        return Kind.BLANK if kind is RowKind.EMPTY else Kind.OTHER

    return kind_of


def _of_record(row: Row) -> Kind:
    words = [cell for cell in row if cell is not None and cell != ""]
    for cell in words[:LOOKED_AT]:
        if isinstance(cell, str) and _is_example(cell):
            return Kind.EXAMPLE
    if len(words) > 2:
        return Kind.DATA
    if all(is_blank(cell) for cell in words):
        return Kind.BLANK
    return Kind.TITLE if len(words) == 1 and isinstance(words[0], str) else Kind.DATA


def _is_example(cell: str) -> bool:
    plain = cell.strip().casefold()
    for mark in EXAMPLE_MARKS:
        if plain == mark.casefold() or plain.startswith(tuple(mark.casefold() + colon for colon in COLONS)):
            return True
    return False
