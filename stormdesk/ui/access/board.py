"""The access page from top to bottom: the choice of a part, and that part."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.vocabulary import N_
from stormdesk.ui.access.devices import draw_devices
from stormdesk.ui.access.mine import draw_mine
from stormdesk.ui.access.people import draw_people
from stormdesk.ui.access.purge_board import draw_purge
from stormdesk.ui.access.rights_table import draw_rights
from stormdesk.ui.access.sittings import draw_sessions
from stormdesk.ui.data.held import draw_said
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.text import _

PART = "part"
_CHOICE = "access-part"
_TURNED = "access-part-turned"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page, for whoever holds one of the rights; without any, for everybody."""

    name: str
    title: str
    draw: Callable[[Page], None]
    rights: tuple[tuple[Action, str], ...] = ()


PARTS = (
    Part("me", N_("我的账号"), draw_mine),
    Part("people", N_("人员"), draw_people, ((Action.MANAGE, "accounts"),)),
    Part("sessions", N_("会话"), draw_sessions, ((Action.MANAGE, "sessions"),)),
    Part("devices", N_("屏幕"), draw_devices, ((Action.MANAGE, "devices"),)),
    Part(
        "purge",
        N_("结束与销毁"),
        draw_purge,
        ((Action.MANAGE, "operations"), (Action.PROPOSE, "purge"), (Action.APPROVE, "purge")),
    ),
    Part("rights", N_("权限表"), draw_rights),
)


def parts_for(page: Page) -> tuple[Part, ...]:
    """The parts that this visitor may use."""
    return tuple(part for part in PARTS if not part.rights or any(page.may(*one) for one in part.rights))


def _current(page: Page) -> Part:
    asked, mine = chosen(PART), parts_for(page)
    return next((known for known in mine if known.name == asked), mine[0])


def _turn() -> None:
    choose(part=st.session_state[_CHOICE])
    st.session_state[_TURNED] = True


def draw(page: Page) -> None:
    """Draw the choice of a part."""
    draw_template("access_style")
    titles = {known.name: _(known.title) for known in parts_for(page)}
    st.session_state[_CHOICE] = _current(page).name
    st.segmented_control(
        _("看什么"),
        list(titles),
        required=True,
        format_func=titles.__getitem__,
        key=_CHOICE,
        label_visibility="collapsed",
        on_change=_turn,
    )
    if st.session_state.pop(_TURNED, False):
        st.rerun()


def draw_below(page: Page) -> None:
    """Draw the part, which a refresh must not interrupt."""
    draw_said()
    _current(page).draw(page)
