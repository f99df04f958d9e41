"""Ways pulled tight like a string: no corner but at the land that makes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.sea.grid import Numbers, Whole, is_clear

# Halvings of a leg while a corner is moved along it: a 5 km leg comes to 20 m.
HALVINGS: Final = 8
ROUNDS: Final = 2


@dataclass(frozen=True, slots=True)
class Paths:
    """Many lines of unlike length: points (N, L, 2) in metres, `last` the index of each line's end."""

    points: Numbers
    last: Whole

    def lines(self) -> list[Numbers]:
        """The lines one by one."""
        return [points[: last + 1] for points, last in zip(self.points, self.last, strict=True)]


def padded(lines: Sequence[Numbers]) -> Paths:
    """Lay lines side by side; the end of a shorter one is repeated."""
    last = np.array([len(line) - 1 for line in lines], dtype=np.intp)
    longest = int(last.max()) + 1 if len(lines) else 0
    points = np.empty((len(lines), longest, 2))
    for row, line in zip(points, lines, strict=True):
        row[: len(line)] = line
        row[len(line) :] = line[-1]
    return Paths(points, last)


def pulled(paths: Paths, land: BaseGeometry) -> Paths:
    """Leave out each point that the straight way between two others can do without."""
    count = len(paths.last)
    every = np.arange(count)
    at = np.zeros(count, dtype=np.intp)
    turns = [at.copy()]
    while (at < paths.last).any():
        at = at.copy()
        going = every[at < paths.last]
        at[going] = _farthest_seen(paths, land, going, at[going])
        turns.append(at)
    taken = np.stack(turns, axis=1)
    last = np.argmax(taken == paths.last[:, None], axis=1)
    return Paths(np.take_along_axis(paths.points, taken[:, :, None], axis=1), last)


def _farthest_seen(paths: Paths, land: BaseGeometry, going: Whole, at: Whole) -> Whole:
    """For each line the index of a far point that its point `at` sees; the next one is always seen."""
    low, high = at + 1, paths.last[going].copy()
    start = paths.points[going, at]
    sees = is_clear(land, start, paths.points[going, high])
    low = np.where(sees, high, low)
    high = np.where(sees, high, np.maximum(high - 1, low))
    while (low < high).any():
        middle = (low + high + 1) // 2
        open_ = np.flatnonzero(low < high)
        sees = is_clear(land, start[open_], paths.points[going[open_], middle[open_]])
        low[open_] = np.where(sees, middle[open_], low[open_])
        high[open_] = np.where(sees, high[open_], middle[open_] - 1)
    return low


def tightened(paths: Paths, land: BaseGeometry, *, rounds: int = ROUNDS, corners: int | None = None) -> Paths:
    """Move the corners (the first few, or all) along their legs to the land that they go round."""
    points = paths.points.copy()
    inner = points.shape[1] - 2 if corners is None else min(corners, points.shape[1] - 2)
    for _ in range(rounds):
        for corner in range(1, inner + 1):
            has = np.flatnonzero(paths.last > corner)
            if len(has):
                before, after = points[has, corner - 1], points[has, corner + 1]
                moved = _moved(land, points[has, corner], before, after)
                points[has, corner] = _moved(land, moved, after, before)
    return pulled(Paths(points, paths.last), land)


def _moved(land: BaseGeometry, corner: Numbers, towards: Numbers, other: Numbers) -> Numbers:
    """Move a corner along its leg as far as it still sees the end of its other leg."""
    low, high = np.zeros(len(corner)), np.ones(len(corner))
    for _ in range(HALVINGS):
        share = (low + high) / 2
        tried = corner + (towards - corner) * share[:, None]
        sees = is_clear(land, tried, other)
        low, high = np.where(sees, share, low), np.where(sees, high, share)
    return np.asarray(corner + (towards - corner) * low[:, None])
