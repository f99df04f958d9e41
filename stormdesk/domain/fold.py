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

from stormdesk.domain.event import FOREVER, Event

Transitions = Mapping[tuple[str, str], frozenset[tuple[str | None, str]]]


@dataclass(frozen=True, slots=True)
class Span:
    """A status that held from `valid_from` to `valid_to`, believed from `known_from` to `known_to`."""

    event: Event
    since: datetime
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
class Folded:
    """Spans and flags of one chain of events."""

    spans: list[Span]
    flags: list[Flag]


_SpanKey = tuple[Event, datetime, datetime]
_FlagKey = tuple[Event, str | None]


@dataclass(slots=True)
class _Belief:
    """What is believed at one known instant, with since when each part of it is."""

    spans: dict[_SpanKey, datetime] = field(default_factory=dict)
    flags: dict[_FlagKey, datetime] = field(default_factory=dict)
    last: Event | None = None
    since: datetime | None = None


def may_follow(event: Event, before: str | None, transitions: Transitions) -> bool:
    """Tell whether the event's status may follow `before` (None: nothing was known)."""
    if before == event.status:
        return True
    return (before, event.status) in transitions.get((event.subject, event.facet), frozenset())


def fold(events: Iterable[Event], transitions: Transitions) -> Folded:
    """Fold the events of one chain (one fact about one subject in one operation)."""
    timeline: list[Event] = []
    belief = _Belief()
    folded = Folded([], [])
    arrived = sorted(events, key=attrgetter("recorded_at"))
    for known_at, group in groupby(arrived, key=attrgetter("recorded_at")):
        fresh = sorted(group, key=attrgetter("order"))
        if not timeline or fresh[0].order > timeline[-1].order:
            timeline += fresh
            _extend(belief, fresh, known_at, transitions, folded)
            continue
        for event in fresh:
            insort(timeline, event, key=attrgetter("order"))
        belief = _revise(belief, timeline, known_at, transitions, folded)
    _close(belief, _Belief(), FOREVER, folded)
    return folded


def _extend(
    belief: _Belief, fresh: list[Event], known_at: datetime, transitions: Transitions, folded: Folded
) -> None:
    """Add events that happened after all that is believed."""
    for event in fresh:
        before = belief.last.status if belief.last else None
        if not may_follow(event, before, transitions):
            belief.flags[event, before] = known_at
            continue
        _end_last(belief, event.happened_at, known_at, folded)
        if before != event.status or belief.since is None:
            belief.since = event.happened_at
        belief.last = event
        belief.spans[event, belief.since, FOREVER] = known_at


def _end_last(belief: _Belief, ended_at: datetime, known_at: datetime, folded: Folded) -> None:
    last, since = belief.last, belief.since
    if last is None or since is None:
        return
    believed_from = belief.spans.pop((last, since, FOREVER))
    _emit_span(folded, (last, since, FOREVER), believed_from, known_at)
    if ended_at > last.happened_at:
        belief.spans[last, since, ended_at] = known_at


def _revise(
    old: _Belief, timeline: list[Event], known_at: datetime, transitions: Transitions, folded: Folded
) -> _Belief:
    """Believe the whole timeline anew, keeping since when unchanged parts are believed."""
    new = _Belief()
    _extend(new, timeline, known_at, transitions, Folded([], []))
    _close(old, new, known_at, folded)
    for span in new.spans.keys() & old.spans.keys():
        new.spans[span] = old.spans[span]
    for flag in new.flags.keys() & old.flags.keys():
        new.flags[flag] = old.flags[flag]
    return new


def _close(old: _Belief, new: _Belief, known_at: datetime, folded: Folded) -> None:
    """Write down what is believed in `old` and no longer in `new`."""
    for span, believed_from in old.spans.items():
        if span not in new.spans:
            _emit_span(folded, span, believed_from, known_at)
    for flag, believed_from in old.flags.items():
        if flag not in new.flags and believed_from < known_at:
            folded.flags.append(Flag(flag[0], flag[1], believed_from, known_at))


def _emit_span(folded: Folded, span: _SpanKey, believed_from: datetime, known_at: datetime) -> None:
    event, since, valid_to = span
    if believed_from < known_at:
        folded.spans.append(Span(event, since, event.happened_at, valid_to, believed_from, known_at))
