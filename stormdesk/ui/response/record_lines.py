"""The record of a decision as lines: what the law wants said of a level, and who said it."""

from collections.abc import Iterator

from stormdesk.domain.decisions import DECLARE, PAPER_DOCUMENT, PAPER_HEAD, PERIOD, Step, facts_of
from stormdesk.domain.event import Event
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.response.deciders import Deciders
from stormdesk.ui.response.facts import read_facts
from stormdesk.ui.response.words import level_name, period_title, step_name
from stormdesk.ui.text import _, language


def record_lines(page: Page, event: Event, known: Deciders) -> list[tuple[str, str]]:
    """Return what a proposal says, one line per matter, empty ones left out."""
    return [(label, said) for label, said in _lines(page, event, known) if said]


def _lines(page: Page, event: Event, known: Deciders) -> Iterator[tuple[str, str]]:
    told = facts_of(event.payload)
    facts = read_facts(event.payload, language=language())
    step = told.get("step")
    yield _("响应事项"), hazard_name(event.subject_id)
    if event.subject_id == PERIOD:
        yield _("事项"), period_title(is_declared=step == DECLARE)
        yield _("主持的政府负责人"), known.label(str(told.get("head") or ""))
    else:
        level = level_name(page.county.reference, event.category or "")
        yield _("级别"), f"{level} · {step_name(Step(step))}" if step in set(Step) else level
    yield _("预计期限"), "" if facts.expected_h is None else _("{n} 小时").format(n=f"{facts.expected_h:g}")
    yield _("理由"), str(told.get("reason") or "")
    yield _("依据"), facts.basis
    yield _("应急处置措施"), facts.measures
    yield _("可能影响的范围"), str(told.get("scope") or "")
    if head := str(told.get(PAPER_HEAD) or ""):
        yield _("书面决定"), f"{known.label(head)} · {told.get(PAPER_DOCUMENT) or ''}"
    yield _("登记人") if head else _("提请人"), known.label(event.actor)
    yield _("登记时间") if head else _("提请时间"), clock_time(event.happened_at, "%Y-%m-%d %H:%M")
