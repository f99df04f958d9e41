import shutil
from pathlib import Path

import pytest

from stormdesk import cli


def test_check_tells_every_cell_and_list_says_which_rules_hold(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "default"
    shutil.copytree(project / "data/rules/default", folder)
    assert cli.main(["rules", "check", str(folder)]) == 0
    path = folder / "conditions.csv"
    path.write_text(
        path.read_text("utf-8").replace("inside_48h_line", "inside_48h_lime", 1), encoding="utf-8"
    )
    capsys.readouterr()
    assert cli.main(["rules", "check", str(folder)]) == 1
    line = next(one for one in capsys.readouterr().out.splitlines() if "inside_48h_lime" in one)
    assert line.split("\t")[:4] == ["conditions.csv", "5", "fact", "inside_48h_lime"]
    monkeypatch.setenv("STORMDESK_RULES", str(folder))
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "home"))
    assert cli.main(["rules", "list"]) == 1
    monkeypatch.setenv("STORMDESK_RULES", str(project / "data/rules/xiamen"))
    assert cli.main(["rules", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[-2].startswith("xiamen")
