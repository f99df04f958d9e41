"""A paired wall left alone: `python -m tests.bench soak --minutes 60` tells what it holds and if it grows.

The drill runs at its own pace on a server of its own; files with alarms come in, and the browser loses its
network now and then, too shortly to be told. Ends with 1 when what grew over the run would be too much in 72
hours; with --speed 60 an hour holds sixty hours of storm, and what rises with its history counts as well.
"""

import argparse
import json
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import duckdb
import psutil
from playwright.sync_api import Browser, Error

from stormdesk.domain.access.records import Role
from tests.bench import ground
from tests.bench.browse import Visit, browser, open_page
from tests.bench.ground import Drill, read_drill, stage
from tests.bench.host import Host, serve_desk

SPEED: Final = 1.0
BEFORE_BUSIEST: Final = timedelta(hours=20)
SAMPLE_S: Final = 300.0
ALARM_S: Final = 120.0
CUT_S: Final = 420.0
CUT_MS: Final = 8000
ALARMED: Final = 8
HOURS: Final = 72.0
RELOADED: Final = "loaded anew"
MARK: Final = "window.isFirstPage = true"
# A first picture that is waited for counts its seconds, which are not told one by one.
COVER: Final = """(() => {
  const cover = document.getElementById('sdw-cover');
  const told = cover?.classList.contains('is-loading') ? cover.firstChild : cover;
  return told?.innerText.replaceAll('\\n', ' ') ?? '';
})()"""
# The first part of a run fills caches; it is printed, and left out of the slopes.
WARM_SHARE: Final = 0.3
VESSELS: Final = "select distinct vessel_id from vessel order by vessel_id"


@dataclass(frozen=True, slots=True)
class Grown:
    """What may grow: how much within a run is noise, and how much in 72 hours is too much."""

    name: str
    noise: float
    most: float


