"""AIS in NMEA 0183 sentences: framing, checksums, parts, times, and positions by way of pyais.

AIS says only the second of the minute. The time comes from a tag block, from what the logging program
wrote before or after the sentence, or is the time of receipt.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import pyais
from pyais.exceptions import AISBaseException

from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem
from stormdesk.ingest.ais_reason import AisReason, Ships
from stormdesk.ingest.storm_values import BEIJING, instant

SENTENCE: Final = re.compile(
    r"!(?P<body>[A-Z]{2}VD[MO],(?P<count>\d),(?P<number>\d),(?P<sequence>\d?),(?P<channel>[^,]?),"
    r"(?P<payload>[^,*]*),(?P<fill>[0-5]))(?:\*(?P<sum>[0-9A-Fa-f]{2}))?"
)
TAG: Final = re.compile(r"\\(?P<body>[^\\*]*)\*(?P<sum>[0-9A-Fa-f]{2})\\")
TAG_TIME: Final = re.compile(r"(?:^|,)c:(\d{9,13})(?:\.\d+)?(?=,|$)")
TAG_GROUP: Final = re.compile(r"(?:^|,)g:(\d+)-(\d+)-(\d+)(?=,|$)")
EPOCH: Final = re.compile(r"(?<![\d.:-])(\d{10}|\d{13})(?:\.\d+)?(?![\d:-])")
WRITTEN: Final = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?"
)
COMPACT: Final = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})(?:\.\d+)?(?=\D|$)")
ZONED: Final = re.compile(r"(?:Z|UTC|[+-]\d{2}:?\d{2})$")
BEIJING_WORDS: Final = re.compile(r"CST|BJT|北京")
# A wrapper of one make of receiver: year, month, day, hour, minute, second, millisecond; UTC.
WRAPPER: Final = re.compile(r"\$PGHP,1,(\d{4}),(\d{1,2}),(\d{1,2}),(\d{1,2}),(\d{1,2}),(\d{1,2}),")
POSITION_BITS: Final = {1: 168, 2: 168, 3: 168, 18: 168, 19: 312, 27: 96}
STATIC_BITS: Final = {5: 232, 24: 160}
OTHER: Final = re.compile(r"\s*(?:\\[^\\]*\\)?\s*[$!][A-Z]{2,5}\w*,")
FASTEST_KN: Final = 102.2
LARGEST_COURSE_DEG: Final = 359.95
# Type 27 says 63 knots for "not available".
FASTEST_LONG_RANGE_KN: Final = 62.0
MOST_PENDING: Final = 500
FAULTS: Final = (AISBaseException, ValueError, TypeError, LookupError, AttributeError, OverflowError)


@dataclass(slots=True)
class _Pending:
    """The parts of a message so far."""

    line: int
    said_at: datetime | None
    parts: dict[int, str]


@dataclass(slots=True)
class _Reading:
    """What has been read of a file so far."""

    received_at: datetime
    ships: Ships = field(default_factory=Ships)
    pending: dict[tuple[str, ...], _Pending] = field(default_factory=dict)
    group_times: dict[str, datetime] = field(default_factory=dict)
    others: Counter[int] = field(default_factory=Counter)
    sentence_count: int = 0
    unzoned_count: int = 0
    wrapper_at: datetime | None = None

    def note(self, line: int, value: object, reason: AisReason) -> None:
        """Record a problem at a line."""
        self.ships.problems.append(Problem(f"第 {line} 行", str(value)[:80], reason))


def read(text: str, received_at: datetime) -> Ships:
    """Return the positions in a log of sentences."""
    state = _Reading(received_at)
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            _read_line(state, number, line)
    for pending in state.pending.values():
        state.note(pending.line, "", AisReason.PARTS)
    state.ships.problems += _counted(state)
    return state.ships


def _read_line(state: _Reading, number: int, line: str) -> None:
    found = SENTENCE.search(line)
    if found is None:
        _read_other(state, number, line)
        return
    for sentence in SENTENCE.finditer(line):
        expected = sentence["sum"]
        if expected is None or int(expected, 16) != checksum(sentence["body"]):
            state.note(number, sentence.group(), AisReason.CHECKSUM)
            continue
        said_at = _said_at(state, line[: found.start()], line[sentence.end() :])
        parts = _assembled(state, number, sentence, said_at)
        if parts:
            _take(state, number, parts[0], parts[1])


def _read_other(state: _Reading, number: int, line: str) -> None:
    wrapped = WRAPPER.search(line)
    if wrapped:
        year, month, day, hour, minute, second = (int(part) for part in wrapped.groups())
        try:
            state.wrapper_at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            state.note(number, line, AisReason.BAD_TIME)
    elif (
        re.match(r"\s*(?:\\[^\\]*\\)?\s*[$!][A-Z]{2,5}\w*,", line) and "VDM" not in line and "VDO" not in line
    ):
        state.sentence_count += 1
    else:
        state.note(number, line, AisReason.NOT_AIS)


def checksum(body: str) -> int:
    """Return the exclusive-or of the characters between the mark at the start and the star."""
    total = 0
    for byte in body.encode("utf-8", "replace"):
        total ^= byte
    return total


def _said_at(state: _Reading, before: str, after: str) -> datetime | None:
    """Return the time that a tag block or the logging program gave a sentence."""
    for tag in TAG.finditer(before):
        if int(tag["sum"], 16) != checksum(tag["body"]):
            continue
        group, said = TAG_GROUP.search(tag["body"]), TAG_TIME.search(tag["body"])
        at = _epoch(said[1]) if said else None
        if group and at:
            _bound(state.group_times)
            state.group_times[group[3]] = at
        at = at or (state.group_times.get(group[3]) if group else None)
        if at:
            return at
    at = _written(state, TAG.sub("", before)) or _written(state, after)
    if at is None:
        at, state.wrapper_at = state.wrapper_at, None
    return at


def _epoch(digits: str) -> datetime | None:
    seconds = int(digits) / (1000 if len(digits) > 11 else 1)
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds >= 500_000_000 else None


def _written(state: _Reading, text: str) -> datetime | None:
    text = COMPACT.sub(r"\1-\2-\3T\4:\5:\6", text)
    written = WRITTEN.search(text)
    if written:
        said = written.group().strip()
        try:
            at = instant(said, BEIJING)
        except (ValueError, OverflowError):
            return None
        state.unzoned_count += not ZONED.search(said) and not BEIJING_WORDS.search(text)
        return at
    number = EPOCH.search(text)
    return _epoch(number[1]) if number else None


def _bound(kept: dict[Any, Any]) -> None:
    while len(kept) >= MOST_PENDING:
        kept.pop(next(iter(kept)))


def _assembled(
    state: _Reading, number: int, sentence: re.Match[str], said_at: datetime | None
) -> tuple[list[str], datetime | None] | None:
    """Return the whole message's sentences in order, None while parts are missing."""
    count, part, raw = int(sentence["count"]), int(sentence["number"]), sentence.group()
    if count == 1:
        return [raw], said_at
    if not 1 <= part <= count:
        state.note(number, raw, AisReason.PARTS)
        return None
    key = (sentence["body"][:5], sentence["count"], sentence["sequence"], sentence["channel"])
    held = state.pending.get(key)
    if held is not None and part in held.parts:
        state.note(held.line, next(iter(held.parts.values())), AisReason.PARTS)
        held = None
    if held is None:
        if len(state.pending) >= MOST_PENDING:
            oldest = state.pending.pop(next(iter(state.pending)))
            state.note(oldest.line, "", AisReason.PARTS)
        held = state.pending[key] = _Pending(number, said_at, {})
    held.parts[part] = raw
    held.said_at = held.said_at or said_at
    if len(held.parts) < count:
        return None
    del state.pending[key]
    return [held.parts[i] for i in sorted(held.parts)], held.said_at


