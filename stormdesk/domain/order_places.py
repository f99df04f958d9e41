"""The townships that an order names, and how many people it moves in each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from stormdesk.domain.decisions import facts_of
from stormdesk.domain.event import Event

# In place of a unit: each of the townships carries out its own share.
EACH_TOWNSHIP: Final = "each_township"
TOWNSHIP_CODE: Final = re.compile(r"[0-9]{9}")


@dataclass(frozen=True, slots=True)
class OrderPlace:
    """One township of an order, and of how many people there it speaks; None where it says no number."""

    township_code: str
    persons: int | None = None


def places_of(event: Event) -> tuple[OrderPlace, ...]:
    """The townships that an event of an order names, each with its people; none where it is the county's."""
    told = facts_of(event.payload).get("places")
    if told is None:
        return (OrderPlace(event.township_code, event.quantity),) if event.township_code else ()
    rows = [row if isinstance(row, dict) else {} for row in told] if isinstance(told, list) else []
    return tuple(OrderPlace(str(row.get("township_code") or ""), _whole(row.get("persons"))) for row in rows)


def persons_of(places: Sequence[OrderPlace]) -> int | None:
    """How many people there are in all places that give a number; None where none does."""
    told = [place.persons for place in places if place.persons is not None]
    return sum(told) if told else None


def named(places: Sequence[OrderPlace]) -> str:
    """The townships in one word, by which each of them finds the order."""
    return ",".join(place.township_code for place in places)


def is_placed(event: Event) -> bool:
    """Whether it names one place or none in its own columns, or several properly, each once, and only so."""
    told = facts_of(event.payload)
    if "places" not in told:
        is_each = told.get("owner_unit") == EACH_TOWNSHIP
        return not is_each or event.township_code is not None
    places = places_of(event)
    codes = {place.township_code for place in places}
    is_proper = len(places) == len(codes) > 1
    is_alone = (event.township_code, event.village_code, event.quantity) == (None, None, None)
    return is_proper and is_alone and all(map(_is_good, places)) and event.category == named(places)


def _is_good(place: OrderPlace) -> bool:
    return TOWNSHIP_CODE.fullmatch(place.township_code) is not None and (place.persons or 0) >= 0


def _whole(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None
