"""The page of past storms from top to bottom: the choice of a part, and that part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.cases.checklist import draw_check
from stormdesk.ui.cases.items import draw_items
from stormdesk.ui.cases.listing import draw_library
from stormdesk.ui.cases.nearest import draw_nearest
from stormdesk.ui.data.held import draw_said
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.text import _

PART: Final = "part"
_CHOICE: Final = "cases-part"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page."""

    name: str
    title: str
    draw: Callable[[Page], None]


PARTS: Final = (
    Part("items", N_("整改事项"), draw_items),
    Part("cases", N_("历次案例"), draw_library),
    Part("nearest", N_("最近似的台风"), draw_nearest),
    Part("today", N_("本次清单"), draw_check),
)


def draw(page: Page) -> None:
    """Draw the choice of a part, and the part that the address names."""
    draw_template("data_style")
    titles = {known.name: _(known.title) for known in PARTS}
    current = next((known for known in PARTS if known.name == chosen(PART)), PARTS[0])
    st.session_state[_CHOICE] = current.name
    st.segmented_control(
        _("看什么"),
        list(titles),
        required=True,
        format_func=titles.__getitem__,
        key=_CHOICE,
        label_visibility="collapsed",
        on_change=_turn,
    )
    draw_said()
    current.draw(page)


def _turn() -> None:
    choose(part=st.session_state[_CHOICE], item=None, case=None)
