"""Decisions on levels as a visitor may record them: two hands, and the answer together with its level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stormdesk.domain.access.records import Action
from stormdesk.domain.decisions import (
    OBJECTIONS,
    OTHER_PROPOSAL,
    PAPER_DOCUMENT,
    PERIOD,
    SAME_PERSON,
    Verdict,
    answered_as,
    decided,
    facts_of,
    is_on_paper,
    matter_of,
)
from stormdesk.domain.event import WITHDRAWN, Event
from stormdesk.domain.vocabulary import N_, Subject
from stormdesk.door.audit import Deed, Kind, deed_of
from stormdesk.door.refusing import note_refused
from stormdesk.errors import BadDecision, NotAllowed

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit

PROPOSED, APPROVED = "proposed", "approved"
OWN_DECISION = N_("这项决定是您批准的,须由另一位有批准权的人撤销;也可以重新提请调整。")
NO_DOCUMENT = N_("请写明书面决定是谁签发的,以及文号或日期。")


def rights_needed(visit: Visit, event: Event) -> Iterable[tuple[Action, str]]:
    """What somebody must be allowed, besides recording, to record something about a level."""
    if event.subject != Subject.RESPONSE:
        return
    if event.corrects is not None:
        yield (Action.PROPOSE if _waits_for_own(visit, event) else Action.APPROVE), matter_of(event)
    elif event.status == PROPOSED:
        yield Action.PROPOSE, matter_of(event)
    elif event.facet == "proposal":
        proposal = _named(visit, event)
        yield Action.APPROVE, matter_of(event) if proposal is None else answered_as(proposal)


def check_decisions(visit: Visit, events: Sequence[Event]) -> None:
    """Refuse what would decide with one hand: what is decided comes with another's answer to its proposal."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.subject != Subject.RESPONSE:
            continue
        if event.corrects is not None:
            _check_correction(visit, event)
        elif event.status == PROPOSED:
            _check_paper(visit, event)
        else:
            groups[_proposal_id(event)].append(event)
    for group in groups.values():
        _check_answer(visit, group)


def decision_in(visit: Visit, events: Sequence[Event]) -> Deed | None:
    """What the audit must tell before these events are recorded; None where none of them is a decision."""
    said = next((event for event in events if event.subject == Subject.RESPONSE), None)
    if said is None:
        return None
    is_period = matter_of(said) == PERIOD
    what = f"{'paper' if is_on_paper(said) else PERIOD if is_period else said.facet}_{said.status}"
    at = datetime.now(UTC)
    about = {"thing": matter_of(said), "thing_id": said.subject_id, "operation_id": said.operation_id}
    proposal_id = None if said.status == PROPOSED else _proposal_id(said) or said.corrects
    detail = {"event_id": said.event_id, "level": said.category, "proposal_id": proposal_id}
    return deed_of(visit.visitor, Kind.DECISION, what, at=at, **about, detail=detail)


def is_own(visit: Visit, proposal: Event) -> bool:
    """Whether the visitor made this proposal, under whatever account."""
    return _is_hand_of(visit, proposal.actor)


def is_own_decision(visit: Visit, decision: Event) -> bool:
    """Whether the visitor approved what this event tells, a level or an answer, under whatever account."""
    return _is_hand_of(visit, str(facts_of(decision.payload).get("approver") or ""))


def _is_hand_of(visit: Visit, account_id: str) -> bool:
    account = visit.office.accounts.who(account_id)
    person_id = account.person_id if account else None
    is_same_person = person_id is not None and person_id == visit.visitor.person_id
    return is_same_person or account_id == visit.visitor.account_id


def _waits_for_own(visit: Visit, event: Event) -> bool:
    """Whether this takes back a proposal of one's own that nobody has answered."""
    target = visit.whole.ledger.event(event.corrects or "")
    if target is None or target.status != PROPOSED or not is_own(visit, target):
        return False
    answers = (f"{target.event_id}-{answer}" for answer in (APPROVED, "rejected"))
    return all(visit.whole.ledger.event(answer) is None for answer in answers)


def _check_correction(visit: Visit, event: Event) -> None:
    """Refuse to say anything else in a decision's place; another hand than approved it may take it back."""
    if event.status != WITHDRAWN:
        note_refused(visit, event, "no_approval")
        raise NotAllowed
    target = visit.whole.ledger.event(event.corrects or "")
    if target is not None and target.status != PROPOSED and is_own_decision(visit, target):
        note_refused(visit, event, "own_decision")
        raise BadDecision(reason=OWN_DECISION)


def _check_paper(visit: Visit, event: Event) -> None:
    if is_on_paper(event) and not facts_of(event.payload).get(PAPER_DOCUMENT):
        note_refused(visit, event, "no_document")
        raise BadDecision(reason=NO_DOCUMENT)


def _check_answer(visit: Visit, group: Sequence[Event]) -> None:
    """Refuse what is not one whole answer of another person to a proposal, just as it was put."""
    answer = next((event for event in group if event.facet == "proposal"), None)
    if answer is None:
        note_refused(visit, group[0], "no_approval")
        raise NotAllowed
    proposal = _named(visit, answer)
    if proposal is None:
        note_refused(visit, answer, "no_proposal")
        raise BadDecision(reason=OBJECTIONS[OTHER_PROPOSAL])
    if is_own(visit, proposal):
        note_refused(visit, answer, "own_proposal")
        raise BadDecision(reason=OBJECTIONS[SAME_PERSON])
    whole = [replace(event, actor="") for event in _as_decided(visit, proposal, answer, group)]
    if [replace(event, actor="", import_id=None) for event in group] != whole:
        note_refused(visit, answer, "no_approval")
        raise NotAllowed


def _as_decided(visit: Visit, proposal: Event, answer: Event, group: Sequence[Event]) -> tuple[Event, ...]:
    """What this visitor's verdict on the proposal says when it says nothing but what was proposed."""
    told = facts_of(answer.payload)
    verdict = Verdict(
        approver=visit.visitor.account_id,
        authority=str(told.get("authority") or ""),
        is_approved=answer.status == APPROVED,
        at=answer.happened_at,
        note=str(told.get("note") or ""),
    )
    is_first = any(event.status == "in_force" for event in group)
    return decided(proposal, verdict, None if is_first else proposal.category)


def _named(visit: Visit, answer: Event) -> Event | None:
    """The proposal that an answer names; None where it names none about the same."""
    proposal = visit.whole.ledger.event(_proposal_id(answer))
    is_one = proposal is not None and proposal.status == PROPOSED and proposal.chain == answer.chain
    return proposal if is_one else None


def _proposal_id(event: Event) -> str:
    return str(facts_of(event.payload).get("proposal_id") or "")
