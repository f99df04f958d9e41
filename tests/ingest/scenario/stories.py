"""Chains of events of a generated storm, and what they reached."""

from collections import defaultdict
from datetime import datetime

from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.fold import Folded
from stormdesk.domain.moment import parse_instant
from stormdesk.ingest.scenario import ScenarioData

DONE = {"at_shelter", "with_relatives", "elsewhere"}
Chains = dict[tuple[str, str, str, str], list[Event]]


def chained(story: ScenarioData) -> Chains:
    found: Chains = defaultdict(list)
    for event in story.events:
        found[event.chain].append(event)
    return found


def reached(
    folded: dict[tuple[str, str, str, str], Folded], subject: str, facet: str, statuses: set[str]
) -> dict[str, Event]:
    """The first event that brought each subject to one of the statuses, as believed in the end."""
    first: dict[str, Event] = {}
    for (_, what, subject_id, which), chain in folded.items():
        if (what, which) != (subject, facet):
            continue
        spans = [s for s in chain.spans if s.known_to == FOREVER and s.event.status in statuses]
        if spans:
            first[subject_id] = min(spans, key=lambda span: span.valid_from).event
    return first


def when(text: str) -> datetime:
    return parse_instant(f"2022-09-{text}")
