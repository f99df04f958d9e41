"""An operation's people are forgotten in every file, every number stays, and a kill leaves all or nothing."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.domain.event import FOREVER
from stormdesk.door.purge import journal as journals
from stormdesk.door.purge.again import cleansing, forget_again, known_lists
from stormdesk.door.purge.closing import begin, end, go_on
from stormdesk.door.purge.numbers import answers, differing, moments_of
from stormdesk.door.purge.plan import ALSO, marks, personal_columns, preview
from stormdesk.door.purge.proposals import confirm, propose, waiting, withdraw
from stormdesk.door.purge.records import Blocker, FileKind, Keep, PurgeRefused
from stormdesk.door.purge.rewriting import Order, forgetting, moments
from stormdesk.door.purge.run import perform, resume
from stormdesk.door.purge.traces import Traces
from stormdesk.door.purge.words import chosen, words_of
from stormdesk.errors import NotAllowed, OperationForgotten
from stormdesk.ingest.desk import open_desk
from stormdesk.store import Scope, Store
from stormdesk.store.backup import restore_backup
from stormdesk.store.forgotten import NAME, Forgotten, HoldsForgotten, keep
from stormdesk.store.questions import has_question
from stormdesk.store.rewrite import NOBODYS, RewriteFailedError
from tests.door import purge_house
from tests.door.purge_house import (
    ADDRESS,
    AT,
    CLOSED,
    LEFT,
    LISTED,
    NOTE,
    OFFICER,
    OPENED,
    OPERATION,
    PHONE,
    SHARED,
    STAYS,
    PurgeHouse,
    moved,
)

LONG_AFTER = CLOSED + timedelta(days=60)
ORDER = Order(operation_id=OPERATION, proposal_id="p1", account_id="head", offices=("duty", "head"))

STANDING = {"clock_setting", "source", "source_token"}
PUBLIC = {(table, "thing") for table in ("construction_site", "shelter", "team")}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    home = tmp_path_factory.mktemp("purge") / "home"
    purge_house.prepare(home, empty_file.parent)
    return home


@pytest.fixture
def home(tmp_path: Path, prepared: Path) -> Path:
    shutil.copytree(prepared, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def house(home: Path) -> Iterator[PurgeHouse]:
    made = PurgeHouse(home)
    yield made
    made.close()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare the numbers of one subject only, for speed."""
    monkeypatch.setattr("stormdesk.door.purge.numbers.FOLDERS", ("duty",))


def found_in(home: Path, *words: str) -> set[str]:
    traces = Traces(words)
    return {path.name for path in home.rglob("*") if path.is_file() and traces.in_file(path)}


def test_every_personal_column_and_every_table_has_its_rule(house: PurgeHouse) -> None:
    store = house.desk.store
    with store.snapshot() as snapshot:
        tables = set(snapshot.columns())
    ruled = {table for table in tables if has_question(store.queries, f"forget/{table}")}
    assert tables == ruled | NOBODYS
    assert set(personal_columns(store)) - STANDING <= ruled
    assert set(ALSO) <= ruled


def test_every_marked_column_is_searched_also_one_that_is_new(house: PurgeHouse) -> None:
    store, expected = house.desk.store, set()
    by_table = personal_columns(store)
    for table in by_table.keys() - STANDING:
        with store.cursor() as cursor:
            cursor.execute(f"alter table {table} add column new_fact varchar")
            cursor.execute(f"comment on column {table}.new_fact is 'New [personal: text]'")
            values = lay_row(cursor, table)
        for (marked, column), kind in marks(store).items():
            if marked == table and kind != "place" and (table, kind) not in PUBLIC:
                expected.add(values[column])
    assert len(expected) > len(by_table) * 2
    told = forgetting(preview(store, OPERATION, house.desk.settings, AT), ORDER, AT)
    assert expected - set(words_of(store, told).sought) == set()


