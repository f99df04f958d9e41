"""How a gauge reports: its rhythm, the age of its last word, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.water.records import Doubt, Flaw, Sensor
from stormdesk.domain.water.rows import GaugeRule

Numbers = NDArray[np.float64]

FEWEST_FOR_RHYTHM: Final = 5


def rhythm_min(times_s: Numbers, stated_min: float | None, rule: GaugeRule) -> tuple[float, bool]:
    """Return how often a gauge reports, and whether that is only the default of its kind.

    The list says; else the median distance of its own recent readings; else the default.
    """
    if stated_min is not None and stated_min > 0:
        return stated_min, False
    instants = np.unique(times_s)
    if len(instants) >= FEWEST_FOR_RHYTHM:
        return float(np.median(np.diff(instants))) / 60, False
    return rule.reads_every_min, True


def stale_after(every_min: float, rule: GaugeRule) -> timedelta:
    """Return the age from which a last reading no longer counts."""
    return timedelta(minutes=max(every_min * rule.stale_after_rhythms, rule.stale_at_least_min))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When a sensor spoke: recently, and last of all; what is doubted; its rhythm where a list says so."""

    times_s: Numbers
    last_at: datetime | None
    doubts: Sequence[Doubt]
    stated_min: float | None = None
    source: str | None = None


def watch(said: Said, *, rule: GaugeRule, now: datetime) -> Sensor:
    """Tell how a sensor stands."""
    every, is_default = rhythm_min(said.times_s, said.stated_min, rule)
    last_at, doubts = said.last_at, said.doubts
    age = None if last_at is None else max(now - last_at, timedelta())
    is_stale = age is not None and age > stale_after(every, rule)
    flaws = [Flaw.SILENT] * (last_at is None) + [Flaw.STALE] * is_stale + [Flaw.DOUBTFUL] * bool(doubts)
    return Sensor(
        last_at=last_at,
        age=age,
        every_min=every,
        is_rhythm_default=is_default,
        is_stale=is_stale,
        doubts=tuple(doubts),
        flaws=tuple(flaws),
        source=said.source,
    )
