"""Proposing a level: the record that the law asks for, checked, confirmed once."""

from dataclasses import replace

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.decisions import (
    HAZARDS,
    LEVEL_RANK,
    SEA_ONLY,
    Proposal,
    faults,
    is_on_paper,
    on_paper,
    proposed,
    step_of,
)
from stormdesk.domain.event import Event
from stormdesk.ui.header import hazard_name
from stormdesk.ui.kept_fields import keep_fields, stand_again
from stormdesk.ui.number_field import NumberField, problems_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciders import Deciders, choose_decider
from stormdesk.ui.response.entering import FOLDER, field, keep, kept, record, said_now
from stormdesk.ui.response.record_lines import record_lines
from stormdesk.ui.response.words import level_name, step_name
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.text import _

END, LONGEST = "end", 1000
USUAL_H, LONGEST_H = 24, 720
WRITTEN = ("reason", "measures")


def draw_proposing(page: Page, known: Deciders, present: dict[str, str], hints: dict[str, str]) -> None:
    """Draw the form of a proposal, and what is to be confirmed; `hints` are suggested grounds by hazard."""
    stand_again(page, f"{FOLDER}-proposal", {f"{FOLDER}-hazard": HAZARDS})
    hazard_at, level_at, hours_at = st.columns([2, 2, 1])
    with hazard_at:
        hazard = st.selectbox(_("灾害类别"), HAZARDS, format_func=hazard_name, key=f"{FOLDER}-hazard")
    with level_at:
        _choose_level(page, hazard, present.get(hazard))
    with hours_at:
        _hours().draw(USUAL_H)
    _draw_texts(page, hazard, hints.get(hazard, ""))
    _keep(page, hazard)
    _draw_paper(page, known)
    waiting = kept("proposal")
    if isinstance(waiting, Event):
        _draw_confirming(page, known, waiting)
        return
    st.button(
        _("下一步:核对"),
        type="primary",
        key=f"{FOLDER}-next",
        on_click=_put_up,
        args=(page, known, hazard, present.get(hazard)),
    )


def _keep(page: Page, hazard: str) -> None:
    begun = ("hazard", "scope", f"basis-{hazard}")
    keep_fields(
        page,
        f"{FOLDER}-proposal",
        [f"{FOLDER}-{name}" for name in WRITTEN],
        [_hours().field_key, *(f"{FOLDER}-{name}" for name in begun)],
    )


def _hours() -> NumberField:
    return NumberField(title=_("预计期限(小时)"), key=f"{FOLDER}-hours", most=LONGEST_H, unit="小时")


def _choose_level(page: Page, hazard: str, present: str | None) -> None:
    reference = page.county.reference
    codes = [code for code in LEVEL_RANK if code != SEA_ONLY or hazard == "typhoon"]
    options = [*codes, END] if present else codes

    def name(code: str) -> str:
        wanted = None if code == END else code
        step = step_of(present, wanted)
        told = step_name(step) if step else ""
        return told if code == END else f"{level_name(reference, code)} · {told}"

    st.selectbox(
        _("提请的级别"),
        options,
        index=None,
        placeholder=_("请选择"),
        format_func=name,
        key=f"{FOLDER}-level-{hazard}",
    )
    if field(f"level-{hazard}") == END:
        st.checkbox(_("确认危险已经消除或得到控制(突发事件应对法第七十条)"), key=f"{FOLDER}-over")


def _draw_texts(page: Page, hazard: str, hint: str) -> None:
    """Draw the texts of the record; what the engine found stands as grounds until somebody writes others."""
    begun = {f"basis-{hazard}": hint, "scope": page.area_name(None)}
    for name, text in begun.items():
        st.session_state.setdefault(f"{FOLDER}-{name}", text)
    left, right = st.columns(2)
    with left:
        _text(_("理由"), "reason", height=90)
        _text(_("依据(条款、预报、实况)"), f"basis-{hazard}", height=120)
    with right:
        _text(_("应急处置措施"), "measures", height=90)
        _text(_("可能影响的范围"), "scope", height=120)


def _draw_paper(page: Page, known: Deciders) -> None:
    """Ask whether a head has decided on paper already, which another account compares before it counts."""
    if not page.may(Action.RECORD, "response"):
        return
    if st.checkbox(_("负责人已作出书面决定,由我登记、另一人核对"), key=f"{FOLDER}-paper"):
        head_at, document_at = st.columns(2)
        with head_at:
            choose_decider(_("签发人"), known, key=f"{FOLDER}-paper-head")
        document_at.text_input(_("文号或日期"), max_chars=100, key=f"{FOLDER}-paper-document")


def _text(title: str, name: str, *, height: int) -> None:
    st.text_area(title, max_chars=LONGEST, height=height, key=f"{FOLDER}-{name}")


def _put_up(page: Page, known: Deciders, hazard: str, present: str | None) -> None:
    """Check what the form says and put it up for confirmation."""
    level = field(f"level-{hazard}")
    asked = Proposal(
        hazard=hazard,
        level_code=None if level == END else level or "",
        proposer=page.visitor.account_id,
        basis=field(f"basis-{hazard}") or "",
        reason=field("reason") or "",
        measures=field("measures") or "",
        scope=field("scope") or "",
        expected_h=_hours().whole or 0,
        is_over_confirmed=bool(field("over")),
    )
    wrong = [_("请选择级别。")] if not level else [_(sentence) for sentence in faults(asked, present)]
    wrong += problems_of([_hours()])
    head, document = known.known(field("paper-head")), str(field("paper-document") or "").strip()
    if field("paper") and not (head and document):
        wrong.append(_("请写明书面决定是谁签发的,以及文号或日期。"))
    if wrong:
        say(FOLDER, " ".join(wrong), is_good=False)
        return
    say(FOLDER, None)
    made = proposed(asked, present, said_now(page))
    if field("paper"):
        made = on_paper(asked, present, said_now(page), head=head, document=document)
    keep("proposal", made)


def _draw_confirming(page: Page, known: Deciders, waiting: Event) -> None:
    is_paper = is_on_paper(waiting)
    draw_template(
        "response_draft",
        title=_("请核对:书面决定") if is_paper else _("请核对:提请"),
        lines=record_lines(page, waiting, known),
        note=_("登记后由另一人用自己的账号与书面决定核对,核对一致,级别才生效。")
        if is_paper
        else _("提请后由另一人批准或退回,提请人不能批准自己的提请。"),
    )
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认登记") if is_paper else _("确认提请"),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-confirm",
        on_click=_record,
        args=(page, waiting),
    )
    cancel.button(_("取消"), width="stretch", key=f"{FOLDER}-cancel", on_click=keep, args=("proposal", None))


def _record(page: Page, waiting: Event) -> None:
    now = page.desk.now()
    keep("proposal", None)
    done = _("书面决定已登记,{at},待另一人核对。") if is_on_paper(waiting) else _("已提请,{at},待批准。")
    if record(page, [replace(waiting, happened_at=now, recorded_at=now)], done):
        for name in WRITTEN:
            st.session_state[f"{FOLDER}-{name}"] = ""
