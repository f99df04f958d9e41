"""What a visitor reads when a page or a press comes to grief: a plain sentence in place of a traceback."""

import logging
import traceback
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import streamlit as st

from stormdesk.door.audit import Kind, deed_of
from stormdesk.errors import NotSignedIn, StormdeskError
from stormdesk.ui.data.held import told
from stormdesk.ui.literal import literal
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import theme
from stormdesk.ui.text import _
from stormdesk.ui.visitor import enter

_log = logging.getLogger("stormdesk.ui")
# Where the framework reads what a browser says of its widgets; only a forged message fails there.
_READERS: Final = frozenset({"deserialize", "unpack_widget_state_value", "register_widget_from_metadata"})
_NOTED: Final = "forged_noted"


def stumbled(error: Exception) -> bool:
    """Say what went wrong outside a page's own drawing: in a press, or before the page was begun."""
    with st.container():
        draw_template("style", theme=theme())
        if isinstance(error, NotSignedIn):
            turn_away(error)
        else:
            say(error)
    return True


def turn_away(error: StormdeskError) -> None:
    """Say why somebody may not stand here, and show the way to the sign-in to who has no session."""
    draw_template("turned_away", sentence=_(error.sentence), is_stranger=isinstance(error, NotSignedIn))


def say(error: Exception, place: str = "") -> None:
    """Say what went wrong; the traceback of what nobody foresaw goes to the log under a number."""
    if isinstance(error, StormdeskError):
        st.error(literal(told(error)))
    elif is_forged(error):
        _note_once()
        st.error(_("浏览器送来的内容无法读取,没有执行。请重新打开本页。"))
    else:
        number = uuid4().hex[:8]
        _log.error("incident %s on page %s", number, place, exc_info=error)
        st.error(_("这一页出了问题,其他页面不受影响。请把编号 {number} 告诉管理员。").format(number=number))


def is_forged(error: Exception) -> bool:
    """Whether it was raised while the framework read a widget's value off a browser's message."""
    return any(frame.name in _READERS for frame in traceback.extract_tb(error.__traceback__))


def _note_once() -> None:
    """Tell the audit once of each page that is open, not at each refresh."""
    if st.session_state.get(_NOTED):
        return
    st.session_state[_NOTED] = True
    try:
        visiting = enter().visit()
    except NotSignedIn:
        return
    visiting.office.audit.note(
        deed_of(visiting.visitor, Kind.REFUSED, "forged_value", at=datetime.now(UTC), is_done=False)
    )
