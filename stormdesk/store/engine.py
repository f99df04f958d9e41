"""One DuckDB file: hardened, a cursor per call, one writer, results cached until the data change."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from stormdesk.errors import StoreBroken, StoreBusy
from stormdesk.store.answers import answer_frame
from stormdesk.store.questions import Question, read_question, schema_files
from stormdesk.store.snapshot import Bulk, Snapshot

T = TypeVar("T")
CACHED_ANSWERS = 768
CHECK_EVERY = "32MB"
ENGINE_VERSION: str = duckdb.__version__


class Transaction:
    """A write under way; all of it lands or none of it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, question: Callable[[str], Question]) -> None:
        self._cursor = cursor
        self._question = question

    def run(
        self, name: str, /, tables: Mapping[str, pa.Table] | None = None, **parameters: object
    ) -> list[tuple[Any, ...]]:
        """Run a named statement, with Arrow tables standing under the names that it reads."""
        asked = self._question(name)
        for table_name, table in (tables or {}).items():
            self._cursor.register(table_name, table)
        try:
            return self._cursor.execute(asked.sql, _fitting(asked, parameters) or None).fetchall()
        finally:
            for table_name in tables or {}:
                self._cursor.unregister(table_name)

    def table(self, name: str, /, **parameters: object) -> pa.Table:
        """Answer a named question as it stands within the transaction, as an Arrow table."""
        asked = self._question(name)
        return _arrow(self._cursor, asked, parameters)

    def append(self, table: str, rows: pd.DataFrame) -> int:
        """Append rows to a table, column by name; columns that are left out stay empty."""
        if not rows.empty:
            self._cursor.append(table, rows, by_name=True)
        return len(rows)

    @property
    def bulk(self) -> Bulk:
        """The same write for rows by the million."""
        return Bulk(self._cursor, self._question)


