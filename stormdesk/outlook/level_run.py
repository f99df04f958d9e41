"""Runs of a level over time: where they begin, to the minute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from stormdesk.domain.rules.records import LEVEL_RANKS

MINUTE: Final = timedelta(minutes=1)
LevelAt = Callable[[datetime], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A level from an instant on until another; None where no level was due."""

    level_code: str | None
    starts_at: datetime
    ends_at: datetime


def rank_of(level_code: str | None) -> int:
    """How grave a level is; none is 0."""
    return LEVEL_RANKS[level_code or "none"]


def first_true(before: datetime, after: datetime, is_so: Callable[[datetime], bool]) -> datetime:
    """Return the first whole minute at which something is so that is not so before and is so after.

    Where that is later than `after`, which may lie within a minute, it is `after` itself.
    """
    first = before.replace(second=0, microsecond=0) + MINUTE
    low, high = 0, max(-(-(after - first) // MINUTE), 0)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_so(first + MINUTE * middle) else (middle + 1, high)
    return min(first + MINUTE * low, after)


def since_of(instants: Sequence[datetime], is_so: Callable[[datetime], bool]) -> datetime:
    """When the unbroken run began through which something is so up to the last instant, at which it is."""
    later = instants[-1]
    for earlier in reversed(instants[:-1]):
        if not is_so(earlier):
            return first_true(earlier, later, is_so)
        later = earlier
    return later


def steps_of(instants: Sequence[datetime], level_at: LevelAt) -> tuple[Step, ...]:
    """The levels from the first instant to the last, each change found to the minute."""
    if not instants:
        return ()
    starts = [(instants[0], level_at(instants[0]))]
    for before, after in pairwise(instants):
        level = level_at(after)
        if level != starts[-1][1]:
            starts.append((first_true(before, after, _is(level, level_at)), level))
    ends = [at for at, _ in starts[1:]] + [instants[-1]]
    return tuple(
        Step(level_code=level, starts_at=at, ends_at=end)
        for (at, level), end in zip(starts, ends, strict=True)
    )


def _is(level: str | None, level_at: LevelAt) -> Callable[[datetime], bool]:
    return lambda at: level_at(at) == level
