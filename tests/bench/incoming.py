"""What it costs to take in files of every kind: rows per second, and the memory at the highest."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from stormdesk.ingest.county import load_county
from stormdesk.settings import load_settings
from tests.bench.ground import Drill
from tests.bench.host import ROOT
from tests.bench.incoming_files import KINDS
from tests.bench.table import Aim, Line

QUICK_SHARE = 20
LIST_ENDING = ".xlsx"
TAKER = """
import json, os, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from stormdesk.ingest.delivery import Delivery, take
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import load_settings

path, is_list = Path(sys.argv[1]), sys.argv[2] == "list"
desk = open_desk(load_settings())
before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
began, began_cpu = time.perf_counter(), time.process_time()
if is_list:
    from stormdesk.ingest.lists.commit import commit
    from stormdesk.ingest.lists.look import look

    looked = look(desk, path.name, path.read_bytes())
    looked_s = time.perf_counter() - began
    report = commit(desk, looked, by="bench")
    count, problems = report.counts.taken, len(report.problems)
else:
    looked_s = 0.0
    at = datetime.now(UTC)
    taken = take(desk, Delivery(name=path.name, path=path, source_id="inbox", by="bench", received_at=at))
    count, problems = taken.accepted, len(taken.problems)
took_s, cpu_s = time.perf_counter() - began, time.process_time() - began_cpu
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
desk.store.close()
told = {"took_s": took_s, "cpu_s": cpu_s, "looked_s": looked_s, "count": count, "problems": problems}
print(json.dumps(told | {"before_mb": before_mb, "peak_mb": peak_mb}))
"""


def measure(base: Path, work: Path, _drill: Drill, *, is_quick: bool) -> Iterator[Line]:
    """Take a large file of each kind into a copy of the seeded data folder."""
    settings = load_settings()
    county = load_county(settings.county_dir, settings.reference_dir)
    work.mkdir(parents=True, exist_ok=True)
    for what, (name, make, full_count) in KINDS.items():
        count = full_count // QUICK_SHARE if is_quick else full_count
        make(work / name, county, count)
        home = work / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(base, home)
        yield _measure_one(what, work / name, home, count)
        (work / name).unlink()


def _measure_one(what: str, path: Path, home: Path, count: int) -> Line:
    kind = "list" if path.suffix == LIST_ENDING else "feed"
    # Our own interpreter, in an environment that names nothing but the data folder.
    ran = subprocess.run(
        [sys.executable, "-c", TAKER, str(path), kind],
        cwd=ROOT,
        env={"STORMDESK_HOME": str(home), "PATH": "/usr/bin:/bin", "STORMDESK_MODE": "drill"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        return Line(part="incoming", what=what, note=f"failed: {ran.stderr.strip()[-200:]}")
    told = json.loads(ran.stdout.splitlines()[-1])
    looked = f", of it {told['looked_s']:.1f} s dry run" if kind == "list" else ""
    return Line(
        part="incoming",
        what=f"{what}, {count:,}",
        cpu_ms=told["cpu_s"] * 1000,
        visible_s=told["took_s"],
        mb=told["peak_mb"],
        count=told["count"],
        note=f"{told['count'] / told['took_s']:,.0f} rows a second{looked}; "
        f"{told['problems']:,} problems; {told['before_mb']:.0f} MB before",
        aims=(Aim("visible_s", 60),) if kind == "list" else (),
    )
