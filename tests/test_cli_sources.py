"""`stormdesk sources` lists, registers, gives out tokens once and takes them back."""

import argparse
import subprocess
import sys
from dataclasses import replace

import pytest

from stormdesk import cli_sources
from stormdesk.errors import UnknownSource
from stormdesk.ingest.desk import open_desk
from stormdesk.ingest.sources import holder
from stormdesk.settings import Settings


@pytest.fixture
def settings(plain_settings: Settings) -> Settings:
    return replace(plain_settings, language="en")


def run(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    cli_sources.add_commands(parser.add_subparsers(), "en")
    asked = parser.parse_args(["sources", *words])
    code: int = asked.command(asked, settings)
    return code


def test_a_source_is_registered_given_a_token_and_loses_it(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(settings, "add", "radar", "--name", "雷达", "--kinds", "positions,events", "--every", "10") == 0
    )
    assert run(settings, "token", "radar") == 0
    token = capsys.readouterr().out.splitlines()[-1]
    desk = open_desk(settings)
    try:
        source = holder(desk.store, token)
    finally:
        desk.store.close()
    assert source is not None
    assert (source.source_id, source.expected_every_min) == ("radar", 10)
    assert run(settings, "list") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["radar", "Never", "—", "—", "—", "雷达"] in lines
    assert run(settings, "off", "radar") == 0
    assert run(settings, "revoke", "radar") == 0
    assert "Revoked tokens: 1" in capsys.readouterr().out


def test_wrong_kinds_and_unknown_sources_are_said(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "add", "radar", "--name", "x", "--kinds", "luck") == 1
    assert "luck" in capsys.readouterr().err
    with pytest.raises(UnknownSource):
        run(settings, "token", "nobody")


def test_while_another_process_holds_the_file_the_page_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(settings.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder_process:
        assert holder_process.stdout is not None
        holder_process.stdout.readline()
        assert run(settings, "token", "inbox") == 1
        holder_process.communicate()
    assert "data page" in capsys.readouterr().err
