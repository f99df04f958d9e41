"""Orders as a visitor may ask for them and decide on them: two hands, and the directive that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from stormdesk.domain.access.records import Action
from stormdesk.domain.decisions import Verdict, facts_of
from stormdesk.domain.event import Event
from stormdesk.domain.order_directives import proposal_of_directive
from stormdesk.domain.order_places import places_of
from stormdesk.domain.orders import (
    INCOMPLETE,
    NOT_OWN,
    ORDER_OBJECTIONS,
    OTHER_ASKED,
    SAME_HAND,
    OrderStatus,
    order_answered,
)
from stormdesk.domain.vocabulary import N_, Subject
from stormdesk.door.audit import Deed, Kind, deed_of
from stormdesk.door.deciding import is_own
from stormdesk.door.refusing import note_refused
from stormdesk.errors import BadDecision, NotAllowed

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit

ORDER: Final = "order"
ANSWERS: Final = frozenset({OrderStatus.APPROVED, OrderStatus.SENT_BACK})
APPEND_ONLY: Final = N_("请示和批示的记录不能更正或撤销;要停止执行,请另提一项请示。")


def order_rights(event: Event) -> Iterable[tuple[Action, str]]:
    """What somebody must be allowed, besides recording, to record something about an order."""
    if event.subject == Subject.ORDER:
        yield (Action.APPROVE if event.status in ANSWERS else Action.PROPOSE), ORDER


def check_orders(visit: Visit, events: Sequence[Event]) -> None:
    """Refuse what would decide on an order with one hand, or otherwise than it was put."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        told = facts_of(event.payload)
        if event.subject == Subject.ORDER:
            _check_append(visit, event)
            if event.status in ANSWERS:
                groups[str(told.get("proposal_id") or "")].append(event)
            else:
                _check_asked(visit, event)
        elif event.subject == Subject.DIRECTIVE:
            proposal_id = proposal_of_directive(event.event_id)
            if proposal_id is not None:
                groups[proposal_id].append(event)
    for proposal_id, group in groups.items():
        _check_answer(visit, proposal_id, group)


def order_in(visit: Visit, events: Sequence[Event]) -> Deed | None:
    """What the audit must tell before these events are recorded; None where none of them is of an order."""
    said = next((event for event in events if event.subject == Subject.ORDER), None)
    if said is None:
        return None
    return deed_of(
        visit.visitor,
        Kind.DECISION,
        f"order_{said.status}",
        at=datetime.now(UTC),
        thing=ORDER,
        thing_id=said.subject_id,
        operation_id=said.operation_id,
        detail={"event_id": said.event_id, "proposal_id": facts_of(said.payload).get("proposal_id")},
    )


def _check_append(visit: Visit, event: Event) -> None:
    if event.corrects is not None:
        note_refused(visit, event, "foreign_correction")
        raise BadDecision(reason=APPEND_ONLY)


def _check_asked(visit: Visit, event: Event) -> None:
    """Whoever asked, under whatever account, asks anew or takes back; nobody else does. Places are real."""
    known = {one.code for one in visit.county.counted_townships}
    if "places" in facts_of(event.payload) and not {one.township_code for one in places_of(event)} <= known:
        note_refused(visit, event, "not_own")
        raise BadDecision(reason=ORDER_OBJECTIONS[INCOMPLETE])
    about = {"operation_id": event.operation_id, "order_id": event.subject_id}
    hands = [row[0] for row in visit.whole.store.rows("orders/hands", **about)]
    if any(not is_own(visit, replace(event, actor=hand)) for hand in hands):
        note_refused(visit, event, "not_own")
        raise BadDecision(reason=ORDER_OBJECTIONS[NOT_OWN])


def _check_answer(visit: Visit, proposal_id: str, group: Sequence[Event]) -> None:
    """Refuse what is not one whole answer of another person to a proposal, just as it was put."""
    ledger = visit.whole.ledger
    answer = next((event for event in group if event.subject == Subject.ORDER), group[0])
    proposal = ledger.event(proposal_id)
    is_one = proposal is not None and proposal.status == OrderStatus.PROPOSED
    if proposal is None or not is_one or proposal.chain != answer.chain:
        note_refused(visit, answer, "no_proposal")
        raise BadDecision(reason=ORDER_OBJECTIONS[OTHER_ASKED])
    if is_own(visit, proposal):
        note_refused(visit, answer, "own_proposal")
        raise BadDecision(reason=ORDER_OBJECTIONS[SAME_HAND])
    verdict = Verdict(
        approver=visit.visitor.account_id,
        authority="",
        is_approved=answer.status == OrderStatus.APPROVED,
        at=answer.happened_at,
        note=str(facts_of(answer.payload).get("note") or ""),
    )
    whole = [replace(event, actor="") for event in order_answered(proposal, verdict)]
    given = [replace(event, actor="", import_id=None) for event in group]
    if given != whole or _is_taken(visit, proposal_id, whole):
        note_refused(visit, answer, "no_approval")
        raise NotAllowed


def _is_taken(visit: Visit, proposal_id: str, whole: Sequence[Event]) -> bool:
    """Whether somebody reported something else under the name of a directive that would follow."""
    ledger = visit.whole.ledger
    names = [event.event_id for event in whole if event.subject == Subject.DIRECTIVE]
    is_there = any(ledger.event(name) is not None for name in names)
    return is_there and ledger.event(f"{proposal_id}-{OrderStatus.APPROVED}") is None
