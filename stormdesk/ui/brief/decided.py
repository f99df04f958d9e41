"""What was decided, in words: the matter, who decided it and when, and how far what followed is."""

from collections.abc import Mapping
from typing import Any

from stormdesk.domain.changes import Answer
from stormdesk.domain.decisions import DECLARE, PERIOD, Step, facts_of
from stormdesk.domain.orders import OrderStatus
from stormdesk.domain.vocabulary import Subject
from stormdesk.ui.actors import actor_name
from stormdesk.ui.header import hazard_name
from stormdesk.ui.orders.words import follow_words, kind_name
from stormdesk.ui.page import Page
from stormdesk.ui.response.words import level_name, period_title, step_name
from stormdesk.ui.text import _


def matter_words(page: Page, hazard: str, level_code: str | None, told: Mapping[str, Any]) -> str:
    """What is proposed for a level, or for the emergency flood period, in one line."""
    if told.get("matter") == PERIOD:
        return period_title(is_declared=told.get("step") == DECLARE)
    level = level_name(page.county.reference, str(level_code or ""))
    step = step_name(Step(told["step"])) if told.get("step") in set(Step) else ""
    return " · ".join(filter(None, (f"{hazard_name(hazard)} {level}".strip(), step)))


def is_approved(answer: Answer) -> bool:
    """Whether it was approved, not sent back."""
    return answer.status == OrderStatus.APPROVED


def answer_words(page: Page, answer: Answer) -> str:
    """What was decided, in one sentence."""
    told = facts_of(answer.payload)
    if answer.subject == Subject.ORDER:
        matter = str(told.get("title") or kind_name(str(told.get("kind") or "")))
    else:
        matter = matter_words(page, answer.subject_id, answer.category, told)
    said = _("已批准:{matter}") if is_approved(answer) else _("已退回:{matter}")
    return said.format(matter=matter)


def answer_source(page: Page, answer: Answer) -> str:
    """Who decided it, for what reason it went back, and how far the directives are that it opened."""
    told = facts_of(answer.payload)
    reason = "" if is_approved(answer) else str(told.get("note") or "")
    is_order = answer.subject == Subject.ORDER and is_approved(answer)
    follows = follow_words(page, answer.subject_id) if is_order else ""
    return " · ".join(filter(None, (actor_name(answer.actor), reason, follows)))
