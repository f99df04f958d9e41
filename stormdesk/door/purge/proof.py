"""Showing that an operation's people are found nowhere: in the new data file's rows, and in every file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from stormdesk.door.purge.plan import marks
from stormdesk.door.purge.traces import Traces, strings_of
from stormdesk.store import Store
from stormdesk.store.snapshot import Snapshot

Columns = frozenset[tuple[str, str]]
NONE: Final[Columns] = frozenset()
# Names of works, shelters and teams stay, and a short name of a person may be part of a place's.
BY_CHANCE: Final = frozenset({"thing"})
# Offices and sources stay, and what somebody typed as a remark may be part of their names.
OFFICES: Final = frozenset({"actor", "file"})


@dataclass(frozen=True, slots=True)
class Standing:
    """The words of an operation's people in the new data file: its own rows', and other rows'."""

    leaks: tuple[tuple[str, str, int], ...]
    chances: tuple[tuple[str, str, int], ...]
    elsewhere: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a search of every file found; words that others still stand under cannot be told apart.

    Words that are too short, or only numbers and codes, are not looked for: they are found everywhere.
    """

    word_count: int
    standing_count: int
    file_count: int
    byte_count: int
    found: tuple[tuple[str, int], ...]
    short_count: int = 0
    common_count: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.found


def stand(  # noqa: PLR0913  each says which rows and words are meant
    fresh: Store,
    traces: Traces,
    *,
    operation_id: str,
    own_roster: str,
    excused: Columns = NONE,
    loose: frozenset[str] = frozenset(),
) -> Standing:
    """Look for the words in the new file's rows; a column that is excused is kept for a stated reason."""
    kinds = {column: kind for column, kind in marks(fresh).items() if kind not in BY_CHANCE}
    marked = kinds.keys() - excused
    leaks: list[tuple[str, str, int]] = []
    chances: list[tuple[str, str, int]] = []
    elsewhere: set[str] = set()
    with fresh.snapshot() as snapshot:
        for table, columns in snapshot.columns().items():
            elsewhere |= traces.in_texts(_texts(snapshot.table(table)))
            where = _own(columns, operation_id, own_roster)
            for column, found in _found(snapshot, table, where, traces) if where else ():
                is_office = kinds.get((table, column)) in OFFICES
                if count := len(found - loose if is_office else found):
                    (leaks if (table, column) in marked else chances).append((table, column, count))
    return Standing(tuple(leaks), tuple(chances), frozenset(elsewhere))


def prove(home: Path, traces: Traces, *, standing_count: int, but: Sequence[Path]) -> Proof:
    """Look for the words in every file under a folder, packed parts too."""
    found, files, size = [], 0, 0
    for path in sorted(home.rglob("*")):
        if path.is_symlink() or not path.is_file() or path in but:
            continue
        files, size = files + 1, size + path.stat().st_size
        if words := traces.in_file(path):
            found.append((path.relative_to(home).as_posix(), len(words)))
    return Proof(
        word_count=len(traces.words),
        standing_count=standing_count,
        file_count=files,
        byte_count=size,
        found=tuple(found),
    )


def _own(columns: dict[str, str], operation_id: str, own_roster: str) -> dict[str, str]:
    if "operation_id" in columns:
        return {"operation_id": operation_id}
    return {"roster": own_roster} if "roster" in columns else {}


def _found(
    snapshot: Snapshot, table: str, where: dict[str, str], traces: Traces
) -> Iterator[tuple[str, set[str]]]:
    for field_name, texts in _by_column(snapshot.table(table, where)).items():
        if found := traces.in_texts(texts):
            yield field_name, found


def _by_column(stream: pa.RecordBatchReader) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for batch in stream:
        for field in batch.schema:
            found.setdefault(field.name, set()).update(strings_of(batch.select([field.name])))
    return found


def _texts(stream: pa.RecordBatchReader) -> set[str]:
    return {text for batch in stream for text in strings_of(batch)}
