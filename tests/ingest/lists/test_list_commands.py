"""`stormdesk lists`: template, dry run and commit, undo."""

import argparse
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from stormdesk.cli_lists import ServerRuns, UnknownList, add_commands
from stormdesk.ingest.desk import Desk

Workbook = Callable[..., bytes]


def run(desk: Desk, *words: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(), "zh")
    asked = parser.parse_args(["lists", *words])
    found: int = asked.command(asked, desk.settings)
    return found


def test_a_template_can_be_filled_in_and_taken(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "港口.xlsx"
    assert run(desk, "template", "harbours", str(file)) == 0
    book = load_workbook(file)
    sheet = book.worksheets[0]
    titles = {str(cell.value).split("(")[0].strip("* "): cell.column for cell in sheet[1]}
    column = next(at for title, at in titles.items() if title.startswith("港名"))
    sheet.cell(sheet.max_row + 1, column, "新渔港")
    held = io.BytesIO()
    book.save(held)
    file.write_bytes(held.getvalue())
    desk.store.close()
    assert run(desk, "import", str(file), "--yes") == 0
    assert "新增 1" in capsys.readouterr().out


def test_a_dry_run_that_nobody_confirms_takes_nothing(
    desk: Desk, workbook: Workbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, back = tmp_path / "a.xlsx", tmp_path / "退回.xlsx"
    file.write_bytes(workbook(["港名", "泊位数"], ["新渔港", 5], [None, 7]))
    desk.store.close()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(desk, "import", str(file), "--list", "harbours", "--returned", str(back)) == 0
    assert load_workbook(back).worksheets[0].max_row >= 2
    assert not desk.settings.originals.exists()


def test_an_unknown_list_is_told_with_those_that_there_are(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnknownList, match="harbours"):
        run(desk, "template", "nothing", str(tmp_path / "x.xlsx"))


def test_a_running_server_takes_lists_on_its_page(desk: Desk, workbook: Workbook, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook(["港名", "泊位数"], ["新渔港", 5]))
    desk.store.close()
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    server = subprocess.Popen(
        [sys.executable, "-c", hold, str(desk.settings.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    assert server.stdin
    assert server.stdout.readline() == "held\n"
    try:
        with pytest.raises(ServerRuns):
            run(desk, "import", str(file), "--yes")
    finally:
        server.stdin.close()
        server.wait(timeout=30)
