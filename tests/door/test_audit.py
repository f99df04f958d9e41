import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from stormdesk.door.audit import Audit, Deed, Kind, open_audit
from stormdesk.door.audit_chain import COLUMNS
from stormdesk.door.audit_verdict import FaultKind
from stormdesk.door.strangers import Strangers
from stormdesk.errors import AuditBroken, BadAuditKey
from stormdesk.settings import Settings, load_settings
from stormdesk.store import Store, Transaction

AT = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def empty_access(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("access"))
    Store(settings.access_database, queries=settings.queries_dir, schema="schema_access").close()
    return settings.access_database


@pytest.fixture
def settings(tmp_path: Path, empty_access: Path) -> Settings:
    made = replace(load_settings(), home=tmp_path, audit_key="")
    shutil.copy(empty_access, made.access_database)
    return made


@pytest.fixture(scope="module")
def six_rows(tmp_path_factory: pytest.TempPathFactory, empty_access: Path) -> Path:
    """A home whose audit holds six rows; copy it."""
    made = replace(load_settings(), home=tmp_path_factory.mktemp("six"), audit_key="")
    shutil.copy(empty_access, made.access_database)
    with opened(made) as audit:
        note(audit, 6)
    return made.home


@contextmanager
def opened(settings: Settings) -> Iterator[Audit]:
    store = Store(settings.access_database, queries=settings.queries_dir, schema="schema_access")
    try:
        yield open_audit(settings, store)
    finally:
        store.close()


def note(audit: Audit, count: int, **more: object) -> None:
    for number in range(count):
        audit.note(Deed(at=AT, kind=Kind.EXPORT, what="lists_exported", detail={"rows": number}, **more))  # type: ignore[arg-type]


def faults(audit: Audit) -> list[tuple[FaultKind, int, int]]:
    return [(fault.kind, fault.first, fault.last) for fault in audit.verify().faults]


def test_an_untouched_chain_is_whole_after_a_restart(settings: Settings) -> None:
    with opened(settings) as audit:
        note(audit, 3, reason="核对\n“名单”", address="10.0.0.7", thing=None, area_code="")
    with opened(settings) as audit:
        note(audit, 2)
        verdict = audit.verify()
    assert (verdict.is_whole, verdict.checked, verdict.head.seq) == (True, 5, 5)
    assert stat.S_IMODE((settings.home / "audit.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["update audit set reason = 'x' where seq = 3"], (FaultKind.EDITED, 3, 3)),
        (
            ["update audit set noted_at = noted_at - interval 1 second where seq = 3"],
            (FaultKind.EDITED, 3, 3),
        ),
        (["update audit set is_done = not is_done where seq = 3"], (FaultKind.EDITED, 3, 3)),
        (["update audit set account_id = '' where seq = 3"], (FaultKind.EDITED, 3, 3)),
        (["delete from audit where seq in (3, 4)"], (FaultKind.CUT_OUT, 3, 4)),
        (["delete from audit where seq = 1"], (FaultKind.CUT_OUT, 1, 1)),
        (["delete from audit where seq > 4"], (FaultKind.CUT_OUT, 5, 6)),
        (["delete from audit"], (FaultKind.CUT_OUT, 1, 6)),
        (["insert into audit from audit where seq = 4"], (FaultKind.DOUBLED, 4, 4)),
        (
            ["update audit set seq = case seq when 3 then 4 else 3 end where seq in (3, 4)"],
            (FaultKind.REORDERED, 3, 3),
        ),
        (
            ["delete from audit where seq = 3", "update audit set seq = seq - 1 where seq > 3"],
            (FaultKind.EDITED, 3, 3),
        ),
    ],
)
def test_what_was_done_to_the_file_shows_and_goes_on_showing(
    tmp_path: Path, six_rows: Path, statements: list[str], found: tuple[FaultKind, int, int]
) -> None:
    settings = replace(load_settings(), home=tmp_path / "home", audit_key="")
    shutil.copytree(six_rows, settings.home)
    with duckdb.connect(settings.access_database) as connection:
        for statement in statements:
            connection.execute(statement)
    with opened(settings) as audit:
        assert found in faults(audit)
        note(audit, 3)
        assert found in faults(audit)


def test_an_end_that_is_cut_while_the_server_stands_is_told_as_cut_off(settings: Settings) -> None:
    with opened(settings) as audit:
        note(audit, 6)
        with audit._store.cursor() as cursor:
            cursor.execute("delete from audit where seq > 4")
        assert faults(audit) == [(FaultKind.CUT_OFF, 5, 6)]


def test_an_older_file_put_back_shows(settings: Settings) -> None:
    with opened(settings) as audit:
        note(audit, 2)
    shutil.copy(settings.access_database, settings.home / "older")
    with opened(settings) as audit:
        note(audit, 3)
    shutil.copy(settings.home / "older", settings.access_database)
    with opened(settings) as audit:
        note(audit, 1)
        assert faults(audit) == [(FaultKind.CUT_OUT, 3, 5)]
        assert audit.verify().head.seq == 7


