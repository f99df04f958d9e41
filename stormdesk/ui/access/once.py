"""A password that is shown once: held for a few minutes at most, then gone."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

_HELD = "access-once"
LONGEST = timedelta(minutes=5)


def keep_once(account_id: str, password: str) -> None:
    """Hold a new password for the next drawing."""
    st.session_state[_HELD] = (account_id, password, datetime.now(UTC))


def draw_once() -> None:
    """Draw the password with a button that takes it away; an old one is gone already."""
    held: tuple[str, str, datetime] | None = st.session_state.get(_HELD)
    if held is None:
        return
    account_id, password, made_at = held
    if datetime.now(UTC) - made_at > LONGEST:
        forget_once()
        return
    draw_template("access_once", account_id=account_id, password=password)
    st.button(_("已抄下"), key="access-once-seen", on_click=forget_once)


def forget_once() -> None:
    """Let go of the password."""
    st.session_state.pop(_HELD, None)
