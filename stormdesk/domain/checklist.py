"""The checklist that a level opens: action by unit by deadline by state, from the decisions and the marks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field

from stormdesk.domain.county_rows import Certainty, Code, Minutes, Note, Row, Text
from stormdesk.domain.decisions import LEVEL_RANK
from stormdesk.domain.event import FOREVER
from stormdesk.domain.timeline import ENDED, Decision, level_bars

RED_SIGNAL: Final = "red"
SIGNAL: Final = "signal"
INSTANT: Final = timedelta(microseconds=1)


ActionText = Annotated[str, Field(min_length=1, max_length=300)]
Every = Annotated[int, Field(ge=10, le=10_080)]


class Action(Row):
    """What a unit owes once a level, or a red signal, is in force; without `within_min` by no set time."""

    code: Code
    hazard: Literal["", "typhoon", "flood", "drought"] = ""
    level_code: Literal["sea", "4", "3", "2", "1", "red"]
    topic: Code
    unit_id: Code
    action_zh: ActionText
    action_en: ActionText
    within_min: Minutes | None = None
    every_min: Every | None = None
    replaces: str = ""
    clause: Note = ""
    source: Text
    certainty: Certainty

    def name(self, language: str) -> str:
        """What is to be done, in a language."""
        return self.action_en if language == "en" else self.action_zh


class State(StrEnum):
    """Where an action stands."""

    LATE = "late"
    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """An unbroken time in which a hazard's level was at least this one; `ends_at` None while it lasts."""

    hazard: str
    level_code: str
    number: int
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What somebody said of an action, and when it was so."""

    item_id: str
    status: str
    at: datetime
    actor: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One action of one stretch with its deadline and state; `done_count` of `owed_count` where it recurs."""

    item_id: str
    action: Action
    hazard: str
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    state: State
    mark: Mark | None
    done_at: datetime | None
    done_count: int
    owed_count: int
    is_replaced: bool = False

    @property
    def is_live(self) -> bool:
        """Whether the level that asks for it is still in force and no graver one took its place."""
        return self.closed_at is None and not self.is_replaced

    @property
    def was_late(self) -> bool:
        """Whether it was done after its deadline."""
        if self.action.every_min is not None or self.done_at is None or self.due_at is None:
            return False
        return self.done_at > self.due_at

    def left(self, at: datetime) -> timedelta | None:
        """Time until its deadline, negative when past; None when nothing is owed now."""
        is_owed = self.is_live and self.state in {State.LATE, State.OPEN, State.DOING}
        recurs = self.is_live and self.state is State.DONE and self.action.every_min is not None
        return self.due_at - at if self.due_at and (is_owed or recurs) else None


def item_id(hazard: str, code: str, number: int) -> str:
    """Return under which identifier the ledger keeps an action of the n-th stretch of its level."""
    return f"{hazard}:{code}:{number}"


def stretches(decisions: Iterable[Decision]) -> list[Stretch]:
    """Return for each hazard and level from when to when the level was at least this one."""
    known = _lasting(sorted(decisions, key=lambda decision: decision.starts_at))
    over = {decision.hazard: decision.status == ENDED for decision in known}
    last_at = {decision.hazard: decision.ends_at for decision in known}
    found: list[Stretch] = []
    for level_code, rank in LEVEL_RANK.items():
        for hazard, is_over in over.items():
            bars = [
                (bar.starts_at, bar.ends_at)
                for bar in level_bars(known)
                if bar.hazard == hazard and LEVEL_RANK.get(bar.level_code, 0) >= rank
            ]
            lasting = None if is_over else last_at[hazard]
            found += _numbered(hazard, level_code, _joined(bars), lasting)
    return found


def _lasting(known: Sequence[Decision]) -> list[Decision]:
    """Let each hazard's last decision last, so that a level is there from its very first instant."""
    last = {decision.hazard: decision for decision in known}
    return [replace(one, ends_at=one.ends_at + INSTANT) if last[one.hazard] is one else one for one in known]


