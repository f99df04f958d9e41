"""The same person, household or vessel on several lists: exact and near pairs of a register."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from rapidfuzz import fuzz

from stormdesk.domain.duplicates import Likeness, Pair, likeliest, ordered, undecided
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.lists.description import ID_COLUMNS
from stormdesk.ingest.lists.identity import hull_key, plain_key
from stormdesk.ingest.lists.registers import read_register
from stormdesk.ingest.lists.write import lists_of

NEAR_NAME: Final = 60.0
# More rows than this under one phone or name in a village are a household or an office, not one person.
LARGEST_BLOCK: Final = 12
SAME, ALMOST, LIKELY, MAYBE = 100.0, 95.0, 80.0, 60.0
COLUMNS: Final = {
    "responsible_person": ("name", "phone", "village_code", "township_code", "role_code"),
    "evacuee": ("name", "phone", "village_code", "household_id", "persons"),
    "vessel": ("name", "mmsi"),
}
Row = Mapping[str, Any]


def duplicates(desk: Desk, register: str, *, operation_id: str | None = None) -> list[Pair]:
    """Pairs of rows valid now that may be one and that nobody has decided on, the most alike first."""
    _, roster = lists_of(desk, operation_id)
    at = desk.now()
    known = read_register(desk.store.table, register, roster, at)
    id_column = ID_COLUMNS[register]
    names = [id_column, *COLUMNS[register]]
    columns = [known.present[name].to_pylist() for name in names]
    rows = [dict(zip(("id", *names[1:]), row, strict=True)) for row in zip(*columns, strict=True)]
    found = likeliest(list(_vessels(rows) if register == "vessel" else _people(register, rows)))
    said = desk.store.rows("register/decided", roster=roster, register=register, known_at=at)
    return undecided(found, {ordered(one, other): decision for one, other, decision in said})


def _blocks(rows: Sequence[Row], key: Sequence[str]) -> Iterator[list[Row]]:
    blocks: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        values = tuple(row[name] for name in key)
        if None not in values:
            blocks[values].append(row)
    return (block for block in blocks.values() if 1 < len(block) <= LARGEST_BLOCK)


def _people(register: str, rows: Sequence[Row]) -> Iterator[Pair]:
    named = [{**row, "plain": plain_key(row["name"]) if row["name"] else None} for row in rows]
    for block in _blocks(named, ("phone",)):
        yield from _of_phone(register, block)
    for block in _blocks(named, ("plain", "village_code")):
        for one, other in combinations(block, 2):
            if register == "evacuee" and one["persons"] == other["persons"] and one["persons"] > 1:
                yield Pair(register, one["id"], other["id"], Likeness.MEMBERS, ALMOST)
            elif not _is_one_household(one, other):
                yield Pair(register, one["id"], other["id"], Likeness.NAME_IN_VILLAGE, LIKELY)


def _of_phone(register: str, block: Sequence[Row]) -> Iterator[Pair]:
    """One phone with one name, nearly one name, or two; those of one household may share it."""
    for one, other in combinations(block, 2):
        if one["plain"] is None or other["plain"] is None:
            continue
        if one["plain"] == other["plain"]:
            yield Pair(register, one["id"], other["id"], Likeness.NAME_AND_PHONE, SAME)
            continue
        alike = fuzz.ratio(one["plain"], other["plain"])
        if alike >= NEAR_NAME:
            yield Pair(register, one["id"], other["id"], Likeness.PHONE, alike)
        elif not _is_one_household(one, other):
            yield Pair(register, one["id"], other["id"], Likeness.PHONE_ONLY, MAYBE)


def _is_one_household(one: Row, other: Row) -> bool:
    household = one.get("household_id")
    return household is not None and household == other.get("household_id")


def _vessels(rows: Iterable[Row]) -> Iterator[Pair]:
    hulls = [{**row, "hull": hull_key(row["name"]) if row["name"] else None} for row in rows]
    for key, reason in (("mmsi", Likeness.MMSI), ("hull", Likeness.HULL)):
        for block in _blocks(hulls, (key,)):
            for one, other in combinations(block, 2):
                yield Pair("vessel", one["id"], other["id"], reason, SAME if key == "hull" else ALMOST)
