"""Papers as a visitor may handle them: drafted by one hand, checked by another, issued under a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Objection
from stormdesk.domain.papers import Drafted, Paper, PaperState, Step, Stepped, year_of
from stormdesk.domain.sealed import Share, record_digest, seal_of
from stormdesk.domain.vocabulary import N_
from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.paper_proof import holding, keep_bytes
from stormdesk.door.paper_steps import (
    PAPER_CHECK,
    REPORTS,
    RIGHTS,
    PaperFault,
    PaperRefusedError,
    about,
    blank_mark,
    find,
    fit,
    hand_of,
    is_own,
    mark_of,
    require,
    series_of,
    standing,
    stated,
)
from stormdesk.door.visit import Visit
from stormdesk.report.papers.kinds import kind_named
from stormdesk.report.papers.records import PaperKind
from stormdesk.store.papers import (
    add_issue,
    add_paper,
    add_step,
    event_count,
    found_shares,
    last_number,
    read_papers,
    shares_beside,
)

TEXT = N_("文本")


def papers(visit: Visit, operation_id: str) -> list[Paper]:
    """The papers of an operation as this visitor sees them, the newest figures first."""
    return read_papers(visit.store, operation_id)


def draft(visit: Visit, kind: str, moment: Moment, *, at: datetime, corrects: str | None = None) -> Paper:
    """Draft a paper for a moment; with `corrects` as a correction of an issued one.

    Its bytes are kept, so that whoever checks and issues it can open them. Raises NotAllowed or
    PaperRefusedError.
    """
    require(visit, Step.DRAFTED)
    if is_ahead(visit, moment):
        raise PaperRefusedError(PaperFault.AHEAD)
    if corrects is not None:
        standing(visit, moment.operation_id, corrects, kind)
    drafted = _drafted(visit, kind_named(kind), moment, corrects)
    if (twin := _twin(visit, drafted)) is not None:
        return twin
    step = Stepped(paper_id=drafted.paper_id, step=Step.DRAFTED, hand=hand_of(visit, at))
    paper = Paper(drafted=drafted, state=PaperState.DRAFT, steps=(step,))
    data = kind_named(kind).make(visit, moment, mark_of(visit, paper))
    step = replace(step, sha256=sha256(data).hexdigest(), byte_count=len(data))
    # Papers are always read anew, and no other answer tells of them.
    deed = visit.deed(*RIGHTS[Step.DRAFTED], Kind.PAPER, Step.DRAFTED, **about(drafted))
    with deed as desk:
        keep_bytes(desk.settings, data)
        with desk.store.write(changes_answers=False) as transaction:
            add_paper(transaction, drafted, step, data)
    return find(visit, moment.operation_id, drafted.paper_id)


def is_ahead(visit: Visit, moment: Moment) -> bool:
    """Whether a moment of the operation that the clock runs in lies ahead of it by more than its second."""
    clock = visit.clock_setting
    is_running = clock is not None and clock.operation_id == moment.operation_id
    return is_running and moment.as_of - visit.now() > timedelta(seconds=1)


def _drafted(visit: Visit, made: PaperKind, moment: Moment, corrects: str | None) -> Drafted:
    return Drafted(
        paper_id=uuid4().hex[:12],
        operation_id=moment.operation_id,
        drafted_in=moment.operation_id,
        kind=made.kind,
        as_of=moment.as_of,
        known_at=moment.known_at,
        replaces=corrects,
        is_personal=made.is_personal,
        facts=made.facts(visit, moment),
        text=made.text(visit, moment, blank_mark(visit, made, moment)),
    )


def _twin(visit: Visit, drafted: Drafted) -> Paper | None:
    """The same draft by the same hand that waits already: a button pressed twice drafts once."""
    waiting = (paper for paper in papers(visit, drafted.operation_id) if paper.state is PaperState.DRAFT)
    return next(
        (
            paper
            for paper in waiting
            if replace(paper.drafted, paper_id=drafted.paper_id) == drafted and is_own(visit, paper)
        ),
        None,
    )


def check(visit: Visit, paper: Paper, *, at: datetime) -> Paper:
    """Say as another hand than the drafter's that a draft is right; raises when anything is against it."""
    require(visit, Step.CHECKED)
    stands = fit(visit, paper, Step.CHECKED)
    if is_own(visit, stands):
        visit.office.audit.note(
            deed_of(
                visit.visitor,
                Kind.REFUSED,
                "own_draft",
                at=at,
                is_done=False,
                thing=PAPER_CHECK,
                **about(stands.drafted),
            )
        )
        raise PaperRefusedError(PaperFault.SAME_HAND)
    _prove(visit, stands)
    return _take(visit, stands, Step.CHECKED, at)


def send_back(visit: Visit, paper: Paper, *, reason: str, at: datetime) -> Paper:
    """Send a draft back for a reason; its drafter may take it back himself."""
    stands = fit(visit, paper, Step.SENT_BACK)
    require(visit, Step.DRAFTED if is_own(visit, stands) else Step.SENT_BACK)
    return _take(visit, stands, Step.SENT_BACK, at, reason=stated(reason))


