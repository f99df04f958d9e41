"""Orders that need a word: asked for by one person with the basis, approved or sent back by another."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from stormdesk.domain.decisions import Verdict, facts_of, same_person
from stormdesk.domain.event import Event
from stormdesk.domain.order_directives import directives_of, payload_of
from stormdesk.domain.order_places import (
    EACH_TOWNSHIP,
    OrderPlace,
    is_placed,
    named,
    persons_of,
    places_of,
)
from stormdesk.domain.vocabulary import N_, Subject

FACET: Final = "decision"
LONGEST_WORDS: Final = 500
LEAST_REASON: Final = 2
SAME_HAND, OTHER_ASKED, NO_REASON = "order_same_hand", "order_other_asked", "order_no_reason"
INCOMPLETE, NOT_OWN = "order_incomplete", "order_not_own"
ORDER_OBJECTIONS: Final[Mapping[str | None, str]] = {
    SAME_HAND: N_("请示人和批示人是同一人,须由另一人批示。"),
    OTHER_ASKED: N_("这项请示已被改过或已有结果,请重新打开再批示。"),
    NO_REASON: N_("退回时请写明理由。"),
    INCOMPLETE: N_("请写明请示的类别、事项、依据、承办单位和时限。"),
    NOT_OWN: N_("请示只能由请示人重新提出或撤回。"),
}
NEEDED: Final = ("kind", "title", "basis", "owner_unit", "due_at")
ASKED_ANEW: Final = frozenset({"proposed", "taken_back"})


class OrderKind(StrEnum):
    """What may be ordered beside a level."""

    EVACUATION = "evacuation"
    BOATS = "boats"
    SUSPENSION = "suspension"
    SHELTER = "shelter"
    OTHER = "other"


class OrderStatus(StrEnum):
    """How far an order is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """What somebody asks to be ordered: what, where, how many people, on what basis, by whom, by when.

    `places` names the townships where there are several; `township_code` and `persons` then say nothing.
    """

    kind: str
    title: str
    basis: str
    owner_unit: str
    due_at: datetime | None
    persons: int | None = None
    township_code: str | None = None
    village_code: str | None = None
    category: str | None = None
    places: tuple[OrderPlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order as its last event tells it; `persons` are those of all its places, `since` when it was asked.

    `actor` is whose word the last one is, `told_at` when he gave it.
    """

    order_id: str
    event_id: str
    kind: str
    title: str
    basis: str
    owner_unit: str
    due_at: datetime | None
    persons: int | None
    township_code: str | None
    village_code: str | None
    category: str | None
    since: datetime
    asker: str
    actor: str
    told_at: datetime
    status: OrderStatus
    places: tuple[OrderPlace, ...] = ()


def draft_faults(draft: OrderDraft, at: datetime) -> tuple[str, ...]:
    """Return what is missing or impossible in what somebody asks for, as sentences to show."""
    is_late = draft.due_at is not None and draft.due_at <= at
    numbers = (draft.persons, *(place.persons for place in draft.places))
    is_nowhere = not (draft.places or draft.township_code)
    needed = (
        (draft.kind not in set(OrderKind), N_("请选择请示的类别。")),
        (not draft.title.strip(), N_("请写明请示事项。")),
        (not draft.basis.strip(), N_("请写明依据。")),
        (not draft.owner_unit.strip(), N_("请选择承办单位。")),
        (draft.due_at is None, N_("请写明完成时限。")),
        (is_late, N_("完成时限已过,请改写。")),
        (any(n is not None and n < 0 for n in numbers), N_("人数不能为负。")),
        (draft.owner_unit == EACH_TOWNSHIP and is_nowhere, N_("由各镇街自办的,请选定是哪些镇街。")),
    )
    return tuple(sentence for is_wrong, sentence in needed if is_wrong)


def order_proposed(draft: OrderDraft, said: Event, *, order_id: str) -> Event:
    """Return the event that asks for it; `said` brings its id, operation, instants, source and actor."""
    told: dict[str, Any] = {
        "kind": draft.kind,
        "title": draft.title.strip()[:LONGEST_WORDS],
        "basis": draft.basis.strip()[:LONGEST_WORDS],
        "owner_unit": draft.owner_unit,
        "due_at": draft.due_at.isoformat() if draft.due_at else "",
    }
    where: dict[str, Any] = {"township_code": draft.township_code, "quantity": draft.persons}
    if draft.places:
        told["places"] = [asdict(place) for place in draft.places]
        where = {"township_code": None, "quantity": None, "category": named(draft.places)}
    return replace(
        said,
        subject=Subject.ORDER,
        subject_id=order_id,
        facet=FACET,
        status=OrderStatus.PROPOSED,
        payload=payload_of(told),
        **({"village_code": draft.village_code, "category": draft.category} | where),
    )


def order_answered(proposal: Event, verdict: Verdict) -> tuple[Event, ...]:
    """Return the events of a verdict: on the order, and when it is approved a directive for each place.

    Their ids follow from the proposal's, so that deciding twice decides once.
    """
    asked = facts_of(proposal.payload)
    told = asked | {
        "proposer": proposal.actor,
        "approver": verdict.approver,
        "proposal_id": proposal.event_id,
        "note": verdict.note,
    }
    status = OrderStatus.APPROVED if verdict.is_approved else OrderStatus.SENT_BACK
    answer = replace(
        proposal,
        event_id=f"{proposal.event_id}-{status}",
        status=status,
        happened_at=verdict.at,
        recorded_at=verdict.at,
        actor=verdict.approver,
        payload=payload_of(told),
        import_id=None,
    )
    return (answer, *directives_of(answer, proposal)) if verdict.is_approved else (answer,)


def order_taken_back(proposal: Event, *, by: str, at: datetime) -> Event:
    """Return the event by which whoever asked takes it back."""
    return replace(
        proposal,
        event_id=f"{proposal.event_id}-taken_back",
        status=OrderStatus.TAKEN_BACK,
        happened_at=at,
        recorded_at=at,
        actor=by,
        import_id=None,
    )


def order_of(event: Event, status: str, since: datetime) -> Order:
    """Read an order from its event, as it stands."""
    told, places = facts_of(event.payload), places_of(event)
    return Order(
        order_id=event.subject_id,
        event_id=event.event_id,
        kind=str(told.get("kind") or OrderKind.OTHER),
        title=str(told.get("title") or ""),
        basis=str(told.get("basis") or ""),
        owner_unit=str(told.get("owner_unit") or ""),
        due_at=due_of(told),
        persons=persons_of(places) if places else event.quantity,
        places=places,
        township_code=event.township_code,
        village_code=event.village_code,
        category=event.category,
        since=since,
        asker=_asker(event),
        actor=event.actor,
        told_at=event.happened_at,
        status=OrderStatus(status),
    )


def due_of(told: Mapping[str, Any]) -> datetime | None:
    """By when it is to be done; None where it cannot be read or names no zone."""
    try:
        at = datetime.fromisoformat(str(told.get("due_at") or ""))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def order_objection(event: Event, before: Event | None) -> str | None:
    """Why an event of an order cannot count whatever its status: one hand, another proposal, no reason."""
    if event.subject != Subject.ORDER:
        return None
    if event.status in ASKED_ANEW:
        return _objection_to_asking(event, before)
    if before is None or before.status != OrderStatus.PROPOSED:
        return None
    return _objection_to_answer(event, before)


def _objection_to_asking(event: Event, before: Event | None) -> str | None:
    if before is not None and not same_person(event.actor, _asker(before)):
        return NOT_OWN
    told = facts_of(event.payload)
    is_whole = all(told.get(name) for name in NEEDED) and due_of(told) is not None
    return None if is_whole and is_placed(event) else INCOMPLETE


def _objection_to_answer(event: Event, before: Event) -> str | None:
    if same_person(event.actor, before.actor):
        return SAME_HAND
    told = facts_of(event.payload)
    if told.get("proposal_id") != before.event_id or places_of(event) != places_of(before):
        return OTHER_ASKED
    is_unsaid = len(str(told.get("note") or "").strip()) < LEAST_REASON
    return NO_REASON if event.status == OrderStatus.SENT_BACK and is_unsaid else None


def _asker(before: Event) -> str:
    """Who asked for what an event tells."""
    return (
        before.actor if before.status in ASKED_ANEW else str(facts_of(before.payload).get("proposer") or "")
    )
