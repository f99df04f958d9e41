"""The time axis of an operation: levels as bars, steps of the cursor, places to jump to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ENDED = "ended"
STEP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelBar:
    """One level of one hazard from when to when, decisions that only kept it counted in."""

    hazard: str
    level_code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on a level and how long it held."""

    hazard: str
    status: str
    level_code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An instant worth going to, with a code that names its kind; decisions say by whom they were taken."""

    at: datetime
    kind: str
    detail: str = ""
    by: str = ""
    subject: str = ""
    is_decision: bool = False
    code: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From when to when the cursor may go."""

    starts_at: datetime
    ends_at: datetime

    def held_within(self, at: datetime) -> datetime:
        """Return the instant, or the end of the axis that it lies beyond."""
        return min(max(at, self.starts_at), self.ends_at)

    def stepped(self, at: datetime, by: timedelta) -> datetime:
        """Return the instant moved by a step, on whole steps of the axis, within its ends."""
        moved = self.held_within(at) + by - self.starts_at
        return self.held_within(self.starts_at + round(moved / STEP) * STEP)


def level_bars(decisions: Iterable[Decision]) -> list[LevelBar]:
    """Turn decisions into bars: one per unbroken run of a level, nothing where a response had ended."""
    bars: dict[str, list[LevelBar]] = {}
    for decision in sorted(decisions, key=lambda known: known.starts_at):
        row = bars.setdefault(decision.hazard, [])
        if decision.status == ENDED or decision.ends_at <= decision.starts_at:
            continue
        last = row[-1] if row else None
        if last and last.level_code == decision.level_code and last.ends_at == decision.starts_at:
            row[-1] = replace(last, ends_at=decision.ends_at)
            continue
        row.append(
            LevelBar(
                hazard=decision.hazard,
                level_code=decision.level_code,
                starts_at=decision.starts_at,
                ends_at=decision.ends_at,
            )
        )
    return [bar for row in bars.values() for bar in row]


def first_start(bars: Sequence[LevelBar]) -> datetime | None:
    """Return when the first level began, None when there was none."""
    return min((bar.starts_at for bar in bars), default=None)


def hours_between(origin: datetime, at: datetime) -> float:
    """Return the hours from one instant to another, negative when it lies before."""
    return (at - origin).total_seconds() / 3600
