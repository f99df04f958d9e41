"""The feeds that are known, in the order in which a file is shown to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.problem import Problem
from stormdesk.ingest import ais, event_feed
from stormdesk.ingest.delivery.records import Ground
from stormdesk.ingest.storm_file import detect, parse_storm_file

Statuses = Mapping[tuple[str, str], frozenset[str]]
Read = Callable[[str, bytes, Ground, Statuses], tuple[Sequence[Any], Sequence[Problem]]]
HEAD_BYTES: Final = 65_536
SMALL_BYTES: Final = 50_000_000
LARGE_BYTES: Final = 200_000_000
PACKED: Final = (b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: what it brings, how it is recognised and read, and how large it may be."""

    kind: FeedKind
    format: str
    recognise: Callable[[str, bytes], bool]
    read: Read
    largest_bytes: int = SMALL_BYTES


def _storm(
    name: str, data: bytes, ground: Ground, statuses: Statuses
) -> tuple[Sequence[Any], Sequence[Problem]]:
    del ground, statuses
    storms, problems = parse_storm_file(name, data)
    return ([storms] if storms.storms else []), problems


def _ais(
    name: str, data: bytes, ground: Ground, statuses: Statuses
) -> tuple[Sequence[Any], Sequence[Problem]]:
    del statuses
    return ais.parse(name, data, received_at=ground.shown_at)


def _events(
    name: str, data: bytes, ground: Ground, statuses: Statuses
) -> tuple[Sequence[Any], Sequence[Problem]]:
    return event_feed.parse(
        name,
        data,
        source=ground.source_id,
        operation_id=ground.operation_id,
        received_at=ground.shown_at,
        statuses=statuses,
    )


FEEDS: Final = (
    Feed(FeedKind.STORM, "storm", lambda _name, head: detect(head) is not None, _storm),
    Feed(FeedKind.POSITIONS, "ais", ais.recognise, _ais, ais.LARGEST_BYTES),
    Feed(FeedKind.EVENTS, "events", event_feed.recognise, _events, LARGE_BYTES),
)


def feed_of(name: str, head: bytes) -> Feed | None:
    """Return the first feed that recognises a file's name and beginning; None when none does."""
    return next((feed for feed in FEEDS if feed.recognise(name, head)), None)