def _take(state: _Reading, number: int, parts: list[str], said_at: datetime | None) -> None:
    try:
        message: Any = pyais.decode(*parts)
        kind, mmsi = int(message.msg_type), f"{int(message.mmsi):09d}"
    except FAULTS:
        state.note(number, parts[0], AisReason.UNREADABLE)
        return
    needed = POSITION_BITS.get(kind) or STATIC_BITS.get(kind)
    if needed is None:
        state.others[kind] += 1
    elif _bits(parts) < needed:
        state.note(number, parts[0], AisReason.SHORT)
    elif kind in STATIC_BITS:
        _name(state, mmsi, getattr(message, "shipname", None))
    else:
        _place(state, number, message, kind, said_at)


def _bits(parts: list[str]) -> int:
    fields = [part.split(",") for part in parts]
    return sum(len(field[5]) * 6 for field in fields) - int(fields[-1][6][0])


def _name(state: _Reading, mmsi: str, said: object) -> None:
    name = str(said or "").replace("@", " ").strip()
    if name:
        state.ships.names[mmsi] = name


def _place(state: _Reading, number: int, message: Any, kind: int, said_at: datetime | None) -> None:  # noqa: ANN401  pyais has one class per type
    mmsi, lat, lon = f"{int(message.mmsi):09d}", message.lat, message.lon
    if lat is None or lon is None or abs(lat) == 91 or abs(lon) == 181:
        state.note(number, mmsi, AisReason.NO_POSITION)
        return
    if kind == 19:
        _name(state, mmsi, message.shipname)
    fastest_kn = FASTEST_LONG_RANGE_KN if kind == 27 else FASTEST_KN
    position = Position(
        positioned_at=said_at or state.received_at,
        lat=float(lat),
        lon=float(lon),
        mmsi=mmsi,
        speed_kn=_within(message.speed, fastest_kn),
        course_deg=_within(message.course, LARGEST_COURSE_DEG),
    )
    state.ships.add(position, is_timed=said_at is not None)


def _within(value: object, most: float) -> float | None:
    """Return a number that is not one of the marks for "not available", which lie beyond the range."""
    return float(value) if isinstance(value, int | float) and 0 <= value <= most else None


def _counted(state: _Reading) -> Iterator[Problem]:
    for kind, count in sorted(state.others.items()):
        yield Problem(f"AIS {kind}", f"{kind}: {count}", AisReason.OTHER_MESSAGES)
    counts = (
        (state.sentence_count, AisReason.OTHER_SENTENCES),
        (state.ships.untimed_count, AisReason.TIME_OF_RECEIPT),
        (state.unzoned_count, AisReason.BEIJING_ASSUMED),
    )
    yield from (Problem("", f"{count}", reason) for count, reason in counts if count)
