"""How fast the work goes, and when it would be finished at that rate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LOOK_BACK = timedelta(hours=1)
FARTHEST_HOURS = 240.0
# Fewer independent reports than this tell no rate.
FEWEST_REPORTS = 5.0
# Two-sided 95 % of a normal variable.
Z_95 = 1.959964


class PaceState(StrEnum):
    """What can honestly be said of the pace."""

    FINISHED = "finished"
    MOVING = "moving"
    STALLED = "stalled"
    FALLING = "falling"
    TOO_FEW = "too_few"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pace:
    """The change over the last stretch; `finish_at` only while it moves forward fast enough to tell."""

    state: PaceState
    gained: int = 0
    stretch: timedelta = timedelta(0)
    finish_at: datetime | None = None

    @property
    def per_hour(self) -> float | None:
        """The change per hour; None when nothing is known."""
        hours = self.stretch.total_seconds() / 3600
        return self.gained / hours if hours > 0 else None


def pace(points: Sequence[tuple[datetime, int]], left: int, *, look_back: timedelta = LOOK_BACK) -> Pace:
    """Measure the pace over the last `look_back` or a little more, from points (instant, done) in order.

    The stretch starts at the last point that is at least `look_back` old; without one nothing is claimed.
    """
    if left <= 0:
        return Pace(PaceState.FINISHED)
    if not points:
        return Pace(PaceState.UNKNOWN)
    now, done = points[-1]
    earlier = [(at, then) for at, then in points if now - at >= look_back]
    if not earlier:
        return Pace(PaceState.UNKNOWN)
    since, before = earlier[-1]
    gained, stretch = done - before, now - since
    if gained == 0:
        return Pace(PaceState.STALLED, 0, stretch)
    if gained < 0:
        return Pace(PaceState.FALLING, gained, stretch)
    return Pace(
        PaceState.MOVING, gained, stretch, _finish(now, left / gained * (stretch / timedelta(hours=1)))
    )


def _finish(now: datetime, rest_hours: float) -> datetime | None:
    """The instant when the rest would be done; None when that lies too far off to mean anything."""
    return now + timedelta(hours=rest_hours) if rest_hours <= FARTHEST_HOURS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What the last stretch brought: reports, what they add up to, and the sum of their squares.

    `has_begun` says whether anything was ever done before the moment.
    """

    reports: int
    amount: float
    squares: float
    has_begun: bool
    stretch: timedelta = LOOK_BACK

    @property
    def independent(self) -> float:
        """How many reports of equal size would scatter as much as these do."""
        return self.amount**2 / self.squares if self.squares > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """When the rest would be done at that rate; a band end is None where the rate may be nought.

    `slack` is how long before its deadline it would be done, negative when after it.
    """

    state: PaceState
    left: int
    gain: Gain
    finish_at: datetime | None = None
    earliest_at: datetime | None = None
    latest_at: datetime | None = None
    deadline_at: datetime | None = None

    @property
    def slack(self) -> timedelta | None:
        """Time between the end at this rate and the deadline; None where either is unknown."""
        if self.finish_at is None or self.deadline_at is None:
            return None
        return self.deadline_at - self.finish_at

    @property
    def is_surely_late(self) -> bool | None:
        """Whether even the quick end of the band misses the deadline; None where the band decides nothing."""
        if self.deadline_at is None or self.earliest_at is None:
            return None
        if self.earliest_at > self.deadline_at:
            return True
        is_sure = self.latest_at is not None and self.latest_at <= self.deadline_at
        return False if is_sure else None


def ahead(gain: Gain, left: int, *, now: datetime, deadline_at: datetime | None) -> Ahead:
    """Carry the last stretch's rate on, with the band that so few reports leave open."""
    state = _ahead_state(gain, left)
    if state is not PaceState.MOVING:
        return Ahead(state=state, left=left, gain=gain, deadline_at=deadline_at)
    hours = gain.stretch / timedelta(hours=1)
    low, high = poisson_band(gain.independent)
    per_hour = gain.amount / hours
    share = gain.independent

    def done_at(rate: float) -> datetime | None:
        return _finish(now, left / rate) if rate > 0 else None

    return Ahead(
        state=state,
        left=left,
        gain=gain,
        finish_at=done_at(per_hour),
        earliest_at=done_at(per_hour * high / share),
        latest_at=done_at(per_hour * low / share),
        deadline_at=deadline_at,
    )


def _ahead_state(gain: Gain, left: int) -> PaceState:
    if left <= 0:
        return PaceState.FINISHED
    if gain.reports == 0:
        return PaceState.STALLED if gain.has_begun else PaceState.UNKNOWN
    return PaceState.MOVING if gain.independent >= FEWEST_REPORTS else PaceState.TOO_FEW


def poisson_band(count: float) -> tuple[float, float]:
    """The 95 % band of a Poisson mean of which `count` were seen (Wilson and Hilferty's cube root)."""
    high_count = count + 1
    high = high_count * (1 - 1 / (9 * high_count) + Z_95 / (3 * math.sqrt(high_count))) ** 3
    if count <= 0:
        return 0.0, high
    low = count * (1 - 1 / (9 * count) - Z_95 / (3 * math.sqrt(count))) ** 3
    return max(low, 0.0), high
