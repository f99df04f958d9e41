"""When boats on their ways meet a storm's circle, and the last minute at which each can still set out."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Codes, Instants, Reach
from stormdesk.domain.sea.grid import Flags, Numbers, Whole

KMH_PER_KN: Final = 1.852
MINUTE: Final = np.timedelta64(60, "s")
# The harbour and the last point before it differ by less than this: then nothing cuts the way.
SAME_MIN: Final = 1.0
NOWHERE: Final = np.datetime64("NaT", "s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Points along the ways of N boats, boat by boat and in the order of sailing; S points.

    `first` and `last` are the index of each boat's first and last point, -1 where it has no way.
    """

    owner: Whole
    lat: Numbers
    lon: Numbers
    run_km: Numbers
    first: Whole
    last: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A circle at S points: when it comes, when it has left, and what is known of it at all."""

    comes_at: Instants
    leaves_at: Instants
    reach: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Boats:
    """N boats: service speed, minutes before they sail and after they arrive; NaN where unknown."""

    speed_kn: Numbers
    before_min: Numbers
    after_min: Numbers


def part(boats: Boats, rows: Whole) -> Boats:
    """Some of the boats, perhaps several times."""
    return Boats(
        speed_kn=boats.speed_kn[rows], before_min=boats.before_min[rows], after_min=boats.after_min[rows]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaSpeed:
    """The share of its speed that a boat keeps where the circle is still to come, and inside it."""

    ahead: float
    inside: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """What comes out for N boats.

    `hazard_at` is the storm's arrival, moved so that the boat must be done with everything by then: where
    the storm cuts the way before the harbour, earlier than the arrival at the harbour. `decisive` is the
    index of the point that decides, -1 where nothing comes.
    """

    sail_min: Numbers
    need_min: Numbers
    hazard_at: Instants
    decisive: Whole
    is_cut: Flags
    reach: Codes


def crossing(
    samples: Samples, meeting: Meeting, boats: Boats, *, now: np.datetime64, speed: SeaSpeed
) -> Crossing:
    """Reckon each boat's sailing time and the storm's arrival on its way, were it to set out now."""
    run_min = sailing_min(samples, meeting, boats, now=now, speed=speed)
    size = len(samples.first)
    has_way = samples.last >= 0
    sail = np.full(size, np.nan)
    sail[has_way] = run_min[samples.last[has_way]]
    need = boats.before_min + sail + boats.after_min
    spent = boats.before_min[samples.owner] + run_min
    is_end = np.zeros(len(run_min), dtype=bool)
    is_end[samples.last[has_way]] = True
    spent[is_end] = need[samples.owner[is_end]]
    slack = _minutes_until(meeting, spent, now) - spent
    decisive, least = _least(samples.owner, slack, size)
    at_end = np.full(size, np.inf)
    at_end[has_way] = slack[samples.last[has_way]]
    return Crossing(
        sail_min=sail,
        need_min=need,
        hazard_at=_after(now, least + need),
        decisive=np.where(np.isfinite(least), decisive, -1),
        is_cut=np.isfinite(least) & (least < at_end - SAME_MIN),
        reach=_reach(samples.owner, meeting.reach, size),
    )


def sailing_min(
    samples: Samples, meeting: Meeting, boats: Boats, *, now: np.datetime64, speed: SeaSpeed
) -> Numbers:
    """Minutes under way at each point: slower where the circle is to come, slower still inside it."""
    is_ahead = ~np.isnat(meeting.comes_at) & ~(meeting.leaves_at < now)
    share = np.where(is_ahead, np.where(meeting.comes_at <= now, speed.inside, speed.ahead), 1.0)
    worse = np.minimum(share, np.concatenate([share[:1], share[:-1]]))
    leg_km = np.diff(samples.run_km, prepend=0.0)
    is_first = np.diff(samples.owner, prepend=-1) != 0
    leg_km[is_first] = 0.0
    kmh = boats.speed_kn[samples.owner] * KMH_PER_KN * worse
    minutes = np.where(leg_km > 0, leg_km / np.where(kmh > 0, kmh, np.nan) * 60.0, 0.0)
    # A boat of unknown speed leaves the others' running sums alone.
    total = np.cumsum(np.nan_to_num(minutes))
    begun = np.maximum.accumulate(np.where(is_first, np.arange(len(total)), 0))
    run = total - total[begun]
    is_moving = samples.run_km > 0
    return np.where(is_moving & ~(kmh > 0), np.nan, run)


def _minutes_until(meeting: Meeting, spent: Numbers, now: np.datetime64) -> Numbers:
    """Minutes until the circle comes to each point; inf where it never does or has left by then."""
    comes = (meeting.comes_at - now) / MINUTE
    leaves = (meeting.leaves_at - now) / MINUTE
    is_over = leaves < np.fmax(spent, 0.0)
    return np.where(np.isnan(comes) | is_over, np.inf, comes)


def _least(owner: Whole, slack: Numbers, size: int) -> tuple[Whole, Numbers]:
    """The point of each boat with the least slack, the earlier one of two, and that slack."""
    plain = np.where(np.isnan(slack), np.inf, slack)
    order = np.lexsort((np.arange(len(plain)), plain, owner))
    owners, begins = np.unique(owner[order], return_index=True)
    decisive = np.full(size, -1, dtype=np.intp)
    least = np.full(size, np.inf)
    decisive[owners] = order[begins]
    least[owners] = plain[order[begins]]
    return decisive, least


def _after(now: np.datetime64, minutes: Numbers) -> Instants:
    is_known = np.isfinite(minutes)
    seconds = np.where(is_known, minutes * 60.0, 0.0).round().astype("timedelta64[s]")
    return np.where(is_known, now.astype("datetime64[s]") + seconds, NOWHERE)


def _reach(owner: Whole, reach: Codes, size: int) -> Codes:
    """Inside when any point of the way is; else unknown when any is; unknown without a way."""
    found: NDArray[np.int8] = np.full(size, Reach.UNKNOWN, dtype=np.int8)
    has_any = np.zeros(size, dtype=bool)
    has_any[owner] = True
    is_in, is_open = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    is_in[owner[reach == Reach.INSIDE]] = True
    is_open[owner[reach == Reach.UNKNOWN]] = True
    found[has_any & ~is_open] = Reach.OUTSIDE
    found[is_in] = Reach.INSIDE
    return found
