"""The frame around every page: the door, the header, the tools, and the page's own drawing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.errors import NotAllowed, NotSignedIn, StormdeskError
from stormdesk.ui import following, state
from stormdesk.ui.header import draw_banners, draw_header
from stormdesk.ui.navigation import SCREENS, Screen, beginning, readable, screen
from stormdesk.ui.pad.link import draw_link_state, has_pad
from stormdesk.ui.page import Page, open_page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.stumbling import say, turn_away
from stormdesk.ui.tab_bar import draw_tab_bar
from stormdesk.ui.text import _
from stormdesk.ui.tools import draw_tools
from stormdesk.ui.visitor import enter

REFRESH_S = 10
ICON = str(Path(__file__).resolve().parent / "icon.png")


def run() -> None:
    """Run the visited page inside the navigation: what the visitor may read, the rest out of sight."""
    st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="collapsed")
    allowed = _readable()
    begins = beginning(enter().visit().visitor.role if allowed else None, allowed)
    # A default page loses its own address, so the first page stands at the root a second time.
    root = st.Page(begins.path, title=_(begins.title), url_path="start", default=True, visibility="hidden")
    sections: dict[str, list[st.Page]] = {_(begins.section): [root]}
    for known in SCREENS:
        page = st.Page(
            known.path,
            title=_(known.title),
            url_path=known.name,
            visibility="visible" if known in allowed else "hidden",
        )
        sections.setdefault(_(known.section), []).append(page)
    with _waiting():
        st.navigation(sections, position="top" if len(allowed) > 1 else "hidden").run()


@contextmanager
def _waiting() -> Iterator[None]:
    """Say that the page is being read until it stands; who waits a moment only sees nothing of it."""
    slot = st.empty()
    with slot:
        draw_template("waiting")
    try:
        yield
    finally:
        slot.empty()


def _readable() -> tuple[Screen, ...]:
    try:
        return readable(enter().visit().may)
    except NotSignedIn:
        return ()


def show(  # noqa: PLR0913  a page has parts that are drawn anew and parts that are not
    name: str,
    draw: Callable[[Page], None],
    *,
    still: Callable[[Page], None] | None = None,
    below: Callable[[Page], None] | None = None,
    has_header: bool = True,
    refresh_s: int = REFRESH_S,
) -> None:
    """Draw a page: the door first, then header, tools and content, again and again while time runs.

    `still` draws once before the content, `below` once after it; its refresh interrupts neither.
    """
    _admit(name)
    state.arrive(name)
    _dress(name)
    for part in (draw_tools if has_header else None, still):
        if part is not None:
            _draw_once(name, part)
    every = _refresh(name, refresh_s)

    @st.fragment(run_every=every)
    def content() -> None:
        if not _is_admitted(name):
            st.rerun()
        _draw_once(name, draw, has_header=has_header)

    content()
    if below is not None:
        _draw_once(name, below)


def _dress(name: str) -> None:
    """Put the style on the page, the watch over its link and keyboard, and the bar for a thumb."""
    draw_template("style", theme="dark" if name == "wall" else state.theme())
    draw_link_state(name)
    draw_tab_bar(name, _readable(), has_pad=has_pad(enter().visit().may))


def _refresh(name: str, refresh_s: int) -> timedelta | None:
    """How often the content is drawn anew: with the time, with the replay that it follows, or never."""
    if following.is_following():
        return timedelta(seconds=following.EVERY_S)
    return None if open_page(name).is_rewound else timedelta(seconds=refresh_s)


def _is_admitted(name: str) -> bool:
    """Whether the visitor may read the page at this instant."""
    return any(known.name == name for known in _readable())


def _admit(name: str) -> None:
    """Let nobody past who may not read the page; the audit tells of whoever tried."""
    try:
        enter().visit().require(Action.READ, name)
    except (NotSignedIn, NotAllowed) as error:
        _turn_away(error)


def _turn_away(error: StormdeskError) -> NoReturn:
    """Say why, and show nothing else."""
    draw_template("style", theme=state.theme())
    turn_away(error)
    st.stop()


def _draw_once(name: str, draw: Callable[[Page], None], *, has_header: bool = False) -> None:
    """Draw with the sentence and an incident number in place of a traceback."""
    try:
        following.keep_up(name)
        page = open_page(name)
        if has_header:
            draw_header(page, _(screen(name).title))
            draw_banners(page)
            following.draw_offer(page)
        draw(page)
    except NotSignedIn as error:
        _turn_away(error)
    except Exception as error:  # noqa: BLE001  the traceback goes to the log, the sentence to the person
        say(error, name)
