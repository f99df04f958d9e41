"""What many sessions show is made once: the first who asks makes it, the others wait for it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

import numpy as np
import pandas as pd

T = TypeVar("T")
# What is small, a township's among the county's, is kept beyond the number while all weighs no more.
LIGHT_BYTES: Final = 16_000_000


class Shared(Generic[T]):
    """A bounded memory of made things by key; safe between threads, each key made by one of them.

    `size` things are kept whatever they weigh, and `most` as long as all of them are light.
    """

    def __init__(self, size: int, *, most: int = 0, weigh: Callable[[T], int] | None = None) -> None:
        self._size, self._most = size, max(size, most)
        self._weigh = weigh
        self._bytes: dict[Hashable, int] = {}
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the key, or make it now."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._made:
                    return self._made[key]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                self._made[key] = made
                self._bytes[key] = self._weigh(made) if self._weigh else 0
                while self._is_full():
                    self._bytes.pop(self._made.popitem(last=False)[0])
            return made

    def _is_full(self) -> bool:
        kept = len(self._made)
        return kept > self._most or (kept > self._size and sum(self._bytes.values()) > LIGHT_BYTES)


def arrays_bytes(made: object) -> int:
    """What the arrays of a record weigh."""
    return sum(
        value.nbytes
        for name in getattr(made, "__slots__", ())
        if isinstance(value := getattr(made, name), np.ndarray)
    )


def frame_bytes(frame: pd.DataFrame) -> int:
    """What a table weighs."""
    return int(frame.memory_usage().sum())
