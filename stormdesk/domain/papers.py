"""Papers: drafted, checked by another hand, issued under a number, never changed afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.domain.vocabulary import N_

Facts = Mapping[str, int | float | str | None]


class Step(StrEnum):
    """One hand laid on a paper."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    SENT_BACK = "sent_back"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class PaperState(StrEnum):
    """How far a paper is; a superseded one was corrected by a later version under its number."""

    DRAFT = "draft"
    CHECKED = "checked"
    SENT_BACK = "sent_back"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


STATE_NAMES: Final[Mapping[PaperState, str]] = {
    PaperState.DRAFT: N_("草稿"),
    PaperState.CHECKED: N_("已核对"),
    PaperState.SENT_BACK: N_("已退回"),
    PaperState.ISSUED: N_("已发布"),
    PaperState.WITHDRAWN: N_("已撤回"),
    PaperState.SUPERSEDED: N_("已被更正版替代"),
}
_AFTER: Final = {
    Step.DRAFTED: PaperState.DRAFT,
    Step.CHECKED: PaperState.CHECKED,
    Step.SENT_BACK: PaperState.SENT_BACK,
    Step.ISSUED: PaperState.ISSUED,
    Step.WITHDRAWN: PaperState.WITHDRAWN,
}
# Which step may be taken in which state; what is issued can only be withdrawn.
MAY: Final[Mapping[Step, frozenset[PaperState]]] = {
    Step.CHECKED: frozenset({PaperState.DRAFT}),
    Step.SENT_BACK: frozenset({PaperState.DRAFT, PaperState.CHECKED}),
    Step.ISSUED: frozenset({PaperState.CHECKED}),
    Step.WITHDRAWN: frozenset({PaperState.ISSUED}),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose account did something to a paper, and when by the machine's clock."""

    account_id: str
    at: datetime
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """How a hand signs a paper: as whom, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """One step of a paper as the ledger holds it; checksum and size stand where bytes were kept with it.

    What else comes after `hand` stands only where it was issued.
    """

    paper_id: str
    step: Step
    hand: Hand
    series: str | None = None
    year: int | None = None
    number: int | None = None
    version: int | None = None
    sha256: str | None = None
    byte_count: int | None = None
    seal: str | None = None
    event_count: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """One version of a paper as it was drafted."""

    paper_id: str
    operation_id: str
    drafted_in: str
    kind: str
    as_of: datetime
    known_at: datetime
    replaces: str | None
    is_personal: bool
    facts: Facts
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One version of a paper and what became of it."""

    drafted: Drafted
    state: PaperState
    steps: tuple[Stepped, ...]
    replaced_by: str | None = None

    @property
    def paper_id(self) -> str:
        """Identifier of the version."""
        return self.drafted.paper_id

    @property
    def kind(self) -> str:
        """Which paper."""
        return self.drafted.kind

    @property
    def moment(self) -> Moment:
        """The moment of its figures."""
        return Moment(self.drafted.operation_id, self.drafted.as_of, self.drafted.known_at)

    def step(self, wanted: Step) -> Stepped | None:
        """The last step of a kind; None when it was never taken."""
        return next((one for one in reversed(self.steps) if one.step is wanted), None)

    @property
    def issue(self) -> Stepped | None:
        """How it was issued; None while it was not."""
        return self.step(Step.ISSUED)

    @property
    def kept(self) -> Stepped:
        """The step with which its present bytes were kept: that of its issue, till then that of its draft."""
        return self.issue or self.steps[0]

    @property
    def is_waiting(self) -> bool:
        """Whether it still waits for a hand."""
        return self.state in {PaperState.DRAFT, PaperState.CHECKED}

    @property
    def is_standing(self) -> bool:
        """Whether it is issued and neither withdrawn nor superseded."""
        return self.state is PaperState.ISSUED


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What stands on every page of a paper: its moment, its state, its number, its hands."""

    title: str
    moment: Moment
    state: PaperState = PaperState.DRAFT
    year: int | None = None
    number: int | None = None
    version: int | None = None
    hands: Mapping[Step, Signature] = field(default_factory=dict)
    is_drill: bool = True
    corrects: Stepped | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it may not leave the house, not yet or not any more."""
        return self.state is not PaperState.ISSUED


def papers_of(drafted: Iterable[Drafted], steps: Iterable[Stepped]) -> list[Paper]:
    """Every version with its state, in the order given; an issued correction supersedes what it corrects."""
    taken: dict[str, list[Stepped]] = {}
    for step in sorted(steps, key=lambda one: one.hand.at):
        taken.setdefault(step.paper_id, []).append(step)
    found = list(drafted)
    issued = {one.paper_id for one in found if _is_issued(taken.get(one.paper_id, ()))}
    successors = {one.replaces: one.paper_id for one in found if one.replaces and one.paper_id in issued}
    return [
        _paper(one, tuple(taken[one.paper_id]), successors.get(one.paper_id))
        for one in found
        if one.paper_id in taken
    ]


def _paper(drafted: Drafted, steps: tuple[Stepped, ...], successor: str | None) -> Paper:
    state = _AFTER[steps[-1].step]
    if successor is not None and state is PaperState.ISSUED:
        state = PaperState.SUPERSEDED
    return Paper(drafted=drafted, state=state, steps=steps, replaced_by=successor)


def _is_issued(steps: Sequence[Stepped]) -> bool:
    return any(one.step is Step.ISSUED for one in steps)


def year_of(moment: Moment) -> int:
    """The year of a paper's number: that of its figures in Beijing time."""
    return moment.as_of.astimezone(BEIJING).year


def last_standing(papers: Iterable[Paper], kind: str, *, before: Moment | None = None) -> Paper | None:
    """The issued paper of a kind with the latest figures, of those with figures before a moment."""
    found = [
        paper
        for paper in papers
        if paper.kind == kind and paper.is_standing and (before is None or paper.drafted.as_of < before.as_of)
    ]
    return max(found, key=lambda paper: (paper.drafted.as_of, paper.drafted.known_at), default=None)
