"""What kind of row a row of a list is: data, or a total, a blank, an example, a heading or a title."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from stormdesk.ingest.sheets.book import Row
from stormdesk.ingest.sheets.plain import compact, is_blank

TOTALS: Final = frozenset({"合计", "总计", "共计", "总数", "总和", "汇总", "total", "合计:", "总计:"})
SUBTOTALS: Final = frozenset({"小计", "本页小计", "分计", "小计:", "本页合计", "subtotal"})
EXAMPLES: Final = frozenset({"示例", "样例", "填写示例", "示例行", "例", "example", "(示例)", "例:"})
LOOKED_AT: Final = 5
LONGEST_MARK: Final = 12


class Kind(StrEnum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    EXAMPLE = "example"
    HEADING = "heading"
    TITLE = "title"


def kind_of(row: Row, headings: Collection[str]) -> Kind:
    """Tell data from the rows that people put around them; `headings` are the words of the heading."""
    words = [cell for cell in row if cell is not None and cell != ""]
    if not words:
        return Kind.BLANK
    for cell in words[:LOOKED_AT]:
        if isinstance(cell, str) and len(cell) <= LONGEST_MARK and (kind := _marked(cell)):
            return kind
    if len(words) > 2:
        same = sum(isinstance(cell, str) and compact(cell) in headings for cell in words)
        return Kind.HEADING if same > len(words) * 0.6 else Kind.DATA
    if all(is_blank(cell) for cell in words):
        return Kind.BLANK
    return Kind.TITLE if len(words) == 1 and isinstance(words[0], str) else Kind.DATA


def _marked(cell: str) -> Kind | None:
    plain = compact(cell).casefold()
    if plain in TOTALS:
        return Kind.TOTAL
    if plain in SUBTOTALS:
        return Kind.SUBTOTAL
    return Kind.EXAMPLE if plain in EXAMPLES else None
