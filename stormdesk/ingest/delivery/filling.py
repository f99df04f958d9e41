"""What a source leaves out of a report and ledger or lists know: whereabouts, category and persons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from stormdesk.domain.event import Event
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import object_table

_LEFT_OUT: Final = "feeds/left_out"
Place = tuple[str, str, str]
# Township, village, category, persons.
Known = tuple[str | None, str | None, str | None, int | None]
_NOTHING: Final[Known] = (None, None, None, None)


def filled(transaction: Transaction, events: Sequence[Event], quantities: Mapping[str, Any]) -> list[Event]:
    """The reports with what they leave out, so that no object is lost from its township or its household.

    `quantities` are those of reports that the log holds already, by their identifier: a report that comes
    again leaves out the same and stays the same.
    """
    places = {_place(event): None for event in events if _lacks(event)}
    known: dict[Place, Known] = {}
    if places:
        rows = transaction.run(
            _LEFT_OUT, {"incoming": object_table(list(places))}, operation_id=events[0].operation_id
        )
        known = {row[:3]: row[3:] for row in rows}
    return [_filled(event, known.get(_place(event), _NOTHING), quantities) for event in events]


def _place(event: Event) -> Place:
    return event.subject, event.facet, event.subject_id


def _lacks(event: Event) -> bool:
    return None in (event.township_code, event.category, event.quantity)


def _filled(event: Event, known: Known, quantities: Mapping[str, Any]) -> Event:
    township_code, village_code, category, persons = known
    told: dict[str, Any] = {
        "category": event.category or category,
        "quantity": event.quantity if event.quantity is not None else quantities.get(event.event_id, persons),
    }
    if event.township_code is None:
        told |= {"township_code": township_code, "village_code": village_code}
    return replace(event, **told)
