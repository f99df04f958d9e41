"""Exceptions: what goes wrong, merged by common cause and ranked by people and time left."""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Final

SHOWN: Final = 7
# Among the shown lines, so many of one kind as long as another kind is waiting.
OF_ONE_KIND: Final = 3
# The cause of a line that gathers what has a cause of its own each.
MANY: Final = "many"
# Closer than this, or past, time left no longer divides: it counts up instead.
SOONEST_H: Final = 0.25
# A line without a deadline is weighed as if it had so many hours.
NO_CLOCK_H: Final = 2.0
# An overdue line gains weight for so many hours, then it is simply late.
GAINS_H: Final = 6.0
# Work that is merely open becomes an exception so long before its deadline.
WATCHED: Final = timedelta(hours=6)


class Kind(StrEnum):
    """What an exception is about."""

    VESSEL = "vessel"
    EVACUEE = "evacuee"
    RETURN = "return"
    SILENCE = "silence"
    SITE = "site"
    TALLY = "tally"
    SHELTER = "shelter"
    DIRECTIVE = "directive"
    ACTION = "action"
    DUTY = "duty"
    FACILITY = "facility"
    UNIT = "unit"
    REPORT = "report"
    DATA = "data"


# How many people on dry land one unit of each kind weighs; defaults, not official.
WEIGHTS: Final = {
    Kind.VESSEL: 10.0,
    Kind.EVACUEE: 1.0,
    Kind.RETURN: 3.0,
    Kind.SILENCE: 15.0,
    Kind.SITE: 0.5,
    Kind.TALLY: 0.1,
    Kind.SHELTER: 0.3,
    Kind.DIRECTIVE: 20.0,
    Kind.ACTION: 5.0,
    Kind.DUTY: 0.5,
    Kind.FACILITY: 1.0,
    Kind.UNIT: 5.0,
    Kind.REPORT: 5.0,
    Kind.DATA: 10.0,
}

