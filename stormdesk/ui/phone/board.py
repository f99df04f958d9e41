"""The phone desk from top to bottom: one line to type, what it would record, what was just recorded."""

from functools import partial

import streamlit as st

from stormdesk.domain.directory import Entry
from stormdesk.domain.phrase import LONGEST_LINE
from stormdesk.ui.page import Page
from stormdesk.ui.phone.answer import answer, pick, record, take_back
from stormdesk.ui.phone.draft import Draft
from stormdesk.ui.phone.spoken import draft_words, spoken
from stormdesk.ui.phone.waiting import (
    LINE,
    Choice,
    Recorded,
    Waiting,
    just_recorded,
    seen,
    wait_for,
    waiting,
)
from stormdesk.ui.render import clock_time, html
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _
from stormdesk.ui.unmask.block import draw_unmask, of_subject


def draw(page: Page) -> None:
    """Draw the desk; a rewound page or another operation takes no reports."""
    draw_template("phone_style")
    if not page.operation:
        return
    if page.is_rewound:
        st.info(_("本页正在倒带,不能登记。请先回到当前时刻。"))
        return
    if page.moment.operation_id != page.clock.operation_id:
        st.info(_("这不是正在进行的响应,不能登记。"))
        return
    with st.container(key="sd-phone"):
        left, right = st.columns([7, 5])
        with left:
            _draw_desk(page)
        with right:
            _draw_just(page)


def _draw_desk(page: Page) -> None:
    state = waiting()
    with st.form("phone-form", clear_on_submit=True, border=False):
        line_at, send_at = st.columns([5, 1.4], vertical_alignment="bottom")
        line_at.text_input(
            _("电话里怎么说,就怎么写"),
            max_chars=LONGEST_LINE,
            key=LINE,
            placeholder=_("例:zht 在岗 1420 王书记报,路口积水"),
            autocomplete="off",
        )
        send_at.form_submit_button(
            _("登记(回车)") if isinstance(state.what, Draft) else _("查找"),
            key="phone-send",
            type="primary",
            width="stretch",
            on_click=answer,
            args=(page,),
        )
    if state.sentence:
        (st.success if state.is_good else st.error)(state.sentence)
    _draw_waiting(page, state)
    st.html(html("phone_focus", {"turn": state.turn}), unsafe_allow_javascript=True)
    seen()


def _draw_waiting(page: Page, state: Waiting) -> None:
    if isinstance(state.what, Draft):
        _draw_draft(page, state.what)
    elif isinstance(state.what, Choice):
        _draw_choice(page, state.what)
    else:
        draw_template("phone_hints")


def _draw_draft(page: Page, waiting_draft: Draft) -> None:
    draw_template("phone_draft", **draft_words(page, waiting_draft))
    _draw_person(page, waiting_draft.entry)
    confirm, cancel = st.columns(2)
    confirm.button(
        _("登记(回车)"),
        type="primary",
        width="stretch",
        key="phone-confirm",
        on_click=record,
        args=(page, waiting_draft),
    )
    cancel.button(_("取消(0 回车)"), width="stretch", key="phone-cancel", on_click=partial(wait_for, None))


def _draw_person(page: Page, entry: Entry) -> None:
    name = spoken(page, entry).name
    people = of_subject(entry.subject, entry.object_id, name)
    draw_unmask(page, people, key=f"phone-{entry.subject}-{entry.object_id}")


def _draw_choice(page: Page, choice: Choice) -> None:
    more = len(choice.heard.entries) - len(choice.entries)
    draw_template("phone_choice_head", count=len(choice.heard.entries), more=more)
    with st.container(key="phone-choices"):
        for number, entry in enumerate(choice.entries, 1):
            _draw_one(page, choice, number, entry)


def _draw_one(page: Page, choice: Choice, number: int, entry: Entry) -> None:
    number_at, words_at = st.columns([1, 9], vertical_alignment="center")
    number_at.button(
        str(number), key=f"phone-pick-{number}", width="stretch", on_click=pick, args=(page, choice, number)
    )
    with words_at:
        draw_template("phone_choice", who=spoken(page, entry))


def _draw_just(page: Page) -> None:
    found = just_recorded()
    draw_template("phone_just_head", count=len(found))
    for recorded in found:
        _draw_recorded(page, recorded)


def _draw_recorded(page: Page, recorded: Recorded) -> None:
    words_at, undo_at = st.columns([7, 3], vertical_alignment="center")
    with words_at:
        draw_template(
            "phone_just",
            recorded=clock_time(recorded.recorded_at),
            is_withdrawn=recorded.is_withdrawn,
            **draft_words(page, recorded.draft, recorded.recorded_at),
        )
    if not recorded.is_withdrawn:
        undo_at.button(
            _("撤销"),
            key=f"phone-undo-{recorded.draft.event.event_id}",
            width="stretch",
            on_click=take_back,
            args=(page, recorded),
        )
