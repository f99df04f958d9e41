"""Plausibility of gauge readings: what cannot be is flagged and kept, the rest stands.

A reading is judged by itself, with the others of its instant, and with those before and after it. The order
in which readings come does not matter.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from stormdesk.domain.county_rows import Sourced
from stormdesk.domain.event import CLOCK_TOLERANCE
from stormdesk.domain.reading import Quantity, Reading
from stormdesk.domain.vocabulary import N_

# A step without a reading after it is a spike only when it is this many times what is allowed.
LONE_STEP: Final = 3.0
# Neighbours farther apart say nothing of what lies between them.
FARTHEST_NEIGHBOUR: Final = timedelta(hours=6)
RAIN_ROUNDING_MM: Final = 0.15
SAME_VALUE: Final = 1e-9
FEWEST_FROZEN: Final = 4
WINDOWS: Final = (
    Quantity.RAIN_MM_5MIN,
    Quantity.RAIN_MM_1H,
    Quantity.RAIN_MM_3H,
    Quantity.RAIN_MM_6H,
    Quantity.RAIN_MM_12H,
    Quantity.RAIN_MM_24H,
)
Amount = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ReadingDoubt(StrEnum):
    """Why a reading is kept but not counted."""

    FUTURE = N_("读数时间晚于收到的时间,疑为时钟有误")
    OUT_OF_RANGE = N_("超出这种要素可能的范围")
    TWO_VALUES = N_("同一时刻另有不同的读数")
    TOTAL_FELL = N_("较长时段的雨量少于其中较短时段的雨量")
    SPIKE = N_("与前后读数相差过大,疑为突跳")
    FROZEN = N_("长时间一成不变,疑为传感器卡死")


class ReadingLimit(Sourced):
    """What one quantity can be, how fast it moves and how long it rests, at one kind of gauge or at any."""

    gauge_kind: str = ""
    quantity: Quantity
    low: Amount
    high: Amount
    spike_step: Positive | None = None
    spike_per_h: Positive | None = None
    frozen_h: Positive | None = None
    zero_may_last: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A reading with its place in the sequence that was asked about, -1 when it is only context."""

    index: int
    reading: Reading


Limits = Mapping[tuple[str, Quantity], ReadingLimit]
Doubts = dict[int, ReadingDoubt]


def limits_by_kind(rows: Iterable[ReadingLimit]) -> dict[tuple[str, Quantity], ReadingLimit]:
    """The limits by kind of gauge (empty for any) and quantity."""
    return {(row.gauge_kind, row.quantity): row for row in rows}


def judge(
    readings: Sequence[Reading],
    limits: Limits,
    *,
    now: datetime,
    kinds: Mapping[str, str] | None = None,
    before: Sequence[Reading] = (),
) -> list[Reading]:
    """Return the readings in their order, each doubtful one with its reason.

    `kinds` tells the kind of each gauge that is known; `before` are earlier readings to compare with; one
    at the instant of a new reading is corrected by it. A reason that a reading already has stays.
    """
    doubts: Doubts = {}
    entries: list[_Entry] = []
    known = kinds or {}
    for index, reading in enumerate(readings):
        if reading.suspect_reason is not None:
            continue
        doubt = _alone(reading, _limit(limits, known, reading), now)
        if doubt:
            doubts[index] = doubt
        else:
            entries.append(_Entry(index, reading))
    _together([*entries, *_context(before, entries)], limits, known, doubts)
    return [
        replace(reading, suspect_reason=doubts[index]) if index in doubts else reading
        for index, reading in enumerate(readings)
    ]


def _context(before: Iterable[Reading], entries: Iterable[_Entry]) -> list[_Entry]:
    """The earlier readings that are neither doubted nor corrected."""
    told = {_instant(entry.reading) for entry in entries}
    sound = (reading for reading in before if reading.suspect_reason is None)
    return [_Entry(-1, reading) for reading in sound if _instant(reading) not in told]


def _instant(reading: Reading) -> tuple[str, Quantity, datetime]:
    return reading.gauge_id, reading.quantity, reading.read_at


def _together(entries: Sequence[_Entry], limits: Limits, kinds: Mapping[str, str], doubts: Doubts) -> None:
    _contradictions(entries, doubts)
    _totals([entry for entry in entries if entry.index not in doubts], doubts)
    for chain in _chains([entry for entry in entries if entry.index not in doubts]):
        limit = _limit(limits, kinds, chain[0].reading)
        if limit is not None:
            _chain_doubts(chain, limit, doubts)


