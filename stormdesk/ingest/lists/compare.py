"""A list against its register as it stands now: what is new, changed, unchanged, gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.domain.county import County
from stormdesk.domain.event import FOREVER
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.folding import fold
from stormdesk.ingest.lists.identity import Matcher, hull_key
from stormdesk.ingest.lists.links import resolve
from stormdesk.ingest.lists.made import Change, made_on_the_way
from stormdesk.ingest.lists.model import Choices, Counts, ListProblem
from stormdesk.ingest.lists.registers import ReadTable, Register, read_register
from stormdesk.ingest.lists.repeats import Repeats, find_repeats
from stormdesk.ingest.lists.scope import gone_rows
from stormdesk.ingest.lists.typed import Typed

KEPT = ("roster", "valid_from", "valid_to", "import_id", "closed_by", "source")
SHOWN = ("name", "township_code", "village_code")
LONGEST_SOURCE = 200


@dataclass(slots=True)
class Plan:
    """What would become of every row; the frames are for a person, the changes for the commit."""

    counts: Counts
    changes: list[Change]
    new: pd.DataFrame
    changed: pd.DataFrame
    unchanged: pd.DataFrame
    gone: pd.DataFrame
    made: pd.DataFrame
    changed_townships: list[object] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)
    repeats: Repeats | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A list read, and what it is to be compared with."""

    described: ListDescription
    typed: Typed
    choices: Choices
    county: County
    roster: str
    source: str


def compare(read: ReadTable, asked: Question, at: datetime) -> Plan:
    """Compare a list with the register valid at a moment, and say what would have to be written."""
    described = asked.described
    names = {described.register, *(name for link in described.links for name in link.registers)}
    registers = {name: read_register(read, name, asked.roster, at) for name in names}
    register = registers[described.register]
    links = resolve(described, asked.typed, registers)
    typed = asked.typed
    typed.columns |= links.columns
    wanted = [column for key in described.identity.keys for column in key]
    matcher = Matcher(described, register.findable(wanted), register.merged)
    ids = matcher.ids(typed.columns, len(typed))
    repeats = find_repeats(described, typed, ids)
    kept = typed.kept(repeats.kept) if len(repeats.kept) < len(typed) else typed
    plan = _plan(asked, register, kept, [ids[at] for at in repeats.kept])
    plan.problems = list(fold(links.problems + repeats.problems))
    plan.repeats = repeats
    changes, plan.made = made_on_the_way(links, registers, asked.source[:LONGEST_SOURCE], asked.roster)
    plan.changes += changes
    return plan


def _plan(asked: Question, register: Register, typed: Typed, ids: list[str]) -> Plan:
    old_at = np.array([register.position.get(row_id, -1) for row_id in ids], dtype=np.int64)
    _keep_hulls(typed, register, old_at)
    columns = _columns(asked.described, typed, register)
    merged, changes = _laid(columns, register, old_at, asked, typed)
    is_new = old_at < 0
    is_changed = np.logical_or.reduce([np.zeros(len(ids), dtype=bool), *changes.values()])
    is_same = ~is_new & ~is_changed
    gone = gone_rows(asked.described, register, typed, set(ids), asked) if asked.choices.is_complete else []
    written = np.flatnonzero(is_new | is_changed)
    change = Change(
        register.name,
        _opened(merged, ids, written, old_at, asked, register),
        _closed(register, [*old_at[is_changed].tolist(), *gone]),
    )
    counts = Counts(int(is_new.sum()), int(is_changed.sum()), int(is_same.sum()), len(gone))
    return Plan(
        counts,
        [change],
        _shown(typed, ids, np.flatnonzero(is_new)),
        _differences(typed, ids, changes, columns, register, old_at),
        _shown(typed, ids, np.flatnonzero(is_same)),
        _gone_frame(register, gone),
        pd.DataFrame(),
        [typed.column("township_code")[at] for at in np.flatnonzero(is_changed).tolist()],
    )


def _keep_hulls(typed: Typed, register: Register, old_at: np.ndarray) -> None:
    """A vessel keeps the writing of its name: 浙玉渔138 does not rename 浙玉渔00138."""
    if register.name != "vessel" or not len(typed):
        return
    names = typed.columns["name"]
    known = register.present["name"].to_pylist()
    for at, old in enumerate(old_at.tolist()):
        if old >= 0 and known[old] and names[at] and hull_key(str(names[at])) == hull_key(known[old]):
            names[at] = known[old]


def _columns(described: ListDescription, typed: Typed, register: Register) -> dict[str, pa.Array]:
    """The columns of the list that the register has, in its types."""
    schema = register.versions.schema
    names = [name for name in schema.names if name not in KEPT and name != register.id_column]
    fixed = {name: [value] * len(typed) for name, value in described.fixed.items()}
    values = typed.columns | fixed
    return {name: pa.array(values[name], schema.field(name).type) for name in names if name in values}


