"""Waits after wrong passwords: they slow a guesser down and cannot be turned against the holder.

Failures are counted for (account, address), and for an address over all accounts. A browser that the
account has signed in from before brings a mark, and is counted by that mark alone: whatever strangers do
from wherever, it never waits for them. No account is ever locked as a whole.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from stormdesk.door.strangers import network_of

FORGOTTEN_AFTER_S: Final = 3600
MOST_COUNTED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Lane:
    """How many failures are free, and how the waits after that grow."""

    free: int
    first_s: float
    longest_s: float

    def wait_s(self, failures: int) -> float:
        """How long to wait after so many failures."""
        if failures < self.free:
            return 0
        return float(min(self.first_s * 2 ** min(failures - self.free, 30), self.longest_s))


PAIR: Final = Lane(free=5, first_s=30, longest_s=300)
ADDRESS: Final = Lane(free=40, first_s=5, longest_s=60)
BROWSER: Final = Lane(free=5, first_s=30, longest_s=900)

Key = tuple[Lane, str, str]


@dataclass(slots=True)
class Count:
    """Failures under one key, and until when nothing more is heard."""

    failures: int = 0
    last_s: float = 0
    until_s: float = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who must wait, as an administrator sees it."""

    account_id: str
    address: str
    failures: int
    wait_s: float


def keys_of(account_id: str, address: str, mark: str | None = None) -> tuple[Key, ...]:
    """What a try is counted under: the known browser alone, or account with address and the address."""
    if mark is not None:
        return ((BROWSER, account_id, mark),)
    near = network_of(address)
    return (PAIR, account_id, near), (ADDRESS, "", near)


class Attempts:
    """The counts of this process, by a clock that nobody can set."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._counts: OrderedDict[Key, Count] = OrderedDict()

    def take(self, keys: Sequence[Key]) -> float:
        """Count a try as failed before it is looked at; or how long to wait, s, when it may not be made."""
        now = self._monotonic()
        with self._lock:
            counts = [self._count(key, now) for key in keys]
            wait_s = max(count.until_s - now for count in counts)
            if wait_s > 0:
                return wait_s
            for (lane, *_), count in zip(keys, counts, strict=True):
                count.failures += 1
                count.last_s = now
                count.until_s = now + lane.wait_s(count.failures)
        return 0

    def clear(self, keys: Sequence[Key]) -> None:
        """The try was right: forget what was counted, but for the address only this one try."""
        with self._lock:
            for key in keys:
                if key[0] is not ADDRESS:
                    self._counts.pop(key, None)
            self._give_back(keys)

    def give_back(self, keys: Sequence[Key]) -> None:
        """The try was never looked at."""
        with self._lock:
            self._give_back(keys)

    def forgive(self, account_id: str) -> int:
        """Forget every failure of an account; returns how many counts there were."""
        with self._lock:
            ours = [key for key in self._counts if key[1] == account_id]
            for key in ours:
                del self._counts[key]
        return len(ours)

    def waiting(self) -> list[Waiting]:
        """Whoever must wait now, the longest first."""
        now = self._monotonic()
        with self._lock:
            found = [
                Waiting(account_id, "" if lane is BROWSER else near, count.failures, count.until_s - now)
                for (lane, account_id, near), count in self._counts.items()
                if count.until_s > now
            ]
        return sorted(found, key=lambda each: each.wait_s, reverse=True)

    def _count(self, key: Key, now: float) -> Count:
        count = self._counts.pop(key, None)
        if count is None or now - count.last_s > FORGOTTEN_AFTER_S:
            count = Count(last_s=now)
        self._counts[key] = count
        while len(self._counts) > MOST_COUNTED:
            self._counts.popitem(last=False)
        return count

    def _give_back(self, keys: Sequence[Key]) -> None:
        for key in keys:
            if (count := self._counts.get(key)) is not None:
                count.failures = max(0, count.failures - 1)
                count.until_s = min(count.until_s, count.last_s + key[0].wait_s(count.failures))