def withdraw(visit: Visit, paper: Paper, *, reason: str, at: datetime) -> Paper:
    """Withdraw an issued paper for a reason; it stays as it was, marked."""
    require(visit, Step.WITHDRAWN)
    return _take(visit, fit(visit, paper, Step.WITHDRAWN), Step.WITHDRAWN, at, reason=stated(reason))


def issue(visit: Visit, paper: Paper, *, at: datetime) -> Paper:
    """Issue a checked paper: number, bytes and seal are kept for good.

    Raises NotAllowed, or PaperRefusedError with everything that stands against it.
    """
    require(visit, Step.ISSUED)
    stands = fit(visit, paper, Step.ISSUED)
    _prove(visit, stands)
    store = visit.whole.store
    count = event_count(store, stands.drafted.operation_id)
    logged = found_shares(store, stands.moment, event_count=count)
    shares = [*logged, *shares_beside(store, stands.moment)]
    step = _numbered(visit, stands, at)
    data = kind_named(stands.kind).make(visit, stands.moment, mark_of(visit, stands, step))
    digest, seal = sha256(data).hexdigest(), seal_of(shares)
    step = replace(step, sha256=digest, byte_count=len(data), seal=seal, event_count=count)
    _keep_issued(visit, stands, step, data, shares)
    return find(visit, stands.drafted.operation_id, stands.paper_id)


def _keep_issued(visit: Visit, paper: Paper, step: Stepped, data: bytes, shares: list[Share]) -> None:
    """Number, bytes and seal in one transaction, told to the audit first."""
    issued = replace(paper, state=PaperState.ISSUED, steps=(*paper.steps, step))
    detail = {
        "sha256": step.sha256,
        "seal": step.seal,
        "number": step.number,
        "version": step.version,
        "record": record_digest(issued.drafted, issued.steps),
    }
    deed = visit.deed(*RIGHTS[Step.ISSUED], Kind.PAPER, Step.ISSUED, **about(paper.drafted), detail=detail)
    with deed as desk:
        keep_bytes(desk.settings, data)
        with desk.store.write(changes_answers=False) as transaction:
            _prove_free(visit, paper, step)
            add_step(transaction, paper.drafted.operation_id, step)
            add_issue(transaction, issued, data, shares)


def standing_objections(visit: Visit, kind: str, moment: Moment) -> tuple[Objection, ...]:
    """Everything that keeps a kind of paper of this moment from going out, seals of earlier issues first."""
    whole, against = visit.desk_for(Action.READ, REPORTS), kind_named(kind).refuse(visit, moment)
    return (*holding(whole, visit.office.store, moment.operation_id), *against)


def _prove(visit: Visit, paper: Paper) -> None:
    """Refuse a paper against which anything stands, or whose numbers are others by now."""
    against = standing_objections(visit, paper.kind, paper.moment)
    if against:
        first = against[0].say()
        raise PaperRefusedError(PaperFault.OBJECTIONS, against, n=len(against), first=first)
    now = kind_named(paper.kind).facts(visit, paper.moment)
    told = paper.drafted.facts
    changed = sorted(key for key in now.keys() | told.keys() if now.get(key) != told.get(key))
    kind = kind_named(paper.kind)
    if kind.text(visit, paper.moment, blank_mark(visit, kind, paper.moment)) != paper.drafted.text:
        changed.append(TEXT)
    if changed:
        raise PaperRefusedError(PaperFault.CHANGED, what="、".join(changed[:5]))


def _take(visit: Visit, paper: Paper, step: Step, at: datetime, *, reason: str | None = None) -> Paper:
    taken = Stepped(paper_id=paper.paper_id, step=step, hand=hand_of(visit, at), reason=reason)
    right = RIGHTS[Step.DRAFTED] if step is Step.SENT_BACK and is_own(visit, paper) else RIGHTS[step]
    deed = visit.deed(*right, Kind.PAPER, step, **about(paper.drafted), reason=reason)
    with deed as desk, desk.store.write(changes_answers=False) as transaction:
        fit(visit, paper, step)
        add_step(transaction, paper.drafted.operation_id, taken)
    return find(visit, paper.drafted.operation_id, paper.paper_id)


def _numbered(visit: Visit, paper: Paper, at: datetime) -> Stepped:
    """The step of issuing: the next number, or that of what it corrects with the next version."""
    series, year = series_of(visit, paper.drafted.operation_id), year_of(paper.moment)
    step = Stepped(
        paper_id=paper.paper_id, step=Step.ISSUED, hand=hand_of(visit, at), series=series, year=year
    )
    if paper.drafted.replaces is None:
        last = last_number(visit.whole.store, paper.kind, series=series, year=year)
        return replace(step, number=last + 1, version=1)
    earlier = standing(visit, paper.drafted.operation_id, paper.drafted.replaces, paper.kind)
    return replace(step, year=earlier.year, number=earlier.number, version=(earlier.version or 1) + 1)


def _prove_free(visit: Visit, paper: Paper, step: Stepped) -> None:
    """Refuse a number that somebody else was quicker to take."""
    fit(visit, paper, Step.ISSUED)
    fresh = _numbered(visit, paper, step.hand.at)
    if (fresh.year, fresh.number, fresh.version) != (step.year, step.number, step.version):
        raise PaperRefusedError(PaperFault.AGAIN)
