"""Refusals of people without a session, gathered so that nobody can fill the disk with them."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

GATHER: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(hours=1)
MOST_GATHERED: Final = 200
V6_PREFIX = 64
Name = tuple[str, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One row's worth of refusals: what, from where, and how many."""

    name: Name
    at: datetime
    address: str | None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class _Tally:
    since: datetime
    count: int = 0
    span: timedelta = GATHER


class Strangers:
    """What was refused of late; never more than a fixed number of entries.

    Whoever goes on after a minute is counted for two, then four, at last for an hour at a time.
    """

    def __init__(self, most: int = MOST_GATHERED) -> None:
        self._lock = threading.Lock()
        self._most = most
        self._met: dict[tuple[Name | None, str | None], _Tally] = {}

    def meet(self, name: Name, *, at: datetime, address: str) -> list[Gathered]:
        """Count one refusal; what must be written at once comes back."""
        place = network_of(address)
        with self._lock:
            key: tuple[Name | None, str | None] = (name, place)
            if (tally := self._met.get(key)) is not None:
                tally.count += 1
                return []
            if len(self._met) < self._most:
                self._met[key] = _Tally(at)
                return [Gathered(name, at, place)]
            crowd = self._met.setdefault((None, None), _Tally(at))
            crowd.count += 1
        return []

    def due(self, at: datetime, *, is_all: bool = False) -> list[Gathered]:
        """The counts whose time is over (a clock that was set back ends it too)."""
        with self._lock:
            over = [key for key, tally in self._met.items() if is_all or abs(at - tally.since) >= tally.span]
            ended = [(key, self._met.pop(key)) for key in over]
            for key, tally in ended:
                if tally.count and not is_all:
                    self._met[key] = _Tally(at, span=min(2 * tally.span, LONGEST))
        return [
            Gathered(
                name or ("crowd", "refused", None, None),
                at,
                address,
                {"count": tally.count, "since": tally.since.isoformat(timespec="seconds")},
            )
            for (name, address), tally in ended
            if tally.count
        ]


def network_of(address: str) -> str:
    """The address itself, or the network of a v6 one, of which one guest holds more than can be counted."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, V6_PREFIX), strict=False))
