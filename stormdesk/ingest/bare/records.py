"""Identity numbers out of reports that come one by one, by a feed or by a person's hand."""

from dataclasses import replace

from stormdesk.domain.event import Event
from stormdesk.domain.id_number import IdCodes
from stormdesk.domain.problem import Problem


def bare_event(event: Event, codes: IdCodes) -> Event:
    """A report with codes in place of numbers in its ids and texts."""
    told = (event.event_id, event.subject_id, event.actor, event.corrects, event.payload)
    event_id, subject_id, actor, corrects, payload = (text and codes.coded(text) for text in told)
    if (event_id, subject_id, actor, corrects, payload) == told:
        return event
    return replace(
        event,
        event_id=event_id or "",
        subject_id=subject_id or "",
        actor=actor or "",
        corrects=corrects,
        payload=payload,
    )


def bare_problem(problem: Problem, codes: IdCodes) -> Problem:
    """What is wrong with a value, with codes in place of numbers."""
    place, value = codes.coded(problem.place), codes.coded(problem.value)
    is_same = (place, value) == (problem.place, problem.value)
    return problem if is_same else Problem(place, value, problem.reason)
