"""`stormdesk audit` verifies, tells the head and lists, and says so in sentences."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk import cli_audit
from stormdesk.cli_noting import noted
from stormdesk.door.audit import Deed, Kind
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = replace(load_settings(), home=tmp_path, language="en", audit_key="")
    office = open_office(made, cost=CHEAP)
    for kind in (Kind.EXPORT, Kind.REFUSED):
        is_done = kind is Kind.EXPORT
        office.audit.note(
            Deed(at=datetime.now(UTC), kind=kind, what="read", is_done=is_done, thing="a\x1b[2Jb")
        )
    office.close()
    return made


def run(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    cli_audit.add_commands(parser.add_subparsers(), "en")
    asked = parser.parse_args(["audit", *words])
    code: int = asked.command(asked, settings)
    return code


def test_verify_holds_against_a_head_that_was_kept_and_not_against_another(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "head") == 0
    head = capsys.readouterr().out.strip()
    assert run(settings, "verify", "--against", head) == 0
    assert "The audit is whole." in capsys.readouterr().out
    assert run(settings, "verify", "--against", f"{head.partition(':')[0]}:{'0' * 64}") == 1
    assert run(settings, "verify", "--against", f"{head.partition(':')[0]}:") == 1
    assert run(settings, "show", "--kind", "audit") == 0
    assert capsys.readouterr().out.count("\tverified\t") == 3


def test_show_lists_what_was_refused_without_control_characters(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "show", "--refused") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "a?[2Jb" in lines[1]


def test_a_file_that_the_server_holds_is_told_in_a_sentence(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(replace(settings, home=settings.home / "none"), "verify") == 1
    settings.audit_head.write_text("{}")
    assert run(settings, "head") == 1
    assert "missing or not to be trusted" in capsys.readouterr().err


def test_what_the_console_does_is_noted_before_it_happens(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ZeroDivisionError), noted(settings, Kind.SETTING, "backup_made", thing="backups"):
        raise ZeroDivisionError
    assert run(settings, "show", "--kind", "setting") == 0
    done, undone = capsys.readouterr().out.splitlines()[1:]
    assert ("True\tcommand:" in done, "False\tcommand:" in undone) == (True, True)
    assert "ZeroDivisionError" in undone
