"""The night rule for many objects: a move that would fall in the dark is done by the evening before."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Instants, Numbers
from stormdesk.domain.county_profile import Night

Spans = NDArray[np.timedelta64]

MINUTE: Final = np.timedelta64(60, "s")
DAY: Final = np.timedelta64(86_400, "s")
HALF_DAY_MIN: Final = 1440


def minutes_of(clock: time) -> int:
    """A time of day as minutes since midnight."""
    return clock.hour * 60 + clock.minute


def offset_of(zone: tzinfo, at: datetime) -> np.timedelta64:
    """How far a zone's clock is ahead of UTC."""
    ahead = at.astimezone(zone).utcoffset() or timedelta(0)
    return np.timedelta64(int(ahead.total_seconds()), "s")


def span_of(minutes: Numbers) -> Spans:
    """Minutes as a time span, none where they are unknown."""
    seconds = np.where(np.isnan(minutes), 0.0, minutes) * 60.0
    return np.round(seconds).astype("timedelta64[s]")


def night_cap(
    ends_at: tuple[Instants, Instants], need_min: Numbers, *, cap: time, dark: tuple[Night, tzinfo]
) -> tuple[Instants, Flags]:
    """Move the end of work to the evening cap before the night into which the move or the harm falls.

    `ends_at` is when the work must end and when the harm comes. A move falls in the dark when it would end in
    the night, or begin in it although the day is long enough for it.
    """
    (finish_at, arrives_at), (night, zone) = ends_at, dark
    offset = offset_of(zone, _first(finish_at))
    starts, ends = minutes_of(night.starts), minutes_of(night.ends)
    day_min = (starts - ends) % HALF_DAY_MIN
    local: Instants = finish_at + offset
    arrives: Instants = arrives_at + offset
    begins: Instants = local - span_of(need_min)
    is_short = np.where(np.isnan(need_min), 0.0, need_min) <= day_min
    in_dark = _is_dark(local, starts, ends)
    begins_dark = is_short & _is_dark(begins, starts, ends)
    harm_dark = _is_dark(arrives, starts, ends)
    evening = np.where(
        in_dark, _evening(local, ends), np.where(begins_dark, _evening(begins, ends), _evening(arrives, ends))
    )
    ahead = minutes_of(cap) * MINUTE - offset
    capped = np.asarray(evening + ahead, dtype="datetime64[s]")
    is_capped = (in_dark | begins_dark | harm_dark) & ~np.isnat(finish_at) & (capped < finish_at)
    return np.where(is_capped, capped, finish_at), is_capped


def _first(instants: Instants) -> datetime:
    known = instants[~np.isnat(instants)]
    instant = known[0] if known.size else np.datetime64("2000-01-01T00:00:00")
    return datetime.fromtimestamp(int(instant.astype("datetime64[s]").astype(np.int64)), UTC)


def _clock(local: Instants) -> Numbers:
    """Minutes since midnight, NaN where there is no instant."""
    since = (local - local.astype("datetime64[D]")) / MINUTE
    return np.asarray(since, dtype=np.float64)


def _is_dark(local: Instants, starts: int, ends: int) -> Flags:
    clock = _clock(local)
    if starts <= ends:
        return (clock >= starts) & (clock < ends)
    return (clock >= starts) | (clock < ends)


def _evening(local: Instants, ends: int) -> Instants:
    """The day on which the night that holds the instant began."""
    day = local.astype("datetime64[D]").astype("datetime64[s]")
    return np.where(_clock(local) < ends, day - DAY, day)