def lay_row(cursor: Any, table: str) -> dict[str, object]:
    """Lay a row of distinctive words that belongs to the operation; returns its values."""
    columns = cursor.execute(
        "select column_name, data_type from duckdb_columns() where table_name = ?", [table]
    ).fetchall()
    kinds = {"INTEGER": 1, "BIGINT": 10**6, "DOUBLE": 28.1, "BOOLEAN": False, "DATE": LISTED}
    values: dict[str, object] = {
        name: f"只此一处{table}{name}" if kind == "VARCHAR" else kinds.get(kind, LISTED)
        for name, kind in columns
    }
    own = {"roster": "live", "operation_id": OPERATION, "import_id": "list-1", "valid_to": FOREVER}
    own |= {"subject": "evacuee", "kind": "list", "register": "evacuee"}
    values |= {name: value for name, value in own.items() if name in values}
    marks_ = ", ".join("?" for _name in values)
    cursor.execute(f"insert into {table} ({', '.join(values)}) values ({marks_})", [*values.values()])  # noqa: S608  names of our own schema
    return values


@pytest.mark.parametrize(
    ("kind", "word", "is_sought"),
    [
        ("name", "林航", True),
        ("name", "林", False),
        ("text", "无", False),
        ("text", "老人", False),
        ("text", "独居老人", True),
        ("id", "E1", False),
        ("id", "E01783", True),
        ("file", "phone_list", False),
        ("file", "名单.csv", True),
        ("text", "2022-09-14 08:00", False),
        ("phone", "0576-8621234", True),
        ("payload", '{"code": "A-07", "text": "欧阳渊泽"}', False),
    ],
)
def test_what_proves_nothing_is_counted_instead(kind: str, word: str, is_sought: bool) -> None:  # noqa: FBT001
    told = chosen([(kind, word)])
    assert (word in told.sought) == is_sought
    assert (told.short_count + told.common_count == 0) == (is_sought or kind == "payload")
    assert kind != "payload" or told.sought == ("欧阳渊泽",)


def test_the_preview_tells_tables_files_and_what_stands_in_the_way(house: PurgeHouse) -> None:
    desk = house.desk
    plan = preview(desk.store, OPERATION, desk.settings, AT)
    assert plan.is_ready
    assert plan.readers == ("live", "response-2")
    shares = {share.table: share for share in plan.tables}
    told = shares["evacuee"]
    assert (told.forgotten_count, told.gone_count, told.kept_count) == (3, 1, 2)
    assert {"name", "phone", "address"} <= set(told.columns)
    assert shares["event"].forgotten_count == 8
    assert {share.kind for share in plan.files} == set(FileKind) - {FileKind.LEFT_OVER, FileKind.PAPER}
    early = preview(desk.store, OPERATION, desk.settings, CLOSED)
    assert [reason.blocker for reason in early.blockers] == [Blocker.TOO_EARLY]
    shown = preview(desk.store, "live", desk.settings, AT)
    assert [reason.blocker for reason in shown.blockers] == [Blocker.OPEN, Blocker.ON_SCREEN]


def test_what_a_killed_import_left_is_destroyed_and_an_original_of_no_import_told(house: PurgeHouse) -> None:
    originals = house.desk.settings.originals
    half, nobodys = originals / ".60ce8302f600.1a2b3c4d", originals / ("0" * 64)
    for path in (half, nobodys):
        path.write_text(LEFT, encoding="utf-8")
    plan = preview(house.desk.store, OPERATION, house.desk.settings, AT)
    destroyed = {path for share in plan.files for path in share.paths}
    assert half in destroyed
    assert nobodys not in destroyed
    assert plan.strange == (nobodys,)


