"""Keeping what a delivery brought, within the transaction of its import."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from stormdesk.domain.decisions import facts_of
from stormdesk.domain.event import CLOCK_TOLERANCE, LONGEST_ID, REPORTER, SOURCE_ACTOR, Event
from stormdesk.domain.feed import FeedKind, ItemResult
from stormdesk.domain.moment import show_instant
from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.domain.reading import Reading
from stormdesk.domain.track import StormFile
from stormdesk.domain.vocabulary import Subject
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest.danger_zones import DangerZone
from stormdesk.ingest.delivery.doubts import doubt_categories, doubt_positions, doubt_readings
from stormdesk.ingest.delivery.filling import filled
from stormdesk.ingest.delivery.records import DeliveryReason, Ground, Kept
from stormdesk.ingest.desk import Desk
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import Arrival, id_table, keep_new, position_table, reading_table, warning_table
from stormdesk.store.imports import CHUNK_ROWS
from stormdesk.store.storms import add_storms
from stormdesk.store.zones import keep_zones

Keeper = Callable[[Transaction, Desk, Sequence[Any], Arrival, Ground], Kept]


def keep_events(
    transaction: Transaction, desk: Desk, rows: Sequence[Event], arrival: Arrival, _ground: Ground
) -> Kept:
    """Record events; those that contradict what was so before are kept, flagged and not counted.

    Nothing is taken that would decide on a level: this takes two people with accounts. Nor is a signal in
    force, which only a source of warnings may bring.
    """
    events = [_by_source(event, arrival) for event in rows]
    reasons = _decisions(events) | _foreign(desk, events)
    others = [at for at in range(len(events)) if at not in reasons]
    results = [ItemResult.REFUSED if at in reasons else ItemResult.RECORDED for at in range(len(events))]
    events = filled(transaction, events, seen := _known(transaction, events))
    for part in _by_chain(events, others):
        receipt = desk.ledger.record_from_source([events[at] for at in part], transaction=transaction)
        refused = {int(problem.place.strip("[]")): problem.reason for problem in receipt.problems}
        for place, (at, event) in enumerate((at, events[at]) for at in part):
            if place in refused:
                results[at], reasons[at] = ItemResult.REFUSED, refused[place]
            elif event.event_id in seen:
                results[at] = ItemResult.REPEATED
                if seen[event.event_id] != _content(event):
                    reasons[at] = DeliveryReason.OTHER_CONTENT
            elif event.event_id in receipt.flagged_ids:
                results[at] = ItemResult.FLAGGED
                reasons[at] = DeliveryReason.FUTURE if event.is_ahead else DeliveryReason.IMPOSSIBLE
            seen.setdefault(event.event_id, _content(event))
    places = [f"{event.event_id} {event.subject_id} {event.status}" for event in events]
    remarks = doubt_categories(desk, events, results)
    return told(results, reasons, places, [event.happened_at for event in events], remarks)


def _by_source(event: Event, arrival: Arrival) -> Event:
    """The event under its source's mark, which no account bears; whom it names is only what it says."""
    said = event.actor.removeprefix(SOURCE_ACTOR)
    payload = event.payload
    if said != arrival.source_id:
        payload = json.dumps(facts_of(payload) | {REPORTER: said}, ensure_ascii=False, sort_keys=True)
    actor = f"{SOURCE_ACTOR}{arrival.source_id}"
    return replace(event, import_id=arrival.import_id, source=arrival.source_id, actor=actor, payload=payload)


def _decisions(events: Sequence[Event]) -> dict[int, str]:
    """The places of what no source may tell, each with the reason."""
    barred: dict[str, str] = {
        Subject.RESPONSE: DeliveryReason.DECISION,
        Subject.ORDER: DeliveryReason.DECISION,
        Subject.AFTER_ACTION: DeliveryReason.ITEM,
        Subject.WARNING: DeliveryReason.AS_WARNING,
    }
    return {at: barred[event.subject] for at, event in enumerate(events) if event.subject in barred}


def _foreign(desk: Desk, events: Sequence[Event]) -> dict[int, str]:
    """The places of corrections of what another source or a person reported."""
    targets = {at: desk.ledger.event(event.corrects) for at, event in enumerate(events) if event.corrects}
    return {
        at: DeliveryReason.FOREIGN
        for at, target in targets.items()
        if target is not None and target.source != events[at].source
    }


