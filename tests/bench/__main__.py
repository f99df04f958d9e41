"""Measure stormdesk and print one table: `python -m tests.bench [--quick] [--only PART ...]`.

`python -m tests.bench soak --minutes 60` leaves a wall alone instead and tells what it holds (`soak.py`).

Nothing is asserted about time; a figure beside its aim says whether it was met and by how much it was not.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.bench import arrival, ground, incoming, layers, pages, questions, replay, sessions, soak
from tests.bench.table import Line, as_records, drawn

OUT = Path(__file__).parent / "out"
PARTS = {
    "pages": pages.measure,
    "queries": questions.measure,
    "layers": layers.measure,
    "incoming": incoming.measure,
    "arrival": arrival.measure,
    "replay": replay.measure,
    "sessions": sessions.measure,
}


def main() -> None:
    """Measure what was asked for and print the table."""
    asked = _asked()
    machine = _machine()
    lines: list[Line] = []
    with _workplace(asked.work) as work:
        base = work / "base"
        if not base.exists():
            lines.append(ground.seed(base))
        drill = ground.read_drill(base)
        head = f"{machine}\ndrill {drill.operation_id or 'none'} with {drill.event_count:,} reports\n\n"
        _keep(head, lines)
        for name in (name for name in asked.only or PARTS if name != "seed"):
            _tell(f"{name} …")
            measure = PARTS[name]
            for line in measure(base, work / f"{name}-{os.getpid()}", drill, is_quick=asked.quick):
                lines.append(line)
                _keep(head, lines)
    print(head + drawn(lines))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, fewer sessions, no large file")
    parser.add_argument("--only", nargs="+", choices=["seed", *PARTS], metavar="PART")
    parser.add_argument("--work", type=Path, help="keep the data here and use the seeded folder again")
    return parser.parse_args()


def _machine() -> str:
    memory_gb = psutil.virtual_memory().total / 1e9
    load = "/".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"{time.strftime('%Y-%m-%d %H:%M')} · {os.cpu_count()} cores, {memory_gb:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()} · load average at start {load}"
    )


@contextmanager
def _workplace(chosen: Path | None) -> Iterator[Path]:
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="stormdesk-bench-") as folder:
        yield Path(folder)


def _keep(head: str, lines: list[Line]) -> None:
    """Write what was measured so far, so that a run that breaks off leaves it behind."""
    OUT.mkdir(exist_ok=True)
    (OUT / "table.txt").write_text(head + drawn(lines) + "\n", encoding="utf-8")
    records = json.dumps(as_records(lines), ensure_ascii=False, indent=1)
    (OUT / "table.json").write_text(records, encoding="utf-8")


def _tell(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["soak"]:
        sys.exit(soak.main(sys.argv[2:]))
    main()
