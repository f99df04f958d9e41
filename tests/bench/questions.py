"""Headline questions at the county's size and far beyond it, now and at a past moment, past the cache."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stormdesk.settings import load_settings
from stormdesk.store import Store
from tests.bench.ground import Drill, enlarge
from tests.bench.table import Aim, Line

ALSO = ("evacuation/by_category", "evacuation/by_township", "evacuation/accounts", "evacuation/trend")
TIMES = 90
RUNS = 7


@dataclass(frozen=True, slots=True)
class Sight:
    """From when one looks at what."""

    name: str
    as_of: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a question took, what it cost, and how much it answered."""

    took_ms: float
    least_ms: float
    worst_ms: float
    cpu_ms: float
    row_count: int


def measure(base: Path, _work: Path, drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Time every headline question in the seeded file and in the large one."""
    yield from _measure_file(base, drill, size="county", most_ms=50, runs=3 if is_quick else RUNS)
    if is_quick:
        return
    large = base.parent / f"large-{TIMES}"
    took_s = enlarge(base, large, times=TIMES)
    size_mb = (large / "stormdesk.duckdb").stat().st_size / 1e6
    what = f"the file {TIMES} times as large"
    yield Line(part="queries", what=what, visible_s=took_s, mb=size_mb, note="s = to build it")
    yield from _measure_file(large, drill, size=f"×{TIMES}", most_ms=400, runs=RUNS)


def names() -> list[str]:
    """The questions asked, by name."""
    folder = load_settings().queries_dir
    return [f"{path.parent.name}/headline" for path in sorted(folder.glob("*/headline.sql"))] + list(ALSO)


def _sights(drill: Drill) -> list[Sight]:
    return [
        Sight("now", drill.last_at, drill.last_at),
        Sight("then", drill.busiest_at, drill.busiest_at),
        Sight("then as known now", drill.busiest_at, drill.last_at),
    ]


def _measure_file(home: Path, drill: Drill, *, size: str, most_ms: float, runs: int) -> Iterator[Line]:
    settings = load_settings()
    store = Store(
        home / "stormdesk.duckdb",
        queries=settings.queries_dir,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
    )
    try:
        for name in names():
            yield _measure_one(store, name, drill, size=size, most_ms=most_ms, runs=runs)
    finally:
        store.close()


def _measure_one(store: Store, name: str, drill: Drill, *, size: str, most_ms: float, runs: int) -> Line:
    timings = {sight.name: _time(store, name, drill, sight, runs=runs) for sight in _sights(drill)}
    slowest = max(timings.values(), key=lambda timing: timing.took_ms)
    said = ", ".join(f"{sight} {timing.took_ms:.0f}" for sight, timing in timings.items())
    return Line(
        part="queries",
        what=f"{name}, {size}",
        cpu_ms=slowest.cpu_ms,
        p50_ms=slowest.took_ms,
        p95_ms=slowest.worst_ms,
        count=slowest.row_count,
        note=f"ms: {said}; least {slowest.least_ms:.0f}",
        aims=(Aim("p50_ms", most_ms),),
    )


def _time(store: Store, name: str, drill: Drill, sight: Sight, *, runs: int) -> Timing:
    took_ms, used_ms, rows = [], [], []
    for _run in range(runs + 1):
        began, began_cpu = time.perf_counter(), time.process_time()
        rows = store.rows(
            name,
            operation_id=drill.operation_id,
            as_of=sight.as_of,
            known_at=sight.known_at,
            area_code=None,
        )
        took_ms.append((time.perf_counter() - began) * 1000)
        used_ms.append((time.process_time() - began_cpu) * 1000)
    return Timing(
        took_ms=statistics.median(took_ms[1:]),
        least_ms=min(took_ms[1:]),
        worst_ms=max(took_ms[1:]),
        cpu_ms=statistics.median(used_ms[1:]),
        row_count=len(rows),
    )
