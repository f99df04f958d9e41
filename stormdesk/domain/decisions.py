"""Decisions on response levels: what a proposal must say, which step it is, and who may not decide on it."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from stormdesk.domain.event import Event
from stormdesk.domain.vocabulary import N_, Subject

LEVEL_RANK: Final[Mapping[str, int]] = {"sea": 1, "4": 2, "3": 3, "2": 4, "1": 5}
HAZARDS: Final = ("typhoon", "flood", "drought")
SEA_ONLY: Final = "sea"
SAME_PERSON, OTHER_LEVEL, NO_HEAD = "same_person", "other_level", "no_head"
OTHER_PROPOSAL, NO_LEVEL, NO_HAZARD, NOT_AT_SEA = "other_proposal", "no_level", "no_hazard", "not_at_sea"
OBJECTIONS: Final[Mapping[str | None, str]] = {
    SAME_PERSON: N_("提请人和批准人是同一人,须由另一人批准。"),
    OTHER_LEVEL: N_("批准的级别与提请的不同,请退回后重新提请。"),
    NO_HEAD: N_("紧急防汛期须由政府负责人主持,没有写明是谁。"),
    OTHER_PROPOSAL: N_("所批的不是现在待批准的提请。"),
    NO_LEVEL: N_("没有这个级别。"),
    NO_HAZARD: N_("没有这个灾害类别。"),
    NOT_AT_SEA: N_("“海上”级别只用于防台风。"),
}
EMERGENCY_ID: Final = "flood"
PERIOD, DECLARE, LIFT = "emergency", "declare", "lift"
PERIOD_STATUS: Final[Mapping[str, str]] = {DECLARE: "declared", LIFT: "lifted"}
PAPER_HEAD, PAPER_DOCUMENT = "paper_head", "paper_document"
LONGEST_H: Final = 720
LONGEST_TEXT: Final = 1000


class Step(StrEnum):
    """What a decision does to the level of a hazard."""

    START = "start"
    RAISE = "raise"
    LOWER = "lower"
    KEEP = "keep"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the record of a level must hold; `level_code` None asks to end the response."""

    hazard: str
    level_code: str | None
    proposer: str
    basis: str
    reason: str
    measures: str
    scope: str
    expected_h: int
    clause: str = ""
    is_over_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Who decides on a proposal, in whose name, how, and when."""

    approver: str
    authority: str
    is_approved: bool
    at: datetime
    note: str = ""


def step_of(present: str | None, wanted: str | None) -> Step | None:
    """Return the step from the level in force to the wanted one; None when there is none to take."""
    if wanted is None:
        return None if present is None else Step.END
    if present is None:
        return Step.START
    before, after = LEVEL_RANK.get(present, 0), LEVEL_RANK.get(wanted, 0)
    if before == after:
        return Step.KEEP
    return Step.RAISE if after > before else Step.LOWER


def faults(proposal: Proposal, present: str | None) -> tuple[str, ...]:
    """Return what is missing or impossible in a proposal, as sentences to show."""
    step = step_of(present, proposal.level_code)
    needed = (
        (not proposal.proposer.strip(), N_("请选择提请人。")),
        (proposal.hazard not in HAZARDS, N_("请选择灾害类别。")),
        (
            proposal.level_code is not None and proposal.level_code not in LEVEL_RANK,
            N_("没有这个级别。"),
        ),
        (step is None, N_("现在没有启动响应,无从终止。")),
        (
            proposal.level_code == SEA_ONLY and proposal.hazard != "typhoon",
            N_("“海上”级别只用于防台风。"),
        ),
        (not proposal.reason.strip(), N_("请写明理由。")),
        (not proposal.basis.strip(), N_("请写明依据。")),
        (not proposal.measures.strip(), N_("请写明应急处置措施。")),
        (not proposal.scope.strip(), N_("请写明可能影响的范围。")),
        (step is not Step.END and not 0 < proposal.expected_h <= LONGEST_H, N_("请写明预计期限(小时)。")),
        (step is Step.END and not proposal.is_over_confirmed, N_("终止前请确认危险已经消除或得到控制。")),
    )
    return tuple(sentence for is_wrong, sentence in needed if is_wrong)


def proposed(proposal: Proposal, present: str | None, said: Event) -> Event:
    """Return the event of a proposal; `said` brings its id, operation, instants and source."""
    return _made(said, said.event_id, "proposal", "proposed", actor=proposal.proposer).named(
        proposal.hazard, proposal.level_code or present, _told(proposal, present)
    )


def on_paper(proposal: Proposal, present: str | None, said: Event, *, head: str, document: str) -> Event:
    """Return the proposal that tells what a head decided on paper, until another hand has compared it."""
    paper = {PAPER_HEAD: head, PAPER_DOCUMENT: document}
    return _made(said, said.event_id, "proposal", "proposed", actor=proposal.proposer).named(
        proposal.hazard, proposal.level_code or present, _told(proposal, present) | paper
    )


def is_on_paper(event: Event) -> bool:
    """Tell whether this speaks of what a head decided on paper."""
    return bool(facts_of(event.payload).get(PAPER_HEAD))


def answered_as(proposal: Event) -> str:
    """Return what a right to answer a proposal is called: a paper is compared, the rest approved."""
    return "paper" if is_on_paper(proposal) else matter_of(proposal)


def matter_of(event: Event) -> str:
    """Return what a decision is about as the rights name it: a level, or the emergency flood period."""
    return PERIOD if PERIOD in {event.facet, event.subject_id} else "level"


def _told(proposal: Proposal, present: str | None) -> dict[str, Any]:
    return {
        "step": step_of(present, proposal.level_code),
        "matter": proposal.hazard,
        "basis": proposal.basis,
        "reason": proposal.reason,
        "measures": proposal.measures,
        "scope": proposal.scope,
        "expected_h": proposal.expected_h,
        "clause": proposal.clause,
    }


def decided(proposal: Event, verdict: Verdict, present: str | None) -> tuple[Event, ...]:
    """Return the events of a verdict: on the proposal, and when it is approved on the level itself.

    Their ids follow from the proposal's, so that deciding twice decides once.
    """
    told = facts_of(proposal.payload) | {
        "proposer": proposal.actor,
        "approver": verdict.approver,
        "authority": verdict.authority,
        "proposal_id": proposal.event_id,
        "starts_at": verdict.at.isoformat(),
    }
    if verdict.note:
        told["note"] = verdict.note
    status = "approved" if verdict.is_approved else "rejected"
    answer = _made(proposal, f"{proposal.event_id}-{status}", "proposal", status, actor=verdict.approver)
    answers = [answer.named(proposal.subject_id, proposal.category, told, at=verdict.at)]
    if verdict.is_approved:
        ends = told.get("step") == Step.END
        level = "ended" if ends else "in_force" if present is None else "adjusted"
        facet, status, subject_id = "level", level, proposal.subject_id
        if proposal.subject_id == PERIOD:
            facet, status, subject_id = (
                "emergency",
                PERIOD_STATUS.get(str(told.get("step")), ""),
                EMERGENCY_ID,
            )
        made = _made(proposal, f"{proposal.event_id}-level", facet, status, actor=verdict.authority)
        answers.append(made.named(subject_id, proposal.category, told, at=verdict.at))
    return tuple(answers)


def emergency_proposed(said: Event, *, head: str, basis: str, is_declared: bool, document: str = "") -> Event:
    """Return `said.actor`'s proposal to declare or lift the emergency flood period under a head.

    With a document it tells what the head decided on paper, until another hand has compared it.
    """
    told = {"step": DECLARE if is_declared else LIFT, "matter": PERIOD, "head": head, "basis": basis}
    told |= {PAPER_HEAD: head, PAPER_DOCUMENT: document} if document else {}
    made = _made(said, said.event_id, "proposal", "proposed", actor=said.actor)
    return made.named(PERIOD, None, told)


def objection(event: Event, before: Event | None) -> str | None:
    """Return why a decision cannot count whatever its status: one hand on both sides, or another level."""
    if event.subject != Subject.RESPONSE:
        return None
    if event.facet == "emergency":
        return _objection_to_record(event)
    unfit = _objection_to_level(event)
    if unfit or event.facet != "proposal":
        return unfit or _objection_to_record(event)
    is_answer = event.status in {"approved", "rejected"}
    return _objection_to_answer(event, before) if is_answer and before is not None else None


def _objection_to_answer(event: Event, before: Event) -> str | None:
    named = facts_of(event.payload).get("proposal_id")
    if before.status != "proposed":
        is_same = named in (None, facts_of(before.payload).get("proposal_id"))
        return None if is_same else OTHER_PROPOSAL
    if same_person(event.actor, before.actor):
        return SAME_PERSON
    if named not in (None, before.event_id):
        return OTHER_PROPOSAL
    is_other = None not in (event.category, before.category) and event.category != before.category
    return OTHER_LEVEL if is_other else None


def _objection_to_level(event: Event) -> str | None:
    """Tell of a hazard or level that nobody can be at; what ends a level, or answers, need not name one."""
    if (event.facet, event.subject_id) == ("proposal", PERIOD):
        told = facts_of(event.payload)
        return None if told.get("head") and told.get("step") in PERIOD_STATUS else NO_HEAD
    if event.subject_id not in HAZARDS:
        return NO_HAZARD
    names_none = event.category is None and event.status not in {"in_force", "adjusted"}
    if not names_none and event.category not in LEVEL_RANK:
        return NO_LEVEL
    return NOT_AT_SEA if event.category == SEA_ONLY and event.subject_id != "typhoon" else None


def _objection_to_record(event: Event) -> str | None:
    """Whoever enters an emergency flood period asks for it, unless the record names somebody else."""
    told = facts_of(event.payload)
    is_emergency = event.facet == "emergency"
    proposer = str(told.get("proposer") or (event.actor if is_emergency else ""))
    approver = str(told.get("approver") or "")
    if proposer and approver.strip() and same_person(proposer, approver):
        return SAME_PERSON
    return NO_HEAD if is_emergency and not approver.strip() else None


def same_person(one: str, other: str) -> bool:
    """Tell whether two names or identifiers are one person's, however they were typed."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def facts_of(payload: str | None) -> dict[str, Any]:
    """Return the further facts of an event; a broken payload has none."""
    try:
        told = json.loads(payload or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


@dataclass(frozen=True, slots=True)
class _Making:
    """An event under way: all but what it says."""

    like: Event
    event_id: str
    facet: str
    status: str
    actor: str

    def named(
        self, subject_id: str, category: str | None, told: Mapping[str, Any], *, at: datetime | None = None
    ) -> Event:
        """Return the event with what it says; without `at` it happened when the model event did."""
        kept = {
            name: fact[:LONGEST_TEXT] if isinstance(fact, str) else fact
            for name, fact in told.items()
            if fact not in (None, "")
        }
        return Event(
            event_id=self.event_id,
            operation_id=self.like.operation_id,
            subject=Subject.RESPONSE,
            subject_id=subject_id,
            facet=self.facet,
            status=self.status,
            happened_at=at or self.like.happened_at,
            recorded_at=at or self.like.recorded_at,
            source=self.like.source,
            actor=self.actor,
            category=category,
            payload=json.dumps(kept, ensure_ascii=False),
        )


def _made(like: Event, event_id: str, facet: str, status: str, *, actor: str) -> _Making:
    return _Making(like, event_id, facet, status, actor)
