"""The directives that an approved order opens: one for each of its places, named after its proposal."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from stormdesk.domain.decisions import facts_of
from stormdesk.domain.event import Event
from stormdesk.domain.order_places import EACH_TOWNSHIP, OrderPlace, places_of
from stormdesk.domain.vocabulary import Subject

_DIRECTIVE: Final = re.compile(r"(?P<proposal_id>.+)-directive(?:-[1-9][0-9]{0,2})?")


def directives_of(answer: Event, proposal: Event) -> tuple[Event, ...]:
    """The directives that tell whoever carries it out what to do, and by when: one for each place."""
    places = places_of(proposal)
    if "places" not in facts_of(proposal.payload):
        place = places[0] if places else OrderPlace("", proposal.quantity)
        return (
            _directive(answer, proposal, place, proposal.subject_id, directive_event_id(proposal.event_id)),
        )
    return tuple(
        _directive(
            answer,
            proposal,
            place,
            f"{proposal.subject_id}-{number}",
            directive_event_id(proposal.event_id, number),
        )
        for number, place in enumerate(places, 1)
    )


def _directive(answer: Event, proposal: Event, place: OrderPlace, number: str, event_id: str) -> Event:
    asked = facts_of(proposal.payload)
    title, owner = str(asked.get("title") or ""), str(asked.get("owner_unit") or "")
    facts = {"title": title, "title_zh": title, "title_en": title, "order_id": proposal.subject_id}
    facts["owner_unit"] = place.township_code if owner == EACH_TOWNSHIP else owner
    facts["due_at"] = str(asked.get("due_at") or "")
    return replace(
        answer,
        event_id=event_id,
        subject=Subject.DIRECTIVE,
        subject_id=number,
        facet="progress",
        status="assigned",
        township_code=place.township_code or None,
        category=None,
        quantity=place.persons,
        payload=payload_of(facts),
    )


def directive_event_id(proposal_id: str, number: int | None = None) -> str:
    """The event that opens a directive of an approved order; of several places it has a number."""
    return f"{proposal_id}-directive" if number is None else f"{proposal_id}-directive-{number}"


def proposal_of_directive(event_id: str) -> str | None:
    """The proposal whose approval opens a directive under this name; None where it is not named so."""
    found = _DIRECTIVE.fullmatch(event_id)
    return found["proposal_id"] if found else None


def payload_of(facts: Mapping[str, Any]) -> str:
    """Facts as an event carries them, without those that say nothing."""
    kept = {name: fact for name, fact in facts.items() if fact not in (None, "")}
    return json.dumps(kept, ensure_ascii=False)
