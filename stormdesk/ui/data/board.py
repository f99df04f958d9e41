"""The data page from top to bottom: the choice of a part, and that part."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.data.backups import draw_backups
from stormdesk.ui.data.checks import draw_checks
from stormdesk.ui.data.held import ask_who
from stormdesk.ui.data.importing import draw_importing
from stormdesk.ui.data.imports import draw_imports
from stormdesk.ui.data.own_boundaries import draw_boundaries
from stormdesk.ui.data.pairs import draw_pairs
from stormdesk.ui.data.quarantine import draw_quarantine
from stormdesk.ui.data.sources import draw_sources
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.text import _

PART = "part"
_CHOICE = "data-part"
_TURNED = "data-part-turned"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page; a live one is drawn anew while time runs."""

    name: str
    title: str
    draw: Callable[[Page], None]
    is_live: bool = False


PARTS = (
    Part("import", N_("导入"), draw_importing),
    Part("imports", N_("导入记录"), draw_imports, is_live=True),
    Part("quarantine", N_("隔离"), draw_quarantine, is_live=True),
    Part("sources", N_("数据来源"), draw_sources, is_live=True),
    Part("boundaries", N_("界线"), draw_boundaries),
    Part("checks", N_("检查"), draw_checks),
    Part("duplicates", N_("重复"), draw_pairs),
    Part("backups", N_("磁盘与备份"), draw_backups),
)


def part() -> Part:
    """The part that the address names; the first one when it names none."""
    asked = chosen(PART)
    return next((known for known in PARTS if known.name == asked), PARTS[0])


def _turn() -> None:
    """Write the choice into the address; the whole page follows, not only what is drawn anew."""
    choose(part=st.session_state[_CHOICE])
    st.session_state[_TURNED] = True


def draw(page: Page) -> None:
    """Draw the choice of a part, and the part when it follows the time."""
    draw_template("data_style")
    titles = {known.name: _(known.title) for known in PARTS}
    current = part()
    parts, actor = st.columns([8, 2], vertical_alignment="bottom")
    with actor:
        ask_who()
    with parts, st.container(key="sd-data-parts"):
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
    if st.session_state.pop(_TURNED, False):
        st.rerun()
    if current.is_live:
        current.draw(page)


def draw_below(page: Page) -> None:
    """Draw the part that a refresh must not interrupt."""
    current = part()
    if not current.is_live:
        current.draw(page)
