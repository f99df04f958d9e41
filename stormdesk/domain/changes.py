"""What got worse and what got done between two moments, told from what stood at each of them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from stormdesk.domain.exceptions import WEIGHTS, Kind, Line, Trouble, merged, ranked
from stormdesk.domain.moment import Moment

T = TypeVar("T")
SHOWN: Final = 3
# Among the shown lines so many of one kind, as long as another kind is waiting.
OF_ONE_KIND: Final = 2
MOST: Final = 60
LATE, IMPOSSIBLE = "late", "impossible"
# People who had moved, came back, and are to move once more.
AGAIN: Final = "again"
# Groups of people, which may grow; an object is in trouble or not.
GROWING: Final = frozenset({Kind.EVACUEE, Kind.RETURN, Kind.DUTY, Kind.TALLY})
# What ends of these is told as work done, or as a directive struck off.
TOLD_AS_DONE: Final = frozenset({LATE, IMPOSSIBLE})
SUBJECT_KINDS: Final = {
    "responsible_person": Kind.DUTY,
    "evacuee": Kind.EVACUEE,
    "vessel": Kind.VESSEL,
    "site": Kind.SITE,
    "shelter": Kind.SHELTER,
}


class DoneKind(StrEnum):
    """In which way something got done."""

    DECIDED = "decided"
    STRUCK_OFF = "struck_off"
    CATEGORY = "category"
    TOWNSHIP = "township"
    GAINED = "gained"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """How much of one kind of work is done: of a whole, of a township, or of a category of people."""

    subject: str
    done: int
    left: int
    township_code: str | None = None
    category: str | None = None
    last_at: datetime | None = None
    source: str = ""

    @property
    def key(self) -> tuple[str, str | None, str | None]:
        """What tells it from every other."""
        return self.subject, self.township_code, self.category

    @property
    def is_whole(self) -> bool:
        """Whether it is all of one kind of work."""
        return self.township_code is None and self.category is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody decided on what was proposed: which event says so, on what, how, by whom, when."""

    event_id: str
    subject: str
    subject_id: str
    status: str
    actor: str
    at: datetime
    category: str | None = None
    payload: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that got done; `line` holds the exceptions that ended, `code` a township, category or id."""

    kind: DoneKind
    subject: str
    amount: int
    code: str | None = None
    before: int = 0
    after: int = 0
    at: datetime | None = None
    source: str = ""
    line: Line | None = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StruckOff:
    """A directive that is struck off at a moment, since when."""

    directive_id: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What stood at a moment: exceptions, work by place, directives struck off, what was decided."""

    moment: Moment
    troubles: tuple[Trouble, ...] = ()
    stocks: tuple[Stock, ...] = ()
    struck_off: tuple[StruckOff, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What got worse and what got done from one moment to another, the gravest first."""

    since: Moment
    now: Moment
    worse: tuple[Line, ...]
    done: tuple[Done, ...]


def changed(before: Stand, now: Stand) -> Changes:
    """Tell what got worse and what got done; deterministic, and empty where nothing changed."""
    found = [*_decided(before, now), *_struck(before, now), *_stocked(before, now), *_ended(before, now)]
    lines = ranked(merged(worse(before.troubles, now.troubles), across=True), as_of=now.moment.as_of)
    return Changes(
        since=before.moment,
        now=now.moment,
        worse=tuple(lines[:MOST]),
        done=tuple(_ranked(found)[:MOST]),
    )


def worse(before: Iterable[Trouble], now: Iterable[Trouble]) -> list[Trouble]:
    """The exceptions that came, and those of groups that grew, by as many people as they grew."""
    known = {_key(one): one for one in before}
    found = []
    for one in now:
        old = known.get(_key(one))
        if old is None and one.cause == LATE:
            old = known.get(_key(replace(one, cause=IMPOSSIBLE)))
        if old is None:
            found.append(one)
        elif one.kind in GROWING and one.cause not in TOLD_AS_DONE and one.people > old.people:
            found.append(replace(one, people=one.people - old.people))
    return found


def cleared(before: Iterable[Trouble], now: Iterable[Trouble]) -> list[Trouble]:
    """The exceptions of which nothing is left, whatever their cause had been."""
    standing = {(one.kind, one.subject_id) for one in now}
    return [
        one
        for one in before
        if one.cause not in TOLD_AS_DONE
        and one.kind is not Kind.DIRECTIVE
        and (one.kind, one.subject_id) not in standing
    ]


def shown(found: Sequence[T], kind: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first three, no more than two of one kind as long as another kind waits."""
    counts: dict[Hashable, int] = {}
    chosen: list[int] = []
    waiting: list[int] = []
    for place, one in enumerate(found):
        counts[kind(one)] = counts.get(kind(one), 0) + 1
        (chosen if counts[kind(one)] <= OF_ONE_KIND else waiting).append(place)
    return tuple(found[place] for place in sorted([*chosen, *waiting][:SHOWN]))


def _key(one: Trouble) -> tuple[Kind, str, str]:
    """What an exception is known by; a silence is the same whatever explains it."""
    return one.kind, "" if one.kind is Kind.SILENCE else one.cause, one.subject_id


def _decided(before: Stand, now: Stand) -> list[Done]:
    """What was decided since, whoever decided it."""
    known = {one.event_id for one in before.answers}
    return [
        Done(kind=DoneKind.DECIDED, subject=one.subject, amount=1, code=one.event_id, at=one.at, answer=one)
        for one in now.answers
        if one.event_id not in known
    ]


def _struck(before: Stand, now: Stand) -> list[Done]:
    known = {one.directive_id for one in before.struck_off}
    return [
        Done(kind=DoneKind.STRUCK_OFF, subject="directive", amount=1, code=one.directive_id, at=one.at)
        for one in now.struck_off
        if one.directive_id not in known
    ]


def _stocked(before: Stand, now: Stand) -> list[Done]:
    """What is whole now and was not, and by how much each kind of work has gone on."""
    known = {one.key: one for one in before.stocks}
    found = []
    for one in now.stocks:
        old = known.get(one.key)
        was_done = old.done if old else 0
        was_complete = old is not None and old.left == 0 and old.done > 0
        if one.is_whole and one.done > was_done:
            found.append(_done(one, DoneKind.GAINED, was_done))
        elif not one.is_whole and one.done and not one.left and not was_complete:
            kind = DoneKind.TOWNSHIP if one.township_code else DoneKind.CATEGORY
            found.append(_done(one, kind, was_done))
    return found


def _done(one: Stock, kind: DoneKind, before: int) -> Done:
    return Done(
        kind=kind,
        subject=one.subject,
        amount=one.done - before if kind is DoneKind.GAINED else one.done,
        code=one.township_code or one.category,
        before=before,
        after=one.done,
        at=one.last_at,
        source=one.source,
    )


def _ended(before: Stand, now: Stand) -> list[Done]:
    return [
        Done(kind=DoneKind.CLEARED, subject=line.kind, amount=line.people or line.objects, line=line)
        for line in merged(cleared(before.troubles, now.troubles), across=True)
    ]


def _ranked(found: Iterable[Done]) -> list[Done]:
    """The weightiest first; of what was decided, the latest."""
    newest = sorted(found, key=lambda one: one.at.timestamp() if one.answer and one.at else 0, reverse=True)
    return sorted(newest, key=lambda one: (-_weight(one), *_usual(one)))


def _usual(one: Done) -> tuple[str, ...]:
    return () if one.answer else (one.kind, one.subject, one.code or "")


def _weight(one: Done) -> float:
    if one.kind is DoneKind.DECIDED:
        return float("inf")
    if one.kind is DoneKind.STRUCK_OFF:
        return WEIGHTS[Kind.DIRECTIVE] * WEIGHTS[Kind.VESSEL]
    kind = one.line.kind if one.line else SUBJECT_KINDS[one.subject]
    return WEIGHTS[kind] * one.amount
