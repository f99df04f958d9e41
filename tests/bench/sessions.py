"""One to fifty visitors on the wall, and beside them the same on the textbook's page."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench.ground import Drill, stage
from tests.bench.host import ROOT, Host, serve, serve_desk
from tests.bench.table import Aim, Line

COUNTS = (1, 10, 25, 50)
TEXTBOOK_COUNTS = (1, 10, 25)
TEXTBOOK_POINTS = 4000
SPEED = 60.0
TEXTBOOK = Path(__file__).parent / "textbook" / "wall.py"


@dataclass(frozen=True, slots=True)
class Stay:
    """What a number of visitors met, and what it cost the server while they stayed."""

    sessions: int
    tally: dict[str, Any]
    cpu_s: float
    memory_mb: float

    @property
    def refreshes(self) -> int:
        """How many refreshes came to their end."""
        return len(self.tally["refresh_bytes"])

    def cpu_ms(self) -> float | None:
        """Server CPU per refresh, layers and all."""
        return self.cpu_s * 1000 / self.refreshes if self.refreshes else None


def measure(base: Path, work: Path, drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Put ever more visitors on our wall, then on the textbook's, each on a fresh server."""
    seconds = 15.0 if is_quick else 60.0
    counts, textbook_counts = (COUNTS[:2], TEXTBOOK_COUNTS[:1]) if is_quick else (COUNTS, TEXTBOOK_COUNTS)
    ours: dict[int, Stay] = {}
    for count in counts:
        ours[count] = visit_wall(base, work, drill, count, seconds=seconds)
        yield _line("wall", ours[count], is_aimed=True)
    for count in textbook_counts:
        theirs = _visit_textbook(base, work, drill, count, seconds=seconds)
        yield _line("textbook", theirs, is_aimed=False)
        yield from _ratios(ours[count], theirs)


def visit_wall(
    base: Path, work: Path, drill: Drill, count: int, *, seconds: float, speed: float = SPEED
) -> Stay:
    """Let visitors stay on our wall while the drill runs from an hour before its busiest."""
    at = drill.busiest_at - timedelta(hours=1)
    home = stage(base, work / f"sessions-{count}", at=at, speed=speed)
    with serve_desk(home) as host:
        return visit(host, "wall", count, seconds=seconds)


def _visit_textbook(base: Path, work: Path, drill: Drill, count: int, *, seconds: float) -> Stay:
    home = stage(base, work / f"textbook-{count}", at=drill.busiest_at, speed=SPEED)
    environment = {
        "TEXTBOOK_DATA": str(home / "stormdesk.duckdb"),
        "TEXTBOOK_QUERIES": str(ROOT / "queries"),
        "TEXTBOOK_OPERATION": drill.operation_id,
        "TEXTBOOK_AT": drill.busiest_at.isoformat(),
        "TEXTBOOK_POINTS": str(TEXTBOOK_POINTS),
    }
    flags = ("--browser.gatherUsageStats=false",)
    with serve(
        TEXTBOOK, folder=TEXTBOOK.parent, environment=environment, log=home / "server.log", flags=flags
    ) as host:
        return visit(host, "", count, seconds=seconds)


def visit(host: Host, page: str, count: int, *, seconds: float, query: str = "") -> Stay:
    """Let a number of visitors stay on a page; the cost is counted from when all have arrived."""
    with _visitors(host, page, count, seconds, query) as said:
        next(said)
        before = host.cpu_s()
        tally = next(said)
        cpu_s, memory_mb = host.cpu_s() - before, host.memory_mb()
    return Stay(count, tally, cpu_s, memory_mb)


@contextmanager
def _visitors(
    host: Host, page: str, count: int, seconds: float, query: str
) -> Iterator[Iterator[dict[str, Any]]]:
    command = [sys.executable, "-m", "tests.bench.client", host.url, page, str(count), str(seconds)]
    options = [f"--query={query}", f"--tokens={','.join(host.crowd)}"]
    with subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.PIPE) as process:
        if process.stdout is None:
            raise RuntimeError("the visitors cannot be heard")
        yield (json.loads(line) for line in process.stdout)


def _line(part: str, stay: Stay, *, is_aimed: bool) -> Line:
    took_ms = stay.tally["refresh_ms"]
    aims = (Aim("cpu_ms", 60), Aim("p95_ms", 1000), Aim("mb", 450)) if is_aimed else ()
    return Line(
        part=part,
        what=f"{stay.sessions} sessions, one refresh",
        cpu_ms=stay.cpu_ms(),
        data_kb=_refresh_kb(stay),
        visible_s=statistics.median(stay.tally["first_ms"]) / 1000,
        p50_ms=_share(took_ms, 0.50),
        p95_ms=_share(took_ms, 0.95),
        mb=stay.memory_mb,
        count=stay.refreshes,
        note=_remarks(stay),
        aims=aims,
    )


def _refresh_kb(stay: Stay) -> float | None:
    if not stay.refreshes:
        return None
    layers = sum(sum(layer["change_bytes"]) for layer in stay.tally["layers"].values())
    return (sum(stay.tally["refresh_bytes"]) + layers) / stay.refreshes / 1000


def _remarks(stay: Stay) -> str:
    remarks = ["s = first run"]
    if stay.tally["unfinished"]:
        remarks.append(f"{stay.tally['unfinished']} still waiting at the end")
    errors = stay.tally["errors"] + sum(layer["errors"] for layer in stay.tally["layers"].values())
    if errors:
        remarks.append(f"{errors} errors")
    return "; ".join(remarks)


def _ratios(own: Stay, theirs: Stay) -> Iterator[Line]:
    for name, mine, other in (
        ("CPU per refresh", own.cpu_ms(), theirs.cpu_ms()),
        ("kB per refresh", _refresh_kb(own), _refresh_kb(theirs)),
        ("p95", _share(own.tally["refresh_ms"], 0.95), _share(theirs.tally["refresh_ms"], 0.95)),
        ("memory", own.memory_mb, theirs.memory_mb),
    ):
        if mine and other:
            what = f"{theirs.sessions} sessions, {name}"
            yield Line(part="textbook ÷ wall", what=what, ratio=other / mine)


def _share(values: Sequence[float], share: float) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
