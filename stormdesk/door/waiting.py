"""Everything that waits for one account's word: what, from whom, since when, on what basis, by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from stormdesk.domain.access.records import Action
from stormdesk.domain.after_action import ItemStatus
from stormdesk.domain.decisions import answered_as, facts_of
from stormdesk.domain.moment import Moment
from stormdesk.domain.orders import Order, OrderStatus
from stormdesk.domain.papers import Paper, PaperState
from stormdesk.door.after_action import ITEM
from stormdesk.door.deciding import PROPOSED, is_own
from stormdesk.door.paper_steps import is_own as is_own_paper
from stormdesk.door.papers import papers
from stormdesk.door.purge.proposals import PURGE
from stormdesk.door.purge.proposals import waiting as purges
from stormdesk.outlook.cases import open_items
from stormdesk.outlook.orders import orders_at

if TYPE_CHECKING:
    from stormdesk.domain.event import Event
    from stormdesk.door.visit import Visit

PAPER_CHECK, PAPER_ISSUE = "paper_check", "paper_issue"
MOST: Final = 50


class WaitsFor(StrEnum):
    """What kind of word is waited for."""

    LEVEL = "level"
    EMERGENCY = "emergency"
    COMPARISON = "paper"
    ORDER = "order"
    PURGE = "purge"
    PAPER_CHECK = "paper_check"
    PAPER_ISSUE = "paper_issue"
    ITEM = "after_action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One matter that waits: `thing` is what the right to decide on it is called, `facts` what to tell of it.

    `screen` is where it is decided; `event_id` the proposal in the ledger where there is one.
    """

    kind: WaitsFor
    key: str
    who: str
    since: datetime
    basis: str = ""
    due_at: datetime | None = None
    screen: str = "brief"
    event_id: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def right(self) -> tuple[Action, str]:
        """What one must be allowed to decide on it."""
        return Action.APPROVE, self.kind.value


def waiting_for(visit: Visit, moment: Moment | None = None) -> tuple[Waiting, ...]:
    """What waits for this visitor's word, the oldest first; nothing that he asked for himself.

    Without a moment, as it stands by the server's clock.
    """
    at = moment or _now(visit)
    found = [*_decisions(visit, at), *_orders(visit, at), *_purges(visit), *_papers(visit, at)]
    found += _items(visit, at)
    may = [one for one in found if visit.may(*one.right)]
    return tuple(sorted(may, key=lambda one: (one.since, one.kind, one.key)))[:MOST]


def _now(visit: Visit) -> Moment:
    clock, now = visit.clock_setting, visit.now()
    return Moment(clock.operation_id if clock else "", now, now)


def _decisions(visit: Visit, at: Moment) -> Iterator[Waiting]:
    """Levels, the emergency flood period, and what was decided on paper: the newest step of each."""
    steps = visit.store.frame(
        "response/proposals", operation_id=at.operation_id, as_of=at.as_of, known_at=at.known_at
    )
    for row in steps.drop_duplicates("subject_id").to_dict("records"):
        event = visit.event(str(row["event_id"])) if row["status"] == PROPOSED else None
        if event is None or is_own(visit, event):
            continue
        told = facts_of(event.payload)
        yield Waiting(
            kind=WaitsFor(answered_as(event)),
            key=event.event_id,
            who=event.actor,
            since=event.happened_at,
            basis=str(told.get("basis") or ""),
            event_id=event.event_id,
            facts={"hazard": event.subject_id, "level_code": event.category} | told,
        )


def _orders(visit: Visit, at: Moment) -> Iterator[Waiting]:
    for order in orders_at(visit, at):
        event = visit.event(order.event_id) if order.status is OrderStatus.PROPOSED else None
        if event is not None and not is_own(visit, event):
            yield _order(order, event)


def _order(order: Order, event: Event) -> Waiting:
    told = {"kind": order.kind, "title": order.title, "owner_unit": order.owner_unit}
    place = {"places": order.places, "village_code": order.village_code}
    return Waiting(
        kind=WaitsFor.ORDER,
        key=order.event_id,
        who=event.actor,
        since=order.since,
        basis=order.basis,
        due_at=order.due_at,
        event_id=order.event_id,
        facts=told | place | {"persons": order.persons, "order_id": order.order_id},
    )


def _purges(visit: Visit) -> Iterator[Waiting]:
    if not visit.may(Action.APPROVE, PURGE):
        return
    for one in purges(visit.office, at=datetime.now(UTC)):
        if not one.is_by(visit.visitor):
            yield Waiting(
                kind=WaitsFor.PURGE,
                key=one.proposal_id,
                who=one.account_id,
                since=one.proposed_at,
                basis=one.reason or "",
                screen="access",
                facts={"operation_id": one.operation_id},
            )


def _papers(visit: Visit, at: Moment) -> Iterator[Waiting]:
    if visit.visitor.held_to is not None:
        return
    for paper in papers(visit, at.operation_id):
        if paper.state is PaperState.DRAFT and not is_own_paper(visit, paper):
            yield _paper(paper, WaitsFor.PAPER_CHECK)
        elif paper.state is PaperState.CHECKED:
            yield _paper(paper, WaitsFor.PAPER_ISSUE)


def _paper(paper: Paper, kind: WaitsFor) -> Waiting:
    return Waiting(
        kind=kind,
        key=paper.paper_id,
        who=paper.steps[0].hand.account_id,
        since=paper.steps[-1].hand.at,
        screen="reports",
        facts={"paper": paper.kind, "as_of": paper.moment.as_of},
    )


def _items(visit: Visit, at: Moment) -> Iterator[Waiting]:
    """What somebody else says is done after a past storm, to be struck off."""
    for item in open_items(visit, at) if visit.may(Action.APPROVE, ITEM) else ():
        if item.status is not ItemStatus.DONE or _is_own_hand(visit, item.event_id, item.hand):
            continue
        told = {"title_zh": item.title_zh, "title_en": item.title_en}
        told |= {"case_zh": item.case_zh, "case_en": item.case_en}
        yield Waiting(
            kind=WaitsFor.ITEM,
            key=item.item_id,
            who=item.hand,
            since=item.since,
            basis=item.evidence,
            due_at=item.due_at,
            screen="response",
            facts=told,
        )


def _is_own_hand(visit: Visit, event_id: str, hand: str) -> bool:
    event = visit.whole.ledger.event(event_id)
    return hand == visit.visitor.account_id or (
        event is not None and is_own(visit, replace(event, actor=hand))
    )
