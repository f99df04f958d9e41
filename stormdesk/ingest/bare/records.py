"""Identity numbers out of reports that come one by one, by a feed or by a person's hand."""

from dataclasses import replace

from stormdesk.domain.event import Event
from stormdesk.domain.id_number import IdCodes
from stormdesk.domain.problem import Problem


def bare_event(event: Event, codes: IdCodes) -> Event:
    """A report with codes in place of numbers in its ids and texts."""
    texts = {
        "event_id": event.event_id,
        "subject_id": event.subject_id,
        "actor": event.actor,
        "corrects": event.corrects,
        "payload": event.payload,
    }
    changed = {name: made for name, text in texts.items() if text and (made := codes.coded(text)) != text}
    return replace(event, **changed) if changed else event


def bare_problem(problem: Problem, codes: IdCodes) -> Problem:
    """What is wrong with a value, with codes in place of numbers."""
    place, value = codes.coded(problem.place), codes.coded(problem.value)
    is_same = (place, value) == (problem.place, problem.value)
    return problem if is_same else Problem(place, value, problem.reason)
