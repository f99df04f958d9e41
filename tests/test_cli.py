"""The command line says what it did in sentences and exit codes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from stormdesk import cli
from stormdesk.domain.access.records import Role
from stormdesk.domain.event import FOREVER, Event
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import Settings
from stormdesk.store import Store

PROJECT = Path(__file__).resolve().parents[1]
STORM = PROJECT / "tests/ingest/fixtures/zj_storm.json"


@pytest.fixture(autouse=True)
def settings(plain_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("STORMDESK_HOME", str(plain_settings.home))
    monkeypatch.setenv("STORMDESK_LANG", "en")
    cli._texts.cache_clear()
    yield plain_settings
    cli._texts.cache_clear()


def test_an_import_prints_what_was_new(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(STORM), "--by", "duty desk"]) == 0
    printed = capsys.readouterr().out
    assert "zj_storm.json: Partly taken (Typhoon)" in printed
    assert "Storm 20" in printed
    assert "storm_fix" in printed
    assert settings.database.is_file()


def test_an_import_prints_each_problem_with_place_value_and_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    storms = json.loads(STORM.read_text(encoding="utf-8"))
    first = storms[0] if isinstance(storms, list) else storms
    first["points"][0]["lat"] = "north"
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(storms, ensure_ascii=False), encoding="utf-8")
    assert cli.main(["import", str(broken)]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines() if "\t" in line]
    assert any("points" in place and value == "north" and reason for place, value, reason in lines)


def test_an_import_without_use_exits_with_1(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_bytes(b"")
    assert cli.main(["import", str(empty)]) == 1


def test_one_good_file_among_bad_ones_is_enough(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_bytes(b"")
    assert cli.main(["import", str(empty), str(STORM)]) == 0


@pytest.mark.parametrize(
    "arguments", [["import"], ["import", "--by"], ["drill"], ["fly"], ["serve", "--port", "0"]]
)
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2


def test_a_file_that_is_not_there_is_named_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", "no-such-file.json"]) == 1
    told = capsys.readouterr().err
    assert "no-such-file.json" in told
    assert "Traceback" not in told


def test_commands_speak_chinese_unless_told_otherwise(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDESK_LANG", "zh")
    cli._texts.cache_clear()
    assert cli.main(["import", "no-such-file.json"]) == 1
    assert "读不到文件 no-such-file.json" in capsys.readouterr().err


def record_one(settings: Settings, *, listed: bool = True) -> None:
    desk = open_desk(settings)
    at = datetime(2022, 9, 13, 6, tzinfo=UTC)
    event = Event(
        event_id="e-1",
        operation_id="test-1",
        subject="vessel",
        subject_id="v-1",
        facet="berth",
        status="in_port",
        happened_at=at,
        recorded_at=at,
        source="test",
        actor="duty desk",
    )
    desk.record([event])
    if listed:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        boat = {"roster": "live", "vessel_id": "v-1", "source": "test"}
        boat |= {"valid_from": yesterday, "valid_to": FOREVER}
        with desk.store.write() as transaction:
            transaction.append("vessel", pd.DataFrame([boat]))
    desk.store.close()


def spoil(settings: Settings) -> None:
    """Drop what was folded, as a damaged file would."""
    store = Store(settings.database, queries=settings.queries_dir)
    with store.write() as transaction:
        transaction.run("ledger/clear_span")
    store.close()


def test_check_finds_nothing_in_a_sound_ledger(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    record_one(settings)
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_check_tells_findings_and_ends_well(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    record_one(settings, listed=False)
    assert cli.main(["check"]) == 0
    printed = capsys.readouterr()
    first, second = printed.out.splitlines()
    assert first.split("\t") == ["finding", "orphan_objects", "Objects that no list names", "1"]
    assert second.split("\t") == ["", "test-1", "vessel", "v-1", "it is on no list", "1"]
    assert "1 more findings" in printed.err


def test_check_prints_each_row_that_disagrees_and_rebuild_mends_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    record_one(settings)
    spoil(settings)
    assert cli.main(["check"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "\ttest-1\t" in line]
    assert line.split("\t")[:6] == ["rebuilt", "span", "missing", "test-1", "vessel", "v-1"]
    assert cli.main(["rebuild"]) == 0
    assert cli.main(["check"]) == 0


def test_status_tells_operations_and_events(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    record_one(settings)
    assert cli.main(["status"]) == 0
    printed = capsys.readouterr().out
    assert str(settings.database) in printed
    assert "test-1 · Test · 1 events" in printed


def test_shapes_turns_a_survey_into_the_countys_geojson(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = project / "data/county/yuhuan/townships.geojson", tmp_path / "townships.geojson"
    assert cli.main(["shapes", str(source), str(target), "--code", "code"]) == 0
    assert "11 polygons" in capsys.readouterr().err
    assert len(json.loads(target.read_text(encoding="utf-8"))["features"]) == 11
    assert cli.main(["shapes", str(source), str(target), "--code", "no_such"]) == 1
    assert "no_such?" in capsys.readouterr().err


def test_status_without_a_data_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "nowhere"))
    assert cli.main(["status"]) == 0
    assert str(tmp_path / "nowhere") in capsys.readouterr().out
    assert not (tmp_path / "nowhere").exists()


DRILL_ROLES = [role.replace("_", "-") for role in Role]


def test_serve_starts_streamlit_on_loopback_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[list[str]] = []
    given: list[dict[str, str]] = []

    def start(_path: str, command: list[str], environment: dict[str, str]) -> None:
        started.append(command)
        given.append(environment)

    monkeypatch.setattr(os, "execve", start)
    monkeypatch.setattr(os, "chdir", lambda _path: None)
    cli.main(["serve", "--port", "9123", "--base-path", "/desk/"])
    cli.main([])
    monkeypatch.setenv("STORMDESK_HOME", str(tmp_path / "home"))
    cli.main(["serve", "--drill-accounts"])
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()] == [f"drill-{name}" for name in DRILL_ROLES]
    assert len(started) == 3
    monkeypatch.setenv("STORMDESK_MODE", "live")
    assert cli.main(["serve", "--drill-accounts"]) != 0
    assert len(started) == 3
    assert "http://127.0.0.1:9123/desk" in said.err
    assert started[0][1:] == [
        *("-m", "stormdesk.ui.serving", "run", "dashboard.py"),
        *("--server.address=127.0.0.1", "--server.port=9123", "--server.baseUrlPath=desk"),
    ]
    assert started[1][-1] == "--server.port=8501"
    assert {environment["FORWARDED_ALLOW_IPS"] for environment in given} == {""}
    assert {environment["MALLOC_ARENA_MAX"] for environment in given} == {"2"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(process: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the server did not become healthy")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[int]:
    """A running server, ended as an operator ends it: Ctrl-C, then one sentence and no word of a fault."""
    port = free_port()
    command = [sys.executable, "-m", "stormdesk", "serve", "--port", str(port)]
    log = tmp_path / "console"
    with log.open("w") as console:
        process = subprocess.Popen(command, cwd=PROJECT, text=True, stdout=console, stderr=console)
        try:
            wait_until_healthy(process, port)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            ended = process.wait(timeout=30)
    assert ended == 0
    last = log.read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith("stormdesk: Stopped")


@pytest.mark.usefixtures("served")
def test_while_the_server_runs_it_takes_the_file(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(STORM), "--by", "duty desk"]) == 0
    assert "zj_storm.json: Partly taken (Typhoon)" in capsys.readouterr().out
    assert [path.name for path in settings.inbox.iterdir()] == ["archive"]
    assert cli.main(["check"]) == 1
    assert "running server" in capsys.readouterr().err
    assert cli.main(["status"]) == 0