class Store:
    """The data file and every way to read or write it."""

    def __init__(self, path: Path, *, queries: Path, memory_limit: str = "2GB", threads: int = 2) -> None:
        self.path = path
        self.trouble: str | None = None
        self._queries = queries
        self._limits = {"memory_limit": memory_limit, "threads": str(threads)}
        self._write_lock = threading.RLock()
        self._cache_lock = threading.Lock()
        self._answers: OrderedDict[tuple[object, ...], pd.DataFrame] = OrderedDict()
        self._asking: dict[tuple[object, ...], threading.Lock] = {}
        self._version = 0
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = self._open()

    @property
    def data_version(self) -> int:
        """A number that grows with each write in this process."""
        return self._version

    def question(self, name: str) -> Question:
        """The named question of queries/."""
        return read_question(self._queries, name)

    def question_names(self, folder: str) -> list[str]:
        """The names of the questions in a folder of queries/."""
        return sorted(path.stem for path in (self._queries / folder).glob("*.sql"))

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Answer a named question; surplus parameters are left out, missing ones are an error.

        Answers are shared between callers by (question, parameters, data version): a caller
        that changes the frame changes a copy of its own.
        """
        asked = self.question(name)
        fitting = _fitting(asked, parameters)
        key = (name, self._version, *sorted(fitting.items()))
        with self._cache_lock:
            if (known := self._recall(key)) is not None:
                return known
            asking = self._asking.setdefault(key, threading.Lock())
        with asking:
            with self._cache_lock:
                if (known := self._recall(key)) is not None:
                    return known
            answer = self._read(lambda cursor: answer_frame(cursor.execute(asked.sql, fitting or None)))
            with self._cache_lock:
                self._answers[key] = answer
                self._asking.pop(key, None)
                while len(self._answers) > CACHED_ANSWERS:
                    self._answers.popitem(last=False)
        return answer.copy(deep=False)

    def rows(self, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
        """Answer a named question as tuples, uncached."""
        asked = self.question(name)
        fitting = _fitting(asked, parameters)
        return self._read(lambda cursor: cursor.execute(asked.sql, fitting or None).fetchall())

    def head(self, name: str, most: int, /, **parameters: object) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a named question as column names and its first rows, uncached."""
        asked = self.question(name)
        fitting = _fitting(asked, parameters)

        def ask(cursor: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[Any, ...]]]:
            answer = cursor.execute(asked.sql, fitting or None)
            return [str(column[0]) for column in answer.description or ()], answer.fetchmany(most)

        return self._read(ask)

    def table(self, name: str, /, **parameters: object) -> pa.Table:
        """Answer a named question as an Arrow table, uncached: for answers too large to keep."""
        asked = self.question(name)
        return self._read(lambda cursor: _arrow(cursor, asked, parameters))

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read for a while what stands now, whatever is written meanwhile."""
        with self._connection.cursor() as cursor:
            cursor.begin()
            try:
                yield Snapshot(cursor, self.question)
            finally:
                cursor.rollback()

    @contextmanager
    def write(self, *, changes_answers: bool = True) -> Iterator[Transaction]:
        """Hold the one writer for a transaction; readers go on meanwhile.

        Cached answers are asked anew afterwards, unless nothing that they tell has changed.
        """
        with self._write_lock:
            cursor = self._connection.cursor()
            try:
                cursor.begin()
                yield Transaction(cursor, self.question)
                cursor.commit()
            except duckdb.FatalException as error:
                self._reopen(error)
                raise StoreBroken(reason=str(error)[:200]) from error
            except BaseException:
                cursor.rollback()
                raise
            finally:
                cursor.close()
            self._version += changes_answers

    def close(self) -> None:
        """Write everything out and let go of the file."""
        with self._write_lock:
            self._connection.close()

    def _recall(self, key: tuple[object, ...]) -> pd.DataFrame | None:
        answer = self._answers.get(key)
        if answer is None:
            return None
        self._answers.move_to_end(key)
        return answer.copy(deep=False)

    def _read(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        try:
            return self._ask(ask)
        except duckdb.FatalException as error:
            self._reopen(error)
        try:
            return self._ask(ask)
        except duckdb.FatalException as error:
            raise StoreBroken(reason=str(error)[:200]) from error

    def _ask(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        with self._connection.cursor() as cursor:
            return ask(cursor)

    def _reopen(self, error: Exception) -> None:
        """Reopen once after a fatal error and say so; a second one is for a person."""
        with self._write_lock:
            self.trouble = str(error)[:200]
            self._connection.close()
            self._connection = self._open()
            self._version += 1

    def _open(self) -> duckdb.DuckDBPyConnection:
        folder = self.path.parent
        spill = folder / "spill"
        try:
            connection = duckdb.connect(str(self.path))
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise StoreBusy(path=self.path) from error
            raise StoreBroken(reason=str(error)[:200]) from error
        self.path.chmod(0o600)
        for name, value in (
            ("allow_community_extensions", "false"),
            ("autoinstall_known_extensions", "false"),
            ("autoload_known_extensions", "false"),
            ("allowed_directories", f"['{folder}/']"),
            *((name, f"'{value}'") for name, value in self._limits.items()),
            ("temp_directory", f"'{spill}'"),
            ("max_temp_directory_size", "'4GB'"),
            ("checkpoint_threshold", f"'{CHECK_EVERY}'"),
            ("TimeZone", "'UTC'"),
            ("enable_external_access", "false"),
            ("lock_configuration", "true"),
        ):
            connection.execute(f"set {name} = {value}")
        connection.begin()
        for path in schema_files(self._queries):
            connection.execute(path.read_text(encoding="utf-8"))
        connection.commit()
        return connection


def _fitting(asked: Question, parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if name in asked.parameters}


def _arrow(cursor: duckdb.DuckDBPyConnection, asked: Question, parameters: Mapping[str, object]) -> pa.Table:
    return cursor.execute(asked.sql, _fitting(asked, parameters) or None).to_arrow_table()