def signal_stretches(red: Iterable[tuple[datetime, datetime | None]]) -> list[Stretch]:
    """Return from when to when any red signal was in force; an end of None is one that lasts."""
    spans = [(start, end) for start, end in red if end is None or end > start]
    lasting = max((start for start, _end in spans), default=None)
    far = max((end for _start, end in spans if end), default=lasting)
    if lasting is None or far is None:
        return []
    beyond = max(far, lasting) + timedelta(days=1)
    closed = [(start, end or beyond) for start, end in spans]
    return list(_numbered(SIGNAL, RED_SIGNAL, _joined(closed), beyond))


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Join spans that meet or overlap."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _numbered(
    hazard: str, level_code: str, spans: Sequence[tuple[datetime, datetime]], lasting: datetime | None
) -> Iterator[Stretch]:
    for number, (start, end) in enumerate(spans, start=1):
        yield Stretch(
            hazard=hazard,
            level_code=level_code,
            number=number,
            starts_at=start,
            ends_at=None if end == lasting else end,
        )


def checklist(
    actions: Sequence[Action], opened: Sequence[Stretch], marks: Iterable[Mark], *, at: datetime
) -> tuple[Item, ...]:
    """Return every action that a level has asked for up to `at`: late first, then by deadline."""
    said: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda known: known.at):
        said.setdefault(mark.item_id, []).append(mark)
    found = [
        _item(action, stretch, said, _takers(action, actions, opened, stretch), at)
        for stretch in opened
        for action in actions
        if action.level_code == stretch.level_code and action.hazard in {"", stretch.hazard}
    ]
    return tuple(sorted(found, key=_order))


def _takers(
    action: Action, actions: Sequence[Action], opened: Sequence[Stretch], within: Stretch
) -> list[Stretch]:
    """Return when a graver level's action stood in the place of this one."""
    levels = {other.level_code for other in actions if other.replaces == action.code}
    return [
        other
        for other in opened
        if other.hazard == within.hazard
        and other.level_code in levels
        and other.starts_at >= within.starts_at
        and (within.ends_at is None or other.starts_at < within.ends_at)
    ]


def _item(
    action: Action,
    stretch: Stretch,
    said: Mapping[str, Sequence[Mark]],
    takers: Sequence[Stretch],
    at: datetime,
) -> Item:
    made_id = item_id(stretch.hazard, action.code, stretch.number)
    begun_at = max([stretch.starts_at, *(taker.ends_at for taker in takers if taker.ends_at)])
    is_once = action.every_min is None
    marks = [mark for mark in said.get(made_id, ()) if is_once or mark.at >= begun_at]
    done = [mark.at for mark in marks if mark.status == State.DONE]
    due_at = _due(action, begun_at, done)
    is_replaced = any(taker.ends_at is None for taker in takers)
    is_live = stretch.ends_at is None and not is_replaced
    return Item(
        item_id=made_id,
        action=action,
        hazard=stretch.hazard,
        opened_at=stretch.starts_at,
        closed_at=stretch.ends_at,
        due_at=due_at,
        state=_state(marks[-1] if marks else None, action, due_at, at if is_live else None),
        mark=marks[-1] if marks else None,
        done_at=done[-1] if done else None,
        done_count=len(done),
        owed_count=_owed(action, begun_at, stretch.ends_at or at),
        is_replaced=is_replaced,
    )


def _due(action: Action, begun_at: datetime, done: Sequence[datetime]) -> datetime | None:
    """The next deadline: the first one after the beginning, for what recurs one round after it was done."""
    if action.within_min is None:
        return None
    first_at = begun_at + timedelta(minutes=action.within_min)
    if action.every_min is None or not done:
        return first_at
    return done[-1] + timedelta(minutes=action.every_min)


def _owed(action: Action, begun_at: datetime, until: datetime) -> int:
    """How many times it was owed by an instant."""
    if action.every_min is None:
        return 1
    passed = until - begun_at - timedelta(minutes=action.within_min or 0)
    return 0 if passed < timedelta(0) else 1 + passed // timedelta(minutes=action.every_min)


def _state(mark: Mark | None, action: Action, due_at: datetime | None, at: datetime | None) -> State:
    """The state at an instant; `at` None when the action is no longer asked for."""
    if mark is not None and mark.status == State.NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    is_done = mark is not None and mark.status == State.DONE
    is_past = at is not None and due_at is not None and at > due_at
    if is_done and not (action.every_min is not None and is_past):
        return State.DONE
    if at is None:
        return State.LAPSED
    if is_past:
        return State.LATE
    return State.DOING if mark is not None and mark.status == State.DOING else State.OPEN


_RANK: Final = {state: rank for rank, state in enumerate(State)}


def _order(item: Item) -> tuple[bool, int, datetime, str]:
    """Live before past, late before open, then by deadline."""
    rank = 1 if item.state is State.DOING else _RANK[item.state]
    return (not item.is_live, rank, item.due_at or FOREVER, item.item_id)
