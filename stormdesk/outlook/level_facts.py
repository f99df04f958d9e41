"""What the duty desk enters for the rules: a danger seen, a drought measured."""

import json
import math
from datetime import datetime

from stormdesk.domain.event import Event
from stormdesk.domain.rules.facts import FACTS, Fact
from stormdesk.errors import N_, BadEvent

CATEGORY = "fact"


def entered_facts() -> tuple[Fact, ...]:
    """The facts that only a person can tell."""
    return tuple(fact for fact in FACTS.values() if fact.is_entered)


def fact_event(  # noqa: PLR0913  an event has these parts
    operation_id: str,
    fact: str,
    value: float,
    *,
    happened_at: datetime,
    recorded_at: datetime,
    actor: str,
    event_id: str,
    note: str = "",
    said_by: str = "",
) -> Event:
    """Write one fact as an entry of the duty log; BadEvent where the fact or its value cannot be."""
    known = _entered(fact, value)
    return Event(
        event_id=event_id,
        operation_id=operation_id,
        subject="log",
        subject_id=f"fact:{fact}",
        facet="entry",
        status="noted",
        happened_at=happened_at,
        recorded_at=recorded_at,
        source="duty_desk",
        actor=actor,
        category=CATEGORY,
        payload=_said(known, value, note, said_by),
    )


def _entered(code: str, value: float) -> Fact:
    fact = FACTS.get(code)
    if fact is None or not fact.is_entered:
        raise BadEvent(reason=N_("没有这个可填报的事实"), value=code)
    if not math.isfinite(value) or not fact.low <= value <= fact.high:
        raise BadEvent(reason=N_("数值超出这个事实的合理范围"), value=value)
    return fact


def _said(fact: Fact, value: float, note: str, said_by: str) -> str:
    texts = {"text_zh": f"{fact.name_zh}:{value:g}", "text_en": f"{fact.name_en}: {value:g}"}
    told = {"fact": fact.code, "value": value, "note": note} | ({"said_by": said_by} if said_by else {})
    return json.dumps(told | texts, ensure_ascii=False)
