"""Marking actions of the checklist, one or many: choose, check what will be written, confirm once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.checklist import Item, State
from stormdesk.domain.event import Event
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.deciders import choose_decider, deciders
from stormdesk.ui.response.entering import field, keep, kept, may_enter, record, said_now
from stormdesk.ui.response.words import action_state
from stormdesk.ui.subjects import chosen
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.subjects.entry import FORM, LONGEST_COMMENT
from stormdesk.ui.text import _, language

FOLDER = "checklist"
OFFERED = (State.DONE, State.DOING, State.NOT_APPLICABLE, State.OPEN)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Marks that wait to be confirmed, with ids made once."""

    events: tuple[Event, ...]
    names: tuple[str, ...]
    note: str


def draw_marking(page: Page, items: Sequence[Item]) -> None:
    """Offer to mark the ticked actions, or say why that is not possible now."""
    _draw_said()
    waiting = kept("marks")
    is_asked = bool(items) or isinstance(waiting, Waiting)
    if not is_asked or not page.may(Action.RECORD, "action") or not may_enter(page):
        return
    if isinstance(waiting, Waiting):
        _draw_confirming(page, waiting)
        return
    st.markdown("**" + _("标记 {n} 项行动").format(n=len(items)) + "**")
    state_at, who_at, note_at = st.columns([3, 3, 4], vertical_alignment="bottom")
    with state_at:
        st.segmented_control(
            _("标记为"),
            OFFERED,
            default=State.DONE,
            required=True,
            format_func=action_state,
            key="response-mark",
        )
    with who_at:
        choose_decider(_("谁说的(可不填)"), deciders(page), key="response-mark-by")
    with note_at:
        st.text_input(_("备注(不适用时必填)"), max_chars=LONGEST_COMMENT, key="response-mark-note")
    st.button(
        _("下一步:核对"), type="primary", key="response-mark-next", on_click=_put_up, args=(page, items)
    )


def _draw_said() -> None:
    told = chosen.said(FOLDER)
    if told is not None:
        (st.success if told[1] else st.error)(told[0])


def _put_up(page: Page, items: Sequence[Item]) -> None:
    status, note = field("mark") or State.DONE, str(field("mark-note") or "").strip()
    if status == State.NOT_APPLICABLE and not note:
        say(FOLDER, _("标为不适用时请写明理由。"), is_good=False)
        return
    say(FOLDER, None)
    told = {"text": note, "said_by": deciders(page).known(field("mark-by"))}
    events = tuple(_event(page, one, str(status), told) for one in items)
    keep("marks", Waiting(events, tuple(one.action.name(language()) for one in items), note))


def _event(page: Page, item: Item, status: str, told: dict[str, str]) -> Event:
    said = {name: words for name, words in told.items() if words}
    return replace(
        said_now(page),
        event_id=f"{FORM}-{uuid4().hex}",
        subject="action",
        subject_id=item.item_id,
        facet="work",
        status=status,
        payload=json.dumps(said, ensure_ascii=False) if said else None,
    )


def _draw_confirming(page: Page, waiting: Waiting) -> None:
    lines = [
        (_("行动"), " · ".join(waiting.names)),
        (_("标记为"), action_state(waiting.events[0].status)),
        (_("备注"), waiting.note or "—"),
    ]
    title = _("请核对:将标记 {n} 项").format(n=len(waiting.events))
    draw_template("response_draft", title=title, lines=lines, note="")
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认登记"),
        type="primary",
        width="stretch",
        key="response-mark-confirm",
        on_click=_record,
        args=(page, waiting),
    )
    cancel.button(_("取消"), width="stretch", key="response-mark-cancel", on_click=keep, args=("marks", None))


def _record(page: Page, waiting: Waiting) -> None:
    now = page.desk.now()
    keep("marks", None)
    events = [replace(event, happened_at=now, recorded_at=now) for event in waiting.events]
    if record(page, events, _("已标记 {n} 项,").format(n=len(events)) + "{at}。", folder=FOLDER):
        chosen.untick(FOLDER)
