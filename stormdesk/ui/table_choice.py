"""What a browser says was picked in a table, read with care: it can say anything."""

from collections.abc import Mapping, Sequence

import streamlit as st


def ticked_rows(state: object, count: int) -> list[int]:
    """The picked rows of a table of so many rows, by place, each once."""
    return _places(_part(state, "rows"), count)


def clicked_rows(state: object, count: int) -> list[int]:
    """The rows of the clicked cells of a table of so many rows, by place, each once."""
    cells = _part(state, "cells")
    return _places([cell[0] for cell in cells if isinstance(cell, Sequence) and cell], count)


def first_ticked(state: object, count: int) -> int | None:
    """The first picked row of a table of so many rows, None when there is none."""
    return next(iter(ticked_rows(state, count)), None)


def tick(key: str, rows: Sequence[int]) -> None:
    """Before a table is drawn: let these rows be picked and no cell clicked, if it stands otherwise."""
    state = st.session_state.get(key)
    if list(_part(state, "rows")) != list(rows) or _part(state, "cells"):
        st.session_state[key] = _selection(rows)


def unclick(key: str) -> None:
    """Before a table is drawn: forget the last clicked cell."""
    if _part(st.session_state.get(key), "cells"):
        st.session_state[key] = _selection(())


def _selection(rows: Sequence[int]) -> dict[str, dict[str, list[int]]]:
    return {"selection": {"rows": list(rows), "columns": [], "cells": []}}


def _part(state: object, name: str) -> Sequence[object]:
    selection = state.get("selection") if isinstance(state, Mapping) else None
    found = selection.get(name) if isinstance(selection, Mapping) else None
    return found if isinstance(found, list | tuple) else ()


def _places(said: Sequence[object], count: int) -> list[int]:
    places = [at for at in said if isinstance(at, int) and not isinstance(at, bool) and 0 <= at < count]
    return list(dict.fromkeys(places))
