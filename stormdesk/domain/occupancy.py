"""How full a shelter is, and which open ones near a full one still have places."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NEARLY_FULL: Final = 0.9
NEAREST: Final = 3
EARTH_RADIUS_KM: Final = 6371.0088


class Fill(StrEnum):
    """How full a shelter is, the most pressing first."""

    OVER = "over"
    FULL = "full"
    NEARLY = "nearly"
    UNCOUNTED = "uncounted"
    ROOM = "room"
    SHUT = "shut"


class Refusal(StrEnum):
    """Why nobody should be sent to a shelter."""

    NOT_OPEN = "not_open"
    AT_RISK = "at_risk"
    NO_PLACES = "no_places"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelter:
    """One shelter at a moment; occupants None = nobody has counted, capacity None = not on the list."""

    shelter_id: str
    capacity: int | None
    occupants: int | None
    is_open: bool
    is_full: bool = False
    is_at_risk: bool = False
    lat: float | None = None
    lon: float | None = None

    @property
    def filled_share(self) -> float | None:
        """Occupants per place; None while one of them is unknown."""
        if self.occupants is None or not self.capacity:
            return None
        return self.occupants / self.capacity

    @property
    def free_places(self) -> int | None:
        """Places left, never below zero, none where it is declared full; None while unknown."""
        if self.is_full:
            return 0
        if self.occupants is None or self.capacity is None:
            return None
        return max(self.capacity - self.occupants, 0)

    @property
    def fill(self) -> Fill:
        """How full it is; a shelter that is not open has no fill."""
        if not self.is_open:
            return Fill.SHUT
        share = self.filled_share
        if share is not None and share > 1:
            return Fill.OVER
        if self.is_full or share == 1:
            return Fill.FULL
        if share is None:
            return Fill.UNCOUNTED
        return Fill.NEARLY if share >= NEARLY_FULL else Fill.ROOM

    @property
    def refusal(self) -> Refusal | None:
        """Why nobody should be sent here; None where people may be sent."""
        if not self.is_open:
            return Refusal.NOT_OPEN
        if self.is_at_risk:
            return Refusal.AT_RISK
        if self.free_places is None:
            return Refusal.UNCOUNTED
        return Refusal.NO_PLACES if self.free_places == 0 else None


@dataclass(frozen=True, slots=True)
class Way:
    """A shelter to send people to, and how far it is as the crow flies."""

    shelter: Shelter
    distance_km: float


def pressing(shelters: Iterable[Shelter]) -> list[Shelter]:
    """Open shelters, the fullest first; uncounted ones stand after the nearly full."""
    order = list(Fill)
    found = [shelter for shelter in shelters if shelter.is_open]
    return sorted(
        found,
        key=lambda one: (order.index(one.fill), -(one.filled_share or 0.0), one.shelter_id),
    )


def alternatives(full: Shelter, shelters: Sequence[Shelter], *, most: int = NEAREST) -> list[Way]:
    """The nearest open shelters with places and without danger of their own, by straight-line distance."""
    if full.lat is None or full.lon is None:
        return []
    ways = [
        Way(one, straight_km((full.lat, full.lon), (one.lat, one.lon)))
        for one in shelters
        if one.shelter_id != full.shelter_id
        and one.refusal is None
        and one.lat is not None
        and one.lon is not None
    ]
    return sorted(ways, key=lambda way: (way.distance_km, way.shelter.shelter_id))[:most]


def straight_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance between two points (latitude, longitude in degrees), kilometres."""
    lat, other_lat = math.radians(here[0]), math.radians(there[0])
    rise, run = (other_lat - lat) / 2, math.radians(there[1] - here[1]) / 2
    chord = math.sin(rise) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(run) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(chord, 1.0)))
