"""Take files in one process that is killed at a chosen point, take again in another, and count there.

The parent never opens the data file.
"""

import os
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from stormdesk.ingest import inbox, inbox_report
from stormdesk.ingest.county import load_county
from stormdesk.ingest.delivery import taking
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.settings import load_settings

TABLES = ("event", "position", "reading", "weather_warning", "danger_zone", "shelter", "storm_fix")
POINTS = (
    "before reading",
    "before keeping",
    "within the transaction",
    "after the commit",
    "within the report",
    "before archiving",
    "after archiving",
)
FEW = ("within the transaction", "after the commit")


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def half_written(path: Path, _told: object) -> None:
    path.with_name(path.name + inbox_report.PART).write_text('{"name": "ha', encoding="utf-8")
    die()


def moved_then_dead(*arguments: object, **named: object) -> None:
    MOVE(*arguments, **named)  # type: ignore[operator]
    die()


MOVE: object = inbox.shelve


def break_at(point: str) -> None:
    """Let the process die when it comes to this point."""
    if point == "before reading":
        taking._opened = die  # type: ignore[assignment]
    elif point == "before keeping":
        taking._keep = die  # type: ignore[assignment]
        taking.take_list = die  # type: ignore[assignment]
    elif point == "within the transaction":
        taking._keep_row = die  # type: ignore[assignment]
        sys.modules["stormdesk.ingest.lists.commit"].write_batch = die  # type: ignore[attr-defined]
    elif point == "after the commit":
        inbox._put_away = die  # type: ignore[assignment]
    elif point == "within the report":
        inbox_report.write_whole = half_written
    elif point == "before archiving":
        inbox.shelve = die  # type: ignore[assignment]
    else:
        inbox.shelve = moved_then_dead  # type: ignore[assignment]


def opened(home: Path) -> Desk:
    return open_desk(replace(load_settings(), home=home))


def counts(desk: Desk) -> Counter[str]:
    def rows(table: str) -> list[tuple[object, ...]]:
        return desk.store._read(lambda cursor: cursor.table(table).select("*").fetchall())

    outcomes = Counter(
        row[0]
        for row in desk.store._read(lambda cursor: cursor.table("import_batch").select("outcome").fetchall())
    )
    found = Counter({name: len(rows(name)) for name in TABLES})
    found["imports"] = outcomes["taken"] + outcomes["partly"]
    found["problems"] = len(rows("import_problem")) - outcomes["repeated"]
    return found


def forked(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def lay(home: Path, sample: Path) -> None:
    folder = home / "inbox"
    folder.mkdir(exist_ok=True)
    laid = folder / sample.name
    shutil.copyfile(sample, laid)
    os.utime(laid, (time.time() - 60, time.time() - 60))


def whole_run(home: Path, sample: Path, told: Path) -> None:
    lay(home, sample)
    desk = opened(home)
    (outcome,) = inbox.take(desk, home / "inbox")
    if outcome.outcome not in {"taken", "partly"}:
        raise SystemExit(f"{sample.name}: {outcome}")
    told.write_text(repr(sorted(counts(desk).items())), encoding="utf-8")


def killed_run(home: Path, sample: Path, point: str) -> None:
    lay(home, sample)
    desk = opened(home)
    break_at(point)
    inbox.take(desk, home / "inbox")


def second_run(home: Path, sample: Path, told: Path) -> None:
    desk = opened(home)
    inbox.take(desk, home / "inbox")
    inbox.take(desk, home / "inbox")
    if (found := repr(sorted(counts(desk).items()))) != told.read_text(encoding="utf-8"):
        raise SystemExit(f"{found} instead of {told.read_text(encoding='utf-8')}")
    archived = [path for path in (home / "inbox" / "archive").glob("*/*") if path.is_file()]
    waiting = [path.name for path in (home / "inbox").iterdir() if path.name == sample.name]
    if len(archived) != 1 or waiting or archived[0].read_bytes() != sample.read_bytes():
        raise SystemExit(f"archived {archived}, waiting {waiting}")
    if desk.ledger.disagreements():
        raise SystemExit("state and spans differ from the log")


def prepare(template: Path) -> None:
    """Let the folder be one that was open before, and the county's files one that were read before."""
    settings = load_settings()
    load_county(settings.county_dir, settings.reference_dir)

    def open_once() -> None:
        opened(template).store.close()

    if forked(open_once):
        raise SystemExit("could not prepare")


def main(template: Path, work: Path, samples: list[Path]) -> None:
    prepare(template)
    cases = 0
    for number, sample in enumerate(samples):
        told = work / f"told-{number}"
        whole = work / f"whole-{number}"
        shutil.copytree(template, whole)
        if forked(lambda home=whole, one=sample, to=told: whole_run(home, one, to)):
            raise SystemExit(f"{sample.name} was not taken")
        for point in POINTS if number == 0 else FEW:
            home = work / f"home-{cases}"
            shutil.copytree(template, home)
            status = forked(lambda home=home, one=sample, at=point: killed_run(home, one, at))
            if status != signal.SIGKILL:
                raise SystemExit(f"{sample.name}: not killed {point}: {status}")
            if forked(lambda home=home, one=sample, to=told: second_run(home, one, to)):
                raise SystemExit(f"{sample.name}: wrong after a kill {point}")
            shutil.rmtree(home)
            cases += 1
    print(f"{cases} kills")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
