"""The shipped unit is one that systemd understands, and leaves the service little to break with."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here"
)
MOST_EXPOSED = 2.0


@pytest.fixture(scope="module")
def unit(project: Path) -> Path:
    return project / "deploy" / "stormdesk.service"


@needs_systemd
def test_systemd_understands_every_line(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    here = tmp_path / "stormdesk.service"
    here.write_text(re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", text), encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", str(here)], capture_output=True, text=True, check=False
    )
    ours = [line for line in said.stderr.splitlines() if "stormdesk.service" in line]
    assert ours == []


@needs_systemd
def test_little_is_left_to_a_broken_in_service(unit: Path) -> None:
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"exposure level for stormdesk.service: ([\d.]+)", said.stdout)
    assert found, said.stderr
    assert float(found[1]) < MOST_EXPOSED


def test_every_variable_that_the_unit_sets_is_one_that_the_program_reads(unit: Path, project: Path) -> None:
    named = set(re.findall(r"\bSTORMDESK_[A-Z_]+", unit.read_text(encoding="utf-8")))
    settings = (project / "stormdesk/settings.py").read_text(encoding="utf-8")
    assert named
    assert {name for name in named if name.removesuffix("_FILE") not in settings} == set()