def _laid(
    columns: Mapping[str, pa.Array], register: Register, old_at: np.ndarray, asked: Question, typed: Typed
) -> tuple[dict[str, pa.Array], dict[str, np.ndarray]]:
    """Lay the list over the old rows: the whole new row, and which rows change in which column."""
    picks = pa.array(old_at, mask=old_at < 0)
    has_old = old_at >= 0
    merged: dict[str, pa.Array] = {}
    changes: dict[str, np.ndarray] = {}
    for name in register.versions.column_names:
        if name in KEPT or name == register.id_column:
            continue
        old = pa.chunked_array(register.present[name]).combine_chunks().take(picks)
        if name not in columns:
            merged[name] = old
            continue
        new = columns[name]
        told = pc.is_valid(new)
        if asked.choices.blank_erases:
            told = pc.or_(told, pa.array(_erasable(typed, name), pa.bool_()))
        merged[name] = pc.if_else(told, new, old)
        same = pc.or_(pc.fill_null(pc.equal(new, old), False), pc.and_(pc.is_null(new), pc.is_null(old)))  # noqa: FBT003  the value that fills
        changes[name] = pc.and_(told, pc.invert(same)).to_numpy(zero_copy_only=False) & has_old
    return merged, changes


def _erasable(typed: Typed, name: str) -> list[bool]:
    doubtful = {at for at, column in typed.doubtful if column == name}
    is_told = name in typed.present
    return [is_told and at not in doubtful for at in range(len(typed))]


def _opened(  # noqa: PLR0913, PLR0917  a version is made of all of these
    merged: Mapping[str, pa.Array],
    ids: Sequence[str],
    written: np.ndarray,
    old_at: np.ndarray,
    asked: Question,
    register: Register,
) -> pa.Table:
    """The versions to open; they last as long as those that they replace, or until one that is to come.

    A row of evacuees without a household number is a household of its own.
    """
    picks, count = pa.array(written), len(written)
    made = {
        "roster": [asked.roster] * count,
        register.id_column: [ids[at] for at in written.tolist()],
        "source": [asked.source[:LONGEST_SOURCE]] * count,
        "valid_from": [register.at] * count,
        "valid_to": _ends(ids, written, old_at, register),
        "import_id": [None] * count,
        "closed_by": [None] * count,
    }
    schema = register.versions.schema
    arrays = {
        name: pa.array(made[name], schema.field(name).type) if name in made else merged[name].take(picks)
        for name in schema.names
    }
    if register.name == "evacuee":
        arrays["household_id"] = pc.coalesce(arrays["household_id"], arrays["evacuee_id"])
    return pa.table([*arrays.values()], schema=schema)


def _ends(ids: Sequence[str], written: np.ndarray, old_at: np.ndarray, register: Register) -> list[datetime]:
    old_ends = register.present["valid_to"].to_pylist()
    return [
        old_ends[old_at[at]] if old_at[at] >= 0 else register.starts_later.get(ids[at], FOREVER)
        for at in written.tolist()
    ]


def _closed(register: Register, rows: list[int]) -> pa.Table:
    picked = register.present.take(pa.array(rows, pa.int64()))
    return picked.select(["roster", register.id_column, "valid_from"])


def _shown(typed: Typed, ids: Sequence[str], rows: np.ndarray) -> pd.DataFrame:
    picked = rows.tolist()
    frame = {"place": [typed.place(at) for at in picked], "object_id": [ids[at] for at in picked]}
    for name in SHOWN:
        values = typed.column(name)
        frame[name] = [values[at] for at in picked]
    return pd.DataFrame(frame)


def _differences(  # noqa: PLR0913, PLR0917  a difference needs both sides
    typed: Typed,
    ids: Sequence[str],
    changes: Mapping[str, np.ndarray],
    columns: Mapping[str, pa.Array],
    register: Register,
    old_at: np.ndarray,
) -> pd.DataFrame:
    found: list[tuple[Any, ...]] = []
    names = typed.column("name")
    for column, mask in changes.items():
        rows = np.flatnonzero(mask)
        old = register.present[column].take(pa.array(old_at[rows])).to_pylist()
        new = columns[column].take(pa.array(rows)).to_pylist()
        found += [
            (typed.place(at), ids[at], names[at], column, was, now)
            for at, was, now in zip(rows.tolist(), old, new, strict=True)
        ]
    return pd.DataFrame(found, columns=["place", "object_id", "name", "field", "old", "new"], dtype=object)


def _gone_frame(register: Register, rows: list[int]) -> pd.DataFrame:
    picked = register.present.take(pa.array(rows, pa.int64()))
    names = [name for name in SHOWN if name in picked.column_names]
    frame = {"object_id": picked[register.id_column].to_pylist()}
    return pd.DataFrame(frame | {name: picked[name].to_pylist() for name in names})
