"""What corrections make of a chain: which reports count, whose place they take, and which hang in the air.

A correction names the report that it corrects. The latest correction of a report that has not been withdrawn
itself takes its place; a withdrawal leaves the place empty, and a correction that is withdrawn gives it back.
The answer depends on the set of known reports alone.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from stormdesk.domain.event import WITHDRAWN, Event

NO_TARGET = "no_target"
LONGEST_REASON = 500
_Place = tuple[datetime, datetime, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts of a chain in order of place, who overrules whom, and which corrections correct nothing."""

    counted: list[Event]
    overruled: list[tuple[Event, Event]]
    unfounded: list[Event]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """Who corrects or withdraws a report, when and why, under an id made once."""

    event_id: str
    recorded_at: datetime
    source: str
    actor: str
    reason: str


def withdrawal(event: Event, by: Amendment) -> Event:
    """The event that takes a report back."""
    return replace(_amended(event, by, {}), status=WITHDRAWN, quantity=None)


def correction(
    event: Event, by: Amendment, *, status: str, happened_at: datetime, quantity: int | None
) -> Event:
    """The event that counts in a report's place; what it does not change it says again."""
    said = _amended(event, by, _facts(event.payload))
    return replace(said, status=status, happened_at=happened_at, quantity=quantity)


def reason_of(payload: str | None) -> str:
    """Why a report was corrected or withdrawn, as far as its correction says so."""
    reason = _facts(payload).get("reason")
    return reason if isinstance(reason, str) else ""


def _amended(event: Event, by: Amendment, facts: dict[str, object]) -> Event:
    return replace(
        event,
        event_id=by.event_id,
        recorded_at=by.recorded_at,
        source=by.source,
        actor=by.actor,
        payload=json.dumps(facts | {"reason": by.reason[:LONGEST_REASON]}, ensure_ascii=False),
        corrects=event.event_id,
        import_id=None,
    )


def _facts(payload: str | None) -> dict[str, object]:
    try:
        found = json.loads(payload or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def stand(known: Sequence[Event]) -> Standing:
    """Tell what counts of the known events of one chain."""
    correcting: dict[str, list[Event]] = defaultdict(list)
    for event in known:
        if event.corrects is not None:
            correcting[event.corrects].append(event)
    roots = [event for event in known if event.corrects is None]
    found = _reached(roots, correcting)
    overruled: dict[str, tuple[Event, Event]] = {}
    holder: dict[str, Event | None] = {}
    for event in reversed(found):
        holder[event.event_id] = _holder(event, correcting, holder, overruled)
    places = [(root, holder[root.event_id]) for root in roots]
    counted = [
        ((event.happened_at, root.recorded_at, root.event_id), event)
        for root, event in places
        if event is not None and event.status != WITHDRAWN
    ]
    counted.sort(key=_place)
    return Standing(
        counted=[event for _, event in counted],
        overruled=list(overruled.values()),
        unfounded=[event for event in known if event.event_id not in holder],
    )


def _reached(roots: Sequence[Event], correcting: dict[str, list[Event]]) -> list[Event]:
    """All events that lead to a report of this chain, each after the one that it corrects."""
    found = list(roots)
    for event in found:
        found += correcting.get(event.event_id, ())
    return found


def _holder(
    event: Event,
    correcting: dict[str, list[Event]],
    holder: dict[str, Event | None],
    overruled: dict[str, tuple[Event, Event]],
) -> Event | None:
    """The event that holds this one's place; None when it was withdrawn."""
    by_time = sorted(correcting.get(event.event_id, ()), key=_learned, reverse=True)
    live = [correction for correction in by_time if holder[correction.event_id] is not None]
    if not live:
        return event
    overruled[event.event_id] = (event, live[0])
    held, *outvoted = (holder[correction.event_id] for correction in live)
    overruled |= {lost.event_id: (lost, live[0]) for lost in outvoted if lost is not None}
    return None if held is None or held.status == WITHDRAWN else held


def _learned(event: Event) -> tuple[datetime, str]:
    return (event.recorded_at, event.event_id)


def _place(counted: tuple[_Place, Event]) -> _Place:
    return counted[0]