# Each of these is a cause of its own, named on its line.
ONE_BY_ONE: Final = frozenset({Kind.DIRECTIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that goes wrong, before merging; `cause` is what several may have in common.

    Of work under a clock, `due_at` is the latest start and `finish_by` the end it leads to; `is_impossible`
    says that it cannot end before the harm. `is_shared` marks a cause that lies in no township, such as a
    cell tower. `is_pinned` marks what makes every other figure doubtful: one line of it is always shown.
    """

    kind: Kind
    cause: str
    subject_id: str
    township_code: str | None
    people: int = 0
    objects: int = 1
    due_at: datetime | None = None
    since: datetime | None = None
    village_code: str | None = None
    is_pinned: bool = False
    finish_by: datetime | None = None
    is_impossible: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: troubles of one kind and cause, in one township or several."""

    kind: Kind
    cause: str
    members: tuple[Trouble, ...]

    @property
    def people(self) -> int:
        """How many people it is about; those of an object with several tasks once."""
        return sum(most_of(self.members, lambda member: member.people).values())

    @property
    def objects(self) -> int:
        """How many objects it is about, boats, sites, villages, each once."""
        return sum(most_of(self.members, lambda member: member.objects).values())

    @property
    def count(self) -> int:
        """How many exceptions it stands for: objects, each once in every township."""
        return len({(member.subject_id, member.township_code) for member in self.members})

    @property
    def is_pinned(self) -> bool:
        """Whether it makes every other figure doubtful."""
        return any(member.is_pinned for member in self.members)

    @property
    def due_at(self) -> datetime | None:
        """The earliest deadline among its members."""
        return min((member.due_at for member in self.members if member.due_at), default=None)

    @property
    def finish_by(self) -> datetime | None:
        """The earliest end that one of its members must keep."""
        return min((member.finish_by for member in self.members if member.finish_by), default=None)

    @property
    def is_impossible(self) -> bool:
        """Whether any of it can no longer be done in time."""
        return any(member.is_impossible for member in self.members)

    @property
    def since(self) -> datetime | None:
        """Since when the longest-lasting of its members lasts."""
        return min((member.since for member in self.members if member.since), default=None)

    @property
    def township_codes(self) -> tuple[str, ...]:
        """Its townships, the one with most people or objects first."""
        sizes: dict[str, tuple[int, int]] = {}
        for member in self.members:
            if member.township_code:
                people, objects = sizes.get(member.township_code, (0, 0))
                sizes[member.township_code] = (people + member.people, objects + member.objects)
        return tuple(sorted(sizes, key=lambda code: (-sizes[code][0], -sizes[code][1], code)))

    @property
    def village_code(self) -> str | None:
        """Its village, when all of it lies in one."""
        codes = {member.village_code for member in self.members}
        return codes.pop() if len(codes) == 1 else None

    def is_late(self, as_of: datetime) -> bool:
        """Whether the earliest deadline has passed, or cannot be kept any more."""
        return self.is_impossible or (self.due_at is not None and self.due_at < as_of)

    def late_count(self, as_of: datetime) -> int:
        """How many of its objects are past their deadline."""
        late = [member for member in self.members if member.due_at is not None and member.due_at < as_of]
        return sum(most_of(late, lambda member: member.objects).values())


def most_of(members: Iterable[Trouble], amount: Callable[[Trouble], int]) -> dict[str, int]:
    """The amount of each object, once however many of its tasks are among the members."""
    found: dict[str, int] = {}
    for member in members:
        found[member.subject_id] = max(found.get(member.subject_id, 0), amount(member))
    return found


@dataclass(frozen=True, slots=True)
class Board:
    """The list as a whole: the lines that are shown, and the rest in their order."""

    shown: tuple[Line, ...]
    rest: tuple[Line, ...]

    @property
    def total(self) -> int:
        """How many exceptions there are, whatever lines they are merged into."""
        return sum(line.count for line in chain(self.shown, self.rest))

    @property
    def rest_count(self) -> int:
        """How many of them stand in lines that are not shown."""
        return sum(line.count for line in self.rest)


def weight(line: Line, *, as_of: datetime) -> float:
    """Weigh a line: people × kind ÷ hours left; past its deadline it gains with the hours."""
    left_h = None if line.due_at is None else (line.due_at - as_of) / timedelta(hours=1)
    return weigh(line.kind, max(line.people, line.objects, 1), left_h)


def weigh(kind: Kind, amount: int, left_h: float | None) -> float:
    """Weigh so many people or objects of a kind with so many hours left; None without a clock."""
    heavy = WEIGHTS[kind] * amount
    if left_h is None:
        return heavy / NO_CLOCK_H
    if left_h >= SOONEST_H:
        return heavy / left_h
    late_h = min(max(-left_h, 0.0), GAINS_H)
    return heavy / SOONEST_H * (1 + late_h)


def merged(troubles: Iterable[Trouble], *, across: bool = False) -> list[Line]:
    """Put troubles of one kind and cause into one line, per township or across townships.

    A shared cause is one line wherever it strikes.
    """
    return _grouped(
        troubles,
        lambda trouble: (
            trouble.kind,
            trouble.cause,
            trouble.is_shared,
            None if across or trouble.is_shared else trouble.township_code,
        ),
    )


def _grouped(troubles: Iterable[Trouble], key: Callable[[Trouble], Hashable]) -> list[Line]:
    groups: dict[Hashable, list[Trouble]] = {}
    for trouble in troubles:
        groups.setdefault(key(trouble), []).append(trouble)
    return [Line(group[0].kind, group[0].cause, tuple(group)) for group in groups.values()]


def ranked(lines: Iterable[Line], *, as_of: datetime) -> list[Line]:
    """Order lines by weight, the heaviest first; equal ones by kind, cause and place."""
    return sorted(
        lines,
        key=lambda line: (-weight(line, as_of=as_of), line.kind, line.cause, line.township_codes),
    )


def board(troubles: Sequence[Trouble], *, as_of: datetime, most: int = SHOWN) -> Board:
    """Rank all troubles and choose at most `most` lines; where more wait, one cause is one line."""
    lines = merged(troubles)
    if len(lines) > most:
        lines = _gathered(merged(troubles, across=True))
    ordered = ranked(lines, as_of=as_of)
    chosen = _varied(ordered, most)
    return Board(
        shown=tuple(line for line in ordered if line in chosen),
        rest=tuple(line for line in ordered if line not in chosen),
    )


def _gathered(lines: Sequence[Line]) -> list[Line]:
    """Make one line of a kind whose every line has a cause of its own, where there are more than a few."""
    kept: list[Line] = []
    for kind in Kind:
        own = [line for line in lines if line.kind is kind]
        if kind in ONE_BY_ONE and len(own) > OF_ONE_KIND:
            own = [Line(kind, MANY, tuple(chain.from_iterable(line.members for line in own)))]
        kept += own
    return kept


def _varied(ordered: Sequence[Line], most: int) -> list[Line]:
    """Choose the heaviest, not more than a few of one kind while others wait, and one that is pinned."""
    counts: dict[Kind, int] = {}
    chosen: list[Line] = []
    waiting: list[Line] = []
    for line in ordered:
        counts[line.kind] = counts.get(line.kind, 0) + 1
        (chosen if counts[line.kind] <= OF_ONE_KIND else waiting).append(line)
    shown = [*chosen, *waiting][:most]
    pinned = [line for line in ordered if line.is_pinned]
    if pinned and shown and not any(line.is_pinned for line in shown):
        shown[-1] = min(pinned, key=lambda line: line.since.timestamp() if line.since else math.inf)
    return shown
