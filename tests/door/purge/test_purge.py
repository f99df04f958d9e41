"""An operation's people are forgotten in every file, every number stays, and a kill leaves all or nothing."""

import errno
import shutil
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest

from stormdesk.door.purge import journal as journals
from stormdesk.door.purge.again import cleansing, forget_again, known_lists
from stormdesk.door.purge.numbers import answers, differing, moments_of
from stormdesk.door.purge.plan import preview
from stormdesk.door.purge.records import Blocker
from stormdesk.door.purge.run import perform, resume
from stormdesk.door.purge.traces import Traces
from stormdesk.ingest.desk import open_desk
from stormdesk.store import Scope, Store
from stormdesk.store.backup import restore_backup
from stormdesk.store.forgotten import NAME, Forgotten, HoldsForgotten, keep
from stormdesk.store.rewrite import RewriteFailedError
from tests.door import purge_house
from tests.door.purge_house import (
    ADDRESS,
    AT,
    CLOSED,
    LEFT,
    NOTE,
    OPENED,
    OPERATION,
    ORDER,
    PHONE,
    SHARED,
    STAYS,
    PurgeHouse,
)


def found_in(home: Path, *words: str) -> set[str]:
    traces = Traces(words)
    return {path.name for path in home.rglob("*") if path.is_file() and traces.in_file(path)}


