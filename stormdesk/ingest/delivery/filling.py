"""What a source leaves out of a report and ledger or lists know: whereabouts, category and persons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from stormdesk.domain.event import Event
from stormdesk.domain.vocabulary import Subject
from stormdesk.store.engine import Transaction
from stormdesk.store.feeds import object_table

_LEFT_OUT: Final = "feeds/left_out"
Place = tuple[str, str, str]
# Township, village, category, persons.
Known = tuple[str | None, str | None, str | None, int | None]
# What the log holds already of reports, by their identifier; the quantity stands last.
Held = Mapping[str, tuple[Any, ...]]
_NOTHING: Final[Known] = (None, None, None, None)


def filled(transaction: Transaction, events: Sequence[Event], held: Held) -> list[Event]:
    """The reports with what they leave out, so that no object is lost from its township or its household.

    A report that comes again leaves out the same and stays the same.
    """
    places = {_place(event): None for event in events if _lacks(event)}
    known: dict[Place, Known] = {}
    if places:
        rows = transaction.run(
            _LEFT_OUT, {"incoming": object_table(list(places))}, operation_id=events[0].operation_id
        )
        known = {row[:3]: row[3:] for row in rows}
    return [_filled(event, known.get(_place(event), _NOTHING), held) for event in events]


def _place(event: Event) -> Place:
    return event.subject, event.facet, event.subject_id


def _lacks(event: Event) -> bool:
    is_counted = event.subject == Subject.EVACUEE
    return event.township_code is None or (is_counted and None in (event.category, event.quantity))


def _filled(event: Event, known: Known, held: Held) -> Event:
    township_code, village_code, category, persons = known
    quantity = event.quantity
    if quantity is None:
        quantity = held.get(event.event_id, (persons,))[-1]
    told: dict[str, Any] = {"category": event.category or category, "quantity": quantity}
    if event.township_code is None:
        told |= {"township_code": township_code, "village_code": village_code}
    return replace(event, **told)
