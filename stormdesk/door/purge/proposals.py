"""Two hands: one person proposes that an operation's people be forgotten, another one confirms it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import uuid4

from stormdesk.domain.access.records import Action, Visitor
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit import Deed, Kind, deed_of
from stormdesk.door.office import Office
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.proof import Proof
from stormdesk.door.purge.records import Keep, PurgeRefused
from stormdesk.door.purge.rewriting import Order, Progress
from stormdesk.door.purge.run import perform
from stormdesk.door.visit import Visit

PURGE: Final = "purge"
VALID: Final = timedelta(days=7)
LEAST_REASON, LONGEST_REASON = 4, 200


class Step(StrEnum):
    """How far a proposal is."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"


class Fault(StrEnum):
    """Why a proposal cannot be made or confirmed; each is a sentence that a person can act on."""

    NO_REASON = N_("要保留内容,必须写明理由(4 至 200 个字)。")
    WAITING = N_("本次响应已有待确认的销毁提议。请确认它,或先撤回。")
    GONE = N_("这项提议已不在了:可能已撤回、已执行或已过期(7 天)。请刷新页面。")
    SAME_HAND = N_("提议人不能确认自己的提议,须由另一位有权的人确认。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One proposal as it stands."""

    proposal_id: str
    operation_id: str
    proposed_at: datetime
    account_id: str
    person_id: str | None
    keeps: frozenset[Keep]
    reason: str | None

    def is_by(self, visitor: Visitor) -> bool:
        """Whether a visitor is the hand that made it, by account or by person."""
        is_same_person = self.person_id is not None and self.person_id == visitor.person_id
        return self.account_id == visitor.account_id or is_same_person


def propose(
    visit: Visit, operation_id: str, *, at: datetime, keeps: Iterable[Keep] = (), reason: str = ""
) -> Proposal:
    """Propose that an operation's people be forgotten; raises PurgeRefused or NotAllowed."""
    visit.require(Action.PROPOSE, PURGE)
    kept, said = frozenset(keeps), reason.strip()
    if kept and not LEAST_REASON <= len(said) <= LONGEST_REASON:
        raise PurgeRefused(Fault.NO_REASON)
    plan = preview(visit.whole.store, operation_id, visit.settings, at)
    if plan.blockers:
        raise PurgeRefused(plan.blockers[0].blocker, **plan.blockers[0].values)
    if any(one.operation_id == operation_id for one in waiting(visit.office, at=at)):
        raise PurgeRefused(Fault.WAITING)
    made = Proposal(
        proposal_id=uuid4().hex[:12],
        operation_id=operation_id,
        proposed_at=at,
        account_id=visit.visitor.account_id,
        person_id=visit.visitor.person_id,
        keeps=kept,
        reason=said or None,
    )
    _note(visit, made, Step.PROPOSED, at)
    return made


def withdraw(visit: Visit, proposal_id: str, *, at: datetime) -> None:
    """Take a proposal back: whoever may propose may."""
    visit.require(Action.PROPOSE, PURGE)
    _note(visit, _standing(visit.office, proposal_id, at), Step.WITHDRAWN, at)


def confirm(visit: Visit, proposal_id: str, *, at: datetime, tell: Progress | None = None) -> Proof:
    """Confirm another's proposal and do it, for good; raises PurgeRefused or NotAllowed."""
    visit.require(Action.APPROVE, PURGE)
    proposal = _standing(visit.office, proposal_id, at)
    if proposal.is_by(visit.visitor):
        refused = deed_of(
            visit.visitor,
            Kind.REFUSED,
            Action.APPROVE,
            at=at,
            is_done=False,
            thing=PURGE,
            thing_id=proposal_id,
        )
        visit.office.audit.note(refused)
        raise PurgeRefused(Fault.SAME_HAND)
    _note(visit, proposal, Step.APPROVED, at)
    order = Order(
        operation_id=proposal.operation_id,
        proposal_id=proposal_id,
        account_id=visit.visitor.account_id,
        keeps=proposal.keeps,
        offices=tuple(account.account_id for account in visit.office.accounts.all()),
    )
    try:
        return perform(visit.whole, visit.office, order, at=at, tell=tell)
    except Exception as error:
        visit.office.audit.note(_failed(visit, proposal, error, at))
        raise


def _failed(visit: Visit, proposal: Proposal, error: Exception, at: datetime) -> Deed:
    return deed_of(
        visit.visitor,
        Kind.PURGE,
        "failed",
        at=at,
        is_done=False,
        thing=PURGE,
        thing_id=proposal.proposal_id,
        operation_id=proposal.operation_id,
        detail={"failed": type(error).__name__},
    )


def waiting(office: Office, *, at: datetime) -> list[Proposal]:
    """The proposals that wait for another hand."""
    found: dict[str, Proposal] = {}
    for proposal_id, noted_at, step, operation_id, account_id, person_id, keeps, reason in office.store.rows(
        "access/purge_steps"
    ):
        if step != Step.PROPOSED:
            found.pop(proposal_id, None)
        elif noted_at <= at <= noted_at + VALID:
            found[proposal_id] = Proposal(
                proposal_id=proposal_id,
                operation_id=operation_id,
                proposed_at=noted_at,
                account_id=account_id,
                person_id=person_id,
                keeps=frozenset(Keep(word) for word in keeps.split(",") if word),
                reason=reason,
            )
    return list(found.values())


def _standing(office: Office, proposal_id: str, at: datetime) -> Proposal:
    found = next((one for one in waiting(office, at=at) if one.proposal_id == proposal_id), None)
    if found is None:
        raise PurgeRefused(Fault.GONE)
    return found


def _note(visit: Visit, proposal: Proposal, step: Step, at: datetime) -> None:
    keeps = ",".join(sorted(proposal.keeps))
    deed = deed_of(
        visit.visitor,
        Kind.PURGE,
        step,
        at=at,
        thing=PURGE,
        thing_id=proposal.proposal_id,
        operation_id=proposal.operation_id,
        reason=proposal.reason,
        detail={"keeps": keeps},
    )
    with visit.office.audit.along(deed) as transaction:
        transaction.run(
            "access/purge_note",
            proposal_id=proposal.proposal_id,
            noted_at=at,
            step=step,
            operation_id=proposal.operation_id,
            account_id=visit.visitor.account_id,
            person_id=visit.visitor.person_id,
            keeps=keeps,
            reason=proposal.reason,
        )
