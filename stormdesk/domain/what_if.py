"""What would have been, had work or storm been shifted, and who is late then: docs/methods/what_if.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Instants, Numbers

NEVER: Final = np.datetime64("NaT", "s")
SECOND: Final = np.timedelta64(1, "s")
HOUR: Final = np.timedelta64(3600, "s")
Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """When N pieces of work began and were done; NaT where they never were."""

    begun_at: Instants
    done_at: Instants


def supposed_work(
    work: Work, *, decided_at: np.datetime64, shift: timedelta, stretch: Numbers | None = None
) -> Work:
    """Move the work that a level decision set off by as much as the decision, and stretch how long it took.

    Work begun before the first decision stays where it was; so does everything where no decision was taken.
    `stretch` is the new need over the old one; NaN leaves the work as long as it was.
    """
    begun, done = work.begun_at, work.done_at
    if stretch is not None:
        factor = np.where(np.isfinite(stretch), stretch, 1.0)
        took = np.where(np.isnat(done) | np.isnat(begun), 0, (done - begun) / SECOND)
        longer = np.round(took * (factor - 1.0)).astype("timedelta64[s]")
        done = np.where(took > 0, done + longer, done)
    started = np.where(np.isnat(begun), work.done_at, begun)
    is_set_off = np.zeros(len(begun), dtype=bool) if np.isnat(decided_at) else started >= decided_at
    moved = np.timedelta64(int(shift.total_seconds()), "s")
    return Work(
        begun_at=np.where(is_set_off, begun + moved, begun),
        done_at=np.where(is_set_off, done + moved, done),
    )


def judged_hours(finish_by: Instants, is_told: Flags, hours: Instants, *, done_at: Instants) -> Whole:
    """The hour at which each object's deadline is read: the last one before it ran out or the work was done.

    `finish_by` and `is_told` are (T, N), one row per hour; -1 where no hour tells anything of an object.
    """
    chosen = np.full(finish_by.shape[1], -1, dtype=np.intp)
    held = np.full(finish_by.shape[1], NEVER)
    for hour, now in enumerate(hours):
        is_settled = (chosen >= 0) & ((held < now) | (done_at < now))
        taken = is_told[hour] & ~is_settled
        chosen[taken] = hour
        held[taken] = finish_by[hour, taken]
    return chosen


def is_late(finish_by: Instants, done_at: Instants, *, end: np.datetime64) -> Flags:
    """Whether work was done after its deadline, or not at all although the deadline has passed."""
    open_late = np.isnat(done_at) & (finish_by <= end)
    return np.asarray((done_at > finish_by) | open_late)


@dataclass(frozen=True, slots=True)
class Span:
    """What is gone through: nothing before its start or after its end counts."""

    start: np.datetime64
    end: np.datetime64


def hours_inside(first_at: Instants, last_at: Instants, until: Instants, *, span: Span) -> Numbers:
    """Hours that somebody spent inside a circle before being safe; until the end where never safe."""
    stop = np.minimum(
        np.where(np.isnat(until), span.end, until), np.where(np.isnat(last_at), span.end, last_at)
    )
    hours = (np.minimum(stop, span.end) - np.maximum(first_at, span.start)) / HOUR
    return np.where(np.isnat(first_at), 0.0, np.maximum(hours, 0.0))


def idle_days(done_at: Instants, done_until: Instants, *, resume_shift: timedelta) -> Numbers:
    """Days that something lay idle, from made safe to going on again; 0 where it never was."""
    later = np.timedelta64(int(resume_shift.total_seconds()), "s")
    days = (done_until + later - done_at) / (24 * HOUR)
    return np.where(np.isnat(done_at) | np.isnat(done_until), 0.0, np.maximum(days, 0.0))


def consults(start: datetime, end: datetime, every: timedelta) -> tuple[datetime, ...]:
    """The hours at which the clocks are read: evenly from the start on, and the end itself."""
    count = max(int((end - start) / every), 0)
    hours = [start + every * number for number in range(count + 1)]
    return (*hours, end) if hours[-1] < end else tuple(hours)
