"""Telling vessels from what a tracker says, and doubting what cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stormdesk.domain.position import Position
from stormdesk.domain.position_checks import Inland, doubtful
from stormdesk.domain.reading import Quantity, Reading
from stormdesk.domain.reading_checks import judge, limits_by_kind
from stormdesk.domain.vessel_identity import Register, RegisteredVessel, Told
from stormdesk.ingest.delivery.records import DeliveryReason, Ground
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.reading_limits import load_reading_limits
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import id_table

# The land of the county that was asked about last, with the county that it belongs to.
_inland: list[tuple[object, Inland]] = []


@dataclass(frozen=True, slots=True)
class Fleet:
    """The vessels of the lists, to be told by number, radio or name, with their classes."""

    classes: Mapping[str, str]
    register: Register


def fleet(transaction: Transaction, ground: Ground) -> Fleet:
    """Read the vessels of the lists that the operation reads."""
    rows = transaction.run("feeds/vessels", operation_id=ground.operation_id, as_of=ground.shown_at)
    vessels = [RegisteredVessel(vessel_id=row[0], mmsi=row[1], name=row[2]) for row in rows]
    return Fleet({row[0]: row[3] or "" for row in rows}, Register(vessels))


def doubt_positions(
    transaction: Transaction, desk: Desk, rows: Sequence[Position], ground: Ground
) -> list[Position]:
    """Give each position its vessel, and a reason where it cannot be so."""
    if not rows:
        return []
    known = fleet(transaction, ground)
    named = [told_vessel(row, known) for row in rows]
    vessels = {"incoming": id_table(sorted({str(row.vessel_id) for row in named}))}
    last_at = max(row.positioned_at for row in named)
    found = transaction.run("feeds/last_position", vessels, operation_id=ground.operation_id, last_at=last_at)
    names = ("vessel_id", "positioned_at", "lat", "lon", "speed_kn", "course_deg", "suspect_reason")
    return doubtful(
        named,
        [Position(**dict(zip(names, row, strict=True))) for row in found],
        received_at=ground.shown_at,
        inland=_inland_of(desk),
        classes=known.classes,
    )


def _inland_of(desk: Desk) -> Inland:
    if not _inland or _inland[0][0] is not desk.county:
        _inland[:] = [(desk.county, Inland.of(desk.county.shapes.land))]
    return _inland[0][1]


def told_vessel(row: Position, known: Fleet) -> Position:
    """Return a position with its vessel: of the lists where one fits, by its own words otherwise."""
    match = known.register.match(row)
    if match.told is Told.SEVERAL and row.suspect_reason is None:
        return replace(match.position, suspect_reason=DeliveryReason.TWO_VESSELS)
    return match.position


def doubt_readings(
    transaction: Transaction, desk: Desk, rows: Sequence[Reading], ground: Ground
) -> list[Reading]:
    """Give each reading a reason where it cannot be so."""
    if not rows:
        return []
    kinds = transaction.run("feeds/gauges", operation_id=ground.operation_id, as_of=ground.shown_at)
    return judge(
        rows,
        limits_by_kind(load_reading_limits(desk.settings.reference_dir)),
        now=ground.shown_at,
        kinds=dict(kinds),
        before=_before(transaction, rows, ground.operation_id),
    )


def _before(transaction: Transaction, rows: Sequence[Reading], operation_id: str) -> list[Reading]:
    gauges = {"incoming": id_table(sorted({row.gauge_id for row in rows}))}
    first_at: datetime = min(row.read_at for row in rows)
    last_at = max(row.read_at for row in rows)
    found = transaction.run(
        "feeds/last_reading", gauges, operation_id=operation_id, first_at=first_at, last_at=last_at
    )
    return [
        Reading(gauge_id=gauge_id, quantity=Quantity(quantity), read_at=read_at, value=value)
        for gauge_id, quantity, read_at, value in found
        if quantity in set(Quantity)
    ]
