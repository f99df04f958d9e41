"""The data page from top to bottom: the choice of a part, and that part."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.vocabulary import N_
from stormdesk.ui.data.backups import draw_backups
from stormdesk.ui.data.checks import draw_checks
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


_IMPORTS = ((Action.MANAGE, "imports"),)
_COPIES = ((Action.MANAGE, "backups"), (Action.EXPORT, "bundle"))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page, for whoever holds one of the rights; a live one is drawn anew while time runs."""

    name: str
    title: str
    draw: Callable[[Page], None]
    is_live: bool = False
    rights: tuple[tuple[Action, str], ...] = ()


PARTS = (
    Part("import", N_("导入"), draw_importing, rights=_IMPORTS),
    Part("imports", N_("导入记录"), draw_imports, is_live=True),
    Part("quarantine", N_("隔离"), draw_quarantine, is_live=True, rights=_IMPORTS),
    Part("sources", N_("数据来源"), draw_sources, is_live=True),
    Part("boundaries", N_("界线"), draw_boundaries, rights=((Action.MANAGE, "boundaries"),)),
    Part("checks", N_("检查"), draw_checks, rights=_IMPORTS),
    Part("duplicates", N_("重复"), draw_pairs, rights=_IMPORTS),
    Part("backups", N_("磁盘与备份"), draw_backups, rights=_COPIES),
)


def parts_for(page: Page) -> tuple[Part, ...]:
    """The parts that this visitor may use."""
    return tuple(part for part in PARTS if not part.rights or any(page.may(*one) for one in part.rights))


def part(page: Page) -> Part:
    """The part that the address names; the first one when it names none that is his."""
    asked, mine = chosen(PART), parts_for(page)
    return next((known for known in mine if known.name == asked), mine[0])


def _turn() -> None:
    """Write the choice into the address; the whole page follows, not only what is drawn anew."""
    choose(part=st.session_state[_CHOICE])
    st.session_state[_TURNED] = True


def draw(page: Page) -> None:
    """Draw the choice of a part, and the part when it follows the time."""
    draw_template("data_style")
    titles = {known.name: _(known.title) for known in parts_for(page)}
    current = part(page)
    with st.container(key="sd-data-parts"):
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
    current = part(page)
    if not current.is_live:
        current.draw(page)
