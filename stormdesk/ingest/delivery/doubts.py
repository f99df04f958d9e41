"""Telling vessels from what a tracker says, and doubting what cannot be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from stormdesk.domain.position import Position
from stormdesk.domain.reading import Reading
from stormdesk.ingest.delivery.records import DeliveryReason, Ground
from stormdesk.store.engine import Transaction

CLOCK_TOLERANCE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Fleet:
    """The vessels of the lists, by number, radio and name."""

    ids: frozenset[str]
    by_mmsi: dict[str, set[str]]
    by_name: dict[str, set[str]]


def fleet(transaction: Transaction, ground: Ground) -> Fleet:
    """Read the vessels of the lists that the operation reads."""
    rows = transaction.run("feeds/vessels", operation_id=ground.operation_id, as_of=ground.shown_at)
    by_mmsi: dict[str, set[str]] = defaultdict(set)
    by_name: dict[str, set[str]] = defaultdict(set)
    for vessel_id, mmsi, name in rows:
        if mmsi:
            by_mmsi[str(mmsi).strip()].add(vessel_id)
        if name:
            by_name[_plain(name)].add(vessel_id)
    return Fleet(frozenset(row[0] for row in rows), dict(by_mmsi), dict(by_name))


def doubt_positions(transaction: Transaction, rows: Sequence[Position], ground: Ground) -> list[Position]:
    """Give each position its vessel, and a reason where it cannot be so."""
    known = fleet(transaction, ground)
    latest = ground.shown_at + CLOCK_TOLERANCE
    judged = []
    for row in rows:
        named = told_vessel(row, known)
        if named.suspect_reason is None and named.positioned_at > latest:
            named = replace(named, suspect_reason=DeliveryReason.FUTURE)
        judged.append(named)
    return judged


def told_vessel(row: Position, known: Fleet) -> Position:
    """Return a position with its vessel: of the lists where one fits, by its own words otherwise."""
    if row.vessel_id:
        return row
    found: set[str] = set()
    if row.mmsi:
        found = known.by_mmsi.get(row.mmsi, set())
    if not found and row.name:
        found = known.by_name.get(_plain(row.name), set())
    if len(found) == 1:
        return replace(row, vessel_id=next(iter(found)))
    own = f"mmsi:{row.mmsi}" if row.mmsi else f"name:{_plain(row.name or '?')}"
    if found and row.suspect_reason is None:
        return replace(row, vessel_id=own, suspect_reason=DeliveryReason.TWO_VESSELS)
    return replace(row, vessel_id=own)


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def doubt_readings(transaction: Transaction, rows: Sequence[Reading], ground: Ground) -> list[Reading]:
    """Give each reading a reason where it cannot be so."""
    del transaction
    latest = ground.shown_at + CLOCK_TOLERANCE
    return [
        replace(row, suspect_reason=DeliveryReason.FUTURE)
        if row.suspect_reason is None and row.read_at > latest
        else row
        for row in rows
    ]
