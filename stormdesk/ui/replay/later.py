"""What takes longer than a page may: made once beside the pages, and shown when it is there."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)
# However many are asked for, one at a time is made, so that the pages keep the machine.
_turn = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Later(Generic[T]):
    """The answer so far: there, still being made, or impossible."""

    value: T | None = None
    is_made: bool = False
    has_failed: bool = False


class Backroom(Generic[T]):
    """A bounded memory of things that are made in a thread of their own."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: OrderedDict[Hashable, Later[T]] = OrderedDict()
        self._making: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, patience_s: float) -> Later[T]:
        """Return what was made for the key; where it is not there yet, wait a little while it is made."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            ready = self._making.get(key)
            if ready is None:
                ready = self._making[key] = threading.Event()
                threading.Thread(target=self._make, args=(key, make, ready), daemon=True).start()
        ready.wait(patience_s)
        with self._lock:
            return self._made.get(key, Later())

    def _make(self, key: Hashable, make: Callable[[], T], ready: threading.Event) -> None:
        try:
            with _turn:
                made = Later(value=make(), is_made=True)
        except Exception:  # noqa: BLE001  the log has the trace, the page says that it failed
            _log.exception("something made beside the pages failed")
            made = Later(has_failed=True)
        with self._lock:
            self._made[key] = made
            self._making.pop(key, None)
            while len(self._made) > self._size:
                self._made.popitem(last=False)
        ready.set()
