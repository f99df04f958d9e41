"""The schema is applied to a data file that lacks it, and not again to one that has it."""

import shutil
from pathlib import Path

import duckdb
import pytest

from stormdesk.store import Store


@pytest.fixture
def own_queries(tmp_path: Path, project: Path) -> Path:
    """A copy of the questions that a test may change, as the next version of the program does."""
    return Path(shutil.copytree(project / "queries", tmp_path / "queries"))


def open_once(path: Path, queries: Path) -> None:
    Store(path, queries=queries).close()


def answer(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute("set TimeZone = 'UTC'").execute(sql).fetchall()


@pytest.fixture
def data_file(tmp_path: Path, own_queries: Path) -> Path:
    path = tmp_path / "home" / "t.duckdb"
    open_once(path, own_queries)
    return path


def test_a_changed_macro_and_a_new_table_reach_a_file_of_an_earlier_version(
    data_file: Path, own_queries: Path
) -> None:
    (own_queries / "schema" / "94_new.sql").write_text(
        "create table if not exists brand_new (n integer)\n;\n"
        "create or replace macro roster_of(op) as 'another'\n;\n",
        encoding="utf-8",
    )
    open_once(data_file, own_queries)
    assert answer(data_file, "select count(*) from brand_new") == [(0,)]
    assert answer(data_file, "select roster_of('x')") == [("another",)]


def test_going_back_to_the_earlier_version_brings_its_macros_back(data_file: Path, own_queries: Path) -> None:
    later = own_queries / "schema" / "94_new.sql"
    later.write_text("create or replace macro roster_of(op) as 'another'\n;\n", encoding="utf-8")
    open_once(data_file, own_queries)
    later.unlink()
    open_once(data_file, own_queries)
    assert answer(data_file, "select roster_of('x')") == [(None,)]


def test_a_file_from_before_the_mark_gets_the_schema(data_file: Path, own_queries: Path) -> None:
    answer(data_file, "drop macro schema_mark")
    answer(data_file, "drop macro table held")
    open_once(data_file, own_queries)
    held = "select count(*) from held('o', 'evacuee', 'move', now(), now())"
    assert answer(data_file, held) == [(0,)]


def test_a_file_that_has_the_schema_is_left_as_it_is(data_file: Path, own_queries: Path) -> None:
    answer(data_file, "comment on table event is 'left alone'")
    open_once(data_file, own_queries)
    comment = "select comment from duckdb_tables() where table_name = 'event'"
    assert answer(data_file, comment) == [("left alone",)]
