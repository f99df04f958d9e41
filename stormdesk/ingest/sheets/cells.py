"""Single cells as people fill them in, each read into a value, nothing, or a fault with a suggestion."""

import re
from typing import Final

from stormdesk.ingest.sheets.book import CellValue
from stormdesk.ingest.sheets.cell_numbers import decimal, unit_factor, whole_number
from stormdesk.ingest.sheets.cell_phone import phone
from stormdesk.ingest.sheets.cell_points import Axis, Bounds, Point, coordinate, point
from stormdesk.ingest.sheets.cell_times import day, instant
from stormdesk.ingest.sheets.fault import CellReason, Fault
from stormdesk.ingest.sheets.plain import compact, is_blank, tidy

__all__ = [
    "Axis",
    "Bounds",
    "CellReason",
    "Fault",
    "Point",
    "coordinate",
    "day",
    "decimal",
    "instant",
    "is_blank",
    "person_name",
    "phone",
    "point",
    "text",
    "unit_factor",
    "whole_number",
    "yes_no",
]

LONGEST_TEXT: Final = 500
_YES: Final = frozenset(
    [
        "是",
        "有",
        "对",
        "已",
        "要",
        "需",
        "需要",
        "√",
        "✓",
        "✔",
        "☑",
        "v",
        "y",
        "yes",
        "t",
        "true",
        "1",
        "on",
        "真",
        "是的",
        "已有",
        "合格",
        "通过",
        "正常",
        "已鉴定",
        "已安装",
        "已完成",
        "已通过",
        "已配备",
        "具备",
        "达标",
        "有的",
    ]
)
_NO: Final = frozenset(
    [
        "否",
        "无",
        "不",
        "没有",
        "未",
        "不是",
        "不需",
        "不需要",
        "×",
        "✗",
        "✘",
        "☒",
        "x",
        "n",
        "no",
        "f",
        "false",
        "0",
        "off",
        "假",
        "不要",
        "未有",
        "不合格",
        "未通过",
        "不通过",
        "不正常",
        "未鉴定",
        "未安装",
        "未完成",
        "未配备",
        "不具备",
        "不达标",
        "未达标",
        "尚未",
    ]
)
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def text(cell: CellValue, *, longest: int = LONGEST_TEXT) -> str | Fault | None:
    """Words as written, tidied; nothing for an empty cell or a mark that stands for it."""
    if is_blank(cell):
        return None
    found = tidy(cell)
    if len(found) > longest:
        return Fault(CellReason.TOO_LONG)
    return found or None


def person_name(cell: CellValue) -> str | Fault | None:
    """A name, without the spaces that pad two Chinese characters to the width of three."""
    found = text(cell, longest=60)
    return _BETWEEN_HAN.sub("", found) if isinstance(found, str) else found


def yes_no(cell: CellValue) -> bool | Fault | None:
    """Yes or no in the many ways to tick it."""
    if isinstance(cell, bool):
        return cell
    word = compact(cell).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    return None if is_blank(cell) else Fault(CellReason.NOT_YES_NO)