def test_numbers_are_compared_while_reports_came_however_late_the_end(house: PurgeHouse) -> None:
    with house.desk.store.cursor() as cursor:
        cursor.execute("update operation set closed_at = ? where operation_id = ?", [LONG_AFTER, OPERATION])
    compared = moments(house.desk.store, OPERATION)
    assert compared[-1] == LONG_AFTER
    assert [OPENED < one < OPENED + timedelta(hours=10) for one in compared[:-1]] == [True, True]


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
def test_two_hands(house: PurgeHouse) -> None:
    officer = house.visit("duty", Role.DUTY_OFFICER, "P9")
    proposal = propose(officer, OPERATION, at=AT, keeps=[Keep.OFFICIALS], reason="审计要求留存一年")
    with pytest.raises(PurgeRefused, match="已有待确认"):
        propose(officer, OPERATION, at=AT)
    with pytest.raises(NotAllowed):
        confirm(officer, proposal.proposal_id, at=AT)
    with pytest.raises(PurgeRefused, match="另一位"):
        confirm(house.visit("head", Role.COMMANDER, "P9"), proposal.proposal_id, at=AT)
    with pytest.raises(PurgeRefused, match="另一位"):
        confirm(house.visit("duty", Role.COMMANDER), proposal.proposal_id, at=AT)
    assert confirm(house.visit("head", Role.COMMANDER), proposal.proposal_id, at=AT).is_clean
    assert waiting(house.office, at=AT) == []
    steps = [what for kind, what, is_done in house.deeds() if kind == "purge" and is_done]
    assert steps == ["proposed", "approved", "done"]
    with house.desk.store.cursor() as cursor:
        rows = cursor.execute("select name, phone from responsible_person where roster <> 'live'").fetchall()
    assert [row[0] for row in rows] == [OFFICER]
    assert rows[0][1].startswith("#")
    with pytest.raises(PurgeRefused, match="已经销毁"):
        go_on(officer, OPERATION, at=AT)
    late = moved("late", "E2", "returned", 90)
    with pytest.raises(OperationForgotten):
        house.desk.ledger.record_by_person([late])
    told = house.desk.ledger.record_from_source(
        [late, replace(late, event_id="other", operation_id="response-2")]
    )
    assert (told.recorded, len(told.problems)) == (1, 1)


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


def test_a_proposal_is_taken_back_needs_a_reason_and_grows_old(house: PurgeHouse) -> None:
    officer, head = house.visit("duty", Role.DUTY_OFFICER), house.visit("head", Role.COMMANDER)
    with pytest.raises(PurgeRefused, match="理由"):
        propose(officer, OPERATION, at=AT, keeps=[Keep.OFFICIALS], reason=" ")
    with pytest.raises(NotAllowed):
        propose(house.visit("t", Role.TOWNSHIP), OPERATION, at=AT)
    first = propose(officer, OPERATION, at=AT, keeps=[Keep.OFFICIALS], reason="审计要求留存一年")
    withdraw(officer, first.proposal_id, at=AT)
    with pytest.raises(PurgeRefused, match="已不在"):
        confirm(head, first.proposal_id, at=AT)
    second = propose(officer, OPERATION, at=AT)
    assert second.proposal_id != first.proposal_id
    with pytest.raises(PurgeRefused, match="过期"):
        confirm(head, second.proposal_id, at=AT.replace(month=12))
    assert preview(house.desk.store, OPERATION, house.desk.settings, AT).is_ready


def test_a_response_is_begun_ended_and_gone_on_with(house: PurgeHouse) -> None:
    officer, desk = house.visit("duty", Role.DUTY_OFFICER), house.desk
    with pytest.raises(NotAllowed):
        begin(house.visit("t", Role.TOWNSHIP), "防御台风", at=AT)
    made = begin(officer, "防御台风", at=AT, storm_id="202612")
    assert desk.clock.setting is not None
    assert desk.clock.setting.operation_id == made
    end(officer, made, at=AT)
    assert desk.clock.setting.operation_id == "live"
    with pytest.raises(PurgeRefused):
        end(officer, made, at=AT)
    go_on(officer, made, at=AT)
    assert preview(desk.store, made, desk.settings, AT).blockers[0].blocker is Blocker.OPEN
    end(officer, "live", at=AT)
    assert desk.clock.setting.operation_id.startswith("live-")
    last = desk.store.rows("moment/last_word", operation_id=OPERATION, as_of=AT, known_at=AT)[0][0]
    for kind, ended_at in (("live", AT), ("drill", last)):
        with desk.store.cursor() as cursor:
            cursor.execute("update operation set kind = $kind", {"kind": kind})
        go_on(officer, OPERATION, at=AT)
        assert end(officer, OPERATION, at=AT) == ended_at


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
