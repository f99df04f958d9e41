"""What a row under a heading is: a record, a total, a heading once more, a remark, or nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from stormdesk.ingest.sheets.book import CellValue, Row
from stormdesk.ingest.sheets.heading import Heading
from stormdesk.ingest.sheets.heading_words import LONGEST_HEADING, key_of
from stormdesk.ingest.sheets.plain import compact

Filled = Sequence[tuple[int, CellValue]]
FIRST_CELLS: Final = 4
LONGEST_TOTAL: Final = 30
_TOTAL: Final = re.compile(
    r"(?:全?[县市区镇乡村街道社区]{1,2}|本页|以上|[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|村|社区))?"
    r"(?:合计|总计|小计|共计|累计|总数|合计数)(?:\([^)]*\))?:?\d*\D{0,2}"
)
_REMARK: Final = re.compile(
    r"(?:注|备注|说明|填表说明|填表人|填报人|填报单位|填报日期|填表日期|制表人?|审核人?|负责人|单位负责人|分管领导|"
    r"联系人|联系电话|报送单位|统计人|日期|截止日期)(?:\([^)]*\))?:.*"
)
_MOST_REMARKS: Final = 6


class RowKind(StrEnum):
    """What a row is."""

    EMPTY = "empty"
    RECORD = "record"
    TOTAL = "total"
    HEADING = "heading"
    NUMBERS = "numbers"
    REMARK = "remark"


def row_kind(row: Row, heading: Heading) -> RowKind:
    """Tell what a row under a heading is."""
    return kind_teller(heading)(row)


def kind_teller(heading: Heading) -> Callable[[Row], RowKind]:
    """A function that tells what each of many rows under a heading is."""
    keys = {column: key_of(name.text) for column, name in heading.columns.items()}

    def tell(row: Row) -> RowKind:
        filled = [(column, cell) for column, cell in enumerate(row) if cell is not None and _is_said(cell)]
        if not filled:
            return RowKind.EMPTY
        if _is_total(filled):
            return RowKind.TOTAL
        if _is_remark(filled):
            return RowKind.REMARK
        if _is_numbered(filled):
            return RowKind.NUMBERS
        return RowKind.HEADING if _is_heading(filled, keys) else RowKind.RECORD

    return tell


def _is_said(cell: CellValue) -> bool:
    return not isinstance(cell, str) or not cell.isspace()


def _is_total(filled: Filled) -> bool:
    first = [cell for _, cell in filled[:FIRST_CELLS] if isinstance(cell, str) and len(cell) < LONGEST_TOTAL]
    return any(_TOTAL.fullmatch(compact(cell)) for cell in first if "计" in cell or "总" in cell)


def _is_remark(filled: Filled) -> bool:
    first = filled[0][1]
    if len(filled) > _MOST_REMARKS or not isinstance(first, str):
        return False
    return _REMARK.fullmatch(compact(first)) is not None


def _is_numbered(filled: Filled) -> bool:
    if len(filled) < FIRST_CELLS or compact(filled[1][1]).strip("()") != "2":
        return False
    return all(compact(cell).strip("()") == str(at + 1) for at, (_, cell) in enumerate(filled))


def _is_heading(filled: Filled, keys: Mapping[int, str]) -> bool:
    if not _is_named(*filled[0], keys) and not _is_named(*filled[-1], keys):
        return False
    same = sum(1 for column, cell in filled if _is_named(column, cell, keys))
    return same > 1 and same * 10 >= len(filled) * 6


def _is_named(column: int, cell: CellValue, keys: Mapping[int, str]) -> bool:
    said = key_of(cell) if isinstance(cell, str) and len(cell) < LONGEST_HEADING else ""
    name = keys.get(column, "")
    return len(said) > 0 and (name.endswith(said) or name.startswith(said))