def _limit(limits: Limits, kinds: Mapping[str, str], reading: Reading) -> ReadingLimit | None:
    kind = kinds.get(reading.gauge_id, "")
    return limits.get((kind, reading.quantity)) or limits.get(("", reading.quantity))


def _alone(reading: Reading, limit: ReadingLimit | None, now: datetime) -> ReadingDoubt | None:
    if reading.read_at > now + CLOCK_TOLERANCE:
        return ReadingDoubt.FUTURE
    if not math.isfinite(reading.value):
        return ReadingDoubt.OUT_OF_RANGE
    if limit is not None and not limit.low <= reading.value <= limit.high:
        return ReadingDoubt.OUT_OF_RANGE
    return None


def _contradictions(entries: Iterable[_Entry], doubts: Doubts) -> None:
    """Doubt every value of a gauge's quantity at an instant at which it has several."""
    found: dict[tuple[str, Quantity, datetime], list[_Entry]] = defaultdict(list)
    for entry in entries:
        found[_instant(entry.reading)].append(entry)
    for same in found.values():
        if len(same) > 1 and len({entry.reading.value for entry in same}) > 1:
            doubts |= {entry.index: ReadingDoubt.TWO_VALUES for entry in same if entry.index >= 0}


def _totals(entries: Iterable[_Entry], doubts: Doubts) -> None:
    """Doubt a rain total that is less than one of a shorter window ending at the same instant."""
    found: dict[tuple[str, datetime], list[_Entry]] = defaultdict(list)
    for entry in entries:
        if entry.reading.quantity in WINDOWS:
            found[entry.reading.gauge_id, entry.reading.read_at].append(entry)
    for same in found.values():
        most = -math.inf
        for entry in sorted(same, key=lambda entry: WINDOWS.index(entry.reading.quantity)):
            if entry.reading.value < most - RAIN_ROUNDING_MM and entry.index >= 0:
                doubts[entry.index] = ReadingDoubt.TOTAL_FELL
            most = max(most, entry.reading.value)


def _chains(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """The readings of each gauge and quantity in time order, equal ones together."""
    found: dict[tuple[str, Quantity], list[_Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.reading.gauge_id, entry.reading.quantity].append(entry)
    for chain in found.values():
        yield sorted(chain, key=lambda entry: entry.reading.read_at)


def _chain_doubts(chain: Sequence[_Entry], limit: ReadingLimit, doubts: Doubts) -> None:
    instants = [list(same) for _, same in itertools.groupby(chain, key=lambda entry: entry.reading.read_at)]
    points = [(same[0].reading.read_at, same[0].reading.value) for same in instants]
    spikes = set(_spikes(points, limit)) if limit.spike_step else set()
    calm = [at for at in range(len(points)) if at not in spikes]
    frozen = set(_frozen([points[at] for at in calm], limit)) if limit.frozen_h else set()
    for at in spikes:
        doubts |= {entry.index: ReadingDoubt.SPIKE for entry in instants[at] if entry.index >= 0}
    for at in frozen:
        doubts |= {entry.index: ReadingDoubt.FROZEN for entry in instants[calm[at]] if entry.index >= 0}


def _spikes(points: Sequence[tuple[datetime, float]], limit: ReadingLimit) -> Iterator[int]:
    """Points away from both neighbours on the same side, or far away from the only one there is."""
    for at, (_, value) in enumerate(points):
        steps = []
        for neighbour in (at - 1, at + 1):
            if not 0 <= neighbour < len(points):
                continue
            apart = abs(points[at][0] - points[neighbour][0])
            if apart <= FARTHEST_NEIGHBOUR:
                allowed = (limit.spike_step or 0) + (limit.spike_per_h or 0) * apart.total_seconds() / 3600
                steps.append((value - points[neighbour][1]) / allowed)
        is_apart = len(steps) == 2 and (min(steps) > 1 or max(steps) < -1)
        is_far = len(steps) == 1 and at > 0 and abs(steps[0]) > LONE_STEP
        if is_apart or is_far:
            yield at


def _frozen(points: Sequence[tuple[datetime, float]], limit: ReadingLimit) -> Iterator[int]:
    """Points in a run of one value that has lasted too long by then."""
    start = 0
    for at, (when, value) in enumerate(points):
        if abs(value - points[start][1]) > SAME_VALUE:
            start = at
        if value == 0 and limit.zero_may_last:
            continue
        lasted = when - points[start][0]
        if lasted >= timedelta(hours=limit.frozen_h or 0) and at - start + 1 >= FEWEST_FROZEN:
            yield at
