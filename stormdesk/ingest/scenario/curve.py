"""What share of a step is done by when, random streams by name, and whole numbers that add up."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.int64]
Whole = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Objects = npt.NDArray[Any]

MINUTE = 60
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising share over time: straight lines between points of (epoch seconds, share)."""

    at: Numbers
    share: Numbers

    @classmethod
    def through(cls, at: Sequence[int], share: Sequence[float]) -> "Curve":
        """Make the curve through the points, which rise from 0 to 1."""
        return cls(np.asarray(at, dtype=np.float64), np.asarray(share, dtype=np.float64))

    def when(self, done: Numbers) -> Seconds:
        """Tell when each share (0 to 1) is reached."""
        return np.interp(done, self.share, self.at).astype(np.int64)

    def spread(self, count: int) -> Seconds:
        """Place `count` things on the curve, evenly by share and in order."""
        return self.when((np.arange(count) + 0.5) / max(count, 1))

    def scatter(self, count: int, rng: np.random.Generator) -> Seconds:
        """Place `count` things on the curve, evenly by share and in random order."""
        return self.spread(count)[rng.permutation(count)]


def stream(seed: int, *names: str) -> np.random.Generator:
    """A random stream of its own for each name, the same on every run."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def portions(total: int, weights: Sequence[float] | Numbers) -> Whole:
    """Split a whole number by weight so that the parts add up (largest remainders)."""
    weight = np.asarray(weights, dtype=np.float64)
    if total == 0 or weight.sum() == 0:
        return np.zeros(len(weight), dtype=np.int64)
    exact = weight / weight.sum() * total
    parts: Whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def texts(values: Sequence[Any] | Objects) -> Objects:
    """Hold values as Python objects, whatever they are."""
    held = np.empty(len(values), dtype=object)
    held[:] = values.tolist() if isinstance(values, np.ndarray) else values
    return held
