"""How fast the work goes, and when it would be finished at that rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LOOK_BACK = timedelta(hours=1)
FARTHEST_HOURS = 240.0


class PaceState(StrEnum):
    """What can honestly be said of the pace."""

    FINISHED = "finished"
    MOVING = "moving"
    STALLED = "stalled"
    FALLING = "falling"
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
