"""Gathering events as columns, and turning them into events in the order in which they arrive."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from stormdesk.domain.event import Event
from stormdesk.ingest.scenario.curve import MINUTE, Objects, Seconds, texts

PLACE: Final = ("township_code", "village_code")
SAID: Final = ("source", "actor", "account", *PLACE, "category", "quantity", "lat", "lon", "payload")
# Usual time from happening to record, minutes: median and spread of a lognormal, and its bounds.
USUAL_MIN: Final = (4.5, 0.6, 1.0, 15.0)


class Lag(StrEnum):
    """How soon a report is recorded: with the usual delay and some late, without late ones, or at once."""

    USUAL = "usual"
    STEADY = "steady"
    PROMPT = "prompt"


class Fact(NamedTuple):
    """What a batch of events says."""

    subject: str
    facet: str
    status: str


class Lateness(NamedTuple):
    """How many of the usual reports are late, and by how much at most."""

    share: float
    up_to_s: int


class Sheet:
    """Events of one operation as columns."""

    def __init__(self, opened_at: int, closed_at: int, lateness: Lateness, rng: np.random.Generator) -> None:
        self._span = (opened_at, closed_at)
        self._lateness = lateness
        self._rng = rng
        self._parts: list[dict[str, Objects]] = []

    def add(
        self,
        fact: Fact,
        ids: Sequence[str] | Objects,
        at: Seconds | int,
        *,
        lag: Lag = Lag.USUAL,
        **said: object,
    ) -> None:
        """Add one event per id; what is said is one value for all or one per id."""
        count = len(ids)
        if not count:
            return
        happened = np.broadcast_to(np.asarray(at, dtype=np.int64), (count,))
        part: dict[str, npt.NDArray[Any]] = {
            "subject_id": texts(ids),
            "happened": np.clip(happened, *self._span),
            "recorded": np.clip(happened + self._delays(lag, count), *self._span),
        }
        for name, value in zip(Fact._fields, fact, strict=True):
            part[name] = np.full(count, value, dtype=object)
        for name in SAID:
            part[name] = _column(said.pop(name, None), count)
        if said:
            raise TypeError(f"{sorted(said)}")
        self._parts.append(part)

    def _delays(self, lag: Lag, count: int) -> Seconds:
        if lag is Lag.PROMPT:
            return self._rng.integers(4, 80, count)
        median, spread, low, high = USUAL_MIN
        delay = np.clip(median * np.exp(self._rng.normal(0.0, spread, count)), low, high) * MINUTE
        if lag is Lag.USUAL:
            late = self._rng.random(count) < self._lateness.share
            delay[late] = self._rng.uniform(high * MINUTE, self._lateness.up_to_s, int(late.sum()))
        return delay.astype(np.int64)

    def columns(self) -> dict[str, Objects]:
        """Give all events so far, in the order in which they were added."""
        names = self._parts[0]
        return {name: np.concatenate([part[name] for part in self._parts]) for name in names}

    def events(self, operation_id: str) -> list[Event]:
        """Give the events in the order in which they were recorded, numbered in that order."""
        columns = self.columns()
        order = np.lexsort((columns["happened"].astype(np.int64), columns["recorded"].astype(np.int64)))
        happened = _instants(columns["happened"][order])
        recorded = _instants(columns["recorded"][order])
        names = (*Fact._fields, "subject_id", *SAID)
        told = zip(*(columns[name][order].tolist() for name in names), strict=True)
        return [
            Event(
                event_id=f"{operation_id}:{number:07d}",
                operation_id=operation_id,
                happened_at=happened_at,
                recorded_at=recorded_at,
                **dict(zip(names, row, strict=True)),
            )
            for number, (happened_at, recorded_at, row) in enumerate(
                zip(happened, recorded, told, strict=True), start=1
            )
        ]


def _instants(seconds: npt.NDArray[Any]) -> list[datetime]:
    return [datetime.fromtimestamp(second, UTC) for second in seconds.tolist()]


def _column(value: object, count: int) -> Objects:
    column = texts(value) if isinstance(value, (np.ndarray, list)) else np.full(count, value, dtype=object)
    if len(column) != count:
        raise ValueError(f"{len(column)} ≠ {count}")
    return column
