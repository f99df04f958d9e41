"""Imports as rows: who brought what, when, what came of it, and what was sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyarrow as pa

from stormdesk.domain.feed import Outcome
from stormdesk.domain.problem import Problem
from stormdesk.store.engine import Transaction

CHUNK_ROWS: Final = 20_000
LONGEST_TEXT: Final = 500
_INSTANT = pa.timestamp("us", tz="UTC")
_IMPORT: Final = pa.schema(
    [
        ("import_id", pa.string()),
        ("imported_at", _INSTANT),
        *((name, pa.string()) for name in ("imported_by", "source", "kind", "content_hash")),
        ("row_count", pa.int32()),
        ("problem_count", pa.int32()),
        *((name, pa.string()) for name in ("outcome", "source_id", "operation_id", "roster")),
        *((name, pa.int32()) for name in ("new_count", "unchanged_count", "flagged_count")),
        ("first_at", _INSTANT),
        ("last_at", _INSTANT),
        ("byte_count", pa.int64()),
    ]
)
_PROBLEM: Final = pa.schema(
    [
        ("import_id", pa.string()),
        ("number", pa.int32()),
        ("place", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """One import as it is kept; the counts say what became of its items."""

    import_id: str
    imported_at: datetime
    imported_by: str
    source: str
    kind: str
    content_hash: str
    row_count: int
    problem_count: int
    outcome: Outcome
    source_id: str
    operation_id: str | None = None
    roster: str | None = None
    new_count: int | None = None
    unchanged_count: int | None = None
    flagged_count: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    byte_count: int | None = None


def keep_import(transaction: Transaction, batch: ImportBatch, problems: Sequence[Problem]) -> None:
    """Keep the row of an import and everything that it sent back or flagged."""
    transaction.run("imports/keep", {"incoming": import_table([batch])})
    for start in range(0, len(problems), CHUNK_ROWS):
        table = problem_table(batch.import_id, problems[start : start + CHUNK_ROWS], start=start)
        transaction.run("imports/keep_problem", {"incoming": table})


def import_table(batches: Sequence[ImportBatch]) -> pa.Table:
    """Imports as they are appended."""
    return pa.table(
        {name: [getattr(batch, name) for batch in batches] for name in _IMPORT.names}, schema=_IMPORT
    )


def problem_table(import_id: str, problems: Sequence[Problem], *, start: int = 0) -> pa.Table:
    """Problems as they are appended, numbered from a start."""
    return pa.table(
        [
            [import_id] * len(problems),
            list(range(start, start + len(problems))),
            [clean(problem.place) for problem in problems],
            [clean(problem.value) for problem in problems],
            [clean(str(problem.reason)) for problem in problems],
        ],
        schema=_PROBLEM,
    )


def clean(text: str) -> str:
    """Return a text as the data file can hold it: no lone surrogates, no null, not endless."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
