"""Record without end in one process and verify in another; the parent never opens the data file."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa  # noqa: F401  loaded before forking, so that each child starts at once

from stormdesk.domain.event import Event
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 13, tzinfo=UTC)
STATUSES = ("listed", "notified", "at_shelter", "unauthorised_return")


def record_without_end(path: Path, queries: Path, acknowledged: int, run: int) -> None:
    ledger = Ledger(Store(path, queries=queries))
    for number in range(10_000):
        batch = [
            Event(
                event_id=f"{run}-{number}-{part}",
                operation_id="drill",
                subject="evacuee",
                subject_id=f"p{number % 7}-{part}",
                facet="move",
                status=STATUSES[(number + run) % 4],
                happened_at=START + timedelta(minutes=number - run),
                recorded_at=START + timedelta(minutes=number + run),
                source="test",
                actor="test",
                corrects=f"{run}-{number - 7}-{part}" if number % 5 == 4 and number >= 7 else None,
            )
            for part in range(20)
        ]
        ledger.record_from_source(batch)
        os.write(acknowledged, f"{run}-{number}\n".encode())


def verify(path: Path, queries: Path, acknowledged: Path) -> None:
    store = Store(path, queries=queries)
    known = {row[0] for row in store.rows("ledger/all_events")}
    for word in acknowledged.read_text().split():
        parts = {f"{word}-{part}" for part in range(20)}
        if not parts <= known:
            raise SystemExit(f"lost {sorted(parts - known)}")
    batches = {event_id.rsplit("-", 1)[0] for event_id in known}
    if len(known) != 20 * len(batches):
        raise SystemExit("a batch landed in part")
    if wrong := Ledger(store).disagreements():
        raise SystemExit(f"kept wrongly: {wrong[:3]}")


def forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    return child


def wait_for_more(log: Path, *, than: int) -> None:
    """Wait until one more batch is acknowledged, however slow the machine is."""
    for _ in range(6000):
        if log.stat().st_size > than:
            return
        time.sleep(0.01)
    raise SystemExit("nothing was acknowledged for a minute")


def main(home: Path, queries: Path, reference: Path, kills: int) -> None:
    path, log = home / "t.duckdb", home / "acknowledged"
    acknowledged = os.open(log, os.O_CREAT | os.O_APPEND | os.O_RDWR)
    rng = random.Random(20220914)  # noqa: S311  it must repeat

    def prepare() -> None:
        store = Store(path, queries=queries)
        with store.write() as transaction:
            for name in ("status", "transition"):
                rows = pd.read_csv(reference / f"{name}.csv", keep_default_na=False).replace("", None)
                transaction.append(name, rows)
        store.close()

    if os.waitpid(forked(prepare), 0)[1]:
        raise SystemExit("could not prepare")
    known = 0
    for run in range(kills):
        child = forked(lambda run=run: record_without_end(path, queries, acknowledged, run))
        wait_for_more(log, than=known)
        known = log.stat().st_size
        time.sleep(rng.random() * 0.3)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if run % 10 == 9 and os.waitpid(forked(lambda: verify(path, queries, log)), 0)[1]:
            raise SystemExit(f"verification failed after kill {run + 1}")
    print(f"{kills} kills, {len(log.read_text().split())} batches acknowledged")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
