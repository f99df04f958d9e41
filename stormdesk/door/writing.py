"""What a visitor may write down: his right for the subject, his own area by the lists, under his own name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stormdesk.domain.access.records import TOWNSHIP_DIGITS, Action, Role
from stormdesk.domain.event import Event
from stormdesk.domain.vocabulary import Subject
from stormdesk.door.after_action import check_items
from stormdesk.door.deciding import check_decisions, rights_needed
from stormdesk.door.headcounts import check_people
from stormdesk.door.orders import check_orders, order_rights
from stormdesk.door.refusing import note_refused
from stormdesk.errors import NotAllowed, OtherUnit

if TYPE_CHECKING:
    from stormdesk.door.visit import Visit

# What is on a list belongs where the list says; what is on none, where all its reports placed it.
PLACED = frozenset(
    {
        Subject.RESPONSIBLE_PERSON,
        Subject.EVACUEE,
        Subject.VESSEL,
        Subject.SITE,
        Subject.SHELTER,
        Subject.FACILITY,
        Subject.UNIT,
        Subject.DIRECTIVE,
        Subject.ORDER,
    }
)
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A township and, where it is known, a village of it."""

    township_code: str | None = None
    village_code: str | None = None

    def is_within(self, area_code: str) -> bool:
        """Whether it lies in a township or village."""
        return area_code in {self.township_code, self.village_code}

    def may_be_within(self, area_code: str) -> bool:
        """Whether nothing that is said of it lies elsewhere."""
        is_elsewhere = self.village_code is not None and not self.village_code.startswith(area_code)
        return self.township_code in {None, area_code[:TOWNSHIP_DIGITS]} and not is_elsewhere


def check_events(visit: Visit, events: Sequence[Event]) -> list[Event]:
    """The events as this visitor may record them, under his name and placed by the lists.

    Raises NotAllowed or BadDecision, and the audit tells, when one of them is not his to record;
    TooManyPeople when a count cannot be meant.
    """
    for event in events:
        needed = ((Action.RECORD, event.subject), *rights_needed(visit, event), *order_rights(event))
        for action, thing in needed:
            if not visit.may(action, thing):
                note_refused(visit, event, "no_right")
                raise NotAllowed
        _check_unit(visit, event)
    check_decisions(visit, events)
    check_items(visit, events)
    check_orders(visit, events)
    area_code = visit.visitor.held_to
    placed = list(events) if area_code is None else _placed(visit, area_code, events)
    check_people(visit, placed)
    return [replace(event, actor=visit.visitor.account_id, import_id=None) for event in placed]


def _check_unit(visit: Visit, event: Event) -> None:
    """Refuse a department another unit's row of the list of member units, where the list knows its own."""
    if visit.visitor.role is not Role.DEPARTMENT or event.subject != Subject.UNIT:
        return
    account = visit.office.accounts.who(visit.visitor.account_id)
    about = {"operation_id": event.operation_id, "unit": account.unit if account else None}
    own = {str(row[0]) for row in visit.whole.store.rows("register/unit_named", **about)}
    if own and event.subject_id not in own:
        note_refused(visit, event, "not_own")
        raise OtherUnit


def visible_event(visit: Visit, event_id: str) -> Event | None:
    """One event of the log as it was recorded; None when there is none that this visitor sees."""
    if not visit.store.rows("ledger/event", event_id=event_id):
        return None
    return visit.whole.ledger.event(event_id)


def _placed(visit: Visit, area_code: str, events: Sequence[Event]) -> list[Event]:
    known = _known_places(visit, events)
    placed: list[Event] = []
    for event in events:
        homes = _homes(event, known)
        claim = Place(event.township_code, event.village_code)
        is_own = bool(homes) and all(home.is_within(area_code) for home in homes)
        if not (is_own and claim.may_be_within(area_code)):
            note_refused(visit, event, "not_own")
            raise NotAllowed
        if event.corrects is not None:
            _check_target(visit, event)
        placed.append(event if claim.is_within(area_code) else _at(event, homes))
    return placed


def _homes(event: Event, known: Mapping[Key, set[Place]]) -> set[Place]:
    """Where the subject of an event belongs; nowhere for what is the county's."""
    if event.subject == Subject.AREA:
        return {_area(event.subject_id)}
    if event.subject in {Subject.TALLY, Subject.DAMAGE}:
        return {_area(event.subject_id.partition(":")[0])}
    if event.subject not in PLACED:
        return set()
    claimed = {Place(event.township_code, event.village_code)}
    return known.get((event.operation_id, event.subject, event.subject_id), claimed)


def _area(code: str) -> Place:
    return Place(code[:TOWNSHIP_DIGITS], code if len(code) > TOWNSHIP_DIGITS else None)


def _known_places(visit: Visit, events: Sequence[Event]) -> dict[Key, set[Place]]:
    """Where subjects belong by the lists, and by their reports where they are on none."""
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for event in events:
        if event.subject in PLACED:
            asked[event.operation_id, event.subject].add(event.subject_id)
    known: dict[Key, set[Place]] = defaultdict(set)
    for (operation_id, subject), wanted in asked.items():
        for question in ("register/belongs", "ledger/claimed"):
            missing = [one for one in sorted(wanted) if (operation_id, subject, one) not in known]
            if not missing:
                break
            about = {"operation_id": operation_id, "subject": subject, "object_ids": missing}
            for object_id, *codes in visit.whole.store.rows(question, **about):
                known[operation_id, subject, object_id].add(Place(*codes))
    return known


def _at(event: Event, homes: Iterable[Place]) -> Event:
    """The event with the place of its subject, which it left out."""
    home = next(iter(homes))
    return replace(event, township_code=home.township_code, village_code=home.village_code)


def _check_target(visit: Visit, event: Event) -> None:
    """Refuse to correct what this visitor does not see, or what tells of something else."""
    target = visible_event(visit, event.corrects or "")
    if target is None or target.chain != event.chain:
        note_refused(visit, event, "foreign_correction")
        raise NotAllowed
