"""The bar at the bottom of a tablet: the pages for a thumb, the pad, and the way to all the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from stormdesk.ui.navigation import Screen, screen
from stormdesk.ui.pad.link import pad_url
from stormdesk.ui.render import draw
from stormdesk.ui.state import KEPT, chosen
from stormdesk.ui.text import _

FIRST: Final = ("brief", "storm", "evacuation", "response")
MOST: Final = len(FIRST)
LONGEST: Final = 80
# Nobody holds a wall in his hand.
_NEVER: Final = "wall"


@dataclass(frozen=True, slots=True)
class Tabs:
    """The pages that stand in the bar itself, and those behind its last place."""

    near: tuple[Screen, ...]
    far: tuple[Screen, ...]


def tabs_of(allowed: Sequence[Screen]) -> Tabs:
    """Share out what somebody may read: what leaders and townships open first, then the next ones."""
    wanted = [known for name in FIRST for known in allowed if known.name == name]
    spare = [known for known in allowed if known not in wanted and known.name != _NEVER]
    near = (*wanted, *spare)[:MOST]
    return Tabs(near, tuple(known for known in allowed if known not in near))


def draw_tab_bar(name: str, allowed: Sequence[Screen], *, has_pad: bool) -> None:
    """Draw the bar, which only a touch screen or a narrow one shows; the wall has none."""
    if name == _NEVER or len(allowed) < 2:
        return
    tabs = tabs_of(allowed)
    with st.container(key="sd-tabs"):
        for known in tabs.near:
            _draw_tab(known, is_here=known.name == name)
        if has_pad:
            draw("tab_pad", url=_pad_url())
        if tabs.far:
            _draw_rest(name, tabs.far)


def _draw_rest(name: str, far: Sequence[Screen]) -> None:
    is_here = any(known.name == name for known in far)
    with (
        st.container(key="sd-tabs-here" if is_here else "sd-tabs-rest"),
        st.popover(_("更多") + " · " + _(screen(name).title) if is_here else _("更多"), width="stretch"),
        st.container(key="sd-more"),
    ):
        for section, pages in groupby(far, key=lambda known: known.section):
            draw("tab_section", title=_(section))
            for known in pages:
                _draw_tab(known, is_here=known.name == name)


def _draw_tab(known: Screen, *, is_here: bool) -> None:
    """The framework's own link keeps the choices from page to page; the page on screen needs none."""
    if is_here:
        draw("tab_here", title=_(known.title))
        return
    st.page_link(st.Page(known.path, url_path=known.name), label=_(known.title), width="stretch")


def _pad_url() -> str:
    """The pad's address with the choices that it hands back to the pages."""
    return "&".join(filter(None, (pad_url(), kept_choices({name: chosen(name) or "" for name in KEPT}))))


def kept_choices(asked: Mapping[str, str]) -> str:
    """What an address keeps from page to page, but for the language, as the end of another address."""
    return urlencode({name: asked[name][:LONGEST] for name in KEPT if name != "lang" and asked.get(name)})
