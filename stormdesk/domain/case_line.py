"""What the case library says beside the ledger, one thing per line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

ENTERED: Final = "entered"


class Part(StrEnum):
    """What a row of the case library tells."""

    CASE = "case"
    FIGURE = "figure"
    LEVEL = "level"
    ITEM = "item"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One thing that the case library says; of the same case, part and key the one written last holds."""

    operation_id: str
    part: str
    key: str
    name_zh: str
    name_en: str | None = None
    value: float | None = None
    unit: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    about: str | None = None
    source: str | None = None
    certainty: str | None = None
    is_gone: bool = False
