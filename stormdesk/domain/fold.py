"""Folding events into what was so, and into what we believed when.

The result depends on the events alone: validity and state follow `happened_at`, belief follows
`recorded_at`, and the order in which events reached this file plays no part.
"""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from stormdesk.domain.after_action import item_objection
from stormdesk.domain.corrections import NO_TARGET, stand
from stormdesk.domain.decisions import objection
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.orders import order_objection

Transitions = Mapping[tuple[str, str], frozenset[tuple[str | None, str]]]
DoneStatuses = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """What a believed status looks back on: its unbroken run, and when and how often work was done."""

    since: datetime
    done_since: datetime | None
    done_count: int


@dataclass(frozen=True, slots=True)
class Span:
    """A status that held from `valid_from` to `valid_to`, believed from `known_from` to `known_to`."""

    event: Event
    run: Run
    valid_from: datetime
    valid_to: datetime
    known_from: datetime
    known_to: datetime


@dataclass(frozen=True, slots=True)
class Flag:
    """An event that could not follow `prior_status`, from `known_from` to `known_to`."""

    event: Event
    prior_status: str | None
    known_from: datetime
    known_to: datetime


@dataclass(frozen=True, slots=True)
class Overruled:
    """An event that does not count because `by` corrects or withdraws it, from `known_from` to `known_to`."""

    event: Event
    by: Event
    known_from: datetime
    known_to: datetime


@dataclass(frozen=True, slots=True)
class Folded:
    """Spans and flags of one chain of events, and what its corrections overrule."""

    spans: list[Span] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    overruled: list[Overruled] = field(default_factory=list)


FROM_THE_FUTURE = "from_the_future"
NOTHING_YET = Run(FOREVER, None, 0)
NOTHING_DONE: DoneStatuses = MappingProxyType({})
_SpanKey = tuple[str, Run, datetime]
_FlagKey = tuple[str, str | None]
_ByKey = tuple[str, str]


@dataclass(slots=True)
class _Belief:
    """What is believed at one known instant, with the event behind it and since when it is believed."""

    spans: dict[_SpanKey, tuple[Event, datetime]] = field(default_factory=dict)
    flags: dict[_FlagKey, tuple[Event, datetime]] = field(default_factory=dict)
    overruled: dict[_ByKey, tuple[Event, Event, datetime]] = field(default_factory=dict)
    last: Event | None = None
    run: Run = NOTHING_YET