def test_a_forged_row_needs_the_key(settings: Settings) -> None:
    with opened(settings) as audit:
        note(audit, 3)
    (settings.home / "audit.key").unlink()
    with opened(settings) as audit:
        note(audit, 1)
        found = faults(audit)
    assert found == [(FaultKind.OTHER_KEY, 1, 3), (FaultKind.HEAD_LOST, 3, 3)]


def test_a_lost_or_forged_head_shows_and_an_older_key_still_checks(settings: Settings) -> None:
    old, new = replace(settings, audit_key="o" * 32), replace(settings, audit_key="n" * 32 + " " + "o" * 32)
    with opened(old) as audit:
        note(audit, 2)
    with opened(new) as audit:
        note(audit, 2)
        assert audit.verify().is_whole
    settings.audit_head.write_text(settings.audit_head.read_text().replace('"hash": "', '"hash": "0'))
    with opened(new) as audit:
        note(audit, 1)
        assert faults(audit) == [(FaultKind.HEAD_LOST, 4, 4)]


def test_a_short_key_is_refused(settings: Settings) -> None:
    with pytest.raises(BadAuditKey), opened(replace(settings, audit_key="short")):
        pass


def test_a_sudden_end_between_row_and_head_is_no_tampering(settings: Settings) -> None:
    script = Path(__file__).parent / "killed_noter.py"
    done = subprocess.run([sys.executable, script, settings.home], check=False)
    assert done.returncode == -9
    with opened(settings) as audit:
        assert audit.head().seq == 3
        assert audit._head.read(audit._keys).seq == 2  # type: ignore[union-attr]
        assert audit.verify().is_whole
        note(audit, 1)
        assert audit.verify().is_whole


def test_two_who_write_at_once_make_one_chain(settings: Settings) -> None:
    with opened(settings) as audit:
        threads = [threading.Thread(target=note, args=(audit, 20)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        verdict = audit.verify()
    assert (verdict.is_whole, verdict.checked) == (True, 80)


def fails_after(transaction: Transaction) -> None:
    others = (*COLUMNS, "prev_hash", "hash", "key_mark")
    transaction.run("audit/note", seq=9, noted_at=AT, **dict.fromkeys(others, "x") | {"is_done": True})
    raise ZeroDivisionError


def test_a_change_and_its_row_land_together_or_not_at_all(settings: Settings) -> None:
    deed = Deed(at=AT, kind=Kind.ACCOUNT, what="account_added")
    with opened(settings) as audit:
        with pytest.raises(ZeroDivisionError), audit.along(deed) as transaction:
            fails_after(transaction)
        assert audit._store.rows("audit/size") == [(0,)]
        with audit.along(deed):
            audit.note(Deed(at=AT, kind=Kind.SESSION, what="session_ended"))
        assert (audit.verify().is_whole, audit.head().seq) == (True, 2)


def test_a_deed_that_fails_says_so_and_one_that_cannot_be_noted_does_not_happen(settings: Settings) -> None:
    deed, happened = Deed(at=AT, kind=Kind.IMPORT, what="file_imported"), []
    with opened(settings) as audit:
        with pytest.raises(ZeroDivisionError), audit.around(deed):
            raise ZeroDivisionError
        rows = audit._store.rows("audit/chain")
        assert [(row[7], "ZeroDivisionError" in row[17]) for row in rows] == [(True, False), (False, True)]
        settings.audit_head.unlink()
        settings.audit_head.mkdir()
        with pytest.raises(AuditBroken), audit.around(deed):
            happened.append(1)
    assert happened == []


def test_strangers_cannot_fill_the_audit(settings: Settings) -> None:
    with opened(settings) as audit:
        for number in range(500):
            at = AT + timedelta(milliseconds=number)
            audit.stranger("no_session", at=at, address="203.0.113.9", thing="/wall")
        assert audit._store.rows("audit/size") == [(1,)]
        audit.stranger("no_session", at=AT + timedelta(seconds=61), address="203.0.113.9", thing="/wall")
        audit.settle(AT + timedelta(seconds=62))
        rows = audit._store.rows("audit/chain")
        assert [('"count": 499' in row[17]) for row in rows] == [False, True, False]
        assert audit.verify().is_whole


def test_strangers_from_many_addresses_cost_bounded_rows_and_memory() -> None:
    strangers = Strangers(most=5)
    name = ("no_session", "refused", None, None)
    told = [strangers.meet(name, at=AT, address=f"2001:db8:{n:x}::1") for n in range(1000)]
    told += [strangers.meet(name, at=AT, address=f"2001:db8:0:0::{n:x}") for n in range(1000)]
    assert sum(len(each) for each in told) == 5
    gathered = strangers.due(AT + timedelta(minutes=1))
    assert {each.address: each.detail["count"] for each in gathered} == {"2001:db8::/64": 1000, None: 995}
    assert strangers.due(AT + timedelta(minutes=9)) == []


def test_a_stranger_who_goes_on_costs_a_row_an_hour_at_last() -> None:
    strangers = Strangers()
    name = ("no_session", "refused", None, None)
    rows = 0
    for second in range(0, 24 * 3600, 10):
        at = AT + timedelta(seconds=second)
        rows += len(strangers.meet(name, at=at, address="203.0.113.9")) + len(strangers.due(at))
    assert 24 < rows < 40