def test_nobody_is_found_and_every_number_stays(house: PurgeHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, home = house.desk, house.desk.settings.home
    spread = [CLOSED]
    before = answers(desk.store, OPERATION, spread)
    then = moments_of(*desk.store.rows("operation/opened_at", operation_id="response-2")[0], 1)
    with monkeypatch.context() as patched:
        patched.setattr("stormdesk.door.purge.numbers.FOLDERS", ("duty", "work"))
        other = answers(desk.store, "response-2", then)
    assert sum(sum(told.values()) for told in before.values()) > 100
    assert len(found_in(home, LEFT)) >= 8
    scoped = desk.store.scoped(Scope(None))
    asked = {"operation_id": OPERATION, "as_of": CLOSED, "known_at": CLOSED, "area_code": None}
    headline = scoped.frame("evacuation/headline", **asked)

    with monkeypatch.context() as patched:
        patched.setattr("stormdesk.door.purge.numbers.FOLDERS", ("duty",))
        proof = perform(desk, house.office, ORDER, at=AT)

    assert proof.is_clean
    assert (proof.word_count, proof.short_count) == (5, 8)
    assert scoped.frame("evacuation/headline", **asked).equals(headline)
    assert desk.ledger.disagreements() == []
    assert found_in(home, LEFT, ADDRESS + "x", NOTE) == set()
    assert (differing(before, answers(desk.store, OPERATION, spread)), len(before)) == ([], len(before))
    # It tells when the lists changed, later than that response too.
    assert differing(other, answers(desk.store, "response-2", then)) == ["work/epochs"]
    with desk.store.cursor() as cursor:
        live = dict(cursor.execute("select name, phone from evacuee where roster = 'live'").fetchall())
        own = cursor.execute(
            "select name, phone, address, needs, note from evacuee where roster <> 'live'"
        ).fetchall()
        told = cursor.execute(
            "select event_id, actor, payload from event where operation_id = $run order by seq",
            {"run": OPERATION},
        ).fetchall()
        refused = cursor.execute("select value, original_row from import_problem").fetchall()
    assert live == {STAYS: PHONE, SHARED: PHONE}
    assert len(own) == len({row[0] for row in own}) == 3
    assert {row[2:4] for row in own} == {("已销毁", "已销毁")}
    assert {row[0] for row in told} == {f"{OPERATION}~{number:09}" for number in range(1, 9)}
    assert "duty" in {row[1] for row in told}
    assert "P1" not in {row[1] for row in told}
    assert set(refused) == {("已销毁", None)}
    assert ("purge", "done", True) in house.deeds()
    assert not journals.path_of(home).exists()
    assert preview(desk.store, OPERATION, desk.settings, AT).blockers[0].blocker is Blocker.FORGOTTEN


@pytest.mark.usefixtures("few")
def test_other_numbers_change_nothing(house: PurgeHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = house.desk
    monkeypatch.setattr("stormdesk.door.purge.rewriting.differing", lambda _before, _after: ["wall/feed"])
    with pytest.raises(RewriteFailedError):
        perform(desk, house.office, ORDER, at=AT)
    assert preview(desk.store, OPERATION, desk.settings, AT).is_ready
    assert not journals.path_of(desk.settings.home).exists()
    assert len(found_in(desk.settings.home, LEFT)) >= 8
    desk.store.close()
    assert not list(desk.settings.home.glob("stormdesk.duckdb.*"))


@pytest.mark.usefixtures("few")
def test_a_second_forgetting_ends_first_what_the_one_before_could_not(
    house: PurgeHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> int:
        raise OSError(errno.ENOSPC, "no space left")

    desk = house.desk
    with monkeypatch.context() as patched:
        patched.setattr("stormdesk.door.purge.run.destroy", full)
        with pytest.raises(OSError, match="no space"):
            perform(desk, house.office, ORDER, at=AT)
    assert journals.path_of(desk.settings.home).exists()
    second = replace(ORDER, operation_id="response-2", proposal_id="p2")
    assert perform(desk, house.office, second, at=AT + timedelta(seconds=1)).is_clean
    assert [deed for deed in house.deeds() if deed[0] == "purge"] == [("purge", "done", True)] * 2
    assert not journals.path_of(desk.settings.home).exists()


@pytest.mark.usefixtures("few")
def test_no_older_copy_brings_anybody_back(home: Path, tmp_path: Path) -> None:
    settings = purge_house.settings_at(home)
    known = Forgotten(operation_id=OPERATION, opened_at=OPENED, closed_at=CLOSED, forgotten_at=CLOSED)
    [backup] = (home / "backups").iterdir()
    restore_backup(backup, tmp_path / "as_it_was.duckdb", queries=settings.queries_dir)
    for folder in (home, settings.backups):
        keep(folder / NAME, [known])
    assert known_lists(settings) == (known,)
    with pytest.raises(HoldsForgotten, match=OPERATION):
        open_desk(settings)

    target = tmp_path / "restored.duckdb"
    restore_backup(
        backup, target, queries=settings.queries_dir, cleanse=cleansing(known_lists(settings), at=AT)
    )
    assert people_in(tmp_path / "as_it_was.duckdb") - people_in(target) == {LEFT}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []

    opened = open_desk(settings, forget_again=partial(forget_again, at=AT))
    opened.store.close()
    assert LEFT not in people_in(settings.database)
    house = PurgeHouse(home)
    try:
        assert resume(house.desk, house.office, at=AT) is None
        assert resume(house.desk, house.office, at=AT) is None
        assert [deed for deed in house.deeds() if deed[0] == "purge"] == [("purge", "again", True)]
    finally:
        house.close()


def people_in(path: Path) -> set[str]:
    store = Store(path, queries=purge_house.settings_at(path.parent).queries_dir)
    with store.snapshot() as snapshot:
        rows = snapshot.table("evacuee").read_all().to_pylist()
    store.close()
    return {row["name"] for row in rows}


POINTS = {
    "stormdesk.store.engine.commit": False,
    "stormdesk.store.engine.finish": True,
    "stormdesk.door.purge.run.destroy": True,
    "stormdesk.door.purge.journal.drop": True,
}


@pytest.mark.usefixtures("few")
def test_a_kill_leaves_all_or_nothing(house: PurgeHouse, tmp_path: Path) -> None:
    """What stands on the disk at a point is what a kill there leaves: it is copied, and started from."""
    with ExitStack() as patched:
        for point in POINTS:
            patched.enter_context(copied_at(point, house.desk.settings.home, tmp_path / point))
        assert perform(house.desk, house.office, ORDER, at=AT).is_clean
    for point, is_done in POINTS.items():
        started_from(tmp_path / point, is_done=is_done)


def copied_at(point: str, home: Path, target: Path) -> AbstractContextManager[object]:
    module, _dot, name = point.rpartition(".")
    real = getattr(import_module(module), name)

    def first(*values: object) -> object:
        if not target.exists():
            shutil.copytree(home, target)
        return real(*values)

    return patch(point, first)


def started_from(home: Path, *, is_done: bool) -> None:
    assert journals.path_of(home).exists()
    house = PurgeHouse(home)
    try:
        proof = resume(house.desk, house.office, at=AT)
        assert (proof is not None and proof.is_clean) == is_done
        assert (found_in(home, LEFT) == set()) == is_done
        assert preview(house.desk.store, OPERATION, house.desk.settings, AT).is_ready != is_done
        assert not journals.path_of(home).exists()
        assert not list(home.glob("stormdesk.duckdb.[no]*"))
        assert ("purge", "done" if is_done else "interrupted", is_done) in house.deeds()
    finally:
        house.close()
