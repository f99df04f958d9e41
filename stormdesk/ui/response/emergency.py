"""The emergency flood period: a flag of its own, proposed under a head, decided by another hand."""

from dataclasses import replace
from typing import Any

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.decisions import (
    DECLARE,
    OBJECTIONS,
    SAME_PERSON,
    emergency_proposed,
    facts_of,
    is_on_paper,
    same_person,
)
from stormdesk.domain.event import Event
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciders import Deciders, choose_decider
from stormdesk.ui.response.entering import FOLDER, field, keep, kept, record, said_now
from stormdesk.ui.response.words import period_title
from stormdesk.ui.storm.sheet import instant, text
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.text import _


def emergency_now(page: Page, known: Deciders) -> dict[str, Any] | None:
    """Return the declaration that is in force: since when, at whose request, under whom; None without one."""
    found = [row for row in page.ask("response/emergency").to_dict("records") if row["is_in_force"]]
    if not found:
        return None
    told = facts_of(text(found[0]["payload"]))
    return {
        "since": instant(found[0]["step_at"]),
        "asked_by": known.label(str(told.get("proposer") or found[0]["actor"])),
        "head": known.label(str(told.get("head") or told.get("approver") or "")),
        "basis": str(told.get("basis") or ""),
        "event_id": str(found[0]["event_id"]),
    }


def legal_ground() -> list[tuple[str, str]]:
    """Return who may declare it, when, and what it allows, with the articles."""
    return [
        (
            _("何时可以宣布"),
            _("江河、湖泊、水库接近保证水位或安全流量,或防洪工程有严重险情(防汛条例第二十三条)"),
        ),
        (_("水库"), _("水库水位接近设计洪水位(防洪法第四十一条)")),
        (_("由谁主持"), _("紧急防汛期由政府行政首长主持防汛指挥(防汛条例第三十条)")),
        (_("可以做什么"), _("调用物资、设备、交通工具和人力(防汛条例第三十二条;防洪法第四十五条)")),
        (_("与级别的关系"), _("它是另一个标志,不是响应级别,也不随级别升降")),
    ]


def draw_emergency(page: Page, known: Deciders, *, is_in_force: bool) -> None:
    """Draw the form that proposes to declare or lift it, and what is to be confirmed."""
    draw_template("response_draft", title=_("紧急防汛期的法律依据"), lines=legal_ground(), note="")
    choose_decider(_("主持的政府负责人"), _heads_first(known), key=f"{FOLDER}-emergency-head")
    st.text_area(_("依据(水位、险情)"), max_chars=1000, height=80, key=f"{FOLDER}-emergency-basis")
    if page.may(Action.RECORD, "response"):
        st.text_input(
            _("书面决定的文号或日期(负责人已书面决定、由另一人核对时填)"),
            max_chars=100,
            key=f"{FOLDER}-emergency-document",
        )
    waiting = kept("emergency")
    if isinstance(waiting, Event):
        _draw_confirming(page, known, waiting)
        return
    title = _("提请解除紧急防汛期") if is_in_force else _("提请宣布紧急防汛期")
    st.button(title, key=f"{FOLDER}-emergency-next", on_click=_put_up, args=(page, known, not is_in_force))


def _heads_first(known: Deciders) -> Deciders:
    """Put the commanders of the list before everybody else."""
    ordered = [*known.heads, *(one for one in known.labels if one not in known.heads)]
    return replace(known, labels={one: known.labels[one] for one in ordered})


def _put_up(page: Page, known: Deciders, is_declared: bool) -> None:  # noqa: FBT001  a button's argument
    head = known.known(field("emergency-head"))
    basis = str(field("emergency-basis") or "").strip()
    if not (head and basis):
        say(FOLDER, _("请写明主持的政府负责人和依据。"), is_good=False)
        return
    if any(same_person(head, own) for own in (page.visitor.person_id, page.visitor.name) if own):
        say(FOLDER, _(OBJECTIONS[SAME_PERSON]), is_good=False)
        return
    say(FOLDER, None)
    document = str(field("emergency-document") or "").strip()
    asked = emergency_proposed(
        said_now(page), head=head, basis=basis, is_declared=is_declared, document=document
    )
    keep("emergency", asked)


def _draw_confirming(page: Page, known: Deciders, waiting: Event) -> None:
    told = facts_of(waiting.payload)
    lines = [
        (_("事项"), period_title(is_declared=told.get("step") == DECLARE)),
        (_("提请人"), known.label(waiting.actor)),
        (_("主持的政府负责人"), known.label(str(told.get("head") or ""))),
        (_("依据"), str(told.get("basis") or "")),
    ]
    note = _("须由登记人以外的另一人手持书面决定逐项核对,用自己的账号确认;核对前不生效。")
    if not is_on_paper(waiting):
        note = _("须由提请人以外、有批准权的另一人用自己的账号批准后才生效。")
    draw_template("response_draft", title=_("请核对:紧急防汛期"), lines=lines, note=note)
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认"),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-emergency-confirm",
        on_click=_record,
        args=(page, waiting),
    )
    cancel.button(
        _("取消"), width="stretch", key=f"{FOLDER}-emergency-cancel", on_click=keep, args=("emergency", None)
    )


def _record(page: Page, waiting: Event) -> None:
    now = page.desk.now()
    keep("emergency", None)
    record(
        page, [replace(waiting, happened_at=now, recorded_at=now)], _("已提请,{at}。须由另一人批准后生效。")
    )
