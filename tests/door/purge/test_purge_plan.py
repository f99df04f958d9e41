"""Every table, column and file that tells of people has its rule; a preview says what stands in the way."""

from datetime import timedelta
from typing import Any

import pytest

from stormdesk.domain.event import FOREVER
from stormdesk.door.purge.plan import ALSO, marks, personal_columns, preview
from stormdesk.door.purge.records import Blocker, FileKind
from stormdesk.door.purge.rewriting import forgetting, moments
from stormdesk.door.purge.words import chosen, words_of
from stormdesk.store.questions import has_question
from stormdesk.store.rewrite import NOBODYS
from tests.door.purge_house import AT, CLOSED, LEFT, LISTED, OPENED, OPERATION, ORDER, PurgeHouse

LONG_AFTER = CLOSED + timedelta(days=60)
STANDING = {"clock_setting", "source", "source_token"}
PUBLIC = {(table, "thing") for table in ("construction_site", "shelter", "team")}


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
