"""What every step of a paper asks: its right, its state, whose hand drafted it, and how hands sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from stormdesk.domain.access.records import ROLE_NAMES, Action
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Objection
from stormdesk.domain.papers import (
    MAY,
    STATE_NAMES,
    Drafted,
    Hand,
    Mark,
    Paper,
    PaperState,
    Signature,
    Step,
    Stepped,
)
from stormdesk.domain.vocabulary import N_
from stormdesk.door.visit import Visit
from stormdesk.errors import NotAllowed, StormdeskError
from stormdesk.report.papers.kinds import kind_named
from stormdesk.report.papers.records import PaperKind
from stormdesk.store.papers import read_papers

PAPER, PAPER_CHECK, PAPER_ISSUE = "paper", "paper_check", "paper_issue"
REPORTS = "reports"
LEAST_REASON, LONGEST_REASON = 4, 200
LIVE, DRILL = "live", "drill"
RIGHTS: Final = {
    Step.DRAFTED: (Action.RECORD, PAPER),
    Step.CHECKED: (Action.APPROVE, PAPER_CHECK),
    Step.SENT_BACK: (Action.APPROVE, PAPER_CHECK),
    Step.ISSUED: (Action.APPROVE, PAPER_ISSUE),
    Step.WITHDRAWN: (Action.APPROVE, PAPER_ISSUE),
}


class PaperFault(StrEnum):
    """Why a step cannot be taken; each is a sentence that a person can act on."""

    GONE = N_("没有这份文件。请刷新页面。")
    WRONG_STATE = N_("这份文件现在是“{state}”,不能这样办。请刷新页面。")
    SAME_HAND = N_("核对人不能是起草人,须由另一位核对。")
    NO_REASON = N_("请写明理由(4 至 200 个字)。")
    OBJECTIONS = N_("还有 {n} 处不符,不能核对或发布:{first}")
    CHANGED = N_("起草之后台账的数字变了({what}),请重新起草。")
    NOT_STANDING = N_("要更正的那一期已被撤回或替代,请刷新页面。")
    AHEAD = N_("还没有到这个时刻,不能起草将来的文件。")
    AGAIN = N_("同一时刻另有一份发布,期号已被占用。请再按一次。")


class PaperRefusedError(StormdeskError):
    """A step that cannot be taken, with the objections that stand in its way."""

    def __init__(self, fault: PaperFault, objections: tuple[Objection, ...] = (), **values: object) -> None:
        self.sentence = str(fault)
        self.fault = fault
        self.objections = objections
        super().__init__(**values)


def find(visit: Visit, operation_id: str, paper_id: str) -> Paper:
    """One paper as it stands now; raises PaperRefusedError when there is none."""
    stands = read_papers(visit.whole.store, operation_id)
    found = next((paper for paper in stands if paper.paper_id == paper_id), None)
    if found is None:
        raise PaperRefusedError(PaperFault.GONE)
    return found


def mark_of(visit: Visit, paper: Paper, issued: Stepped | None = None) -> Mark:
    """What stands on every page of a paper, as issued or as it is so far."""
    state = paper.state if issued is None else PaperState.ISSUED
    issued = issued or paper.issue
    hands = {step.step: signed(visit, step.hand) for step in (*paper.steps, *filter(None, [issued]))}
    mark = blank_mark(visit, kind_named(paper.kind), paper.moment)
    if issued is None:
        return replace(mark, state=state, hands=hands, corrects=_corrected(visit, paper))
    return replace(
        mark,
        state=state,
        year=issued.year,
        number=issued.number,
        version=issued.version,
        hands=hands,
    )


def _corrected(visit: Visit, paper: Paper) -> Stepped | None:
    """The issue that a draft is to correct."""
    earlier = paper.drafted.replaces
    return find(visit, paper.drafted.operation_id, earlier).issue if earlier else None


def blank_mark(visit: Visit, kind: PaperKind, moment: Moment) -> Mark:
    """The mark of a paper that nobody has laid a hand on."""
    return Mark(title=kind.title, moment=moment, is_drill=series_of(visit, moment.operation_id) != LIVE)


def standing(visit: Visit, operation_id: str, paper_id: str, kind: str) -> Stepped:
    """How a paper that is to be corrected was issued; raises PaperRefusedError where it stands no more."""
    earlier = find(visit, operation_id, paper_id)
    if earlier.issue is None or not earlier.is_standing or earlier.kind != kind:
        raise PaperRefusedError(PaperFault.NOT_STANDING)
    return earlier.issue


def fit(visit: Visit, paper: Paper, step: Step) -> Paper:
    """The paper as it stands now, in a state in which the step may be taken."""
    now = find(visit, paper.drafted.operation_id, paper.paper_id)
    if now.state not in MAY[step]:
        raise PaperRefusedError(PaperFault.WRONG_STATE, state=STATE_NAMES[now.state])
    return now


def require(visit: Visit, step: Step) -> None:
    """Raise unless the visitor may, for the whole county."""
    visit.require(*RIGHTS[step])
    if visit.visitor.held_to is not None:
        raise NotAllowed


def is_own(visit: Visit, paper: Paper) -> bool:
    """Whether the visitor is the hand that drafted it, by account or by person."""
    drafter = paper.steps[0].hand
    is_same_person = drafter.person_id is not None and drafter.person_id == visit.visitor.person_id
    return drafter.account_id == visit.visitor.account_id or is_same_person


def series_of(visit: Visit, operation_id: str) -> str:
    """Which series of numbers an operation's papers take: drills never use those of live ones."""
    operations = visit.whole.store.frame("operation/list").set_index("operation_id")
    return LIVE if str(operations["kind"].get(operation_id)) == LIVE else DRILL


def hand_of(visit: Visit, at: datetime) -> Hand:
    """The visitor's hand at an instant."""
    return Hand(visit.visitor.account_id, at, visit.visitor.person_id)


def signed(visit: Visit, hand: Hand) -> Signature:
    """How a hand signs: by office and account, never by a person's name, and when."""
    account = visit.office.accounts.who(hand.account_id)
    who = f"{ROLE_NAMES[account.role]}({hand.account_id})" if account else hand.account_id
    return Signature(who, hand.at)


def stated(reason: str) -> str:
    """A reason as it is kept; raises PaperRefusedError where there is none."""
    said = reason.strip()
    if not LEAST_REASON <= len(said) <= LONGEST_REASON:
        raise PaperRefusedError(PaperFault.NO_REASON)
    return said


def about(drafted: Drafted) -> dict[str, Any]:
    """What the audit tells of a paper in every row."""
    return {"thing_id": drafted.paper_id, "operation_id": drafted.operation_id}
