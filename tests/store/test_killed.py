"""kill -9 while recording: nothing acknowledged is lost, nothing lands in part."""

import subprocess
import sys
from pathlib import Path


def test_fifty_kills_lose_no_acknowledged_event(tmp_path: Path, project: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(project / "tests/store/killed_recorder.py"),
            str(tmp_path),
            str(project / "queries"),
            str(project / "data/reference"),
            "50",
        ],
        capture_output=True,
        text=True,
        timeout=400,
        cwd=project,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    batches = int(done.stdout.split(",")[1].split()[0])
    assert batches >= 50, done.stdout
