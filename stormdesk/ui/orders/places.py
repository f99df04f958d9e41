"""The townships that an order is to name, each with its number of people; the sum is counted, not typed."""

import streamlit as st

from stormdesk.domain.access.records import Role
from stormdesk.domain.order_places import OrderPlace, persons_of
from stormdesk.ui.literal import literal
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
        key=PLACES,
    )


def draw_persons(page: Page) -> None:
    """Draw one number of people, or one for each of several townships with their sum."""
    codes = _codes(page)
    if len(codes) < 2:
        st.number_input(_("涉及人数"), 0, MOST_PERSONS, None, key=PERSONS)
        return
    for start in range(0, len(codes), IN_ROW):
        row = codes[start : start + IN_ROW]
        for column, code in zip(st.columns(IN_ROW), row, strict=False):
            label = literal(_("{place}人数").format(place=page.area_name(code)))
            column.number_input(label, 0, MOST_PERSONS, None, key=f"{PERSONS}-{code}")
    total = persons_of(chosen(page))
    st.caption(_("合计 {n} 人").format(n="?" if total is None else whole(total)))


def chosen(page: Page) -> tuple[OrderPlace, ...]:
    """The townships as they are chosen, each with its people; none for the whole county."""
    codes = _codes(page)
    keys = {code: PERSONS if len(codes) < 2 else f"{PERSONS}-{code}" for code in codes}
    return tuple(OrderPlace(code, st.session_state.get(keys[code])) for code in codes)


def forget_places(page: Page) -> None:
    """Empty the fields once the order has been asked for."""
    for name in (PLACES, PERSONS, *(f"{PERSONS}-{code}" for code in townships(page))):
        st.session_state.pop(name, None)


def _codes(page: Page) -> list[str]:
    codes = townships(page)
    return codes if len(codes) == 1 else [str(code) for code in st.session_state.get(PLACES) or ()]
