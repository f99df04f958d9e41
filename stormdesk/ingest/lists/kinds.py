"""What kind of row a row of a list is: data, or a total, a blank, an example, a heading or a title."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from stormdesk.domain.sheet_marks import is_example_row
from stormdesk.ingest.sheets.book import Row
from stormdesk.ingest.sheets.heading import Heading
from stormdesk.ingest.sheets.plain import compact, is_blank
from stormdesk.ingest.sheets.row_kind import RowKind, kind_teller

PARTS: Final = ("小计", "本页")
NARROWEST: Final = 2


class Kind(StrEnum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    EXAMPLE = "example"
    TITLE = "title"
    OTHER = "other"


def kinds(heading: Heading, is_title: Callable[[str], bool]) -> Callable[[Row], Kind]:
    """A function that tells data from the rows that people put around them.

    A row with a single text is a title only where `is_title` says so; else it is a row that lacks the rest.
    """
    told = kind_teller(heading)
    may_title = len(heading.columns) > NARROWEST

    def kind_of(row: Row) -> Kind:
        kind = told(row)
        if kind is RowKind.RECORD:
            found = _of_record(row)
            is_alone = found is Kind.TITLE and not (may_title and is_title(_alone(row)))
            return Kind.DATA if is_alone else found
        if kind is RowKind.TOTAL:
            words = "".join(compact(cell) for cell in row if isinstance(cell, str))
            return Kind.SUBTOTAL if any(part in words for part in PARTS) else Kind.TOTAL
        return Kind.BLANK if kind is RowKind.EMPTY else Kind.OTHER

    return kind_of


def _alone(row: Row) -> str:
    return next((cell for cell in row if isinstance(cell, str) and cell), "")


def _of_record(row: Row) -> Kind:
    if is_example_row(row):
        return Kind.EXAMPLE
    words = [cell for cell in row if cell is not None and cell != ""]
    if len(words) > 2:
        return Kind.DATA
    if all(is_blank(cell) for cell in words):
        return Kind.BLANK
    return Kind.TITLE if len(words) == 1 and isinstance(words[0], str) else Kind.DATA
