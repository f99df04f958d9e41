"""`stormdesk account`, `session` and `drill-accounts`: what the console does, and refuses to."""

import argparse
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk import cli_accounts
from stormdesk.door.accounts import COMMAND
from stormdesk.door.entrance import Entered, Refused, sign_in
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.errors import BadAccount, LastAdministrator, NoDrillAccounts
from stormdesk.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(load_settings(), home=tmp_path / "home", language="en", mode="drill")


def run(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    cli_accounts.add_commands(parser.add_subparsers(), "en")
    asked = parser.parse_args(words)
    code: int = asked.command(asked, settings)
    return code


def enter(settings: Settings, account_id: str, password: str, new: str | None = None) -> Entered | Refused:
    office = open_office(settings, cost=CHEAP)
    try:
        return sign_in(office, account_id, password, at=datetime.now(UTC), new_password=new)
    finally:
        office.close()


def test_an_account_is_made_changed_and_the_last_administrator_kept(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ("account", "add", "root-1", "--name", "王五", "--role", "administrator")
    with pytest.raises(BadAccount):
        run(settings, *root, "--person", "nobody")
    assert run(settings, *root) == 0
    said = capsys.readouterr()
    password = said.out.strip()
    assert "seven days" in said.err
    assert isinstance(enter(settings, "root-1", password, "seven herons on the dyke"), Entered)
    run(settings, "session", "list")
    listed = capsys.readouterr().out.split("\t")
    assert listed[1] == "root-1"
    assert run(settings, "session", "end", listed[0]) == 0
    assert run(settings, "session", "end", listed[0]) == 1
    with pytest.raises(LastAdministrator):
        run(settings, "account", "off", "root-1")
    office = open_office(settings, cost=CHEAP)
    seen = office.store.rows("audit/chain")
    office.close()
    assert {row[8] for row in seen} == {COMMAND.account_id, "root-1"}


def test_drill_accounts_open_in_a_drill_and_never_in_live_mode(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "drill-accounts") == 0
    keys = [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()]
    assert len(keys) == 8
    assert isinstance(enter(settings, *keys[1]), Entered)
    live = replace(settings, mode="live")
    assert isinstance(enter(live, *keys[1]), Refused)
    with pytest.raises(NoDrillAccounts):
        run(live, "drill-accounts")
    assert run(settings, "drill-accounts") == 0
    assert isinstance(enter(settings, *keys[1]), Refused)


def test_while_the_server_holds_the_file_the_page_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    open_office(settings, cost=CHEAP).close()
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", hold, str(settings.access_database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        server.stdout.readline()
        assert run(settings, "account", "list") == 1
        server.communicate()
    assert "access page" in capsys.readouterr().err
