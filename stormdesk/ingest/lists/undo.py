"""An import taken back as a whole, as new versions; what a later import has changed is left alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.domain.event import FOREVER
from stormdesk.errors import N_, StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.compare import KEPT
from stormdesk.ingest.lists.description import ID_COLUMNS
from stormdesk.ingest.lists.made import Change
from stormdesk.ingest.lists.model import Counts, Decision, ListReport, Outcome
from stormdesk.ingest.lists.registers import Register, read_register
from stormdesk.ingest.lists.write import Batch, new_import_id, write_batch, write_changes
from stormdesk.store.engine import Transaction

MERGE: Final = "merge"
UNDO: Final = "undo"
Version = Mapping[str, Any]


class UnknownImport(StormdeskError):
    """An import that is not there, or that was of no register."""

    sentence = N_("没有“{import_id}”这次名单导入")


class AlreadyUndone(StormdeskError):
    """An import that has been taken back before."""

    sentence = N_("“{import_id}”已经撤销过")


def undo(desk: Desk, import_id: str, *, by: str) -> ListReport:
    """Take an import, a merge or an undo back; rows that it opened end, rows that it ended go on."""
    at = desk.now()
    undoing = new_import_id(UNDO)
    with desk.store.write() as transaction:
        found = transaction.run("register/import", import_id=import_id)
        if not found or found[0][0] is None:
            raise UnknownImport(import_id=import_id)
        roster, list_code, source, digest, kind, imported_at, is_undone = found[0]
        if is_undone:
            raise AlreadyUndone(import_id=import_id)
        counts, left_alone = _take_back(transaction, roster, at, import_id, undoing)
        if kind == MERGE:
            _part_again(transaction, roster, imported_at, at, by)
        batch = Batch(
            import_id=undoing,
            by=by,
            source=source,
            kind=UNDO,
            content_hash=digest,
            roster=roster,
            list_code=list_code,
            outcome=Outcome.UNDONE,
            counts=counts,
            imported_at=datetime.now(UTC),
            undoes=import_id,
        )
        write_batch(transaction, batch)
    return ListReport(undoing, Outcome.UNDONE, counts, left_alone=tuple(left_alone))


def _take_back(
    transaction: Transaction, roster: str, at: datetime, import_id: str, undoing: str
) -> tuple[Counts, list[str]]:
    changes, left_alone, counts = [], [], Counts()
    for name in ID_COLUMNS:
        register = read_register(transaction.table, name, roster, at, import_id)
        change, left, part = _taken_back(register, import_id)
        if change.opened.num_rows or change.closed.num_rows:
            changes.append(change)
        left_alone += left
        counts = _added(counts, part)
    write_changes(transaction, changes, undoing, at)
    return counts, left_alone


def _added(one: Counts, other: Counts) -> Counts:
    return Counts(one.new + other.new, one.changed + other.changed, 0, one.gone + other.gone)


def _taken_back(register: Register, import_id: str) -> tuple[Change, list[str], Counts]:
    """What ends and what goes on in one register, and the ids that a later import has changed."""
    id_column = register.id_column
    versions = register.versions
    is_opened, is_ended = (_is(versions[name], import_id) for name in ("import_id", "closed_by"))
    opened: list[Version] = versions.filter(is_opened).to_pylist()
    ended = {row[id_column]: row for row in versions.filter(is_ended).to_pylist()}
    later = {row[id_column] for row in opened if row["closed_by"] is not None}
    standing = _standing(register, import_id, later | set(ended))
    restored = {
        row[id_column]: standing[row[id_column]]
        for row in opened
        if row[id_column] in standing and _is_restored(standing[row[id_column]], row)
    }
    left = sorted((later | set(standing)) - set(restored))
    closing = [restored.get(row[id_column], row) for row in opened if row[id_column] not in left]
    again = [_again(row, register) for row_id, row in ended.items() if row_id not in left]
    schema = register.versions.schema
    change = Change(
        register.name,
        pa.Table.from_pylist(again, schema=schema),
        pa.Table.from_pylist(closing, schema=schema).select(["roster", id_column, "valid_from"]),
    )
    ids = {row[id_column] for row in closing}
    back = {row[id_column] for row in again}
    return change, left, Counts(new=len(back - ids), changed=len(back & ids), gone=len(ids - back))


def _standing(register: Register, import_id: str, ids: set[str]) -> dict[str, Version]:
    """The rows of these ids as they stand now by another import's doing."""
    present, id_column = register.present, register.id_column
    own = pc.or_(*(_is(present[name], import_id) for name in ("import_id", "closed_by")))
    asked = pc.is_in(present[id_column], pa.array(sorted(ids), pa.string()))
    rows = present.filter(pc.and_(asked, pc.invert(own))).to_pylist()
    return {row[id_column]: row for row in rows}


def _is_restored(now: Version, was: Version) -> bool:
    """Whether an undo brought a row back as this import had left it: later changes came to nothing."""
    by_undo = str(now["import_id"]).startswith(f"{UNDO}-")
    return by_undo and all(now[name] == was[name] for name in was if name not in KEPT)


def _is(column: pa.ChunkedArray, text: str) -> pa.ChunkedArray:
    return pc.fill_null(pc.equal(column, text), False)  # noqa: FBT003  the value that fills


def _again(row: Version, register: Register) -> dict[str, Any]:
    start = max(register.at, row["valid_to"])
    later = register.starts_later.get(row[register.id_column], FOREVER)
    return {**row, "valid_from": start, "valid_to": later if later > start else FOREVER}


def _part_again(transaction: Transaction, roster: str, merged_at: datetime, at: datetime, by: str) -> None:
    """An undone merge is a decision too: the two are apart again."""
    pairs = transaction.run("register/merged_with", roster=roster, recorded_at=merged_at)
    rows = [
        {
            "roster": roster,
            "register": register,
            "kept_id": kept_id,
            "other_id": other_id,
            "decision": Decision.APART,
            "decided_at": at,
            "decided_by": by,
            "recorded_at": datetime.now(UTC),
        }
        for register, kept_id, other_id in pairs
    ]
    if rows:
        transaction.append("same_as", pd.DataFrame(rows))
