"""The townships that an order is to name, each with its number of people; the sum is counted, not typed."""

import streamlit as st

from stormdesk.domain.access.records import Role
from stormdesk.domain.order_places import OrderPlace, persons_of
from stormdesk.ui.literal import literal
from stormdesk.ui.number_field import NumberField
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.text import _

PLACES, PERSONS = "order-places", "order-persons"
MOST_PERSONS = 1_000_000
IN_ROW = 4


def townships(page: Page) -> list[str]:
    """The townships that this visitor may name."""
    own = page.visitor.held_to
    if page.visitor.role is Role.TOWNSHIP and own:
        return [own]
    return [one.code for one in page.county.counted_townships]


def draw_places(page: Page) -> None:
    """Draw the choice of townships; several, or none for the whole county, where the visitor may."""
    codes = townships(page)
    if len(codes) == 1:
        st.selectbox(_("地点"), codes, format_func=page.area_name, key=f"{PLACES}-own")
        return
    st.multiselect(
        _("地点(可选几个镇街;不选就是全市)"),
        codes,
        format_func=page.area_name,
        placeholder=_("全市"),
        select_all=False,
        key=PLACES,
        persist_state="page",
    )


def draw_persons(page: Page) -> None:
    """Draw one number of people, or one for each of several townships with their sum."""
    fields = person_fields(page)
    if len(fields) == 1:
        fields[0].draw()
        return
    for start in range(0, len(fields), IN_ROW):
        for column, field in zip(st.columns(IN_ROW), fields[start : start + IN_ROW], strict=False):
            with column:
                field.draw()
    total = persons_of(chosen(page))
    st.caption(_("合计 {n} 人").format(n="?" if total is None else whole(total)))


def chosen(page: Page) -> tuple[OrderPlace, ...]:
    """The townships as they are chosen, each with its people; none for the whole county."""
    codes = _codes(page)
    return tuple(
        OrderPlace(code, field.whole) for code, field in zip(codes, person_fields(page), strict=False)
    )


def person_fields(page: Page) -> list[NumberField]:
    """One field for the people of the order, or one for each of several townships."""
    codes = _codes(page)
    if len(codes) < 2:
        return [_persons(_("涉及人数"), PERSONS)]
    return [_of_township(page, code) for code in codes]


def forget_places(page: Page) -> None:
    """Empty the fields once the order has been asked for."""
    st.session_state[PLACES] = []
    _persons("", PERSONS).empty()
    for code in townships(page):
        _of_township(page, code).empty()


def _of_township(page: Page, code: str) -> NumberField:
    return _persons(literal(_("{place}人数").format(place=page.area_name(code))), f"{PERSONS}-{code}")


def _persons(title: str, key: str) -> NumberField:
    return NumberField(title=title, key=key, most=MOST_PERSONS, unit="人")


def _codes(page: Page) -> list[str]:
    codes = townships(page)
    return codes if len(codes) == 1 else [str(code) for code in st.session_state.get(PLACES) or ()]
