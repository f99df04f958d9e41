"""Marks on the workbooks that go out, by which they are known when they come back filled in."""

import re
from collections.abc import Sequence
from typing import Final

from stormdesk.domain.vocabulary import N_

EXAMPLE: Final = N_("示例")
REASON: Final = N_("退回原因")
NOTES: Final = N_("填表说明")
CHOICES: Final = N_("选项")
_EXAMPLE: Final = re.compile(r"\s*'?\s*(?:示例|范例|Example)\s*(?:[:：].*)?", re.IGNORECASE | re.DOTALL)
_REASONS: Final = ("退回原因", "Returned because")
_NOTE_SHEETS: Final = ("填表说明", "选项", "Filling in", "Choices")


def is_example_row(row: Sequence[object]) -> bool:
    """Whether a row is the example of a template: its first filled cell is the mark, bare or with a colon."""
    first = next((cell for cell in row if cell is not None and str(cell).strip()), None)
    return isinstance(first, str) and _EXAMPLE.fullmatch(first) is not None


def is_reason_title(title: str) -> bool:
    """Whether a column of a returned workbook only says why its rows came back."""
    return title.strip() in _REASONS


def is_note_sheet(name: str) -> bool:
    """Whether a sheet of a template explains and holds no rows."""
    return name.strip() in _NOTE_SHEETS
