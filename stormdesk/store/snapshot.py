"""The data file at one instant: tables and answers as streams, and what they add up to."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import ColumnExpression, ConstantExpression

from stormdesk.store.questions import Question

ROWS_AT_ONCE = 65_536
Where = Mapping[str, str | None]
NOWHERE: Where = {}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows, and what they add up to in any order; DuckDB's hash, the same for one version of it."""

    rows: int
    checksum: str


class Snapshot:
    """One read transaction: every answer is of the same instant, however long reading takes.

    A stream ends with the next answer asked for.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, question: Callable[[str], Question]) -> None:
        self._cursor = cursor
        self._question = question

    def columns(self) -> dict[str, dict[str, str]]:
        """Name and type of the columns of every table, in their order."""
        found: dict[str, dict[str, str]] = {}
        for table, column, kind in self._cursor.execute(self._question("backup/columns").sql).fetchall():
            found.setdefault(table, {})[column] = kind
        return found

    def ask(self, name: str, /, **parameters: object) -> pa.RecordBatchReader:
        """Answer a named question as a stream."""
        asked = self._question(name)
        fitting = {key: value for key, value in parameters.items() if key in asked.parameters}
        return self._cursor.execute(asked.sql, fitting or None).to_arrow_reader(ROWS_AT_ONCE)

    def table(self, name: str, where: Where = NOWHERE, *, is_ordered: bool = False) -> pa.RecordBatchReader:
        """The rows of a table with these values as a stream, ordered by all their columns if asked for."""
        rows = self._rows(name, where)
        return (rows.order("all") if is_ordered else rows).to_arrow_reader(ROWS_AT_ONCE)

    def count(self, table: str) -> int:
        """How many rows a table has."""
        [(count,)] = self._cursor.table(table).aggregate("count(*)").fetchall()
        return int(count)

    def fingerprint(
        self, table: str, where: Where = NOWHERE, *, only: Collection[str] | None = None
    ) -> Fingerprint:
        """What the rows of a table with these values add up to, every one read (or `only` some columns)."""
        return _fingerprint(self._rows(table, where), only)

    def fingerprint_of(
        self, stream: pa.RecordBatchReader, *, only: Collection[str] | None = None
    ) -> Fingerprint:
        """What rows from elsewhere add up to, by the same rule."""
        try:
            return _fingerprint(self._cursor.from_arrow(stream), only)
        except duckdb.Error as error:
            raise RowsRefusedError(str(error)[:200]) from error

    def _rows(self, table: str, where: Where) -> duckdb.DuckDBPyRelation:
        rows = self._cursor.table(table)
        if not where:
            return rows
        return rows.filter(reduce(and_, [_holds(*condition) for condition in where.items()]))


class RowsRefusedError(Exception):
    """Rows that the tables do not take: wrong types, a missing value, an identifier known already."""


class Bulk(Snapshot):
    """A write under way, for rows by the million."""

    def append(
        self, table: str, stream: pa.RecordBatchReader, *, known: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Append a stream's rows, column by name; columns that it does not have stay empty.

        Whoever appends to many tables asks for their columns once and gives them.
        """
        given = set(stream.schema.names)
        target = (known or self.columns()).get(table, ())
        if strange := sorted(given - set(target)):
            raise RowsRefusedError(f"{table}: {', '.join(strange)}")
        placed = ", ".join(f'"{name}"' if name in given else f'null as "{name}"' for name in target)
        try:
            self._cursor.from_arrow(stream).project(placed).insert_into(table)
        except duckdb.Error as error:
            raise RowsRefusedError(f"{table}: {str(error)[:200]}") from error

    def run(self, name: str, incoming: pa.Table) -> list[tuple[Any, ...]]:
        """Run a named statement that takes rows in its own way."""
        self._cursor.register("incoming", incoming)
        try:
            return self._cursor.execute(self._question(name).sql).fetchall()
        except duckdb.Error as error:
            raise RowsRefusedError(f"{name}: {str(error)[:200]}") from error
        finally:
            self._cursor.unregister("incoming")


def _holds(column: str, value: str | None) -> duckdb.Expression:
    named = ColumnExpression(column)
    return named.isnull() if value is None else named == ConstantExpression(value)


def _fingerprint(rows: duckdb.DuckDBPyRelation, only: Collection[str] | None) -> Fingerprint:
    names = ", ".join(f'"{name}"' for name in sorted(rows.columns if only is None else only))
    [(count, total)] = rows.aggregate(f"count(*), sum(hash({names}))").fetchall()
    return Fingerprint(int(count), str(total or 0))
