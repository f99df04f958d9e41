"""What a phoned-in line would record, made once and put up for confirmation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from stormdesk.domain.directory import Entry
from stormdesk.domain.event import Event
from stormdesk.domain.hearing import Heard
from stormdesk.domain.next_step import Fact, main_facet, usual_step
from stormdesk.domain.phrase import Fault, Unclear
from stormdesk.domain.vocabulary import Account, Subject
from stormdesk.errors import ImpossibleTransition
from stormdesk.ui.actors import DUTY_DESK
from stormdesk.ui.page import Page
from stormdesk.ui.phone.register import categories, status_names

PHONE = "phone"
_ACCOUNTS: Mapping[tuple[str, str], str | None] = {
    (Subject.EVACUEE, "seen"): Account.SEEN,
    (Subject.SHELTER, "occupancy"): Account.SEEN,
    (Subject.TALLY, "moved"): Account.REPORTED,
    (Subject.DAMAGE, "loss"): Account.REPORTED,
    (Subject.AREA, "word"): None,
    (Subject.UNIT, "post"): None,
}
_COUNTED = {
    (Subject.EVACUEE, "move"),
    (Subject.EVACUEE, "seen"),
    (Subject.VESSEL, "crew"),
    (Subject.SITE, "workers"),
}
_MUST_COUNT = {(Subject.SHELTER, "occupancy"), (Subject.TALLY, "moved"), (Subject.DAMAGE, "loss")}


@dataclass(frozen=True, slots=True)
class Draft:
    """An event with its id, made once; `is_now` when it is so at the instant of confirming."""

    entry: Entry
    event: Event
    before: str | None
    said_by: str
    note: str
    is_now: bool

    def confirmed(self, recorded_at: datetime) -> Event:
        """The event as it is recorded at this instant."""
        happened_at = recorded_at if self.is_now else self.event.happened_at
        return replace(self.event, recorded_at=recorded_at, happened_at=happened_at)


def present(page: Page, entry: Entry) -> dict[str, str]:
    """What is so of a subject, by fact."""
    found = page.ask("phone/present", subject=entry.subject, object_id=entry.object_id)
    return dict(zip(found["facet"], found["status"], strict=True))


def make_draft(page: Page, heard: Heard, entry: Entry) -> Draft | Unclear:
    """Put together what the line says of one subject.

    Raises ImpossibleTransition when that cannot follow what is so now.
    """
    states = present(page, entry)
    facet, status = _fact(page, heard, entry, states)
    quantity = heard.phrase.people
    if (entry.subject, facet) in _COUNTED and quantity is None:
        quantity = entry.people
    if (entry.subject, facet) in _MUST_COUNT and quantity is None:
        return Unclear(Fault.NO_PEOPLE, entry.name)
    happened_at = heard.phrase.happened_at
    before = states.get(facet)
    if happened_at is None:
        _check(page, entry, (facet, before), status)
    event = _event(page, entry, (facet, status), quantity=quantity, heard=heard)
    return Draft(entry, event, before, heard.said_by, heard.phrase.note, happened_at is None)


def _fact(page: Page, heard: Heard, entry: Entry, states: Mapping[str, str]) -> Fact:
    """The status that is named, one that may follow before others, or else the usual next step."""
    facts = heard.facts(entry, status_names(page))
    if facts:
        allowed = page.desk.transitions
        can = [
            fact
            for fact in facts
            if (states.get(fact[0]), fact[1]) in allowed.get((entry.subject, fact[0]), frozenset())
        ]
        return (can or facts)[0]
    phrase = heard.phrase
    before = states.get(main_facet(entry.subject) or "")
    step = usual_step(entry.subject, before, people=phrase.people, has_note=bool(phrase.note))
    facet, status = step or ("", "")
    if status == "measures_taken":
        status = categories(page, "sector", "done_status").get(entry.category or "") or status
    return facet, status


def _check(page: Page, entry: Entry, before: tuple[str, str | None], status: str) -> None:
    facet, known = before
    allowed = page.desk.transitions.get((entry.subject, facet), frozenset())
    if known == status or (known, status) in allowed:
        return
    names = status_names(page)
    raise ImpossibleTransition(
        before=names.get((entry.subject, facet, known or ""), "—"),
        after=names.get((entry.subject, facet, status), status),
    )


def _event(page: Page, entry: Entry, fact: Fact, *, quantity: int | None, heard: Heard) -> Event:
    now = page.desk.now()
    told = {"said_by": heard.said_by, "text": heard.phrase.note}
    said = {name: text for name, text in told.items() if text}
    return Event(
        event_id=f"{PHONE}-{uuid4().hex}",
        operation_id=page.moment.operation_id,
        subject=entry.subject,
        subject_id=entry.object_id,
        facet=fact[0],
        status=fact[1],
        happened_at=heard.phrase.happened_at or now,
        recorded_at=now,
        source=PHONE,
        actor=DUTY_DESK,
        account=_ACCOUNTS.get((entry.subject, fact[0]), Account.TICKED),
        township_code=entry.township_code,
        village_code=entry.village_code,
        category=entry.category,
        quantity=quantity,
        payload=json.dumps(said, ensure_ascii=False) if said else None,
    )
