"""Recording: the one way into the event log, with state and spans in the same transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import pyarrow as pa

from stormdesk.domain.after_action import ITEM_OBJECTIONS
from stormdesk.domain.corrections import NO_TARGET
from stormdesk.domain.decisions import OBJECTIONS
from stormdesk.domain.event import Event, check_event
from stormdesk.domain.fold import FROM_THE_FUTURE, DoneStatuses, Flag, Folded, Transitions, fold
from stormdesk.domain.moment import show_instant
from stormdesk.domain.orders import ORDER_OBJECTIONS
from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import Progress, Subject
from stormdesk.errors import (
    N_,
    BadCorrection,
    BadDecision,
    BadEvent,
    ImpossibleTransition,
    OperationForgotten,
    StormdeskError,
)
from stormdesk.store.columns import (
    EVENT_FIELDS,
    Chain,
    chain_table,
    cur_table,
    event_table,
    flag_table,
    overruled_table,
    span_table,
)
from stormdesk.store.engine import Store, Transaction

Statuses = dict[tuple[str, str], frozenset[str]]
# Why a decision, or a report on an item of a past storm, cannot count.
SENTENCES = {**OBJECTIONS, **ITEM_OBJECTIONS, **ORDER_OBJECTIONS}
# What is to be done after a storm goes on when its people are forgotten: it names nobody.
STAYS_OPEN = Subject.AFTER_ACTION


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch: how many went in, were known already, or count for nothing yet."""

    recorded: int
    repeated: int
    flagged: int
    problems: list[Problem] = field(default_factory=list)
    repeated_ids: frozenset[str] = frozenset()
    flagged_ids: frozenset[str] = frozenset()


