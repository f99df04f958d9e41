"""A backup is whole, made while others write, and proves itself when it is read back."""

import json
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormdesk.domain.event import Event
from stormdesk.store import Ledger, Store
from stormdesk.store import backup as backups
from stormdesk.store.backup import BackupRefused, make_backup, restore_backup
from stormdesk.store.disk import disk

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
Record = Callable[[int], None]


@pytest.fixture
def record(ledger: Ledger) -> Record:
    def go(number: int) -> None:
        at = AT + timedelta(minutes=number)
        ledger.record_from_source(
            [
                Event(
                    event_id=f"e{number}",
                    operation_id="op",
                    subject="vessel",
                    subject_id=f"v{number % 7}",
                    facet="berth",
                    status="in_port",
                    happened_at=at,
                    recorded_at=at,
                    source="渔港",
                    actor="test",
                    lat=28.123456789012345,
                    quantity=number or None,
                )
            ]
        )

    return go


def test_what_is_restored_equals_what_was_backed_up(
    store: Store, record: Record, tmp_path: Path, project: Path
) -> None:
    for number in range(30):
        record(number)
    made = make_backup(store, tmp_path / "backups", at=AT)
    assert made.manifest is not None
    record(99)
    told: list[float] = []
    compared = restore_backup(
        made.path,
        tmp_path / "again" / "new.duckdb",
        queries=project / "queries",
        progress=lambda share, _text: told.append(share),
    )
    assert {row.table for row in compared} == {entry.table for entry in made.manifest.tables}
    assert [row for row in compared if row.is_equal is not True] == []
    assert next(row.rows for row in compared if row.table == "event") == 30
    assert told == sorted(told)
    assert told[-1] == 1.0
    restored = Store(tmp_path / "again" / "new.duckdb", queries=project / "queries")
    assert Ledger(restored).disagreements() == []
    assert [row[0] for row in restored.rows("ledger/all_events")] == [f"e{number}" for number in range(30)]
    restored.close()


def test_a_backup_is_of_one_instant_while_somebody_writes(
    store: Store, record: Record, tmp_path: Path, project: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            record(number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make_backup(store, tmp_path / "backups", at=AT + timedelta(hours=n)) for n in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, each in enumerate(made):
        target = tmp_path / f"r{number}" / "new.duckdb"
        compared = restore_backup(each.path, target, queries=project / "queries")
        assert all(row.is_equal for row in compared)
        restored = Store(target, queries=project / "queries")
        assert Ledger(restored).disagreements() == []
        restored.close()


def test_nothing_is_written_over(store: Store, tmp_path: Path, project: Path) -> None:
    made = make_backup(store, tmp_path / "backups", at=AT)
    with pytest.raises(BackupRefused) as refused:
        restore_backup(made.path, store.path, queries=project / "queries")
    assert refused.value.sentence == backups.Refused.EXISTS
    with pytest.raises(BackupRefused):
        make_backup(store, tmp_path / "backups", at=AT)


def test_one_flipped_byte_is_found_and_nothing_is_left(
    store: Store, record: Record, tmp_path: Path, project: Path
) -> None:
    record(1)
    made = make_backup(store, tmp_path / "backups", at=AT)
    path = made.path / "event.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    target = tmp_path / "again" / "new.duckdb"
    with pytest.raises(BackupRefused) as refused:
        restore_backup(made.path, target, queries=project / "queries")
    assert refused.value.sentence == backups.Refused.DAMAGED
    assert not target.exists()


def test_a_restored_file_that_differs_is_told(
    store: Store, record: Record, tmp_path: Path, project: Path
) -> None:
    record(1)
    made = make_backup(store, tmp_path / "backups", at=AT)
    said = json.loads((made.path / "manifest.json").read_bytes())
    for entry in said["tables"]:
        if entry["table"] == "event":
            entry["checksum"] = "1"
    (made.path / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    compared = restore_backup(made.path, tmp_path / "again" / "new.duckdb", queries=project / "queries")
    assert [row.table for row in compared if row.is_equal is False] == ["event"]


@pytest.mark.parametrize("spoil", ["unfinished", "missing", "bundle", "newer"])
def test_what_is_no_backup_is_refused(store: Store, tmp_path: Path, project: Path, spoil: str) -> None:
    made = make_backup(store, tmp_path / "backups", at=AT)
    manifest = made.path / "manifest.json"
    said = json.loads(manifest.read_bytes())
    if spoil == "unfinished":
        manifest.unlink()
    elif spoil == "missing":
        (made.path / "event.parquet").unlink()
    elif spoil == "bundle":
        manifest.write_text(json.dumps(said | {"kind": "bundle"}), encoding="utf-8")
    else:
        for entry in said["tables"]:
            entry["table"] = "event_of_tomorrow" if entry["table"] == "event" else entry["table"]
        shutil.move(made.path / "event.parquet", made.path / "event_of_tomorrow.parquet")
        manifest.write_text(json.dumps(said), encoding="utf-8")
    target = tmp_path / "again" / "new.duckdb"
    with pytest.raises(BackupRefused):
        restore_backup(made.path, target, queries=project / "queries")
    assert not target.exists()
    [listed] = backups.backups(tmp_path / "backups")
    assert (listed.manifest is None) == (spoil in {"unfinished", "missing", "bundle"})


def test_no_room_is_said_before_anything_is_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "free_bytes", lambda _folder: 10)
    with pytest.raises(BackupRefused) as refused:
        make_backup(store, tmp_path / "backups", at=AT)
    assert refused.value.sentence == backups.Refused.NO_ROOM
    assert backups.backups(tmp_path / "backups") == []


def test_only_the_owner_may_read_it(store: Store, tmp_path: Path) -> None:
    made = make_backup(store, tmp_path / "backups", at=AT)
    assert made.path.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in made.path.iterdir()} == {0}


def test_the_disk_tells_bytes_and_an_alarm_and_unknown_is_not_zero(store: Store, tmp_path: Path) -> None:
    seen = disk(store.path, originals=tmp_path / "none", backups=tmp_path)
    assert seen.originals_bytes == 0
    assert seen.database_bytes
    assert seen.is_alarming is False
    nothing = disk(tmp_path / "no.duckdb", originals=tmp_path, backups=tmp_path)
    assert nothing.database_bytes is None
    assert nothing.is_alarming is None