def _content(event: Event) -> tuple[object, ...]:
    return (*event.chain, event.status, event.happened_at, event.quantity)


def _known(transaction: Transaction, events: Sequence[Event]) -> dict[str, tuple[Any, ...]]:
    """What the log holds under the identifiers of these events."""
    known: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(events), CHUNK_ROWS):
        part = {"incoming": id_table([event.event_id for event in events[start : start + CHUNK_ROWS]])}
        known |= {row[0]: tuple(row[1:]) for row in transaction.run("feeds/known_event", part)}
    return known


def _by_chain(events: Sequence[Event], places: list[int]) -> list[list[int]]:
    """These places in parts of bounded size; a chain is folded once, so it stays in one part."""
    if len(places) <= CHUNK_ROWS:
        return [places]
    order = sorted(places, key=lambda at: events[at].chain)
    parts: list[list[int]] = [[]]
    for _, chain in groupby(order, key=lambda at: events[at].chain):
        if len(parts[-1]) >= CHUNK_ROWS:
            parts.append([])
        parts[-1].extend(chain)
    return parts


def keep_positions(
    transaction: Transaction, desk: Desk, rows: Sequence[Position], arrival: Arrival, ground: Ground
) -> Kept:
    """Keep positions of vessels told by number, radio or name; doubtful ones are kept, not drawn."""
    judged, remarks = doubt_positions(transaction, desk, rows, ground)
    results, reasons = _keep_in_chunks(
        transaction, "position", judged, lambda part: position_table(part, arrival)
    )
    places = [f"{row.vessel_id} {show_instant(row.positioned_at)}" for row in judged]
    return told(results, reasons, places, [row.positioned_at for row in judged], remarks)


def keep_readings(
    transaction: Transaction, desk: Desk, rows: Sequence[Reading], arrival: Arrival, ground: Ground
) -> Kept:
    """Keep readings; doubtful ones are kept and not counted."""
    judged, remarks = doubt_readings(transaction, desk, rows, ground)
    results, reasons = _keep_in_chunks(
        transaction, "reading", judged, lambda part: reading_table(part, arrival)
    )
    places = [f"{row.gauge_id} {row.quantity} {show_instant(row.read_at)}" for row in judged]
    return told(results, reasons, places, [row.read_at for row in judged], remarks)


def _keep_in_chunks(
    transaction: Transaction, kind: str, rows: Sequence[Any], table: Callable[[Sequence[Any]], Any]
) -> tuple[list[ItemResult], dict[int, str]]:
    results: list[ItemResult] = []
    reasons: dict[int, str] = {}
    for start in range(0, len(rows), CHUNK_ROWS):
        part = rows[start : start + CHUNK_ROWS]
        repeated = keep_new(transaction, kind, table(part))
        for place, row in enumerate(part):
            if place in repeated:
                results.append(ItemResult.REPEATED)
            elif getattr(row, "suspect_reason", None):
                results.append(ItemResult.FLAGGED)
                reasons[start + place] = row.suspect_reason
            else:
                results.append(ItemResult.RECORDED)
    return results, reasons


def keep_warnings(
    transaction: Transaction, desk: Desk, rows: Sequence[WeatherWarning], arrival: Arrival, ground: Ground
) -> Kept:
    """Keep warnings, and let those that hold for real stand as signals in the ledger."""
    results, reasons = _keep_in_chunks(
        transaction, "warning", rows, lambda part: warning_table(part, arrival)
    )
    signals = []
    for at, row in enumerate(rows):
        doubt = _no_signal(row, ground)
        if doubt is None:
            signals.append(_signal(row, arrival))
        elif results[at] is ItemResult.RECORDED:
            results[at], reasons[at] = ItemResult.FLAGGED, doubt
    desk.ledger.record_from_source(signals, transaction=transaction)
    places = [f"{row.warning_id} {row.action}" for row in rows]
    return told(results, reasons, places, [row.issued_at for row in rows])


