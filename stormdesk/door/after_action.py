"""What is to be done after a storm, as a visitor marks it: where, by whose hand, with what proof."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from stormdesk.domain.access.records import Action
from stormdesk.domain.after_action import (
    CARRIED,
    ITEM_OBJECTIONS,
    LONGEST_WORDS,
    OF_CASE,
    PROGRESS,
    SAME_HAND,
    TODAY,
    ItemStatus,
    OpenItem,
    TodayStatus,
)
from stormdesk.domain.decisions import facts_of, same_person
from stormdesk.domain.event import Event
from stormdesk.domain.moment import ClockMode, Moment
from stormdesk.domain.vocabulary import N_, Subject
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.deciding import is_own
from stormdesk.door.refusing import note_refused
from stormdesk.errors import BadDecision, NotAllowed
from stormdesk.outlook.cases import items_at

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit
    from stormdesk.store import Receipt

ITEM: Final = "after_action"
FORM: Final = "form"
# What only whoever may approve does: it takes an item off every later checklist, or puts it back.
DECIDED: Final = frozenset({ItemStatus.STRUCK_OFF, ItemStatus.REOPENED})
TEXTS: Final = ("text", "evidence", "reason", "owner_unit", "owner_person")
NAMES_SOMEBODY: Final = N_("案例库不写名单上的人名和电话号码,请改写单位和职务。")
NOT_OFFICE: Final = N_("请从账号里选择是谁决定本次暂不办。")
APPEND_ONLY: Final = N_("事项的记录不能更正或撤销;有误时请重新打开或再记一条。")
TOO_LONG: Final = N_("文字太长,至多 500 个字。")


def mark(
    visit: Visit, item: OpenItem, status: ItemStatus | TodayStatus, told: Mapping[str, str], *, at: Moment
) -> Receipt:
    """Write how far an item is, or that it is left alone in this storm; noted in the audit first."""
    now = datetime.now(UTC)
    event = _said(visit, item, status, told, at=at, now=now)
    is_copied = event.facet == PROGRESS and event.subject_id == item.item_id and not item.is_drilled
    events = [_carried(event, item), event] if is_copied else [event]
    deed = deed_of(
        visit.visitor,
        Kind.DECISION,
        f"item_{status}",
        at=now,
        thing=ITEM,
        thing_id=item.item_id,
        operation_id=at.operation_id,
        detail={"event_id": event.event_id},
    )
    visit.require(Action.RECORD, ITEM)
    with visit.office.audit.around(deed):
        return visit.record(events)


def _said(  # noqa: PLR0913  who says what of which item, when by both clocks
    visit: Visit,
    item: OpenItem,
    status: ItemStatus | TodayStatus,
    told: Mapping[str, str],
    *,
    at: Moment,
    now: datetime,
) -> Event:
    """The report; while the clock on screen stands still, those of one instant go by when they came."""
    is_today = isinstance(status, TodayStatus)
    stream, subject_id = (at.operation_id, item.item_id) if is_today else stream_of(visit, item, at)
    facts = {name: said for name, said in ({} if is_today else _owned(item)).items() if said}
    facts |= {name: said for name, said in told.items() if said}
    return Event(
        event_id=f"{FORM}-{now:%Y%m%d%H%M%S%f}-{uuid4().hex}-1",
        operation_id=stream,
        subject=Subject.AFTER_ACTION,
        subject_id=subject_id,
        facet=TODAY if is_today else PROGRESS,
        status=status,
        happened_at=at.as_of,
        recorded_at=at.as_of,
        source=FORM,
        actor=visit.visitor.account_id,
        payload=json.dumps(facts, ensure_ascii=False) if facts else None,
    )


def stream_of(visit: Visit, item: OpenItem, at: Moment) -> tuple[str, str]:
    """Under which operation and subject a mark is kept: the case's own, or in a drill the drill's."""
    is_home = item.case_id == at.operation_id or not is_drill(visit, at.operation_id)
    return (item.case_id, item.key) if is_home else (at.operation_id, item.item_id)


def is_drill(visit: Visit, operation_id: str) -> bool:
    """Whether an operation is a drill."""
    rows = visit.whole.store.rows("operation/list")
    return any(row[0] == operation_id and row[1] == ClockMode.DRILL for row in rows)


def _owned(item: OpenItem) -> dict[str, str]:
    due = item.due_at.isoformat() if item.due_at else ""
    return {"owner_unit": item.owner_unit, "owner_person": item.owner_person, "due_at": due}


def _carried(event: Event, item: OpenItem) -> Event:
    """The item as the library has it, told once more in the drill that goes on with it."""
    facts = _owned(item) | {"evidence": item.evidence, "evidence_sha256": item.evidence_sha256}
    told = {name: said for name, said in facts.items() if said} | {CARRIED: True, "hand": item.hand}
    return replace(
        event,
        event_id=f"{event.event_id[:-2]}-0",
        status=item.status,
        happened_at=item.since,
        payload=json.dumps(told, ensure_ascii=False),
    )


def check_items(visit: Visit, events: Sequence[Event]) -> None:
    """Refuse what would close an item with one hand, invent its past, or name somebody of the lists."""
    for event in events:
        if event.subject == Subject.AFTER_ACTION:
            _check(visit, event)


def _check(visit: Visit, event: Event) -> None:
    told = facts_of(event.payload)
    if event.corrects is not None:
        raise BadDecision(reason=APPEND_ONLY)
    if told.get(CARRIED):
        _check_carried(visit, event)
        return
    if event.status in DECIDED and not visit.may(Action.APPROVE, ITEM):
        note_refused(visit, event, "no_right")
        raise NotAllowed
    if event.status == ItemStatus.STRUCK_OFF:
        _check_hands(visit, event)
    if event.status == TodayStatus.SET_ASIDE and not visit.office.accounts.who(str(told.get("said_by"))):
        raise BadDecision(reason=NOT_OFFICE)
    check_words(visit, event.operation_id, [str(told.get(name) or "") for name in TEXTS])


def check_words(visit: Visit, operation_id: str, texts: Sequence[str]) -> None:
    """Refuse words that name somebody of the lists in force, hold a number to call, or are too long."""
    said = "\n".join(filter(None, texts))
    if any(len(text) > LONGEST_WORDS for text in texts):
        raise BadDecision(reason=TOO_LONG)
    store = visit.whole.store
    lists = {row[5]: row[0] for row in store.rows("operation/list") if row[11] is None}
    for operation in {operation_id, *lists.values()} if said else ():
        if store.rows("cases/named", operation_id=operation, text=said)[0][0]:
            raise BadDecision(reason=NAMES_SOMEBODY)


def _check_hands(visit: Visit, event: Event) -> None:
    """Another person than did it strikes it off, under whatever account."""
    item = _item_of(visit, event)
    if item is None or item.status is not ItemStatus.DONE:
        return
    is_same = same_person(item.hand, visit.visitor.account_id) or is_own(
        visit, replace(event, actor=item.hand)
    )
    if is_same:
        note_refused(visit, event, "own_proposal")
        raise BadDecision(reason=ITEM_OBJECTIONS[SAME_HAND])


def _check_carried(visit: Visit, event: Event) -> None:
    """What is told once more is what the library says, by the same hand."""
    item, told = _item_of(visit, event), facts_of(event.payload)
    is_so = (
        item is not None
        and not item.is_drilled
        and event.subject_id == item.item_id
        and (event.status, told.get("hand")) == (item.status, item.hand)
    )
    if not is_so:
        note_refused(visit, event, "no_proposal")
        raise NotAllowed


def _item_of(visit: Visit, event: Event) -> OpenItem | None:
    at = Moment(event.operation_id, event.recorded_at, event.recorded_at)
    is_foreign = OF_CASE in event.subject_id
    wanted = event.subject_id if is_foreign else f"{event.operation_id}{OF_CASE}{event.subject_id}"
    return next((one for one in items_at(visit.whole, at) if one.item_id == wanted), None)
