"""The feeds that are known, in the order in which a file is shown to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.geo import Datum, to_wgs84
from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.ingest import (
    ais,
    danger_zones,
    event_feed,
    feed_reason,
    gauge_feed,
    position_feed,
    shapes_feed,
    shapes_reason,
    warning_cap,
    warning_gb,
    warning_reason,
)
from stormdesk.ingest.adopted_boundaries import adopt_boundaries
from stormdesk.ingest.delivery.records import DeliveryReason, Ground
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.storm_file import detect, parse_storm_file
from stormdesk.store.storms import known_storms

Parsed = tuple[Sequence[Any], Sequence[Problem]]
Read = Callable[[str, bytes, Desk, Ground], Parsed]
HEAD_BYTES: Final = 65_536
SMALL_BYTES: Final = 50_000_000
LARGE_BYTES: Final = 200_000_000
PACKED: Final = (b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00")
FEWEST_TOWNSHIPS: Final = 3

# What was remarked about something that was taken all the same.
REMARKS: Final[frozenset[str]] = frozenset(
    {*feed_reason.TAKEN, *danger_zones.TAKEN, *shapes_reason.TAKEN, *warning_reason.TAKEN}
)


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: what it brings, how it is recognised and read, and how large it may be."""

    kind: FeedKind
    recognise: Callable[[str, bytes], bool]
    read: Read
    largest_bytes: int = SMALL_BYTES


def _storm(name: str, data: bytes, desk: Desk, _ground: Ground) -> Parsed:
    storms, problems = parse_storm_file(name, data, known=known_storms(desk.store))
    return ([storms] if storms.storms else []), problems


def _ais(name: str, data: bytes, _desk: Desk, ground: Ground) -> Parsed:
    positions, problems = ais.parse(name, data, received_at=ground.shown_at)
    if ground.datum in {Datum.WGS84, Datum.CGCS2000}:
        return positions, problems
    return [_unshifted(position, ground.datum) for position in positions], problems


def _unshifted(position: Position, datum: Datum) -> Position:
    lat, lon = to_wgs84(position.lat, position.lon, datum)
    return replace(position, lat=lat, lon=lon)


def _events(name: str, data: bytes, desk: Desk, ground: Ground) -> Parsed:
    return event_feed.parse(
        name,
        data,
        source=ground.source_id,
        operation_id=ground.operation_id,
        received_at=ground.shown_at,
        statuses=desk.ledger.statuses,
        datum=ground.datum,
    )


def _positions(name: str, data: bytes, _desk: Desk, ground: Ground) -> Parsed:
    return position_feed.parse(name, data, datum=ground.datum)


def _readings(name: str, data: bytes, _desk: Desk, _ground: Ground) -> Parsed:
    return gauge_feed.parse(name, data)


def _cap(name: str, data: bytes, _desk: Desk, _ground: Ground) -> Parsed:
    return warning_cap.parse(name, data)


def _gb(name: str, data: bytes, _desk: Desk, _ground: Ground) -> Parsed:
    return warning_gb.parse(name, data)


def _zones(name: str, data: bytes, desk: Desk, ground: Ground) -> Parsed:
    """Danger zones; the boundaries of townships wait for a person who adopts them."""
    shapes, problems = shapes_feed.parse(name, data, datum=ground.datum)
    zones, doubts = danger_zones.read_zones(shapes, desk.county)
    if not any(zone.zone_type or zone.people_count is not None for zone in zones):
        adopted, _ = adopt_boundaries(shapes, desk.county)
        if len(adopted) >= FEWEST_TOWNSHIPS and len(adopted) >= len(shapes) / 2:
            return [], [*problems, Problem(name, str(len(adopted)), DeliveryReason.BOUNDARIES)]
    return zones, [*problems, *doubts]


FEEDS: Final = (
    Feed(FeedKind.STORM, lambda _name, head: detect(head) is not None, _storm),
    Feed(FeedKind.WARNINGS, warning_cap.recognise, _cap),
    Feed(FeedKind.WARNINGS, warning_gb.recognise, _gb),
    Feed(FeedKind.SHAPES, shapes_feed.recognise, _zones, LARGE_BYTES),
    Feed(FeedKind.EVENTS, event_feed.recognise, _events, LARGE_BYTES),
    Feed(FeedKind.READINGS, gauge_feed.recognise, _readings, LARGE_BYTES),
    Feed(FeedKind.POSITIONS, ais.recognise, _ais, ais.LARGEST_BYTES),
    Feed(FeedKind.POSITIONS, position_feed.recognise, _positions, LARGE_BYTES),
)


def feed_of(name: str, head: bytes) -> Feed | None:
    """Return the first feed that recognises a file's name and beginning; None when none does."""
    return next((feed for feed in FEEDS if feed.recognise(name, head)), None)
