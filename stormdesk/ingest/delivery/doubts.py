"""Telling vessels from what a tracker says, and doubting what cannot be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from stormdesk.domain.event import Event
from stormdesk.domain.feed import ItemResult
from stormdesk.domain.position import Position
from stormdesk.domain.position_checks import Inland, doubtful
from stormdesk.domain.problem import Problem
from stormdesk.domain.reading import Quantity, Reading
from stormdesk.domain.reading_checks import judge, limits_by_kind
from stormdesk.domain.vessel_identity import Match, Register, RegisteredVessel, Told
from stormdesk.domain.vocabulary import Subject
from stormdesk.ingest.delivery.records import DeliveryReason, Ground
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.reading_limits import load_reading_limits
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import id_table

MOST_NAMED: Final = 5
# Reports that are counted by category of the people moved.
BY_CATEGORY: Final = frozenset({(Subject.EVACUEE, "move"), (Subject.TALLY, "moved")})
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
) -> tuple[list[Position], list[Problem]]:
    """Give each position its vessel, and a reason where it cannot be so; remarks count odd vessels."""
    if not rows:
        return [], []
    known = fleet(transaction, ground)
    matches = [known.register.match(row) for row in rows]
    named = [_named(match) for match in matches]
    vessels = {"incoming": id_table(sorted({str(row.vessel_id) for row in named}))}
    last_at = max(row.positioned_at for row in named)
    found = transaction.run("feeds/last_position", vessels, operation_id=ground.operation_id, last_at=last_at)
    names = ("vessel_id", "positioned_at", "lat", "lon", "speed_kn", "course_deg", "suspect_reason")
    judged = doubtful(
        named,
        [Position(**dict(zip(names, row, strict=True))) for row in found],
        received_at=ground.shown_at,
        inland=_inland_of(desk),
        classes=known.classes,
    )
    unknown = {str(match.position.vessel_id) for match in matches if match.told is Told.UNKNOWN}
    return judged, _counted(unknown, DeliveryReason.UNKNOWN_VESSELS)


def doubt_categories(desk: Desk, events: Sequence[Event], results: Sequence[ItemResult]) -> list[Problem]:
    """Remark recorded reports of people who move under a category that the county's tables do not have."""
    known = {category.code for category in desk.county.evacuation_categories}
    named = [
        event.category or _of_tally(event)
        for event, result in zip(events, results, strict=True)
        if (event.subject, event.facet) in BY_CATEGORY and result is ItemResult.RECORDED
    ]
    told = [category for category in named if category and category not in known]
    return _counted(set(told), DeliveryReason.UNKNOWN_CATEGORIES, count=len(told))


def _of_tally(event: Event) -> str:
    """The category that the identifier of a total names."""
    return (
        event.subject_id.split(":")[1] if event.subject == Subject.TALLY and ":" in event.subject_id else ""
    )


def _counted(names: Collection[str], reason: DeliveryReason, *, count: int | None = None) -> list[Problem]:
    """One remark for all of them: the first by name, and how many there are."""
    first = sorted(names)[:MOST_NAMED]
    more = "…" if len(names) > MOST_NAMED else ""
    return [Problem(shown("、".join(first)) + more, str(count or len(names)), reason)] if names else []


def _inland_of(desk: Desk) -> Inland:
    if not _inland or _inland[0][0] is not desk.county:
        _inland[:] = [(desk.county, Inland.of(desk.county.shapes.land))]
    return _inland[0][1]


def _named(match: Match) -> Position:
    """Return a position with its vessel: of the lists where one fits, by its own words otherwise."""
    if match.told in {Told.SEVERAL, Told.CONFLICT} and match.position.suspect_reason is None:
        return replace(match.position, suspect_reason=DeliveryReason.TWO_VESSELS)
    return match.position


def doubt_readings(
    transaction: Transaction, desk: Desk, rows: Sequence[Reading], ground: Ground
) -> tuple[list[Reading], list[Problem]]:
    """Give each reading a reason where it cannot be so; a remark counts gauges that no list names."""
    if not rows:
        return [], []
    gauges = transaction.run("feeds/gauges", operation_id=ground.operation_id, as_of=ground.shown_at)
    judged = judge(
        rows,
        limits_by_kind(load_reading_limits(desk.settings.reference_dir)),
        now=ground.shown_at,
        kinds={gauge_id: kind for gauge_id, kind in gauges if kind},
        before=_before(transaction, rows, ground.operation_id),
    )
    unknown = {row.gauge_id for row in rows} - {gauge_id for gauge_id, _ in gauges}
    return judged, _counted(unknown, DeliveryReason.UNKNOWN_GAUGES)


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
