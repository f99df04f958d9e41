"""A level against its marks: where it stands, how it moves, and when it reaches the next mark."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.water.records import Crossing, Mark, MarkName, Trend
from stormdesk.domain.water.rows import GaugeRule

Numbers = NDArray[np.float64]

# A reservoir kept at its flood-limited level keeps the rule; every other mark is reached by its own height.
PASSED_ONLY_ABOVE: Final = frozenset({MarkName.FLOOD_LIMIT})
# Readings are given to the centimetre or millimetre; sums of floats are not.
SAME_M: Final = 1e-6
SPREAD: Final = (0.25, 0.75)
LEAST_SPAN: Final = 0.5


def is_reached(value_m: float, mark: Mark) -> bool | None:
    """Whether a level has reached a mark, or passed it where only passing counts; None for unknown marks."""
    if mark.level_m is None:
        return None
    if mark.name in PASSED_ONLY_ABOVE:
        return value_m > mark.level_m + SAME_M
    return value_m >= mark.level_m - SAME_M


def highest_reached(value_m: float | None, marks: Sequence[Mark]) -> Mark | None:
    """Return the highest of the known marks that a level has reached."""
    if value_m is None:
        return None
    reached = [mark for mark in marks if is_reached(value_m, mark)]
    return max(reached, key=lambda mark: mark.level_m or 0.0, default=None)


def next_above(value_m: float, marks: Sequence[Mark]) -> Mark | None:
    """Return the lowest of the known marks that a level has not reached."""
    ahead = [mark for mark in marks if is_reached(value_m, mark) is False]
    return min(ahead, key=lambda mark: mark.level_m or 0.0, default=None)


def trend_of(times_s: Numbers, values_m: Numbers, rule: GaugeRule) -> Trend | None:
    """Return the median slope (Theil and Sen) of the readings before the last one; None for too few."""
    if not len(times_s):
        return None
    recent = times_s >= times_s[-1] - rule.trend_min * 60
    times, values = times_s[recent], values_m[recent]
    span_s = float(times[-1] - times[0])
    if len(times) < rule.trend_fewest or span_s < LEAST_SPAN * rule.trend_min * 60:
        return None
    first, second = np.triu_indices(len(times), 1)
    apart = times[second] - times[first]
    slopes = (values[second] - values[first])[apart > 0] / apart[apart > 0] * 3600
    low, high = (float(edge) for edge in np.quantile(slopes, SPREAD))
    return Trend(
        slope_mh=float(np.median(slopes)),
        low_mh=low,
        high_mh=high,
        count=len(times),
        span=timedelta(seconds=span_s),
    )


def crossings(
    value_m: float, read_at: datetime, trend: Trend | None, marks: Sequence[Mark], rule: GaugeRule
) -> tuple[Crossing, ...]:
    """Tell for each mark ahead when it is reached at the trend, counted from the reading."""
    if trend is None:
        return ()
    found = []
    for mark in marks:
        if is_reached(value_m, mark) is not False or mark.level_m is None:
            continue
        edges = [
            _reached_at(value_m, mark.level_m, read_at, slope, rule)
            for slope in (trend.slope_mh, trend.high_mh, trend.low_mh)
        ]
        found.append(Crossing(mark=mark, at=edges[0], earliest_at=edges[1], latest_at=edges[2]))
    return tuple(sorted(found, key=lambda one: one.mark.level_m or 0.0))


def _reached_at(
    value_m: float, mark_m: float, read_at: datetime, slope_mh: float, rule: GaugeRule
) -> datetime | None:
    if slope_mh <= rule.trend_still_mh:
        return None
    hours = (mark_m - value_m) / slope_mh
    return read_at + timedelta(hours=max(hours, 0.0)) if hours <= rule.ahead_h else None
