"""What watches every page, its link, its keyboard, the answers to presses, and the way from it to the pad."""

from collections.abc import Callable

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.ui.pad.listing import LISTED
from stormdesk.ui.render import html
from stormdesk.ui.text import language
from stormdesk.ui.visitor import enter

_OWN_WATCH = frozenset({"wall"})


def has_pad(may: Callable[[Action, str], bool]) -> bool:
    """Whether a visitor may record anything that the pad lists."""
    return any(may(Action.RECORD, subject) for subject in LISTED)


def pad_url() -> str:
    """The pad's address below the root, in the visitor's language."""
    return f"pad?lang={language()}"


def draw_link_state(name: str) -> None:
    """Put the watches on a page that has none of its own."""
    if name in _OWN_WATCH:
        return
    values = {"has_pad": has_pad(enter().visit().may), "pad_url": pad_url()}
    watches = html("link_state", values) + html("keyboard", {}) + html("answer", {})
    st.html(watches, unsafe_allow_javascript=True)