def may_follow(event: Event, before: str | None, transitions: Transitions) -> bool:
    """Tell whether the event's status may follow `before` (None: nothing was known)."""
    if before == event.status:
        return True
    return (before, event.status) in transitions.get((event.subject, event.facet), frozenset())


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one chain folds under."""

    transitions: Transitions
    done: frozenset[str]


@dataclass(slots=True)
class _Log:
    """What counts of a chain in order of place; with corrections also what they do to all that is known."""

    has_corrections: bool
    timeline: list[Event] = field(default_factory=list)
    known: list[Event] = field(default_factory=list)
    unfounded: list[Event] = field(default_factory=list)
    overruled: list[tuple[Event, Event]] = field(default_factory=list)

    def learn(self, fresh: list[Event]) -> bool:
        """Take in new events; true when they correct something, and the timeline is laid out anew."""
        self.known += fresh
        awaited = {event.corrects for event in self.unfounded}
        if not any(event.corrects is not None or event.event_id in awaited for event in fresh):
            return False
        standing = stand(self.known)
        self.timeline = standing.counted
        self.unfounded, self.overruled = standing.unfounded, standing.overruled
        return True


def fold(events: Iterable[Event], transitions: Transitions, done: DoneStatuses = NOTHING_DONE) -> Folded:
    """Fold the events of one chain (one fact about one subject in one operation)."""
    belief = _Belief()
    folded = Folded()
    arrived = sorted(events, key=attrgetter("recorded_at"))
    log = _Log(any(map(attrgetter("corrects"), arrived)))
    rules = _Rules(transitions, done.get(arrived[0].chain[1::2], frozenset()) if arrived else frozenset())
    for known_at, group in groupby(arrived, key=attrgetter("recorded_at")):
        fresh = sorted(group, key=attrgetter("order"))
        if log.has_corrections and log.learn(fresh):
            belief = _revise(belief, log, known_at, rules, folded)
            continue
        if not log.timeline or fresh[0].order > log.timeline[-1].order:
            log.timeline += fresh
            _extend(belief, fresh, known_at, rules, folded)
            continue
        for event in fresh:
            insort(log.timeline, event, key=attrgetter("order"))
        belief = _revise(belief, log, known_at, rules, folded)
    _close(belief, _Belief(), FOREVER, folded)
    return folded


def _extend(belief: _Belief, fresh: list[Event], known_at: datetime, rules: _Rules, folded: Folded) -> None:
    """Add events that happened after all that is believed."""
    for event in fresh:
        before = belief.last.status if belief.last else None
        if event.is_ahead:
            belief.flags[event.event_id, FROM_THE_FUTURE] = (event, known_at)
            continue
        objected = _objection(event, belief.last)
        if objected or not may_follow(event, before, rules.transitions):
            belief.flags[event.event_id, objected or before] = (event, known_at)
            continue
        if belief.last is not None:
            _end(belief, belief.last, event.happened_at, known_at, folded)
        belief.run = _next_run(belief.run, event, before, rules.done)
        belief.last = event
        belief.spans[event.event_id, belief.run, FOREVER] = (event, known_at)


def _objection(event: Event, before: Event | None) -> str | None:
    """Why an event cannot count whatever its status."""
    return objection(event, before) or item_objection(event, before) or order_objection(event, before)


def _next_run(run: Run, event: Event, before: str | None, done: frozenset[str]) -> Run:
    """What the run becomes when `event` follows the status `before`."""
    if event.status == before:
        return run
    is_done_anew = event.status in done and before not in done
    done_since = run.done_since
    if event.status in done and done_since is None:
        done_since = event.happened_at
    return Run(event.happened_at, done_since, run.done_count + is_done_anew)


def _end(belief: _Belief, last: Event, ended_at: datetime, known_at: datetime, folded: Folded) -> None:
    """Let the last believed status end where the next one begins."""
    key = (last.event_id, belief.run, FOREVER)
    _emit_span(folded, key, belief.spans.pop(key), known_at)
    if ended_at > last.happened_at:
        belief.spans[last.event_id, belief.run, ended_at] = (last, known_at)


def _revise(old: _Belief, log: _Log, known_at: datetime, rules: _Rules, folded: Folded) -> _Belief:
    """Believe the whole timeline anew, keeping since when unchanged parts are believed."""
    new = _Belief()
    _extend(new, log.timeline, known_at, rules, Folded())
    if log.has_corrections:
        new.flags |= {(event.event_id, NO_TARGET): (event, known_at) for event in log.unfounded}
        new.overruled = {(lost.event_id, by.event_id): (lost, by, known_at) for lost, by in log.overruled}
    _close(old, new, known_at, folded)
    new.spans |= {key: old.spans[key] for key in new.spans.keys() & old.spans.keys()}
    new.flags |= {key: old.flags[key] for key in new.flags.keys() & old.flags.keys()}
    new.overruled |= {key: old.overruled[key] for key in new.overruled.keys() & old.overruled.keys()}
    return new


def _close(old: _Belief, new: _Belief, known_at: datetime, folded: Folded) -> None:
    """Write down what is believed in `old` and no longer in `new`."""
    for span, held in old.spans.items():
        if span not in new.spans:
            _emit_span(folded, span, held, known_at)
    for flag, (event, believed_from) in old.flags.items():
        if flag not in new.flags and believed_from < known_at:
            folded.flags.append(Flag(event, flag[1], believed_from, known_at))
    for key, (lost, by, believed_from) in old.overruled.items():
        if key not in new.overruled:
            folded.overruled.append(Overruled(lost, by, believed_from, known_at))


def _emit_span(folded: Folded, span: _SpanKey, held: tuple[Event, datetime], known_at: datetime) -> None:
    _, run, valid_to = span
    event, believed_from = held
    if believed_from < known_at:
        folded.spans.append(Span(event, run, event.happened_at, valid_to, believed_from, known_at))
