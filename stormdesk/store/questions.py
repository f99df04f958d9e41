"""The questions in queries/, by name."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stormdesk.errors import UnknownQuery

_PARAMETER = re.compile(r"(?<!\$)\$([a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*")
_NAME = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Question:
    """One SQL file: its text and the parameters it takes."""

    name: str
    sql: str
    parameters: frozenset[str]


@cache
def read_question(folder: Path, name: str) -> Question:
    """Read `queries/<name>.sql`; the name has one slash and nothing that leaves the folder."""
    path = folder / f"{name}.sql"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UnknownQuery(name=name)
    sql = path.read_text(encoding="utf-8")
    return Question(name, sql, frozenset(_PARAMETER.findall(_COMMENT.sub("", sql))))


def has_question(folder: Path, name: str) -> bool:
    """Whether queries/ holds a question of this name."""
    return bool(_NAME.fullmatch(name)) and (folder / f"{name}.sql").is_file()


def schema_files(folder: Path, schema: str = "schema") -> list[Path]:
    """A schema's files as they apply: `schema` is the ledger's, `schema_access` the door's."""
    return sorted((folder / schema).glob("*.sql"))


def scope_files(folder: Path) -> list[Path]:
    """The views that stand before the tables for a visitor, one file per table."""
    return sorted((folder / "scope").glob("*.sql"))
