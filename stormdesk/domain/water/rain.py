"""Rain over windows from whatever totals a gauge sent, its grade, and the thresholds of the signals."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.county_rows import Signal
from stormdesk.domain.reading import Quantity
from stormdesk.domain.water.records import RainSum
from stormdesk.domain.water.rows import RainGrade

Whole = NDArray[np.int64]
Amounts = NDArray[np.float64]

WINDOWS_H: Final = (1, 3, 6, 12, 24)
DURATION_S: Final[Mapping[Quantity, int]] = {
    Quantity.RAIN_MM_5MIN: 300,
    Quantity.RAIN_MM_1H: 3600,
    Quantity.RAIN_MM_3H: 3 * 3600,
    Quantity.RAIN_MM_6H: 6 * 3600,
    Quantity.RAIN_MM_12H: 12 * 3600,
    Quantity.RAIN_MM_24H: 24 * 3600,
}
# Clocks of gauges run a little before or behind the full minute.
GRID_S: Final = 60
TINY_MM: Final = 1e-6


def measured_mm(mm: float) -> float:
    """Return rain in tenths of a millimetre, as the grades are written; half a tenth counts up."""
    return math.floor(mm * 10 + 0.5 + TINY_MM) / 10


def rain_sums(
    ends_s: Whole, lasting_s: Whole, mm: Amounts, *, until: datetime, windows_h: Sequence[int] = WINDOWS_H
) -> tuple[RainSum, ...]:
    """Sum a gauge's totals over each window before `until`.

    Of the totals that lie wholly in a window, those are taken that cover most of it without overlapping.
    """
    end = round(until.timestamp() / GRID_S) * GRID_S
    ends = np.round(ends_s / GRID_S).astype(np.int64) * GRID_S
    starts = ends - lasting_s
    first = end - max(windows_h) * 3600
    inside = (ends <= end) & (starts >= first)
    order = np.lexsort((lasting_s[inside], starts[inside]))
    begun = starts[inside][order]
    covered, sums = _covers(begun, ends[inside][order], mm[inside][order])
    made = []
    for hours in windows_h:
        at = int(np.searchsorted(begun, end - hours * 3600))
        share = float(covered[at]) / (hours * 3600)
        amount = measured_mm(float(sums[at])) if share > 0 else None
        made.append(RainSum(hours=hours, until=until, mm=amount, covered=share))
    return tuple(made)


def _covers(starts: Whole, ends: Whole, mm: Amounts) -> tuple[Whole, Amounts]:
    """From each total on: the most seconds that totals without overlap cover, and their sum."""
    count = len(starts)
    covered, sums = np.zeros(count + 1, dtype=np.int64), np.zeros(count + 1)
    if not count:
        return covered, sums
    if bool((starts[1:] >= ends[:-1]).all()):
        covered[:-1] = np.cumsum((ends - starts)[::-1])[::-1]
        sums[:-1] = np.cumsum(mm[::-1])[::-1]
        return covered, sums
    begun, most, total = starts.tolist(), [(0, 0)] * (count + 1), [0.0] * (count + 1)
    for at in range(count - 1, -1, -1):
        follows = bisect_left(begun, int(ends[at]), lo=at + 1)
        taken = (most[follows][0] + int(ends[at] - starts[at]), most[follows][1] - 1)
        if taken > most[at + 1]:
            most[at], total[at] = taken, total[follows] + float(mm[at])
        else:
            most[at], total[at] = most[at + 1], total[at + 1]
    return np.array([best[0] for best in most], dtype=np.int64), np.array(total)


def grade_of(one: RainSum, grades: Iterable[RainGrade]) -> RainGrade | None:
    """Return the grade of a sum, of an incomplete one the least that it can be; None where none applies."""
    if one.mm is None:
        return None
    fitting = [grade for grade in grades if grade.window_h == one.hours and one.mm >= grade.low_mm]
    return max(fitting, key=lambda grade: grade.low_mm, default=None)


def reaches(one: RainSum, threshold_mm: float) -> bool | None:
    """Whether a sum reaches a threshold: an incomplete one may say yes, but never no."""
    if one.mm is not None and one.mm >= threshold_mm:
        return True
    return False if one.is_complete else None


def signals_reached(sums: Iterable[RainSum], signals: Iterable[Signal]) -> dict[str, bool | None]:
    """Whether the rain fallen reaches the threshold of each rain signal, by its code; None is unknown."""
    by_hours = {one.hours: one for one in sums}
    found: dict[str, bool | None] = {}
    for signal in signals:
        if signal.rain_mm is None:
            continue
        one = by_hours.get(signal.within_h)
        found[signal.code] = None if one is None else reaches(one, signal.rain_mm)
    return found


def newest(ends_s: Whole, now: datetime, *, stale_after: timedelta) -> datetime:
    """Return where windows end: at the newest total while it is fresh, else now."""
    if not len(ends_s):
        return now
    last = datetime.fromtimestamp(int(ends_s.max()), now.tzinfo)
    return last if now - last <= stale_after else now
