"""Orders in words: kinds, statuses, places, units."""

from stormdesk.domain.orders import Order, OrderKind, OrderStatus
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language


def kind_name(kind: str) -> str:
    """What is asked to be ordered."""
    return {
        OrderKind.EVACUATION: _("扩面转移"),
        OrderKind.BOATS: _("船舶改港避风"),
        OrderKind.SUSPENSION: _("停工停业停运"),
        OrderKind.SHELTER: _("开放避灾场所"),
        OrderKind.OTHER: _("其他"),
    }.get(OrderKind(kind) if kind in set(OrderKind) else OrderKind.OTHER, kind)


def order_status(status: OrderStatus) -> str:
    """How far an order is."""
    return {
        OrderStatus.PROPOSED: _("待批示"),
        OrderStatus.APPROVED: _("已批准"),
        OrderStatus.SENT_BACK: _("已退回"),
        OrderStatus.TAKEN_BACK: _("已撤回"),
    }[status]


def unit_name(page: Page, unit_id: str) -> str:
    """The unit that carries it out: a member unit or a township; its code where neither knows it."""
    for row in page.ask("response/units").to_dict("records"):
        if row["unit_id"] == unit_id:
            spoken = row["name_en"] if language() == "en" else row["name"]
            return str(spoken or row["name"] or unit_id)
    return page.area_name(unit_id)


def place_name(page: Page, township_code: str | None, village_code: str | None) -> str:
    """Where it is to be done."""
    parts = [page.area_name(code) for code in (township_code, village_code) if code]
    return " ".join(parts) or page.area_name(None)


def asked_of(page: Page, order: Order) -> str:
    """In one line what is asked for: kind, place, people."""
    people = "" if order.persons is None else _("{n} 人").format(n=order.persons)
    place = place_name(page, order.township_code, order.village_code)
    return " · ".join(filter(None, (kind_name(order.kind), place, people)))
