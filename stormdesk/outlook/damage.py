"""The damage report at a moment: told by the townships, counted where the ledger can count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from stormdesk.domain.county_rows import DamageItem
from stormdesk.domain.damage import (
    ALL,
    VERIFIED,
    Cell,
    Corrected,
    FirstWord,
    Told,
    Total,
    Word,
    cells,
    first_word,
    totals,
)
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground

LEDGER = "ledger"
MOVED = "evacuated"


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageSheet:
    """Every item of every township and of the county, and how the first word came."""

    items: tuple[DamageItem, ...]
    townships: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    totals: dict[str, Total]
    events: dict[tuple[str, str], str]
    first: FirstWord | None
    first_by_township: dict[str, FirstWord]
    last_word_at: dict[str, datetime]


def damage_at(ground: Ground, moment: Moment, *, area_code: str | None = None) -> DamageSheet:
    """The damage report of the county, or of one township, at a moment."""
    items = ground.county.reference.damage_items
    every = [township.code for township in ground.county.counted_townships]
    townships = tuple(code for code in every if area_code is None or code == area_code[:9])
    asked: dict[str, Any] = {
        "operation_id": moment.operation_id,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "area_code": area_code,
    }
    told = _told(ground.store.frame("damage/reports", **asked))
    found = cells(items, told, _counted(ground, asked), townships)
    by_township = {code: [word for word in told if word.township_code == code] for code in townships}
    firsts = {code: first_word(words) for code, words in by_township.items()}
    return DamageSheet(
        items=items,
        townships=townships,
        cells=found,
        totals=totals(items, found, townships),
        events={(word.township_code, word.item): word.event_id for word in told},
        first=first_word(told),
        first_by_township={code: first for code, first in firsts.items() if first is not None},
        last_word_at={
            code: max(word.recorded_at for word in words) for code, words in by_township.items() if words
        },
    )


def nil_reported(sheet: DamageSheet, township_code: str) -> bool:
    """Whether a township's last word is that there is no damage."""
    is_said = (township_code, ALL) in sheet.events
    words = {sheet.cells[township_code, item.code].word for item in sheet.items if not item.is_counted}
    return is_said and words <= {Word.NIL}


def damage_corrections(ground: Ground, moment: Moment) -> tuple[Corrected, ...]:
    """Every correction of a loss that was known at a moment, as they were recorded."""
    asked = {"operation_id": moment.operation_id, "as_of": moment.as_of, "known_at": moment.known_at}
    frame = ground.store.frame("damage/corrections", **asked, area_code=None)
    return tuple(
        Corrected(
            township_code=str(row["township_code"]),
            item=str(row["item"]),
            was=_count(row["was"]),
            was_verified=row["was_status"] == VERIFIED,
            now=_count(row["quantity"]),
            is_verified=row["status"] == VERIFIED,
            recorded_at=row["recorded_at"].to_pydatetime(),
            reason=_text(row["reason"]),
            event_id=str(row["event_id"]),
        )
        for row in frame.to_dict("records")
    )


def _told(frame: pd.DataFrame) -> list[Told]:
    return [
        Told(
            township_code=str(row["township_code"]),
            item=str(row["item"]),
            status=str(row["status"]),
            quantity=_count(row["quantity"]),
            happened_at=row["happened_at"].to_pydatetime(),
            recorded_at=row["recorded_at"].to_pydatetime(),
            event_id=str(row["event_id"]),
            source=str(row["source"]),
            first_loss_at=_instant(row["first_loss_at"]),
            first_loss_told_at=_instant(row["first_loss_told_at"]),
            peak=_count(row["peak"]),
            said=_text(row["said"]),
        )
        for row in frame.to_dict("records")
    ]


def _counted(ground: Ground, asked: dict[str, Any]) -> dict[tuple[str, str], Cell]:
    """What the ledger counts itself: the people moved; a township that lists nobody has no figure."""
    frame = ground.store.frame("evacuation/by_township", **asked)
    return {
        (str(row["township_code"]), MOVED): Cell(
            word=Word.FIGURE,
            quantity=int(row["done"]),
            happened_at=_instant(row["last_recorded_at"]),
            recorded_at=_instant(row["last_recorded_at"]),
            source=LEDGER,
            is_verified=True,
        )
        for row in frame.to_dict("records")
        if row["last_recorded_at"] is not None and not pd.isna(row["last_recorded_at"])
    }


def _instant(at: Any) -> datetime | None:  # noqa: ANN401  a cell of a frame
    if at is None or pd.isna(at):
        return None
    found: datetime = at.to_pydatetime()
    return found


def _count(value: Any) -> int | None:  # noqa: ANN401  a cell of a frame
    return None if pd.isna(value) else int(value)


def _text(value: Any) -> str:  # noqa: ANN401  a cell of a frame
    return value if isinstance(value, str) else ""