class Ledger:
    """The event log with its allowed transitions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.statuses: Statuses = {}
        self.transitions: Transitions = {}
        self.done: DoneStatuses = {}
        self.learn()

    def learn(self) -> None:
        """Read statuses and transitions again from the reference tables."""
        statuses: dict[tuple[str, str], set[str]] = defaultdict(set)
        done: dict[tuple[str, str], set[str]] = defaultdict(set)
        for subject, facet, status, progress in self._store.rows("ledger/statuses"):
            statuses[subject, facet].add(status)
            if progress == Progress.DONE:
                done[subject, facet].add(status)
        transitions: dict[tuple[str, str], set[tuple[str | None, str]]] = defaultdict(set)
        for subject, facet, before, after in self._store.rows("ledger/transitions"):
            transitions[subject, facet].add((before, after))
        self.done = {key: frozenset(known) for key, known in done.items()}
        self.statuses = {key: frozenset(known) for key, known in statuses.items()}
        self.transitions = {key: frozenset(known) for key, known in transitions.items()}

    def record_by_person(self, events: Sequence[Event]) -> Receipt:
        """Record what a person enters; the whole batch is refused when one report is impossible.

        Raises BadEvent, BadCorrection or ImpossibleTransition with the sentence to show.
        """
        for event in events:
            check_event(event, self.statuses)
        return self._record(events, [], refuse=True)

    def record_from_source(
        self, events: Sequence[Event], *, transaction: Transaction | None = None
    ) -> Receipt:
        """Record what a list or feed brings; impossible reports are kept, flagged and not counted.

        Within a transaction that is given, so that a delivery lands with its import or not at all.
        """
        good: list[Event] = []
        problems: list[Problem] = []
        for at, event in enumerate(events):
            try:
                check_event(event, self.statuses)
                good.append(event)
            except BadEvent as error:
                problems.append(Problem(place=f"[{at}]", value=event.event_id, reason=str(error)))
        return self._record(good, problems, refuse=False, transaction=transaction)

    def event(self, event_id: str) -> Event | None:
        """One event of the log; None when it holds none of this id."""
        found = self._store.rows("ledger/event", event_id=event_id)
        return _event(found[0]) if found else None

    def _record(
        self,
        events: Sequence[Event],
        problems: list[Problem],
        *,
        refuse: bool,
        transaction: Transaction | None = None,
    ) -> Receipt:
        by_id = {event.event_id: event for event in reversed(events)}
        batch = list(reversed(by_id.values()))
        if not batch:
            return Receipt(0, len(events), 0, problems)
        writing: AbstractContextManager[Transaction]
        writing = self._store.write() if transaction is None else nullcontext(transaction)
        with writing as within:
            incoming = {"incoming": pa.table({"event_id": list(by_id)})}
            known = frozenset(row[0] for row in within.run("ledger/known_ids", incoming))
            unknown = [event for event in batch if event.event_id not in known]
            fresh = _into_open(within, unknown, problems, refuse=refuse)
            flagged = self._append(within, fresh, refuse=refuse) if fresh else frozenset()
        return Receipt(len(fresh), len(events) - len(unknown), len(flagged), problems, known, flagged)

    def _append(self, transaction: Transaction, fresh: list[Event], *, refuse: bool) -> frozenset[str]:
        keys = {"chains": chain_table({event.chain for event in fresh})}
        events = [*(_event(row) for row in transaction.run("ledger/chains", keys)), *fresh]
        folds = self._fold_chains(events)
        fresh_ids = {event.event_id for event in fresh}
        in_question = [flag for folded in folds for flag in folded.flags if flag.event.event_id in fresh_ids]
        if refuse and in_question:
            raise self._refusal(in_question[0])
        transaction.run("ledger/append", {"incoming": event_table(fresh)})
        for name in ("span", "flagged"):
            transaction.run(f"ledger/forget_{name}", keys)
        if any(event.corrects for event in events):
            transaction.run("ledger/forget_overruled", keys)
            transaction.run("ledger/forget_cur", keys)
        _keep(transaction, folds)
        return frozenset(flag.event.event_id for flag in in_question)

    def _refusal(self, flag: Flag) -> StormdeskError:
        if flag.prior_status == NO_TARGET:
            return BadCorrection(value=flag.event.corrects)
        if flag.prior_status == FROM_THE_FUTURE:
            return BadEvent(reason=N_("发生时间晚于登记时间"), value=show_instant(flag.event.happened_at))
        event = flag.event
        if flag.prior_status in SENTENCES:
            return BadDecision(reason=SENTENCES[flag.prior_status])
        names = {row[:3]: row[3] for row in self._store.rows("ledger/status_names")}
        return ImpossibleTransition(
            before=names.get((event.subject, event.facet, flag.prior_status), "—"),
            after=names[event.subject, event.facet, event.status],
        )

    def _fold_chains(self, events: Iterable[Event]) -> list[Folded]:
        chains: dict[Chain, list[Event]] = defaultdict(list)
        for event in events:
            chains[event.chain].append(event)
        return [fold(chain, self.transitions, self.done) for chain in chains.values()]

    def fold_in(self, transaction: Transaction, events: Iterable[Event]) -> None:
        """Fold whole chains whose events are new to the log and stand in it already."""
        _keep(transaction, self._fold_chains(events))

    def disagreements(self) -> list[tuple[object, ...]]:
        """Fold the whole log anew and name every row of span, flagged, overruled and cur that differs."""
        with self._store.write() as transaction:
            folds = self._fold_chains(map(_event, transaction.run("ledger/all_events")))
            tables: dict[str, pa.Table] = {
                "rebuilt_span": span_table(folds),
                "rebuilt_flagged": flag_table(folds),
                "rebuilt_overruled": overruled_table(folds),
                "rebuilt_cur": cur_table(folds),
            }
            return transaction.run("checks/rebuilt", tables)

    def rebuild(self) -> None:
        """Fold the whole log anew and keep that instead of what stood there."""
        with self._store.write() as transaction:
            events = [_event(row) for row in transaction.run("ledger/all_events")]
            for name in ("span", "flagged", "overruled", "cur"):
                transaction.run(f"ledger/clear_{name}")
            _keep(transaction, self._fold_chains(events))


def _into_open(
    transaction: Transaction, fresh: list[Event], problems: list[Problem], *, refuse: bool
) -> list[Event]:
    """Leave out what is reported to an operation whose people are forgotten."""
    shut = {row[0] for row in transaction.run("ledger/forgotten")}
    late = [event for event in fresh if event.operation_id in shut and event.subject != STAYS_OPEN]
    if late and refuse:
        raise OperationForgotten(operation=late[0].operation_id)
    problems += [
        Problem(place=event.operation_id, value=event.event_id, reason=OperationForgotten.sentence)
        for event in late
    ]
    return [event for event in fresh if event.operation_id not in shut or event.subject == STAYS_OPEN]


def _keep(transaction: Transaction, folds: list[Folded]) -> None:
    transaction.run("ledger/keep_span", {"folded": span_table(folds)})
    transaction.run("ledger/keep_flagged", {"folded": flag_table(folds)})
    if any(folded.overruled for folded in folds):
        transaction.run("ledger/keep_overruled", {"folded": overruled_table(folds)})
    transaction.run("ledger/keep_cur", {"folded": cur_table(folds)})


def _event(row: tuple[object, ...]) -> Event:
    return Event(**dict(zip(EVENT_FIELDS, row, strict=True)))
