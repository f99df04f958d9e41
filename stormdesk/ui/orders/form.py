"""Asking for an order: what, where, how many, on what basis, who carries it out, by when; checked once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.event import Event
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.order_places import EACH_TOWNSHIP, OrderPlace, persons_of
from stormdesk.domain.orders import LONGEST_WORDS, OrderDraft, OrderKind, draft_faults, order_proposed
from stormdesk.door.orders import ORDER
from stormdesk.ui.kept_fields import keep_fields, stand_again
from stormdesk.ui.number_field import problems_of
from stormdesk.ui.orders.places import (
    PLACES,
    chosen,
    draw_persons,
    draw_places,
    forget_places,
    person_fields,
    townships,
)
from stormdesk.ui.orders.words import kind_name, places_words, unit_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.entering import record, said_now
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.text import _

FOLDER = "order"
USUAL = timedelta(hours=4)
FIELDS = ("kind", "title", "basis", "owner")


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits to be confirmed, with its report: confirmed twice, it is recorded once."""

    draft: OrderDraft
    event: Event


def draw_order_form(page: Page) -> None:
    """Draw the form; what is about to be asked for is shown whole before it is."""
    if not page.may(Action.PROPOSE, ORDER):
        return
    waiting = st.session_state.get(f"{FOLDER}-draft")
    if isinstance(waiting, Asked):
        _draw_confirming(page, waiting)
        return
    left, right = st.columns([1, 2])
    left.selectbox(
        _("类别"), list(OrderKind), format_func=kind_name, key=f"{FOLDER}-kind", persist_state="page"
    )
    with right:
        draw_places(page)
    draw_persons(page)
    _draw_texts(page)
    keep_fields(page, FOLDER, _written(page), [f"{FOLDER}-{name}" for name in ("kind", "day", "hour")])
    on, empty = st.columns([3, 1])
    on.button(
        _("下一步:核对"),
        type="primary",
        key=f"{FOLDER}-next",
        width="stretch",
        on_click=_put_up,
        args=(page,),
    )
    empty.button(_("清空"), key=f"{FOLDER}-empty", width="stretch", on_click=_empty, args=(page,))


def _draw_texts(page: Page) -> None:
    _text(_("请示事项"), "title")
    _text(_("依据(预报、实况、名册数字)"), "basis")
    owner, day, hour = st.columns([2, 1, 1])
    names = {code: unit_name(page, code) for code in _owners(page)}
    owner.selectbox(
        _("承办单位"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=f"{FOLDER}-owner",
        placeholder=_("请选择"),
        persist_state="page",
    )
    due = (page.desk.now() + USUAL).astimezone(BEIJING).replace(minute=0, second=0, microsecond=0)
    day.date_input(_("完成日期"), due.date(), key=f"{FOLDER}-day", persist_state="page")
    hour.time_input(_("完成时刻"), due.time(), key=f"{FOLDER}-hour", persist_state="page")


def order_stands_again(page: Page) -> bool:
    """Fill the form as it was left before the page was loaded anew; true where something was written."""
    allowed: dict[str, Sequence[object]] = {
        f"{FOLDER}-kind": list(OrderKind),
        f"{FOLDER}-owner": _owners(page),
        PLACES: townships(page),
    }
    return stand_again(page, FOLDER, allowed)


def _written(page: Page) -> list[str]:
    texts = [f"{FOLDER}-{name}" for name in FIELDS if name != "kind"]
    return [*texts, PLACES, *(field.field_key for field in person_fields(page))]


def _text(title: str, name: str) -> None:
    key = f"{FOLDER}-{name}"
    st.text_area(title, max_chars=LONGEST_WORDS, height=80, key=key, persist_state="page")


def _owners(page: Page) -> list[str]:
    units = [str(row["unit_id"]) for row in page.ask("response/units").to_dict("records")]
    return [*units, EACH_TOWNSHIP, *townships(page)]


def _draft(page: Page) -> OrderDraft:
    held = {name: st.session_state.get(f"{FOLDER}-{name}") for name in (*FIELDS, "day", "hour")}
    due_at = None
    if held["day"] and held["hour"]:
        due_at = datetime.combine(held["day"], held["hour"], BEIJING)
    places = chosen(page)
    is_several = len(places) > 1
    return OrderDraft(
        kind=str(held["kind"] or ""),
        title=str(held["title"] or ""),
        basis=str(held["basis"] or ""),
        owner_unit=str(held["owner"] or ""),
        due_at=due_at,
        persons=None if is_several else person_fields(page)[0].whole,
        township_code=places[0].township_code if places and not is_several else None,
        places=places if is_several else (),
    )


def _put_up(page: Page) -> None:
    draft = _draft(page)
    faults = [_(fault) for fault in draft_faults(draft, page.desk.now())]
    if wrong := [*problems_of(person_fields(page)), *faults]:
        say(FOLDER, " ".join(wrong), is_good=False)
        return
    say(FOLDER, None)
    said = said_now(page)
    number = f"{said.happened_at.astimezone(BEIJING):%m%d}-{uuid4().hex[:6]}"
    event = order_proposed(draft, said, order_id=number)
    st.session_state[f"{FOLDER}-draft"] = Asked(draft, event)


def _draw_confirming(page: Page, asked: Asked) -> None:
    draft = asked.draft
    alone = (OrderPlace(draft.township_code, draft.persons),) if draft.township_code else ()
    places = draft.places or alone
    persons = persons_of(places) if places else draft.persons
    lines = [
        (_("类别"), kind_name(draft.kind)),
        (_("地点"), places_words(page, places, draft.village_code)),
        (_("请示事项"), draft.title),
        (_("涉及人数"), "—" if persons is None else _("{n} 人").format(n=whole(persons))),
        (_("依据"), draft.basis),
        (_("承办单位"), unit_name(page, draft.owner_unit)),
        (_("完成时限"), clock_time(draft.due_at)),
        (_("请示人"), page.visitor.name),
    ]
    note = _("须由另一位有批准权的人批准后才生效;批准后向承办单位开出督办。")
    if draft.places:
        note += _("每处一项,共 {n} 项。").format(n=len(draft.places))
    draw_template("response_draft", title=_("请核对:请示"), lines=lines, note=note)
    confirm, cancel = st.columns(2)
    confirm.button(
        _("确认请示"),
        type="primary",
        width="stretch",
        key=f"{FOLDER}-confirm",
        on_click=_record,
        args=(page, asked.event),
    )
    cancel.button(_("返回修改"), width="stretch", key=f"{FOLDER}-cancel", on_click=_forget)


def _record(page: Page, event: Event) -> None:
    _forget()
    now = page.desk.now()
    event = replace(event, happened_at=now, recorded_at=now)
    if record(page, [event], _("已请示,{at}。须由另一人批示。"), folder=FOLDER):
        _empty(page)


def _empty(page: Page) -> None:
    for name in ("title", "basis"):
        st.session_state[f"{FOLDER}-{name}"] = ""
    st.session_state[f"{FOLDER}-owner"] = None
    forget_places(page)


def _forget() -> None:
    st.session_state.pop(f"{FOLDER}-draft", None)
