"""One row of a block: what, source and age beside a colour, and room for one button."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from stormdesk.ui import render

FOLDER: Final = "brief"
TOUCHED: Final = "brief-touched"


@contextmanager
def draw_row(head: str, under: str, state: str, *, key: str) -> Iterator[None]:
    """Draw a row; what is drawn within stands at its right, under the thumb."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"{FOLDER}-row-{key}", gap="small"):
        render.draw("brief_row", head=head, under=under, state=state)
        yield


def draw_block_head(title: str, count: str) -> None:
    """Draw a block's title with how many there are."""
    render.draw("brief_block", title=title, count=count)


def touch() -> None:
    """Remember until the next drawing that a person pressed something on the page."""
    st.session_state[TOUCHED] = True


def was_touched() -> bool:
    """Whether a person pressed something since the last drawing."""
    return bool(st.session_state.pop(TOUCHED, False))
