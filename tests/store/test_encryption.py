"""A data file encrypted by the engine: nothing readable on disk, the same answers, clear refusals."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from stormdesk.errors import NoEncryption, WrongKey
from stormdesk.store import Scope, Store, opening
from stormdesk.store.backup import BackupRefused, make_backup, restore_backup

KEY = "correct horse's battery"
NAME = "张三丰甲乙丙"


def opened(project: Path, home: Path, secret: str) -> Store:
    return Store(home / "stormdesk.duckdb", queries=project / "queries", secret=secret)


def filled(store: Store) -> None:
    row = {
        "operation_id": NAME,
        "kind": "drill",
        "name_zh": NAME,
        "name_en": "x",
        "roster": "r",
        "opened_at": pd.Timestamp("2022-09-10", tz="UTC"),
        "is_synthetic": True,
    }
    with store.write() as transaction:
        transaction.append("operation", pd.DataFrame([row]))


def test_nothing_is_readable_on_disk_and_every_reader_answers_the_same(project: Path, tmp_path: Path) -> None:
    store = opened(project, tmp_path, KEY)
    filled(store)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert NAME.encode() not in on_disk
    assert [row[0] for row in store.rows("operation/list")] == [NAME]
    assert store.scoped(Scope("331083002")).frame("operation/list").iloc[0]["name_zh"] == NAME
    with store.snapshot() as snapshot:
        assert snapshot.fingerprint("operation").rows == 1
    store.close()
    again = opened(project, tmp_path, KEY)
    assert [row[0] for row in again.rows("operation/list")] == [NAME]
    again.close()
    assert NAME.encode() not in (tmp_path / "stormdesk.duckdb").read_bytes()


def test_the_plain_file_would_have_been_readable(project: Path, tmp_path: Path) -> None:
    store = opened(project, tmp_path, "")
    filled(store)
    store.close()
    assert NAME.encode() in (tmp_path / "stormdesk.duckdb").read_bytes()


@pytest.mark.parametrize(("first", "second"), [(KEY, "another"), (KEY, ""), ("", KEY)])
def test_another_key_is_refused_and_changes_nothing(
    project: Path, tmp_path: Path, first: str, second: str
) -> None:
    opened(project, tmp_path, first).close()
    before = (tmp_path / "stormdesk.duckdb").read_bytes()
    with pytest.raises(WrongKey):
        opened(project, tmp_path, second)
    assert (tmp_path / "stormdesk.duckdb").read_bytes() == before
    opened(project, tmp_path, first).close()


def test_without_the_extension_it_says_what_to_install(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "EXTENSION", "duckdb_extension_that_nobody_has")
    with pytest.raises(NoEncryption):
        opened(project, tmp_path, KEY)
    assert not (tmp_path / "stormdesk.duckdb").exists()


@pytest.fixture
def backed_up(project: Path, tmp_path: Path) -> Path:
    store = opened(project, tmp_path / "home", KEY)
    filled(store)
    made = make_backup(store, tmp_path / "backups", at=datetime(2026, 1, 2, tzinfo=UTC))
    store.close()
    return made.path


def test_a_backup_of_an_encrypted_file_is_encrypted_and_comes_back_row_by_row(
    project: Path, tmp_path: Path, backed_up: Path
) -> None:
    assert NAME.encode() not in b"".join(path.read_bytes() for path in backed_up.iterdir())
    target = tmp_path / "again" / "stormdesk.duckdb"
    compared = restore_backup(backed_up, target, queries=project / "queries", secret=KEY)
    assert all(row.is_equal for row in compared)
    assert NAME.encode() not in target.read_bytes()
    restored = opened(project, target.parent, KEY)
    assert [row[0] for row in restored.rows("operation/list")] == [NAME]
    restored.close()


@pytest.mark.parametrize("secret", ["", "another"])
def test_a_backup_does_not_open_with_another_key_and_leaves_nothing_behind(
    project: Path, tmp_path: Path, backed_up: Path, secret: str
) -> None:
    target = tmp_path / "again" / "stormdesk.duckdb"
    with pytest.raises(BackupRefused):
        restore_backup(backed_up, target, queries=project / "queries", secret=secret)
    assert not target.exists()
