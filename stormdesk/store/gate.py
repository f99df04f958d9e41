"""Everybody who reads, counted, so that the file can be changed for another when nobody does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from stormdesk.errors import FileInUse

LONGEST_WAIT_S: Final = 60.0


class Gate:
    """Lets readers in until it is shut; whoever is inside already goes in again."""

    def __init__(self) -> None:
        self._turned = threading.Condition()
        self._inside = 0
        self._is_shut = False
        self._own = threading.local()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Read for a while; waits while the gate is shut."""
        depth: int = getattr(self._own, "depth", 0)
        if not depth:
            with self._turned:
                self._turned.wait_for(lambda: not self._is_shut)
                self._inside += 1
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            if not depth:
                with self._turned:
                    self._inside -= 1
                    self._turned.notify_all()

    @contextmanager
    def shut(self, *, longest_s: float = LONGEST_WAIT_S) -> Iterator[None]:
        """Keep everybody out, once the last has left; raises FileInUse when one does not leave."""
        with self._turned:
            self._is_shut = True
            is_empty = self._turned.wait_for(lambda: not self._inside, timeout=longest_s)
        # Whoever shut it may read; all others wait outside.
        self._own.depth = 1
        try:
            if not is_empty:
                raise FileInUse
            yield
        finally:
            self._own.depth = 0
            with self._turned:
                self._is_shut = False
                self._turned.notify_all()
