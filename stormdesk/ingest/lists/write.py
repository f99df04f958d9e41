"""Versions of registers and the row of an import, written within one transaction."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from stormdesk.errors import UnknownOperation
from stormdesk.ingest.desk import LIVE_OPERATION, Desk
from stormdesk.ingest.lists.compare import Plan, Question
from stormdesk.ingest.lists.made import Change
from stormdesk.ingest.lists.model import Counts, ListProblem, Outcome
from stormdesk.store.engine import Transaction

OWNER_ONLY: Final = 0o600
ROWS_AT_ONCE: Final = 50_000
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The row of an import."""

    import_id: str
    by: str
    source: str
    kind: str
    content_hash: str
    roster: str
    list_code: str | None
    outcome: Outcome
    counts: Counts
    imported_at: datetime
    problem_count: int = 0
    byte_count: int | None = None
    undoes: str | None = None


def new_import_id(kind: str, digest: str = "") -> str:
    """An identifier that no other import has."""
    return "-".join(part for part in (kind, digest[:12], uuid4().hex[:10]) if part)


def keep_original(folder: Path, data: bytes) -> str:
    """Keep a file under its SHA-256, whole or not at all; returns the digest."""
    digest = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / digest
    if not kept.exists():
        part = folder / f".{digest}.{uuid4().hex[:8]}.part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(handle, "wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        os.replace(part, kept)  # noqa: PTH105  the rename is what makes it whole
    return digest


def write_changes(transaction: Transaction, changes: Sequence[Change], import_id: str, at: datetime) -> None:
    """End the old versions, then open the new ones."""
    for change in changes:
        _close(transaction, change, import_id, at)
        opened = change.opened
        for start in range(0, opened.num_rows, ROWS_AT_ONCE):
            rows = opened.slice(start, ROWS_AT_ONCE).to_pandas(integer_object_nulls=True)
            rows["import_id"] = import_id
            rows["closed_by"] = None
            transaction.append(change.register, rows)


def _close(transaction: Transaction, change: Change, import_id: str, at: datetime) -> None:
    closed = change.closed
    count = closed.num_rows
    if not count:
        return
    ends = pa.array(
        [max(start, at) for start in closed["valid_from"].to_pylist()], closed.schema.field("valid_from").type
    )
    incoming = closed.append_column("valid_to", pa.array(ends, closed.schema.field("valid_from").type))
    incoming = incoming.append_column("closed_by", pa.array([import_id] * count))
    transaction.run(f"register/close_{change.register}", {"incoming": incoming})


def write_batch(transaction: Transaction, batch: Batch) -> None:
    """Write the row of an import."""
    counts = batch.counts
    row = {
        "import_id": batch.import_id,
        "imported_at": batch.imported_at,
        "imported_by": batch.by[:LONGEST_NAME],
        "source": batch.source[:LONGEST_NAME],
        "kind": batch.kind,
        "content_hash": batch.content_hash,
        "row_count": counts.taken,
        "problem_count": batch.problem_count,
        "outcome": batch.outcome,
        "roster": batch.roster,
        "list_code": batch.list_code,
        "new_count": counts.new,
        "changed_count": counts.changed,
        "unchanged_count": counts.unchanged,
        "gone_count": counts.gone,
        "byte_count": batch.byte_count,
        "undoes": batch.undoes,
    }
    transaction.append("import_batch", pd.DataFrame([row]))


def write_problems(
    transaction: Transaction, import_id: str, problems: Sequence[ListProblem], originals: Sequence[str | None]
) -> None:
    """Write what came back or was doubted, with the original row of each where there is one."""
    for start in range(0, len(problems), ROWS_AT_ONCE):
        part = problems[start : start + ROWS_AT_ONCE]
        frame = pd.DataFrame(
            {
                "import_id": import_id,
                "number": range(start + 1, start + 1 + len(part)),
                "place": [problem.place for problem in part],
                "field": [problem.field or None for problem in part],
                "value": [problem.value for problem in part],
                "reason": [str(problem.reason) for problem in part],
                "suggestion": [problem.suggestion for problem in part],
                "original_row": list(originals[start : start + ROWS_AT_ONCE]),
            }
        )
        transaction.append("import_problem", frame)


def write_seen(transaction: Transaction, import_id: str, plan: Plan, asked: Question, at: datetime) -> None:
    """Note which townships' rows an import confirmed, so that a list sent again is not a stale list."""
    codes = pd.concat([frame["township_code"] for frame in (plan.new, plan.unchanged)], ignore_index=True)
    codes = pd.concat([codes, pd.Series(plan.changed_townships, dtype=object)], ignore_index=True)
    counted = codes.astype(object).where(codes.notna(), None).value_counts(dropna=False)
    if counted.empty:
        return
    rows = pd.DataFrame(
        {
            "import_id": import_id,
            "roster": asked.roster,
            "register": asked.described.register,
            "township_code": [None if pd.isna(code) else str(code) for code in counted.index],
            "seen_at": at,
            "row_count": counted.to_numpy(),
        }
    )
    transaction.append("list_seen", rows)


def lists_of(desk: Desk, operation_id: str | None) -> tuple[str, str]:
    """The run of a response that is meant, the one on screen when none is named, and its set of lists."""
    setting = desk.clock.setting
    wanted = operation_id or (setting.operation_id if setting else LIVE_OPERATION)
    rows = desk.store.rows("register/roster", operation_id=wanted)
    if not rows:
        raise UnknownOperation(operation=wanted)
    return wanted, str(rows[0][0])
