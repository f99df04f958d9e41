"""The store: hardened, safe under threads, cached until the data change, reopened once."""

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from stormdesk.errors import StoreBroken, StoreBusy, UnknownQuery
from stormdesk.store import Store
from stormdesk.store.scoped import Scope

CATEGORY = {"kind": ["k"], "name_zh": ["z"], "name_en": ["e"], "rank": [1]}
NOW = datetime(2022, 9, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "copy (select 1) to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '99GB'",
        "set allow_community_extensions = true",
    ],
)
def test_nothing_leaves_or_enters_the_home_folder_by_sql(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        store._connection.cursor().execute(statement)


def test_a_second_opener_is_told_in_a_sentence(tmp_path: Path, project: Path) -> None:
    path = tmp_path / "home" / "t.duckdb"
    first = Store(path, queries=project / "queries")
    script = (
        "import sys; from pathlib import Path; from stormdesk.store import Store; "
        "from stormdesk.errors import StoreBusy\n"
        "try: Store(Path(sys.argv[1]), queries=Path(sys.argv[2]))\n"
        "except StoreBusy as error: print(error)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(path), str(project / "queries")],
        capture_output=True,
        text=True,
        cwd=project,
        check=True,
    )
    first.close()
    assert str(path) in told.stdout
    assert StoreBusy.sentence.split("{")[0] in told.stdout


def test_the_data_file_is_for_its_owner_only(store: Store) -> None:
    assert store.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "ledger/none", "ledger", "ledger/../ledger/statuses"])
def test_only_files_of_queries_are_asked(store: Store, name: str) -> None:
    with pytest.raises(UnknownQuery):
        store.frame(name)


def test_thirty_two_threads_get_their_own_answers_while_one_writes(store: Store) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.write() as transaction:
                transaction.append("category", pd.DataFrame(CATEGORY | {"category": [f"k{number}"]}))

    def read(thread: int) -> None:
        for _ in range(15):
            subject = ("evacuee", "vessel", "site", "shelter")[thread % 4]
            answer = store.rows("ledger/statuses")
            if not any(row[0] == subject for row in answer) or len({len(row) for row in answer}) != 1:
                wrong.append(answer)

    writer = threading.Thread(target=write)
    readers = [threading.Thread(target=read, args=(number,)) for number in range(32)]
    writer.start()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    stop.set()
    writer.join()
    assert wrong == []


def test_an_answer_is_shared_until_the_data_change_and_a_caller_cannot_spoil_it(store: Store) -> None:
    first = store.frame("reference/statuses")
    first["name_zh"] = "spoilt"
    assert "spoilt" not in set(store.frame("reference/statuses")["name_zh"])
    before = store.data_version
    with store.write() as transaction:
        transaction.run("reference/clear")
    assert store.data_version > before
    assert store.frame("reference/statuses").empty


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    half = pd.DataFrame({"subject": ["half"], "facet": ["f"], "to_status": ["s"]})
    with pytest.raises(ZeroDivisionError), store.write() as transaction:  # noqa: PT012  it must write first
        transaction.append("transition", half)
        raise ZeroDivisionError
    assert "half" not in {row[0] for row in store.rows("ledger/transitions")}


class _Failing:
    """A connection that fails fatally a given number of times, as a full disk makes DuckDB do."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        raise duckdb.FatalException("disk full")

    def close(self) -> None:
        self.connection.close()


def test_a_fatal_error_reopens_once_and_is_told(store: Store) -> None:
    store._connection = _Failing(store._connection)  # type: ignore[assignment]
    assert len(store.frame("reference/statuses")) > 0
    assert store.trouble == "disk full"


def test_a_second_fatal_error_is_for_a_person(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = store._open

    def fail() -> _Failing:
        return _Failing(opened())

    monkeypatch.setattr(store, "_open", fail)
    store._connection = _Failing(store._connection)  # type: ignore[assignment]
    with pytest.raises(StoreBroken, match="disk full"):
        store.frame("reference/statuses")


def test_instants_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    store_at = datetime(2022, 9, 14, 0, 0, 0, 123456, tzinfo=UTC)
    with store.write() as transaction:
        transaction.run(
            "clock/set",
            operation_id="o",
            mode="live",
            anchored_at=store_at,
            shown_at=NOW,
            speed=1.0,
            is_paused=False,
            set_by="t",
        )
    assert store.rows("clock/setting")[0][2] == store_at
    frame = store.frame("clock/setting")
    assert frame["anchored_at"].dt.unit == "us"
    assert frame["anchored_at"].iloc[0].utcoffset() == timedelta(0)
    assert frame["anchored_at"].iloc[0] == pd.Timestamp(store_at)


UNDO_BLOCK = 2**18


def kept_undone(store: Store) -> int:
    """Bytes that the engine keeps of what writes changed, for transactions that still stand."""
    with store.cursor() as cursor:
        held = cursor.execute("select tag, memory_usage_bytes from duckdb_memory()").fetchall()
    return int(dict(held).get("TRANSACTION", 0))


def test_a_file_opened_again_keeps_nothing_of_what_later_writes_undo(tmp_path: Path, project: Path) -> None:
    """Sixteen changes of a row take as many blocks where any transaction stands since before them."""
    opened: dict[str, Any] = {"queries": project / "queries", "schema": "schema_access"}
    Store(tmp_path / "access.duckdb", **opened).close()
    again = Store(tmp_path / "access.duckdb", **opened)
    texts = dict.fromkeys(("session_id", "token_hash", "account_id", "address", "agent"), "")
    with again.write() as transaction:
        begun = {"device_id": None, "key_version": 0, "made_at": NOW, "expires_at": NOW}
        transaction.run("access/begin_session", **texts, **begun)
    for number in range(16):
        with again.write() as transaction:
            transaction.run("access/carry_session", session_id="", account_id="", key_version=number)
    held = kept_undone(again)
    again.close()
    assert held < 8 * UNDO_BLOCK


def test_the_first_rows_of_an_answer_leave_no_transaction_open(tmp_path: Path, project: Path) -> None:
    store = Store(tmp_path / "stormdesk.duckdb", queries=project / "queries")
    with store.write() as transaction:
        many = {name: said * 9000 for name, said in CATEGORY.items()} | {"category": [*map(str, range(9000))]}
        transaction.append("category", pd.DataFrame(many))
    reader = store.scoped(Scope())
    assert len(reader.head("reference/categories", 1)[1]) == 1
    for number in range(16):
        with store.write() as transaction:
            transaction._cursor.execute(
                "update category set rank = $rank where category = '5'", {"rank": number}
            )
    held = kept_undone(store)
    store.close()
    assert held < 8 * UNDO_BLOCK
