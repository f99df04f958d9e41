"""The data under measurement: a fresh data folder, copies of it at a chosen moment, and a large one."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psutil

from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.settings import load_settings
from stormdesk.store import Store
from stormdesk.store.clock import ServerClock
from tests.bench.host import ROOT
from tests.bench.table import Line

SEED = """
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import load_settings
open_desk(load_settings()).store.close()
"""
BUSIEST = """
select date_trunc('hour', event.happened_at) as hour
from event
inner join
    status
    on event.subject = status.subject
    and event.facet = status.facet
    and event.status = status.status
where event.operation_id = $operation_id and event.subject = 'evacuee' and status.progress = 'done'
group by hour
order by count(*) desc, hour
limit 1
"""
SHOWN = "select operation_id from clock_setting order by seq desc limit 1"
SPAN = """
select min(event.happened_at), max(event.recorded_at), count(*)
from event
where event.operation_id = $operation_id
"""


@dataclass(frozen=True, slots=True)
class Drill:
    """What the seeded file plays: the operation, its busiest hour, its first and last word."""

    operation_id: str
    busiest_at: datetime
    first_at: datetime
    last_at: datetime
    event_count: int


def seed(home: Path) -> Line:
    """Make a fresh data folder in a process of its own, and tell how long it took and how large it is."""
    home.mkdir(parents=True)
    environment = {**os.environ, "STORMDESK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    process = psutil.Popen((sys.executable, "-c", SEED), cwd=ROOT, env=environment)
    used = process.cpu_times()
    while process.poll() is None:
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, "seed")
    size_mb = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    return Line(
        part="seeding",
        what="fresh folder: storms, lists, drills",
        cpu_ms=(used.user + used.system) * 1000,
        visible_s=time.monotonic() - began,
        mb=size_mb,
        note="s = until the desk is open; MB = files",
    )


def read_drill(home: Path) -> Drill:
    """Find the operation that the clock shows and its busiest hour."""
    with duckdb.connect(str(_database(home)), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        shown = connection.execute(SHOWN).fetchone()
        if shown is None:
            return _empty_drill()
        asked = {"operation_id": shown[0]}
        busiest = connection.execute(BUSIEST, asked).fetchone()
        first_at, last_at, event_count = connection.execute(SPAN, asked).fetchone() or (None, None, 0)
    if busiest is None or first_at is None:
        return replace(_empty_drill(), operation_id=shown[0])
    return Drill(shown[0], busiest[0], first_at, last_at, event_count)


def _empty_drill() -> Drill:
    at = datetime(2022, 9, 14, tzinfo=UTC)
    return Drill("", at, at, at, 0)


def stage(base: Path, home: Path, *, at: datetime, speed: float) -> Path:
    """Copy a data folder and let its clock run from an instant at a speed."""
    shutil.copytree(base, home)
    settings = replace(load_settings(), home=home)
    store = Store(settings.database, queries=settings.queries_dir)
    try:
        clock = ServerClock(store)
        set_now = clock.setting or Clock(
            operation_id="", mode=ClockMode.DRILL, anchored_at=at, shown_at=at, set_by="bench"
        )
        now = datetime.now(UTC)
        clock.set(replace(set_now, anchored_at=now, shown_at=at, speed=speed, is_paused=False))
    finally:
        store.close()
    return home


def enlarge(base: Path, home: Path, *, times: int) -> float | None:
    """Make a copy of the data file `times` as large on disk; return the seconds, None when it was there."""
    if home.exists():
        return None
    home.mkdir(parents=True)
    shutil.copyfile(_database(base), _database(home))
    began = time.monotonic()
    with duckdb.connect(str(_database(home))) as connection:
        connection.execute(f"set variable copies = {int(times)}")
        connection.execute("set threads = 2")
        connection.execute((Path(__file__).parent / "multiply.sql").read_text(encoding="utf-8"))
    return time.monotonic() - began


def _database(home: Path) -> Path:
    return home / "stormdesk.duckdb"
