"""Long reckonings behind the pages: one at a time, each once, with how far it is."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from stormdesk.outlook.what_if_told import Progress

MOST: Final = 8
_workers: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="what-if")
_lock: Final = threading.Lock()


@dataclass(slots=True)
class Run:
    """One reckoning: its future, and which share of it is done."""

    future: Future[Any]
    share: float = 0.0


_runs: dict[Hashable, Run] = {}


def run_of(key: Hashable) -> Run | None:
    """Return the reckoning under a key, whether it still runs or not."""
    with _lock:
        return _runs.get(key)


def start(key: Hashable, work: Callable[[Progress], Any]) -> Run:
    """Begin a reckoning, or return the one that was begun under this key and did not fail."""
    with _lock:
        known = _runs.get(key)
        if known is not None and not _has_failed(known):
            return known
        run = Run(future=Future())

        def tell(share: float) -> None:
            run.share = share

        run.future = _workers.submit(work, tell)
        _runs[key] = run
        for old in [name for name, one in _runs.items() if one.future.done()][:-MOST]:
            del _runs[old]
        return run


def _has_failed(run: Run) -> bool:
    return run.future.done() and run.future.exception() is not None