LIMITS: Final = (
    Grown("heap_mb", 2.0, 100.0),
    Grown("nodes", 1500.0, 20_000.0),
    Grown("listeners", 200.0, 5000.0),
    Grown("chromium_mb", 80.0, 1500.0),
    Grown("server_mb", 60.0, 1500.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was held at one time of the run."""

    minute: float
    heap_mb: float
    nodes: float
    documents: float
    listeners: float
    chromium_mb: float
    server_mb: float
    sockets: int
    refreshes: int
    shown_s: float | None
    view: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How long, how often looked at, and how much faster than life refreshes and the drill's clock are."""

    minutes: float
    every_s: float
    pace: int
    speed: float


def main(arguments: Sequence[str]) -> int:
    """Run, print every few minutes, judge at the end."""
    parser = argparse.ArgumentParser(prog="tests.bench soak")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=SAMPLE_S, metavar="SECONDS")
    parser.add_argument("--pace", type=int, default=1, help="refreshes so many times as often")
    parser.add_argument("--speed", type=float, default=SPEED, help="the drill's clock so many times as fast")
    parser.add_argument("--base", type=Path, help="a seeded data folder")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    with tempfile.TemporaryDirectory(prefix="stormdesk-soak-") as folder:
        base = asked.base or Path(folder) / "base"
        if not base.exists():
            ground.seed(base)
        samples = []
        run = Run(minutes=asked.minutes, every_s=asked.every, pace=asked.pace, speed=asked.speed)
        for sample in soak(base, Path(folder) / "home", run):
            samples.append(sample)
            _tell(_row(sample))
    said, is_sound = judged(samples)
    _tell(said)
    return 0 if is_sound else 1


def soak(base: Path, home: Path, run: Run) -> Iterator[Sample]:
    """Leave a paired wall alone for so many minutes."""
    drill = read_drill(base)
    begins_at = drill.busiest_at - BEFORE_BUSIEST
    stage(base, home, at=begins_at, speed=run.speed)
    vessels = _vessels(home)
    with (
        serve_desk(home, tick_s=max(5 // run.pace, 1)) as host,
        browser() as running,
        _wall(running, host, run.pace) as visit,
    ):
        began = time.monotonic()
        deeds = [
            _Every(ALARM_S, lambda: _alarm(home, drill, vessels, (time.monotonic() - began) * run.speed)),
            _Every(CUT_S, lambda: _cut(visit)),
        ]
        next_s, asked = 0.0, 0
        told: list[str] = []
        while (passed := time.monotonic() - began) <= run.minutes * 60:
            if not host.is_running:
                raise RuntimeError("the server ended")
            for deed in deeds:
                deed.turn(passed)
            if passed >= next_s:
                yield _sample(visit, host, passed, visit.traffic.refreshes - asked, told)
                asked, next_s = visit.traffic.refreshes, next_s + run.every_s
                told = []
                visit.watch(is_fast=run.pace > 1)
            visit.page.wait_for_timeout(1000)
            if (said := _said(visit)) and said not in told:
                told.append(said)


@contextmanager
def _wall(running: Browser, host: Host, pace: int) -> Iterator[Visit]:
    with open_page(running, host, "wall?rotate=15&hold=1", role=Role.WALL, pace=pace) as visit:
        visit.page.evaluate(MARK)
        yield visit


class _Every:
    """Something that is done again and again."""

    def __init__(self, every_s: float, act: Callable[[], None]) -> None:
        self._every_s, self._act, self._next_s = every_s, act, every_s

    def turn(self, passed_s: float) -> None:
        if passed_s >= self._next_s:
            self._next_s += self._every_s
            self._act()


def _vessels(home: Path) -> list[str]:
    with duckdb.connect(str(home / "stormdesk.duckdb"), read_only=True) as connection:
        return [row[0] for row in connection.execute(VESSELS).fetchall()]


def _alarm(home: Path, drill: Drill, vessels: Sequence[str], shown_s: float) -> None:
    """Lay a file with boats out of contact into the inbox, other boats each time."""
    at = drill.busiest_at - BEFORE_BUSIEST + timedelta(seconds=shown_s) - timedelta(minutes=10)
    number = int(shown_s)
    rows = [
        {
            "subject": "vessel",
            "subject_id": vessels[(number + place) % len(vessels)],
            "facet": "berth",
            "status": "out_of_contact",
            "happened_at": at.isoformat(),
            "actor": "soak",
        }
        for place in range(ALARMED)
    ]
    inbox = home / "inbox"
    inbox.mkdir(exist_ok=True)
    part = inbox / f"soak-{number}.jsonl.part"
    part.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    part.rename(inbox / f"soak-{number}.jsonl")


def _cut(visit: Visit) -> None:
    """Take the network away for a moment."""
    visit.page.context.set_offline(True)
    visit.page.wait_for_timeout(CUT_MS)
    visit.page.context.set_offline(False)


def _said(visit: Visit) -> str:
    """What stands in large letters over the picture, and whether the page was loaded anew."""
    with suppress(Error):
        is_new = visit.page.evaluate("!window.isFirstPage")
        if is_new:
            visit.page.evaluate(MARK)
            return RELOADED
        return str(visit.page.evaluate(COVER))
    return ""


def _sample(visit: Visit, host: Host, passed_s: float, refreshes: int, said: Sequence[str]) -> Sample:
    heap_mb = visit.heap_mb()
    counters = visit.session.send("Memory.getDOMCounters")
    shown = visit.page.evaluate("({...document.documentElement.dataset})")
    return Sample(
        minute=passed_s / 60,
        heap_mb=heap_mb,
        nodes=counters["nodes"],
        documents=counters["documents"],
        listeners=counters["jsEventListeners"],
        chromium_mb=_chromium_mb(),
        server_mb=host.memory_mb(),
        sockets=host.socket_count(),
        refreshes=refreshes,
        shown_s=visit.shown_s(),
        view=f"{shown.get('sdwView')} {shown.get('sdwStop') or ''}".strip(),
        said=tuple(said),
    )


def _chromium_mb() -> float:
    """Resident memory of every process of the browser that this process started."""
    total = 0
    for child in psutil.Process().children(recursive=True):
        try:
            if "chrom" in child.name():
                total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def _row(sample: Sample) -> str:
    shown = "?" if sample.shown_s is None else f"{sample.shown_s * 1000:.0f}"
    return (
        f"{sample.minute:5.1f} min · heap {sample.heap_mb:6.2f} MB · nodes {sample.nodes:6.0f} in "
        f"{sample.documents:.0f} documents · "
        f"listeners {sample.listeners:4.0f} · chromium {sample.chromium_mb:5.0f} MB · server "
        f"{sample.server_mb:5.0f} MB · sockets {sample.sockets} · refreshes {sample.refreshes} · "
        f"answer {shown} ms · {sample.view} · {'; '.join(sample.said)}"
    )


def judged(samples: Sequence[Sample]) -> tuple[str, bool]:
    """The slope of everything that may grow, what 72 hours of it would be, and whether that is sound."""
    warm = [one for one in samples if one.minute >= samples[-1].minute * WARM_SHARE]
    if len(warm) < 3:
        return "too short to judge", False
    said, is_sound = [], not any(RELOADED in one.said for one in samples)
    hours = (warm[-1].minute - warm[0].minute) / 60
    for limit in LIMITS:
        values = [getattr(one, limit.name) for one in warm]
        slope = statistics.linear_regression([one.minute / 60 for one in warm], values).slope
        is_noise = slope * hours <= limit.noise
        is_too_much = slope * HOURS > limit.most and not is_noise
        is_sound = is_sound and not is_too_much
        verdict = "TOO MUCH" if is_too_much else "within noise" if is_noise else "ok"
        said.append(f"{limit.name}: {slope:+.2f} an hour, {slope * HOURS:+.0f} in 72 h, {verdict}")
    said.append("the page was never loaded anew" if is_sound else "see above")
    return "\n".join(said), is_sound


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
