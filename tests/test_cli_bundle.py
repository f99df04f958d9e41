"""Handing the ledger on and keeping it, from the command line."""

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk import cli_bundle
from stormdesk.domain.event import Event
from stormdesk.errors import UnknownFile, UnknownOperation
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import Settings


def run(settings: Settings, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    cli_bundle.add_commands(parser.add_subparsers(), settings.language)
    asked = parser.parse_args(arguments)
    return int(asked.command(asked, settings))


@pytest.fixture
def settings(plain_settings: Settings) -> Settings:
    desk = open_desk(plain_settings)
    at = datetime(2022, 9, 13, tzinfo=UTC)
    event = Event(
        event_id="e1",
        operation_id="test-1",
        subject="vessel",
        subject_id="v1",
        facet="berth",
        status="in_port",
        happened_at=at,
        recorded_at=at,
        source="test",
        actor="test",
    )
    desk.record([event])
    desk.store.close()
    return plain_settings


def test_a_bundle_goes_out_and_comes_back(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "a.stormdesk.zip")
    assert run(settings, "bundle", "test-1", target) == 0
    assert "keep it as personal data" in capsys.readouterr().out
    assert run(settings, "unbundle", target) == 0
    assert "the same in every row" in capsys.readouterr().out
    assert run(settings, "unbundle", target, "--suffix", "b") == 0
    assert "“test-1-b” loaded" in capsys.readouterr().out


def test_a_backup_is_restored_and_compared(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "backup") == 0
    [made] = settings.backups.iterdir()
    assert str(made) in capsys.readouterr().out
    assert run(settings, "restore", str(made), str(tmp_path / "new" / "new.duckdb")) == 0
    printed = capsys.readouterr()
    assert re.search(r"^event\t(\d+)\t\1\tsame$", printed.out, re.MULTILINE)
    assert "Every row is the same." in printed.err
    assert (tmp_path / "new" / "new.duckdb").is_file()


def test_what_is_not_there_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UnknownOperation):
        run(settings, "bundle", "nothing", str(tmp_path / "a.zip"))
    with pytest.raises(UnknownFile):
        run(settings, "unbundle", str(tmp_path / "a.zip"))
