"""Past storms at a moment: what was to be done after them, and whether this storm asks for it now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from stormdesk.domain.after_action import ItemStatus, OpenItem, SetAside, TodayStatus, in_order
from stormdesk.domain.decisions import LEVEL_RANK, facts_of
from stormdesk.domain.moment import Moment, parse_instant
from stormdesk.errors import StormdeskError
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared

KEPT: Final = 64
ASKED_FROM: Final = "3"
TOLD_FROM: Final = "4"


class Stage(StrEnum):
    """Whether the open items of past storms are asked for in this one."""

    NOT_YET = "not_yet"
    COMING = "coming"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class StormCheck:
    """The open items of past storms as this storm's checklist; `since` is when its level reached Ⅲ."""

    stage: Stage
    since: datetime | None
    items: tuple[OpenItem, ...]
    set_aside: tuple[OpenItem, ...]

    @property
    def is_shown(self) -> bool:
        """Whether a screen of this storm shows it."""
        return self.stage is not Stage.NOT_YET and bool(self.items or self.set_aside)

    @property
    def is_owed(self) -> bool:
        """Whether something of it must be done in this storm."""
        return self.stage is Stage.DUE and bool(self.items)


_items: Shared[tuple[OpenItem, ...]] = Shared(KEPT)


def items_at(ground: Ground, at: Moment) -> tuple[OpenItem, ...]:
    """Every item of the library that was found by the moment, struck off or not."""
    key = (ground.store.common_key, ground.store.data_version, at)
    return _items.get(key, lambda: _read(ground, at))


def open_items(ground: Ground, at: Moment) -> tuple[OpenItem, ...]:
    """What past storms left to be done and nobody has struck off, overdue first; not this storm's own."""
    return tuple(one for one in items_at(ground, at) if one.is_open and one.case_id != at.operation_id)


def storm_check(ground: Ground, at: Moment) -> StormCheck:
    """The checklist that past storms leave to this one, from the instant that its level reaches Ⅲ."""
    stage, since = _stage(ground, at)
    found = open_items(ground, at)
    return StormCheck(
        stage=stage,
        since=since,
        items=tuple(one for one in found if one.set_aside is None),
        set_aside=tuple(one for one in found if one.set_aside is not None),
    )


def _stage(ground: Ground, at: Moment) -> tuple[Stage, datetime | None]:
    """Once Ⅲ was in force the list stays, whatever comes after; at Ⅳ, or on the sea, it is announced."""
    asked = {"operation_id": at.operation_id, "as_of": at.as_of, "known_at": at.known_at}
    levels = ground.store.frame("response/levels", **asked).to_dict("records")
    reached = [
        row["level_from"].to_pydatetime()
        for row in levels
        if row["status"] != "ended" and LEVEL_RANK.get(str(row["level_code"]), 0) >= LEVEL_RANK[ASKED_FROM]
    ]
    if reached:
        return Stage.DUE, min(reached)
    in_force = ground.store.frame("response/in_force", **asked)["level_code"]
    is_coming = any(LEVEL_RANK.get(str(code), 0) >= LEVEL_RANK[TOLD_FROM] for code in in_force)
    return (Stage.COMING if is_coming else Stage.NOT_YET), None


def _read(ground: Ground, at: Moment) -> tuple[OpenItem, ...]:
    found = ground.store.frame(
        "cases/items", operation_id=at.operation_id, as_of=at.as_of, known_at=at.known_at
    )
    rows = ({str(name): cell for name, cell in row.items()} for row in found.to_dict("records"))
    return in_order(_item(row, at.as_of) for row in rows)


def _item(row: dict[str, Any], as_of: datetime) -> OpenItem:
    told = facts_of(_text(row["payload"]) or None)
    due_at = instant_of(told.get("due_at"))
    status = ItemStatus(row["status"])
    is_over = status is ItemStatus.STRUCK_OFF
    return OpenItem(
        case_id=row["case_id"],
        key=row["key"],
        case_zh=row["case_zh"],
        case_en=_text(row["case_en"]),
        title_zh=row["name_zh"],
        title_en=_text(row["name_en"]),
        source=_text(row["source"]),
        certainty=_text(row["certainty"]),
        found_at=row["found_at"].to_pydatetime(),
        status=status,
        since=row["since"].to_pydatetime(),
        event_id=_text(row["event_id"]),
        hand=str(told.get("hand") or _text(row["actor"])),
        owner_unit=str(told.get("owner_unit") or ""),
        owner_person=str(told.get("owner_person") or ""),
        due_at=due_at,
        text=str(told.get("text") or ""),
        evidence=str(told.get("evidence") or ""),
        evidence_sha256=str(told.get("evidence_sha256") or ""),
        is_drilled=bool(row["is_drilled"]),
        is_overdue=due_at is not None and due_at < as_of and not is_over,
        set_aside=_set_aside(row),
    )


def _set_aside(row: dict[str, Any]) -> SetAside | None:
    if _text(row["today"]) != TodayStatus.SET_ASIDE:
        return None
    told = facts_of(_text(row["today_payload"]) or None)
    return SetAside(
        said_by=str(told.get("said_by") or ""),
        reason=str(told.get("reason") or ""),
        actor=_text(row["today_actor"]),
        since=row["today_since"].to_pydatetime(),
    )


def instant_of(said: object) -> datetime | None:
    """The instant that a fact tells; None where it tells none."""
    try:
        return parse_instant(str(said)) if said else None
    except StormdeskError:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) and not pd.isna(value) else ""
