"""Asking the questions of queries/, with answers kept until the data change."""

import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from stormdesk.errors import StoreBroken
from stormdesk.store.answers import answer_frame
from stormdesk.store.questions import Question, read_question

T = TypeVar("T")


class Asking(ABC):
    """Whoever answers questions; what it may read is settled by the cursor that it asks with."""

    def __init__(self, queries: Path, most_kept: int) -> None:
        self._queries = queries
        self._most_kept = most_kept
        self._cache_lock = threading.Lock()
        self._answers: OrderedDict[tuple[object, ...], pd.DataFrame] = OrderedDict()
        self._asking: dict[tuple[object, ...], threading.Lock] = {}
        # What others built of answers that are the same for everybody; all readers of a file share it.
        self.built: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    @property
    @abstractmethod
    def key(self) -> str:
        """What tells this reader's answers from those of other files and scopes."""

    @property
    def open_key(self) -> str:
        """What tells answers that are the same for everybody from those of other files."""
        return self.key

    @property
    def common_key(self) -> str:
        """What tells answers that are the same in every area from those of other files and masks."""
        return self.key

    @property
    @abstractmethod
    def data_version(self) -> int:
        """A number that grows with each write in this process."""

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
        fitted = fitting(asked, parameters)
        key = (name, self.data_version, *sorted(fitted.items()))
        with self._cache_lock:
            if (known := self._recall(key)) is not None:
                return known
            asking = self._asking.setdefault(key, threading.Lock())
        with asking:
            with self._cache_lock:
                if (known := self._recall(key)) is not None:
                    return known
            answer = self._read(lambda cursor: answer_frame(cursor.execute(asked.sql, fitted or None)))
            with self._cache_lock:
                self._answers[key] = answer
                self._asking.pop(key, None)
                while len(self._answers) > self._most_kept:
                    self._answers.popitem(last=False)
        return answer.copy(deep=False)

    def rows(self, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
        """Answer a named question as tuples, uncached."""
        asked = self.question(name)
        fitted = fitting(asked, parameters)
        return self._read(lambda cursor: cursor.execute(asked.sql, fitted or None).fetchall())

    def head(self, name: str, most: int, /, **parameters: object) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a named question as column names and its first rows, uncached."""
        asked = self.question(name)
        fitted = fitting(asked, parameters)

        def ask(cursor: duckdb.DuckDBPyConnection) -> tuple[list[str], list[tuple[Any, ...]]]:
            cursor.begin()
            try:
                answer = cursor.execute(asked.sql, fitted or None)
                return [str(column[0]) for column in answer.description or ()], answer.fetchmany(most)
            finally:
                # What was not read would hold the transaction open, and with it what later writes undo.
                cursor.rollback()

        return self._read(ask)

    def table(self, name: str, /, **parameters: object) -> pa.Table:
        """Answer a named question as an Arrow table, uncached: for answers too large to keep."""
        asked = self.question(name)
        return self._read(lambda cursor: arrow(cursor, asked, parameters))

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
            self.reopen(error)
        try:
            return self._ask(ask)
        except duckdb.FatalException as error:
            raise StoreBroken(reason=str(error)[:200]) from error

    @abstractmethod
    def _ask(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Ask with a cursor that nobody else uses meanwhile."""

    @abstractmethod
    def reopen(self, error: Exception) -> None:
        """Reopen the file after a fatal error."""


def fitting(asked: Question, parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters that the question takes."""
    return {name: value for name, value in parameters.items() if name in asked.parameters}


def arrow(cursor: duckdb.DuckDBPyConnection, asked: Question, parameters: Mapping[str, object]) -> pa.Table:
    """Answer a question as an Arrow table."""
    return cursor.execute(asked.sql, fitting(asked, parameters) or None).to_arrow_table()
