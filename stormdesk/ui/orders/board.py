"""The orders on the response page: asking for one, and what became of each."""

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.orders import Order, OrderStatus, order_taken_back
from stormdesk.door.deciding import is_own
from stormdesk.door.orders import ANSWERS, ORDER
from stormdesk.outlook.orders import orders_at
from stormdesk.ui.actors import actor_name
from stormdesk.ui.orders.form import FOLDER, draw_order_form, order_stands_again
from stormdesk.ui.orders.words import asked_of, follow_words, order_status, unit_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.entering import record
from stormdesk.ui.subjects.chosen import said
from stormdesk.ui.text import _

MOST = 30


def draw_orders(page: Page, *, is_possible: bool) -> None:
    """Draw the orders, those that wait first; while time runs, the form that asks for one."""
    sentence = said(FOLDER)
    if sentence is not None:
        (st.success if sentence[1] else st.error)(sentence[0])
    found = orders_at(page.desk, page.moment, area_code=page.area_code)
    draw_template("orders", orders=[_row(page, one) for one in found[:MOST]])
    if not is_possible:
        return
    for order in found:
        _draw_taking_back(page, order)
    if page.may(Action.PROPOSE, ORDER):
        title = _("提出请示(扩面转移、船舶改港、停工停运等)")
        with st.expander(title, expanded=order_stands_again(page), key=f"{FOLDER}-asking"):
            draw_order_form(page)


def _row(page: Page, order: Order) -> dict[str, object]:
    return {
        "title": order.title or asked_of(page, order),
        "asked": asked_of(page, order),
        "basis": order.basis,
        "owner": unit_name(page, order.owner_unit),
        "due_at": order.due_at,
        "who": actor_name(order.asker),
        "since": order.since,
        "decided_by": actor_name(order.actor) if order.status in ANSWERS else "",
        "decided_at": order.told_at,
        "status": order_status(order.status),
        "state": {OrderStatus.PROPOSED: "soon", OrderStatus.APPROVED: "done"}.get(order.status, "plain"),
        "order_id": order.order_id,
        "follows": follow_words(page, order.order_id) if order.status is OrderStatus.APPROVED else "",
    }


def _draw_taking_back(page: Page, order: Order) -> None:
    event = page.desk.event(order.event_id) if order.status is OrderStatus.PROPOSED else None
    if event is not None and is_own(page.desk, event):
        st.button(
            _("撤回请示 {number}").format(number=order.order_id),
            key=f"{FOLDER}-back-{order.event_id}",
            on_click=_take_back,
            args=(page, order.event_id),
        )


def _take_back(page: Page, event_id: str) -> None:
    event = page.desk.event(event_id)
    if event is not None:
        taken = order_taken_back(event, by=page.visitor.account_id, at=page.desk.now())
        record(page, [taken], _("请示已撤回,{at}。"), folder=FOLDER)
