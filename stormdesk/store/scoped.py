"""The data file as one visitor may read it: views of his scope stand before every table with people in it.

The views are the files of queries/scope/. Each is a temporary view with the name of a table, on a cursor
of its own, so that every question, macro and view reads through it without knowing.
"""

from __future__ import annotations

import queue
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb
import pandas as pd

from stormdesk.errors import UnknownQuery
from stormdesk.store.asking import Asking
from stormdesk.store.questions import Question, read_question, scope_files
from stormdesk.store.touching import touches

if TYPE_CHECKING:
    from stormdesk.store.engine import Store

T = TypeVar("T")
CACHED_ANSWERS = 256
# Questions about the file itself, and those of imports, feeds and the purge: asked of the whole store only.
FOR_THE_WHOLE = frozenset(
    {"api", "backup", "bundle", "feeds", "forget", "imports", "ledger/all_events", "register"}
)
# They give out open tables only, in the order in which imports came.
ALIKE = frozenset({"storm/fixes"})
_COMMENT = re.compile(r"--[^\n]*")
_READS = re.compile(r"(select|with|from)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"\bstormdesk\s*\.|\bmain\s*\.|\btemp\s*\.|\bquery_table\b|\bquery\s*\(|\bduckdb_|\bpragma_|\bread_\w+\s*\(|"
    r"\bsniff_|\bglob\s*\(|\bgetvariable\b|\bgetenv\b|information_schema|sqlite_master|\bincoming\b|\bfolded\b|\bchains\b|\brebuilt_",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows, by area code (None is the county), whether people are shown by name, and whose free texts.

    `texts` names the subjects whose reports are shown with what was written beside them.
    """

    area_code: str | None = None
    shows_personal: bool = False
    texts: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What tells this scope from others."""
        return f"{self.area_code or ''}{'+' * self.shows_personal}:{','.join(sorted(self.texts))}"


def is_for_all(queries: Path, asked: Question) -> bool:
    """Whether a question has one answer for everybody."""
    return asked.name in ALIKE or not touches(queries, asked)


@cache
def is_for_visitors(asked: Question) -> bool:
    """Whether a question reads and does nothing else, and nothing that stands behind the views."""
    if not FOR_THE_WHOLE.isdisjoint({asked.name, asked.name.partition("/")[0]}):
        return False
    sql = _COMMENT.sub("", asked.sql).strip()
    return bool(_READS.match(sql)) and not _BEHIND.search(sql) and ";" not in sql.rstrip(";\n ")


class ScopedStore(Asking):
    """Reads what a scope allows; writes nothing."""

    def __init__(self, store: Store, scope: Scope) -> None:
        super().__init__(store.queries, CACHED_ANSWERS)
        self.scope = scope
        self.built = store.built
        self._store = store
        self._idle: queue.SimpleQueue[tuple[int, duckdb.DuckDBPyConnection]] = queue.SimpleQueue()

    @property
    def key(self) -> str:
        """What tells this reader's answers from those of other files and scopes."""
        return f"{self._store.key}#{self.scope.key}"

    @property
    def open_key(self) -> str:
        """What tells answers that are the same for everybody from those of other files."""
        return self._store.open_key

    @property
    def common_key(self) -> str:
        """What tells answers that are the same in every area from those of other files and masks."""
        return f"{self._store.key}#{replace(self.scope, area_code=None).key}"

    @property
    def data_version(self) -> int:
        """A number that grows with each write in this process."""
        return self._store.data_version

    @property
    def trouble(self) -> str | None:
        """What went wrong with the data file."""
        return self._store.trouble

    def reopen(self, error: Exception) -> None:
        """Reopen the file after a fatal error."""
        self._store.reopen(error)

    def may_ask(self, name: str) -> bool:
        """Whether a question only reads, and nothing that stands behind the views."""
        return is_for_visitors(read_question(self._queries, name))

    def question(self, name: str) -> Question:
        """The named question of queries/; raises UnknownQuery for one that is not for visitors."""
        asked = super().question(name)
        if not is_for_visitors(asked):
            raise UnknownQuery(name=name)
        return asked

    def frame(self, name: str, /, **parameters: object) -> pd.DataFrame:
        """Answer a named question; what is the same for everybody, from the answers kept for all."""
        if is_for_all(self._queries, self.question(name)):
            return self._store.frame(name, **parameters)
        return super().frame(name, **parameters)

    def close(self) -> None:
        """Let go of the cursors that wait."""
        while True:
            try:
                self._idle.get_nowait()[1].close()
            except queue.Empty:
                return

    def _ask(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        with self._store.gate.inside():
            return self._asked(ask)

    def _asked(self, ask: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        generation = self._store.generation
        cursor = self._waiting(generation) or self._fresh()
        try:
            answer = ask(cursor)
        except BaseException:
            cursor.close()
            raise
        self._idle.put((generation, cursor))
        return answer

    def _waiting(self, generation: int) -> duckdb.DuckDBPyConnection | None:
        while True:
            try:
                made_in, cursor = self._idle.get_nowait()
            except queue.Empty:
                return None
            if made_in == generation:
                return cursor
            cursor.close()

    def _fresh(self) -> duckdb.DuckDBPyConnection:
        cursor = self._store.cursor()
        variables = {
            "area_code": self.scope.area_code,
            "shows_personal": self.scope.shows_personal,
            "texts": ",".join(sorted(self.scope.texts)),
        }
        for name, value in variables.items():
            cursor.execute(f"set variable {name} = $value", {"value": value})
        for path in scope_files(self._queries):
            cursor.execute(path.read_text(encoding="utf-8"))
        return cursor
