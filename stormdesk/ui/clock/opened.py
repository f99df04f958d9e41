"""What a visitor has opened on the clock page: a group, a row; kept by key wherever it stands now."""

from collections.abc import Sequence

import streamlit as st

from stormdesk.ui.state import choose, chosen
from stormdesk.ui.table_choice import clicked_rows, unclick

_ROW = "object"


def lay_out(table: str, keys: Sequence[str]) -> None:
    """Before a table is drawn with these rows: remember which they are, and forget the last click."""
    st.session_state[f"{table}-keys"] = tuple(keys)
    unclick(table)


def picked(table: str) -> None:
    """After a click in a table: its row is open."""
    keys: Sequence[str] = st.session_state.get(f"{table}-keys", ())
    for at in clicked_rows(st.session_state.get(table), len(keys)):
        open_(table, keys[at])


def open_(table: str, key: str | None) -> None:
    """Open a row, or none; an object's address can be passed on."""
    st.session_state[f"{table}-open"] = key
    if table.endswith("rows"):
        choose(object=key)


def close(table: str) -> None:
    """Open none."""
    open_(table, None)


def kept(table: str, keys: Sequence[str] | None) -> str | None:
    """The open row's key, when it is still one of the rows."""
    found: str | None = st.session_state.get(f"{table}-open")
    if found is None and table.endswith("rows"):
        found = chosen(_ROW)
    if found is not None and table.endswith("rows") and found.count("/") < 2:
        return None
    return found if keys is None or found in keys else None
