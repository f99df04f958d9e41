"""Which questions read anything that stands behind a scope; all others have one answer for everybody."""

import re
from functools import cache
from pathlib import Path

from stormdesk.store.questions import Question, schema_files, scope_files

_COMMENT = re.compile(r"--[^\n]*")
# A column of somebody, or a name given: no table is meant, for none is named with its schema.
_NO_TABLE = re.compile(r"\.\s*\w+|\bas\s+\w+", re.IGNORECASE)
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_MADE = re.compile(
    r"create or replace (?:macro|view) (\w+)(.*?)(?=create or replace (?:macro|view) |\Z)", re.DOTALL
)
_OF_READER = "getvariable"


@cache
def touches(queries: Path, asked: Question) -> bool:
    """Whether a question names a table that a scope narrows, or a macro or view that does.

    Told by the words of its text: a bare column of such a name counts too, which costs a cache and no secret.
    """
    return not _words(asked.sql).isdisjoint(touched_names(queries))


@cache
def touched_names(queries: Path) -> frozenset[str]:
    """The tables and macros with a view or macro of their own for visitors, and all that is made of them."""
    touched = {path.stem for path in scope_files(queries)} | {_OF_READER}
    made = [
        (name, _words(body))
        for path in schema_files(queries)
        for name, body in _MADE.findall(_COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    while fresh := {name for name, words in made if name not in touched and not words.isdisjoint(touched)}:
        touched |= fresh
    return frozenset(touched)


def _words(sql: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_NO_TABLE.sub(" ", _COMMENT.sub("", sql)).lower()))
