"""The checklist at a moment: what levels and red signals of an operation asked for, and how far it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from stormdesk.domain.checklist import (
    RED_SIGNAL,
    Action,
    Item,
    Mark,
    State,
    checklist,
    signal_stretches,
    stretches,
)
from stormdesk.domain.decisions import facts_of
from stormdesk.domain.moment import Moment
from stormdesk.domain.timeline import Decision
from stormdesk.domain.warning_area import Touch
from stormdesk.domain.warning_force import Force
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.warnings import warnings_at

KEPT: Final = 64
CLOSING_KINDS: Final = ("typhoon", "rainstorm")
NEVER_COUNTED: Final = (Force.NOT_YET, Force.EXERCISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many actions are asked for now, and how they stand; `next_due_at` is the nearest deadline ahead."""

    total: int
    late: int
    open: int
    doing: int
    done: int
    not_applicable: int
    next_due_at: datetime | None


_kept: Shared[tuple[Item, ...]] = Shared(KEPT)


def actions_of(ground: Ground) -> tuple[Action, ...]:
    """The actions of the rule set in force; none where there is no rule set."""
    chosen = ground.county.rules.in_force
    return () if chosen is None else tuple(one for one in chosen.actions if isinstance(one, Action))


def checklist_at(ground: Ground, moment: Moment) -> tuple[Item, ...]:
    """Every action that was asked for up to a moment, late ones first."""
    key = (ground.store.common_key, ground.store.data_version, moment, actions_of(ground))
    return _kept.get(key, lambda: _make(ground, moment))


def standing(ground: Ground, moment: Moment) -> Standing:
    """Count the actions that are asked for at a moment."""
    live = [item for item in checklist_at(ground, moment) if item.is_live]
    counts = {state: sum(item.state is state for item in live) for state in State}
    ahead = [
        item.due_at for item in live if item.due_at and (left := item.left(moment.as_of)) and left.days >= 0
    ]
    return Standing(
        total=len(live),
        late=counts[State.LATE],
        open=counts[State.OPEN],
        doing=counts[State.DOING],
        done=counts[State.DONE],
        not_applicable=counts[State.NOT_APPLICABLE],
        next_due_at=min(ahead, default=None),
    )


def _make(ground: Ground, moment: Moment) -> tuple[Item, ...]:
    levels = _ask(ground, "response/levels", moment)
    opened = [*stretches(_decisions(levels)), *signal_stretches(_red(ground, moment))]
    marks = _marks(_ask(ground, "checklist/marks", moment))
    return checklist(actions_of(ground), opened, marks, at=moment.as_of)


def _ask(ground: Ground, question: str, moment: Moment) -> Sequence[dict[str, Any]]:
    found: pd.DataFrame = ground.store.frame(
        question, operation_id=moment.operation_id, as_of=moment.as_of, known_at=moment.known_at
    )
    return [{str(name): cell for name, cell in row.items()} for row in found.to_dict("records")]


def _decisions(rows: Sequence[dict[str, Any]]) -> Iterator[Decision]:
    for row in rows:
        yield Decision(
            hazard=str(row["hazard"]),
            status=str(row["status"]),
            level_code=str(row["level_code"]),
            starts_at=row["level_from"].to_pydatetime(),
            ends_at=row["level_until"].to_pydatetime(),
        )


def _red(ground: Ground, moment: Moment) -> list[tuple[datetime, datetime | None]]:
    """When a red typhoon or rainstorm signal counted here; one that still does has no end."""
    return [
        (one.begins_at, None if one.ends_at is None or one.ends_at > moment.as_of else one.ends_at)
        for one in warnings_at(ground, moment)
        if one.force not in NEVER_COUNTED
        and one.touch is not Touch.ELSEWHERE
        and one.warning.colour == RED_SIGNAL
        and one.warning.kind in CLOSING_KINDS
    ]


def _marks(rows: Sequence[dict[str, Any]]) -> Iterator[Mark]:
    for row in rows:
        note = facts_of(row["payload"] if isinstance(row["payload"], str) else None)
        yield Mark(
            item_id=str(row["item_id"]),
            status=str(row["status"]),
            at=row["said_at"].to_pydatetime(),
            actor=str(row["actor"]),
            note=str(note.get("text") or note.get("text_zh") or ""),
        )
