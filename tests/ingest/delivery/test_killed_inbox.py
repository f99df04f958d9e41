"""kill -9 in the middle of each kind of import: nothing lost, nothing doubled, the file archived once."""

import subprocess
import sys
from pathlib import Path

from stormdesk.settings import Settings

SHELTERS = (
    "安置点名称,地址,容纳人数,乡镇(街道),联系人,联系电话\n样例学校,样例路1号,300,玉城街道,张三,13800000001\n"
)


def test_every_kind_of_import_survives_a_kill(
    plain_settings: Settings, tmp_path: Path, project: Path
) -> None:
    shelters = tmp_path / "避灾安置点.csv"
    shelters.write_text(SHELTERS, encoding="utf-8")
    samples = [
        project / "data/samples/events.jsonl",
        project / "data/samples/positions.csv",
        project / "data/samples/readings_stcd.csv",
        project / "data/samples/warning_cap.xml",
        project / "data/samples/danger_zones.geojson",
        project / "tests/ingest/fixtures/zj_storm.json",
        shelters,
    ]
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [
            sys.executable,
            str(project / "tests/ingest/delivery/killed_inbox.py"),
            str(plain_settings.home),
            str(work),
            *map(str, samples),
        ],
        capture_output=True,
        text=True,
        timeout=500,
        cwd=project,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout
    assert done.stdout.strip() == f"{7 + 2 * (len(samples) - 1)} kills"
