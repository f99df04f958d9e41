"""Pages in other windows of a session that follow its replay."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

import streamlit as st

from stormdesk.domain.moment import exact_instant
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.state import choose
from stormdesk.ui.text import _
from stormdesk.ui.visitor import enter

LEADER: Final = "replay"
EVERY_S: Final = 2
# A replay that nobody moved for so long is over.
LASTS_S: Final = 900
MOST: Final = 500
_FOLLOWING = "following_replay"
_LED = "led_by_replay"
_lock = threading.Lock()
_places: "OrderedDict[str, Place]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session's replay stands: its operation, moment and knowledge, and when it was last moved."""

    operation_id: str
    as_of: datetime
    known_at: datetime
    moved_s: float


def lead(page: Page) -> None:
    """Remember where the replay on this page stands, for the other windows of the session."""
    session_id, moment = page.visitor.session_id, page.moment
    if not page.is_rewound:
        with _lock:
            _places.pop(session_id, None)
        return
    with _lock:
        last = _places.pop(session_id, None)
        stood = last is not None and (last.operation_id, last.as_of, last.known_at) == (
            moment.operation_id,
            moment.as_of,
            moment.known_at,
        )
        moved_s = last.moved_s if last is not None and stood else monotonic()
        _places[session_id] = Place(moment.operation_id, moment.as_of, moment.known_at, moved_s)
        while len(_places) > MOST:
            _places.popitem(last=False)


def is_following() -> bool:
    """Whether this window follows the replay."""
    return bool(st.session_state.get(_FOLLOWING, False))


def keep_up(name: str) -> None:
    """Stand where the replay stands, if this window follows it; the replay itself follows nobody."""
    if name == LEADER:
        st.session_state.pop(_FOLLOWING, None)
    if not is_following():
        return
    place = _place_of(enter().visit().visitor.session_id)
    if place is None:
        _stop()
    elif st.session_state.get(_LED) != place:
        st.session_state[_LED] = place
        known = exact_instant(place.known_at) if place.known_at > place.as_of else None
        choose(op=place.operation_id, t=exact_instant(place.as_of), known=known)


def draw_offer(page: Page) -> None:
    """Offer to follow the replay that runs in another window, or to stop."""
    if page.name == LEADER or page.is_device:
        return
    place = _place_of(page.visitor.session_id)
    if place is None:
        return
    own, theirs = page.moment, (place.operation_id, place.as_of, place.known_at)
    is_there = (own.operation_id, own.as_of, own.known_at) == theirs
    if is_there and not is_following():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sd-following"):
        if is_following():
            st.markdown(_("正在跟随您的回放。"))
            st.button(_("不再跟随"), key="follow-stop", on_click=_stop)
            return
        st.markdown(_("您在另一页面回放到 {at}。").format(at=clock_time(place.as_of)))
        if st.button(_("跟随回放"), key="follow", icon=":material/sync:"):
            st.session_state[_FOLLOWING] = True
            st.rerun()


def _place_of(session_id: str) -> Place | None:
    with _lock:
        place = _places.get(session_id)
    return place if place is not None and monotonic() - place.moved_s < LASTS_S else None


def _stop() -> None:
    st.session_state.pop(_FOLLOWING, None)
    st.session_state.pop(_LED, None)
