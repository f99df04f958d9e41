"""One DuckDB file: hardened, a cursor per call, one writer, results cached until the data change."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import duckdb
import pandas as pd
import pyarrow as pa

from stormdesk.errors import FileInUse, StoreBroken
from stormdesk.store.asking import Asking, arrow, fitting
from stormdesk.store.exchange import commit, finish, is_open, is_pending
from stormdesk.store.gate import Gate
from stormdesk.store.opening import open_file
from stormdesk.store.questions import Question
from stormdesk.store.schema import apply_schema
from stormdesk.store.scoped import Scope, ScopedStore
from stormdesk.store.snapshot import Bulk, Snapshot

T = TypeVar("T")
CACHED_ANSWERS = 768
KEPT_SCOPES = 256
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
            return self._cursor.execute(asked.sql, fitting(asked, parameters) or None).fetchall()
        finally:
            for table_name in tables or {}:
                self._cursor.unregister(table_name)

    def table(self, name: str, /, **parameters: object) -> pa.Table:
        """Answer a named question as it stands within the transaction, as an Arrow table."""
        asked = self._question(name)
        return arrow(self._cursor, asked, parameters)

    def append(self, table: str, rows: pd.DataFrame) -> int:
        """Append rows to a table, column by name; columns that are left out stay empty."""
        if not rows.empty:
            self._cursor.append(table, rows, by_name=True)
        return len(rows)

    @property
    def bulk(self) -> Bulk:
        """The same write for rows by the million."""
        return Bulk(self._cursor, self._question)


class Store(Asking):
    """The data file and every way to read or write it."""

    def __init__(  # noqa: PLR0913  each says how the file is opened
        self,
        path: Path,
        *,
        queries: Path,
        memory_limit: str = "2GB",
        threads: int = 2,
        schema: str = "schema",
        secret: str = "",
    ) -> None:
        super().__init__(queries, CACHED_ANSWERS)
        self.path = path
        self._schema = schema
        self.secret = secret
        self.trouble: str | None = None
        self.generation = 0
        self._scope_lock = threading.Lock()
        self._scopes: OrderedDict[Scope, ScopedStore] = OrderedDict()
        self._limits = {"memory_limit": memory_limit, "threads": str(threads)}
        self._write_lock = threading.RLock()
        self.gate = Gate()
        self._readers: WeakSet[ScopedStore] = WeakSet()
        self._version = 0
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = self._open()

    @property
    def key(self) -> str:
        """What tells this reader's answers from those of other files and scopes."""
        return str(self.path)

    @property
    def data_version(self) -> int:
        """A number that grows with each write in this process."""
        return self._version

    @property
    def queries(self) -> Path:
        """The folder of the questions."""
        return self._queries

    def scoped(self, scope: Scope) -> ScopedStore:
        """The same data as a visitor of this scope may read them, shared by all visitors of it."""
        with self._scope_lock:
            if (known := self._scopes.pop(scope, None)) is None:
                known = ScopedStore(self, scope)
                self._readers.add(known)
            self._scopes[scope] = known
            while len(self._scopes) > KEPT_SCOPES:
                self._scopes.popitem(last=False)[1].close()
        return known

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own, standing in the data file."""
        cursor = self._connection.cursor()
        if self.secret:
            cursor.execute(f"use {self.path.stem}")
        return cursor

    def reopen(self, error: Exception) -> None:
        """Reopen once after a fatal error and say so; a second one is for a person."""
        with self._write_lock:
            self.trouble = str(error)[:200]
            self._connection.close()
            self._connection = self._open()
            self.generation += 1
            self._version += 1

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read for a while what stands now, whatever is written meanwhile."""
        with self.gate.inside(), self.cursor() as cursor:
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
            cursor = self.cursor()
            try:
                cursor.begin()
                yield Transaction(cursor, self.question)
                cursor.commit()
            except duckdb.FatalException as error:
                self.reopen(error)
                raise StoreBroken(reason=str(error)[:200]) from error
            except BaseException:
                cursor.rollback()
                raise
            finally:
                cursor.close()
            self._version += changes_answers

    def like(self, path: Path) -> "Store":
        """Another file, opened by the same means."""
        return Store(
            path,
            queries=self.queries,
            memory_limit=self._limits["memory_limit"],
            threads=int(self._limits["threads"]),
            schema=self._schema,
            secret=self.secret,
        )

    @contextmanager
    def exchanged(self) -> Iterator[Callable[[], None]]:
        """Hold the one writer; what is given puts the new file of store/exchange.py in this one's place."""
        with self._write_lock:
            yield self._exchange

    def _exchange(self) -> None:
        with self.gate.shut():
            for reader in list(self._readers):
                reader.close()
            self._connection.close()
            gc.collect()
            try:
                if is_open(self.path):
                    raise FileInUse
                commit(self.path)
                finish(self.path)
            finally:
                self._connection = self._open()
                self.generation += 1
                self._version += 1

    def close(self) -> None:
        """Write everything out and let go of the file."""
        with self._write_lock:
            self._connection.close()

    def _ask(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        with self.gate.inside(), self.cursor() as cursor:
            return ask(cursor)

    def _open(self) -> duckdb.DuckDBPyConnection:
        connection = open_file(self.path, secret=self.secret, limits=self._limits)
        if is_pending(self.path):
            connection.close()
            finish(self.path)
            connection = open_file(self.path, secret=self.secret, limits=self._limits)
        apply_schema(connection, self._queries, self._schema)
        return connection
