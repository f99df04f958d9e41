"""Counts of people as they are entered by hand, held against the lists before they are recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stormdesk.domain.event import Event
from stormdesk.domain.headcounts import ALWAYS_POSSIBLE, is_possible
from stormdesk.domain.vocabulary import Subject
from stormdesk.errors import TooManyPeople

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit

COUNTED = frozenset({Subject.EVACUEE, Subject.SHELTER, Subject.VESSEL, Subject.SITE})


def check_people(visit: Visit, events: Sequence[Event]) -> None:
    """Raise TooManyPeople for the first count that is many times what the lists give for its object."""
    asked: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.subject in COUNTED and event.quantity is not None and event.quantity > ALWAYS_POSSIBLE:
            asked[event.operation_id].append(event)
    for operation_id, own in asked.items():
        rows = visit.whole.store.rows(
            "register/people_listed",
            operation_id=operation_id,
            as_of=max(event.recorded_at for event in own),
            object_ids=[event.subject_id for event in own],
        )
        listed = {(subject, object_id): people for subject, object_id, people in rows}
        for event in own:
            people = listed.get((str(event.subject), event.subject_id))
            if event.quantity is not None and not is_possible(event.quantity, people):
                raise TooManyPeople(told=f"{event.quantity:,}", listed=f"{people:,}")
