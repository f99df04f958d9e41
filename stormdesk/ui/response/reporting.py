"""What only a person can tell the rules: a dike in danger, a drought measured; confirmed once."""

from dataclasses import dataclass, replace
from uuid import uuid4

import streamlit as st

from stormdesk.domain.decisions import facts_of
from stormdesk.domain.event import Event
from stormdesk.domain.rules.facts import FACTS, UNIT_NAMES, Fact, Unit
from stormdesk.errors import StormdeskError
from stormdesk.outlook.level_facts import entered_facts, fact_event
from stormdesk.ui.number_field import NumberField
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciders import Deciders, choose_decider
from stormdesk.ui.response.entering import FOLDER, field, keep, kept, record
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.subjects.entry import FORM
from stormdesk.ui.subjects.refusal import sentence_of
from stormdesk.ui.text import _, language


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that waits to be confirmed."""

    event: Event
    shown: str


def draw_reporting(page: Page, known: Deciders) -> None:
    """Draw the form that enters one fact, and what is to be confirmed."""
    facts = {fact.code: fact for fact in entered_facts()}
    what_at, value_at, who_at = st.columns([3, 2, 3])
    with what_at:
        code = st.selectbox(
            _("事项"), list(facts), format_func=lambda one: facts[one].name(language()), key=f"{FOLDER}-fact"
        )
    with value_at:
        _choose_value(facts[code])
    with who_at:
        choose_decider(_("谁报的"), known, key=f"{FOLDER}-fact-by")
    waiting = kept("told")
    if isinstance(waiting, Told):
        _draw_confirming(page, known, waiting)
        return
    st.button(_("下一步:核对"), key=f"{FOLDER}-fact-next", on_click=_put_up, args=(page, known, facts[code]))


def _choose_value(fact: Fact) -> None:
    key = f"{FOLDER}-fact-{fact.code}"
    if fact.unit is Unit.YES_NO:
        names = {1.0: _("是"), 0.0: _("否")}
        st.selectbox(
            _("情况"),
            list(names),
            index=None,
            placeholder=_("请选择"),
            format_func=names.__getitem__,
            key=key,
        )
        return
    _number(fact).draw()


def _number(fact: Fact) -> NumberField:
    title = _("数值({unit})").format(unit=_(UNIT_NAMES[fact.unit]))
    key = f"{FOLDER}-fact-{fact.code}"
    return NumberField(title=title, key=key, least=fact.low, most=fact.high, is_whole=False)


def _put_up(page: Page, known: Deciders, fact: Fact) -> None:
    is_number = fact.unit is not Unit.YES_NO
    value = _number(fact).value if is_number else field(f"fact-{fact.code}")
    said_by = known.known(field("fact-by"))
    if is_number and (problem := _number(fact).problem):
        say(FOLDER, problem, is_good=False)
        return
    if value is None or not said_by:
        say(FOLDER, _("请写明数值和谁报的。"), is_good=False)
        return
    now = page.desk.now()
    try:
        event = fact_event(
            page.moment.operation_id,
            fact.code,
            float(value),
            happened_at=now,
            recorded_at=now,
            actor=page.visitor.account_id,
            said_by=said_by,
            event_id=f"{FORM}-{uuid4().hex}",
        )
    except StormdeskError as error:
        say(FOLDER, sentence_of(page, error), is_good=False)
        return
    say(FOLDER, None)
    keep("told", Told(event, _shown(fact, float(value))))


def _shown(fact: Fact, value: float) -> str:
    if fact.unit is Unit.YES_NO:
        return _("是") if value else _("否")
    return f"{value:g} {_(UNIT_NAMES[fact.unit])}"


def _draw_confirming(page: Page, known: Deciders, waiting: Told) -> None:
    code = waiting.event.subject_id.partition(":")[2]
    lines = [
        (_("事项"), FACTS[code].name(language())),
        (_("情况"), waiting.shown),
        (_("谁报的"), known.label(str(facts_of(waiting.event.payload).get("said_by") or ""))),
    ]
    note = _("登记后按规则重新判断;过了时效又算不明。")
    draw_template("response_draft", title=_("请核对:填报"), lines=lines, note=note)
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认登记"),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-fact-confirm",
        on_click=_record,
        args=(page, waiting),
    )
    cancel.button(_("取消"), width="stretch", key=f"{FOLDER}-fact-cancel", on_click=keep, args=("told", None))


def _record(page: Page, waiting: Told) -> None:
    now = page.desk.now()
    keep("told", None)
    record(page, [replace(waiting.event, happened_at=now, recorded_at=now)], _("已登记,{at}。"))
