"""What a person decides about two rows that look like one: remembered, and the rows put together."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.errors import N_, StormdeskError
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.made import Change
from stormdesk.ingest.lists.model import Counts, Decision, ListProblem, ListReport, Outcome
from stormdesk.ingest.lists.registers import ReadTable, Register, read_register
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.lists.write import Batch, lists_of, new_import_id, write_batch, write_changes
from stormdesk.store.engine import Transaction

Names = tuple[str, ...]
KIND: Final = "merge"
NOTHING: Final[tuple[Counts, Names]] = (Counts(), ())
# What the kept row takes from the other where it has none itself: a phone, or a whole point.
TAKEN: Final = (("phone",), ("lat", "lon"))
# Where rows refer to a row of a register: the register, and its columns that hold such ids.
REFERENCES: Final = {
    "responsible_person": (
        ("responsible_person", ("deputy_id",)),
        ("evacuee", ("township_guarantor_id", "village_guarantor_id", "warner_id")),
        *((name, ("officer_id",)) for name in ("vessel", "construction_site", "shelter", "facility")),
        ("danger_zone", ("officer_id",)),
    ),
    "evacuee": (("evacuee", ("household_id",)),),
    "shelter": (("evacuee", ("shelter_id",)),),
    "harbour": (("vessel", ("harbour_id",)),),
    "vessel": (("evacuee", ("linked_id",)),),
    "construction_site": (("evacuee", ("linked_id",)),),
    "facility": (("evacuee", ("linked_id",)),),
    "danger_zone": (("evacuee", ("linked_id",)),),
}


class NotThere(StormdeskError):
    """A row to merge that the register does not hold now."""

    sentence = N_("名册里现在没有“{row_id}”")


def merge(  # noqa: PLR0913  a decision names two rows, what was said and who said it
    desk: Desk,
    register: str,
    kept_id: str,
    other_id: str,
    decision: Decision,
    *,
    by: str,
    reason: str | None = None,
    operation_id: str | None = None,
) -> ListReport:
    """Remember that two rows are one, or are not; one that is merged away ends now, and references follow."""
    said: dict[str, Any] = {
        "roster": lists_of(desk, operation_id)[1],
        "register": register,
        "kept_id": kept_id,
        "other_id": other_id,
        "decision": decision,
        "reason": reason,
        "decided_at": desk.now(),
        "decided_by": by,
        "recorded_at": datetime.now(UTC),
    }
    merge_id = new_import_id(KIND)
    counts, filled = NOTHING
    with desk.store.write() as transaction:
        if decision is Decision.MERGED:
            counts, filled = _put_together(transaction, merge_id, said)
        transaction.append("same_as", pd.DataFrame([said]))
    return ListReport(merge_id, Outcome.TAKEN, counts, _told(kept_id, filled))


def _told(kept_id: str, filled: Names) -> tuple[ListProblem, ...]:
    return tuple(ListProblem(kept_id, "", ListReason.MERGE_FILLED, name) for name in filled)


def _put_together(transaction: Transaction, merge_id: str, said: Mapping[str, Any]) -> tuple[Counts, Names]:
    pair = (said["kept_id"], said["other_id"])
    register = read_register(transaction.table, said["register"], said["roster"], said["decided_at"])
    changes = _changes(transaction.table, register, pair)
    filled = _fill(changes, register, pair)
    counts = Counts(changed=sum(change.opened.num_rows for change in changes), gone=1)
    write_changes(transaction, changes, merge_id, said["decided_at"])
    write_batch(transaction, _batch(merge_id, said, counts))
    return counts, filled


def _batch(merge_id: str, said: Mapping[str, Any], counts: Counts) -> Batch:
    return Batch(
        import_id=merge_id,
        by=said["decided_by"],
        source=f"{said['other_id']} → {said['kept_id']}",
        kind=KIND,
        content_hash="",
        roster=said["roster"],
        list_code=said["register"],
        outcome=Outcome.TAKEN,
        counts=counts,
        imported_at=said["recorded_at"],
    )


def _changes(read: ReadTable, register: Register, pair: Sequence[str]) -> list[Change]:
    _, other_id = pair
    name = register.name
    for row_id in pair:
        if row_id not in register.position:
            raise NotThere(row_id=row_id)
    other = register.present.take(pa.array([register.position[other_id]]))
    closed = other.select(["roster", register.id_column, "valid_from"])
    changes = [Change(name, other.slice(0, 0), closed)]
    for holder, columns in REFERENCES.get(name, ()):
        held = register if holder == name else read_register(read, holder, register.roster, register.at)
        if change := _redirected(held, columns, pair, skip=other_id if holder == name else ""):
            changes.append(change)
    return changes


def _fill(changes: list[Change], register: Register, pair: Sequence[str]) -> Names:
    """Give the kept row what only the other one has; tells which columns."""
    kept, other = (
        register.present.take(pa.array([register.position[row_id]])).to_pylist()[0] for row_id in pair
    )
    groups = [names for names in TAKEN if all(name in kept for name in names)]
    wanted = [names for names in groups if all(kept[n] is None and other[n] is not None for n in names)]
    filled = {name: other[name] for names in wanted for name in names}
    if not filled:
        return ()
    schema, first = register.versions.schema, changes[0]
    for change in changes[1:]:
        if change.register == register.name and pair[0] in change.opened[register.id_column].to_pylist():
            rows = change.opened.to_pylist()
            said = [row | (filled if row[register.id_column] == pair[0] else {}) for row in rows]
            change.opened = pa.Table.from_pylist(said, schema=schema)
            return tuple(filled)
    again = kept | filled | {"valid_from": register.at}
    first.opened = pa.Table.from_pylist([again], schema=schema)
    ended = pa.Table.from_pylist([kept], schema=schema).select(first.closed.column_names)
    first.closed = pa.concat_tables([first.closed, ended])
    return tuple(filled)


def _redirected(
    register: Register, columns: Sequence[str], pair: Sequence[str], *, skip: str
) -> Change | None:
    """Rows that refer to the row merged away, as new versions that refer to the kept one."""
    kept_id, other_id = pair
    present = register.present
    holds = [pc.fill_null(pc.equal(present[name], other_id), False) for name in columns]  # noqa: FBT003  the value that fills
    mask = holds[0]
    for more in holds[1:]:
        mask = pc.or_(mask, more)
    rows = present.filter(pc.and_(mask, pc.not_equal(present[register.id_column], skip)))
    if not rows.num_rows:
        return None
    closed = rows.select(["roster", register.id_column, "valid_from"])
    for name in columns:
        is_other = pc.fill_null(pc.equal(rows[name], other_id), False)  # noqa: FBT003  the value that fills
        at = rows.schema.get_field_index(name)
        rows = rows.set_column(at, name, pc.if_else(is_other, pa.scalar(kept_id), rows[name]))
    start = rows.schema.get_field_index("valid_from")
    kind = rows.schema.field(start).type
    rows = rows.set_column(start, "valid_from", pa.array([register.at] * rows.num_rows, kind))
    return Change(register.name, rows, closed)
