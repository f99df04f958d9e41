"""What a person enters: one status for one object or many, made once, confirmed once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pandas as pd

from stormdesk.domain.event import Event
from stormdesk.domain.fold import Transitions
from stormdesk.ui.actors import DUTY_DESK
from stormdesk.ui.subjects.description import Facet, Row, Subject
from stormdesk.ui.subjects.words import object_name

FORM = "form"
LONGEST_COMMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be recorded; `quantity` None stands for the people on each object's list."""

    facet: Facet
    status: str
    happened_at: datetime
    comment: str = ""
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Events with their ids, made once, so that confirming twice records once; `refused` cannot follow."""

    choice: Choice
    events: tuple[Event, ...]
    names: tuple[str, ...]
    refused: tuple[str, ...]

    def confirmed(self, recorded_at: datetime) -> tuple[Event, ...]:
        """The events as they are recorded at this instant."""
        return tuple(replace(event, recorded_at=recorded_at) for event in self.events)


@dataclass(frozen=True, slots=True)
class Occasion:
    """In which operation and when an entry is made, and which status may follow which."""

    operation_id: str
    made_at: datetime
    transitions: Transitions


def status_column(subject: Subject, facet: str) -> str:
    """The column that holds what is so of a fact."""
    return "status" if facet == subject.facet else f"{facet}_status"


def may_be_recorded(subject: Subject, row: Row, facet: str, transitions: Transitions) -> set[str] | None:
    """The statuses that may follow an object's present one; None when its present one is not known here."""
    column = status_column(subject, facet)
    if column not in row:
        return None
    before = _text(row[column])
    following = {
        after for known, after in transitions.get((subject.subject, facet), frozenset()) if known == before
    }
    return following | ({before} if before else set())


def make_draft(subject: Subject, rows: Iterable[Row], choice: Choice, occasion: Occasion) -> Draft:
    """Make the events of an entry; an object whose present status forbids it is refused by name.

    An entry of an earlier instant is left to the ledger, which knows what was so then.
    """
    good: list[Row] = []
    refused: list[Row] = []
    for row in rows:
        allowed = may_be_recorded(subject, row, choice.facet.name, occasion.transitions)
        is_now = _is_after_last(row, choice.happened_at)
        forbidden = is_now and allowed is not None and choice.status not in allowed
        (refused if forbidden else good).append(row)
    return Draft(
        choice=choice,
        events=tuple(_event(subject, row, choice, occasion) for row in good),
        names=_names(subject, good),
        refused=_names(subject, refused),
    )


def _event(subject: Subject, row: Row, choice: Choice, occasion: Occasion) -> Event:
    comment = choice.comment.strip()[:LONGEST_COMMENT]
    return Event(
        event_id=f"{FORM}-{uuid4().hex}",
        operation_id=occasion.operation_id,
        subject=subject.subject,
        subject_id=str(row["object_id"]),
        facet=choice.facet.name,
        status=choice.status,
        happened_at=choice.happened_at,
        recorded_at=occasion.made_at,
        source=FORM,
        actor=DUTY_DESK,
        account=choice.facet.account,
        township_code=_text(row.get("township_code")),
        village_code=_text(row.get("village_code")),
        category=_text(row.get("category")),
        quantity=_quantity(row, choice),
        payload=json.dumps({"text": comment}, ensure_ascii=False) if comment else None,
    )


def _quantity(row: Row, choice: Choice) -> int | None:
    if not choice.facet.quantity_column:
        return None
    if choice.quantity is not None:
        return choice.quantity
    listed = row.get(choice.facet.quantity_column)
    return None if listed is None or pd.isna(listed) else int(listed)


def _is_after_last(row: Row, happened_at: datetime) -> bool:
    last = row.get("happened_at")
    return last is None or pd.isna(last) or bool(happened_at >= last)


def _names(subject: Subject, rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(object_name(row.get("name"), str(row["object_id"]), subject) for row in rows)


def _text(value: Any) -> str | None:  # noqa: ANN401  a cell of a frame
    return None if value is None or value != value else str(value)  # noqa: PLR0124  not-a-number
