"""Orders in words: kinds, statuses, places, units."""

from collections import Counter
from collections.abc import Sequence

from stormdesk.domain.order_places import EACH_TOWNSHIP, OrderPlace
from stormdesk.domain.orders import Order, OrderKind, OrderStatus
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.response.words import directive_status
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
    if unit_id == EACH_TOWNSHIP:
        return _("各镇街自办")
    for row in page.ask("response/units").to_dict("records"):
        if row["unit_id"] == unit_id:
            spoken = row["name_en"] if language() == "en" else row["name"]
            return str(spoken or row["name"] or unit_id)
    return page.area_name(unit_id)


def places_words(page: Page, places: Sequence[OrderPlace], village_code: str | None) -> str:
    """Where it is to be done; of several places each with its people."""
    if len(places) > 1:
        return ("、" if language() == "zh" else ", ").join(share_words(page, place) for place in places)
    codes = (*(place.township_code for place in places), village_code)
    return " ".join(page.area_name(code) for code in codes if code) or page.area_name(None)


def share_words(page: Page, place: OrderPlace) -> str:
    """One of several places, with its people where it gives a number."""
    name = page.area_name(place.township_code)
    return name if place.persons is None else _("{place} {n} 人").format(place=name, n=whole(place.persons))


def asked_of(page: Page, order: Order) -> str:
    """In one line what is asked for: kind, place, people."""
    people = "" if order.persons is None else _("{n} 人").format(n=whole(order.persons))
    if len(order.places) > 1 and people:
        people = _("共 {people}").format(people=people)
    place = places_words(page, order.places, order.village_code)
    return " · ".join(filter(None, (kind_name(order.kind), place, people)))


def follow_words(page: Page, order_id: str) -> str:
    """How far the directives of an approved order are: how many stand in which state."""
    rows = page.ask("response/directives").to_dict("records")
    own = [row for row in rows if row["order_id"] == order_id]
    if not own:
        return ""
    states = Counter(_("超期") if row["is_overdue"] else directive_status(row["status"]) for row in own)
    if len(own) == 1:
        return _("督办{state}").format(state=next(iter(states)))
    told = " ".join(f"{state} {n}" for state, n in states.items())
    return _("督办 {n} 项:{told}").format(n=len(own), told=told)
