"""What stands before the tables for a visitor: a view for every one that needs it, masks for every mark."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.masking import bare, mask_name, mask_phone
from stormdesk.errors import UnknownQuery
from stormdesk.store import Scope, Store
from stormdesk.store.questions import read_question
from stormdesk.store.scoped import is_for_visitors
from stormdesk.store.touching import touches

PROJECT = Path(__file__).resolve().parents[2]
QUERIES = PROJECT / "queries"
AT = datetime(2022, 9, 14, tzinfo=UTC)
# Tables that everybody who is signed in reads whole: reference, weather, water, storms, which drills.
OPEN = {
    "category",
    "landfall",
    "operation",
    "reading",
    "report_rhythm",
    "status",
    "storm",
    "storm_fix",
    "storm_forecast",
    "transition",
    "weather_warning",
}
# Scope files that stand before a macro, not a table.
MACROS = {"phone_marks", "listed_names"}
# Text columns of registers that tell nothing of a person: codes, ids, names of posts and things.
PLAIN = """
area_m2 builder_name category cell_tower_id closed_by datum_name depot_name facility_id gauge_id
grid_name harbour_id import_id item_name kind linked_id marks_source mmsi name_en officer_id outline
post_name role_code roster sector shelter_id site_id stock_id task task_weight team_id terminal_id
tier township_code unit_id unit_name vessel_class village_code village_id zone_id zone_type
"""
NAMED_THINGS = {"danger_zone", "gauge", "harbour", "member_unit", "village"}
MARK = re.compile(r"\[personal: (\w+)\]$")
RAW: dict[str, Any] = {
    "name": "赵甲",
    "phone": "13800001111",
    "text": "甲卧床",
    "file": "赵甲名单.xlsx",
    "actor": "赵甲",
    "payload": '{"text": "甲"}',
    "thing": "东埠赵甲屋",
    "place": 28.34567,
}
SHOWN = {
    "name": "赵**",
    "phone": "138****1111",
    "text": "***",
    "actor": "赵**",
    "payload": '{"text":"***"}',
    "thing": "东埠赵**屋",
    "place": 28.346,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Store]:
    opened = Store(tmp_path_factory.mktemp("scoped") / empty_file.name, queries=QUERIES)
    yield opened
    opened.close()


Columns = dict[str, dict[str, tuple[str, str | None]]]


@pytest.fixture(scope="module")
def columns(store: Store) -> Columns:
    """Type and personal mark of each column of each table."""
    found: Columns = defaultdict(dict)
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select c.table_name, column_name, data_type, c.comment from duckdb_columns() as c "
            "inner join duckdb_tables() as t on c.table_oid = t.table_oid where not c.internal"
        ).fetchall()
    for table, column, kind, comment in rows:
        mark = MARK.search(comment or "")
        found[table][column] = (kind, mark[1] if mark else None)
    return found


def test_every_table_has_a_view_or_is_open_to_all(columns: Columns) -> None:
    views = {path.stem for path in (QUERIES / "scope").glob("*.sql")} - MACROS
    assert views | OPEN == columns.keys()
    assert views & OPEN == set()
    marked = {table for table in OPEN if any(mark for _, mark in columns[table].values())}
    assert marked == set(), "what is open holds no personal data"
    areas = {table for table in OPEN if {"township_code", "village_code"} & columns[table].keys()}
    assert areas == set()


def test_every_text_of_a_register_is_marked_or_plain(columns: Columns) -> None:
    plain = set(PLAIN.split())
    unsaid = {
        f"{table}.{column}"
        for table, known in columns.items()
        if "roster" in known and "valid_to" in known
        for column, (kind, mark) in known.items()
        if kind == "VARCHAR" and mark is None and column not in plain
    }
    assert unsaid == {f"{table}.name" for table in NAMED_THINGS}


def test_every_mark_is_masked_where_a_visitor_reads(store: Store, columns: Columns) -> None:
    for table, known in columns.items():
        row = {column: _raw(kind, mark, column) for column, (kind, mark) in known.items()}
        with store.write() as transaction:
            transaction.append(table, pd.DataFrame([row]))
    masked, whole = ({table: _first(store, scope, table) for table in columns} for scope in _COUNTY)
    wrong = [
        f"{table}.{column}: {masked[table][column]}"
        for table, known in columns.items()
        for column, (_, mark) in known.items()
        if mark not in {None, "id"}
        and masked[table]
        and masked[table][column] != SHOWN.get(str(mark), masked[table][column])
    ]
    assert wrong == []
    files = {masked[table]["source"] for table in ("evacuee", "event", "import_batch")}
    assert len(files) == 1
    assert re.fullmatch(r"\*{4}[0-9a-f]{6}\.xlsx", files.pop())
    assert {table for table in columns if not masked[table]} == {
        "api_answer",
        "import_problem",
        "paper_file",
        "paper_seal",
        "source_token",
    }
    assert whole["evacuee"]["address"] == "甲卧床", "whoever may see people whole does"


_COUNTY = (Scope(), Scope(shows_personal=True))


def _raw(kind: str, mark: str | None, column: str) -> object:
    if mark in RAW:
        return RAW[mark]
    if column in {"township_code", "village_code"}:
        return None
    if kind == "VARCHAR":
        return "evacuee" if column == "subject" else f"x-{column}"
    if kind == "BLOB":
        return b"x"
    return AT if kind.startswith("TIMESTAMP") else True if kind == "BOOLEAN" else 1


def _first(store: Store, scope: Scope, table: str) -> dict[str, Any]:
    def read(cursor: Any) -> dict[str, Any]:
        answer = cursor.execute(f"from {table} limit 1")
        names = [column[0] for column in answer.description]
        row = answer.fetchone()
        return dict(zip(names, row, strict=True)) if row else {}

    return store.scoped(scope)._ask(read)


MASKS: list[tuple[str, Callable[[str], str | None], list[str]]] = [
    ("masked_name", mask_name, ["张三", " 李四 ", "欧", "", "　王五", "\t赵", "张**", "Zhang San", "😀x"]),
    (
        "masked_phone",
        mask_phone,
        [
            "13812342071",
            "138-1234-2071",
            "0576-87221234",
            "87221234",
            "110",
            "",
            "138****2071",
            "****34",
            "***",
            "****13812342071",
            "１３８１２３４２０７１",
            "张三 13812342071",
            "+86 13812342071",
        ],
    ),
    ("masked_numbers", bare, ["电话13812342071。", "x 0576-87221234 x", "没有", "12345", "331083002001"]),
]


@pytest.mark.parametrize(("macro", "mask", "samples"), MASKS, ids=[macro for macro, _, _ in MASKS])
def test_the_program_and_the_data_file_mask_alike_and_a_mask_of_a_mask_is_the_mask(
    macro: str, mask: Callable[[str], str | None], samples: list[str], store: Store
) -> None:
    with store.cursor() as cursor:
        asked = f"select {macro}(x), {macro}({macro}(x)) from (select unnest($samples) as x)"  # noqa: S608  a name above
        told = cursor.execute(asked, {"samples": samples}).fetchall()
    assert [once for once, _ in told] == [mask(sample) for sample in samples]
    assert [twice for _, twice in told] == [once for once, _ in told]


@pytest.mark.parametrize(
    ("macro", "whole", "shown"),
    [
        ("masked_actor", "P00905", "P00905"),
        ("masked_actor", "duty_officer", "duty_officer"),
        ("masked_actor", "防指办公室", "防指办公室"),
        ("masked_actor", "水务集团", "水务集团"),
        ("masked_actor", "通信运营企业", "通信运营企业"),
        ("masked_actor", "防指指挥(市长)", "防指指挥(市长)"),
        ("masked_actor", "张三丰(市长)", "张**"),
        ("masked_actor", "张三丰", "张**"),
        ("masked_actor", "李长", "李**"),
        ("masked_actor", "Zhang San", "Z**"),
        ("masked_actor", "值班室13812342071", "值**"),
        ("masked_file", "ais", "ais"),
        ("masked_file", "****a1b2c3.xlsx", "****a1b2c3.xlsx"),
        ("masked_numbers", "身份证331083195001011234已登记", "身份证331*************34已登记"),
        ("masked_numbers", "Tel13812342071, 139 1234 2072", "Tel138****2071, 139****2072"),
        ("masked_numbers", '{"lat": 28.13812342071, "at": "2022-09-14T08:00:00+08:00"}', None),
    ],
)
def test_what_is_no_name_stays_and_what_may_be_one_does_not(
    macro: str, whole: str, shown: str | None, store: Store
) -> None:
    with store.cursor() as cursor:
        [told] = cursor.execute(f"select {macro}($whole)", {"whole": whole}).fetchall()
    assert told == (whole if shown is None else shown,)


def test_a_reader_asks_questions_and_nothing_else(store: Store) -> None:
    reader = store.scoped(Scope("331083002"))
    for name in ("reference/clear", "clock/set", "register/versions", "backup/columns", "ledger/all_events"):
        for ask in (reader.frame, reader.rows, reader.table):
            with pytest.raises(UnknownQuery):
                ask(name)
        with pytest.raises(UnknownQuery):
            reader.head(name, 1)
    asked = {"operation_id": "x", "subject": "evacuee", "object_id": "x", "as_of": AT, "known_at": AT}
    assert reader.rows("phone/present", **asked) == []


def test_no_question_goes_behind_the_views() -> None:
    known = {"schema", "schema_access", "scope", "access", "audit"}
    paths = [path for path in QUERIES.glob("*/*.sql") if path.parent.name not in known]
    behind = re.compile(r"\bstormdesk\s*\.|\bmain\s*\.|\bduckdb_\w+\(|\bquery_table\b|\bgetvariable\b")
    found = {f"{path.parent.name}/{path.stem}" for path in paths if behind.search(path.read_text("utf-8"))}
    assert {name for name in found if is_for_visitors(read_question(QUERIES, name))} == set()


def test_what_is_the_same_for_everybody_is_answered_once(store: Store) -> None:
    def is_open(name: str) -> bool:
        return not touches(QUERIES, read_question(QUERIES, name))

    assert all(
        map(
            is_open,
            ("reference/statuses", "reference/categories", "storm/issues", "operation/list", "water/series"),
        )
    )
    narrowed = ("reference/areas", "evacuation/headline", "wall/feed", "duty/shared_phones", "sea/harbours")
    assert not any(map(is_open, narrowed))
    one, other = store.scoped(Scope("331083002")), store.scoped(Scope("331083003"))
    one.frame("reference/statuses")
    other.frame("reference/statuses")
    assert not one._answers
    assert not other._answers
    one.frame("reference/areas")
    assert one._answers


def test_people_are_shown_whole_in_few_places_that_say_so() -> None:
    said = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("stormdesk", "pages")
        for path in (PROJECT / folder).rglob("*.py")
        if "shows_personal" in path.read_text("utf-8")
        or re.search(r"Scope\([^)]*, True", path.read_text("utf-8"))
    }
    assert said == {
        "stormdesk/store/scoped.py",
        # The phone desk looks names up in it and shows them masked.
        "stormdesk/door/visit.py",
        # Row by row with a reason, and noted.
        "stormdesk/door/unmask.py",
    }