def _no_signal(row: WeatherWarning, ground: Ground) -> str | None:
    """Why a warning does not stand among those in force; None where it does."""
    if row.is_exercise and ground.is_live:
        return DeliveryReason.EXERCISE
    if row.issued_at > ground.shown_at + CLOCK_TOLERANCE:
        return DeliveryReason.FUTURE
    if row.colour is None and row.action is not WarningAction.LIFT:
        return DeliveryReason.NO_COLOUR
    return None


def _signal(row: WeatherWarning, arrival: Arrival) -> Event:
    told_zh = {"text_zh": row.title, "source": arrival.source_id, "warning_id": row.warning_id}
    marked = told_zh | ({"is_synthetic": True} if row.is_exercise else {})
    name = f"{arrival.operation_id}:warning:{row.warning_id}:{row.action}:{row.issued_at:%Y%m%dT%H%M%SZ}"
    return Event(
        event_id=name
        if len(name) <= LONGEST_ID
        else f"warning:{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()}",
        operation_id=arrival.operation_id,
        subject=Subject.WARNING,
        subject_id=row.kind[:LONGEST_ID],
        facet="signal",
        status="lifted" if row.action is WarningAction.LIFT else "issued",
        happened_at=row.issued_at,
        recorded_at=arrival.recorded_at,
        source=arrival.source_id,
        actor=row.issuer[:LONGEST_ID] or arrival.source_id,
        category=row.colour,
        payload=json.dumps(marked, ensure_ascii=False),
        import_id=arrival.import_id,
    )


def keep_storm(
    transaction: Transaction, desk: Desk, rows: Sequence[StormFile], arrival: Arrival, ground: Ground
) -> Kept:
    """Keep tracks and forecasts, each row once; what is known already counts as repeated."""
    del desk, ground
    total, suspects = 0, 0
    added: dict[str, int] = {}
    instants: list[datetime] = []
    for storms in rows:
        new = add_storms(transaction, storms, import_id=arrival.import_id, source=arrival.source_id)
        added = {name: added.get(name, 0) + count for name, count in new.items()}
        for points in (storms.fixes, storms.forecasts, storms.landfalls):
            total += len(points)
            suspects += sum(point.is_suspect for point in points)
        total += len(storms.storms)
        instants += [fix.fixed_at for fix in storms.fixes]
    fresh = sum(added.values())
    return Kept(
        new=fresh,
        repeated=max(0, total - fresh),
        flagged=min(suspects, fresh),
        first_at=min(instants, default=None),
        last_at=max(instants, default=None),
        storm_ids=tuple(storm.storm_id for storms in rows for storm in storms.storms),
        added=added,
    )


def keep_danger_zones(
    transaction: Transaction, desk: Desk, rows: Sequence[DangerZone], arrival: Arrival, ground: Ground
) -> Kept:
    """Keep danger zones as versions of their register; one that stands just so counts as repeated."""
    del desk
    same = keep_zones(transaction, [asdict(row) for row in rows], arrival, roster=ground.roster)
    results = [ItemResult.REPEATED if at in same else ItemResult.RECORDED for at in range(len(rows))]
    return told(results, {}, [row.zone_id for row in rows], [])


def told(
    results: Sequence[ItemResult],
    reasons: dict[int, str],
    places: Sequence[str],
    instants: Sequence[datetime],
    remarks: Sequence[Problem] = (),
) -> Kept:
    """Sum up what became of each row; flagged ones come back as problems with their place, after remarks."""
    doubts = [Problem(places[at], "", reason) for at, reason in sorted(reasons.items())]
    flagged = sum(result is ItemResult.FLAGGED for result in results)
    return Kept(
        new=flagged + sum(result is ItemResult.RECORDED for result in results),
        repeated=sum(result is ItemResult.REPEATED for result in results),
        flagged=flagged,
        results=results,
        reasons=reasons,
        doubts=[*remarks, *doubts],
        first_at=min(instants, default=None),
        last_at=max(instants, default=None),
    )


KEEPERS: Final[dict[FeedKind, Keeper]] = {
    FeedKind.EVENTS: keep_events,
    FeedKind.POSITIONS: keep_positions,
    FeedKind.READINGS: keep_readings,
    FeedKind.WARNINGS: keep_warnings,
    FeedKind.STORM: keep_storm,
    FeedKind.SHAPES: keep_danger_zones,
}
