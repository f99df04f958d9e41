"""What a visitor has picked on a subject page: rows by object, one open card, a draft to confirm."""

from collections.abc import Sequence

import streamlit as st

from stormdesk.ui.state import choose, chosen
from stormdesk.ui.subjects.entry import Draft
from stormdesk.ui.table_choice import clicked_rows, tick, ticked_rows

OPEN = "object"


def list_key(folder: str) -> str:
    """The key of the list's table."""
    return f"{folder}-list"


def selected_ids(folder: str) -> list[str]:
    """The objects whose rows are ticked."""
    return list(st.session_state.get(f"{folder}-ticked", ()))


def untick(folder: str) -> None:
    """Tick nothing any more."""
    st.session_state[f"{folder}-ticked"] = ()


def lay_out(folder: str, object_ids: Sequence[str]) -> None:
    """Before the table is drawn with these rows: keep the ticks on their objects wherever those stand now."""
    st.session_state[f"{folder}-rows"] = tuple(object_ids)
    places = {object_id: at for at, object_id in enumerate(object_ids)}
    ticked = [object_id for object_id in selected_ids(folder) if object_id in places]
    st.session_state[f"{folder}-ticked"] = tuple(ticked)
    tick(list_key(folder), [places[object_id] for object_id in ticked])


def picked(folder: str) -> None:
    """After a click in the table: a tick selects the row's object, a cell opens its card."""
    drawn: Sequence[str] = st.session_state.get(f"{folder}-rows", ())
    state = st.session_state.get(list_key(folder))
    st.session_state[f"{folder}-ticked"] = tuple(drawn[at] for at in ticked_rows(state, len(drawn)))
    for at in clicked_rows(state, len(drawn))[:1]:
        open_card(folder, drawn[at])


def open_card(folder: str, object_id: str | None) -> None:
    """Show one object's card, or the list again; the address follows, so that a card can be passed on."""
    st.session_state[f"{folder}-card"] = object_id
    st.session_state[f"{folder}-card-address"] = object_id
    choose(object=object_id)
    keep_draft(folder, None)
    amends(folder, None)


def card_id(folder: str) -> str | None:
    """The object whose card is open; an address that names another one than before opens that."""
    asked = chosen(OPEN)
    if asked is not None and asked != st.session_state.get(f"{folder}-card-address"):
        st.session_state[f"{folder}-card"] = st.session_state[f"{folder}-card-address"] = asked
    found: str | None = st.session_state.get(f"{folder}-card")
    return found


def map_chose(folder: str, object_id: str | None) -> bool:
    """Whether the map's answer is new; it repeats its last one at every refresh."""
    key = f"{folder}-map-last"
    is_new = object_id is not None and st.session_state.get(key) != object_id
    st.session_state[key] = object_id
    return is_new


def draft(folder: str) -> Draft | None:
    """The entry that waits to be confirmed."""
    found = st.session_state.get(f"{folder}-draft")
    return found if isinstance(found, Draft) else None


def keep_draft(folder: str, entry: Draft | None) -> None:
    """Put an entry up for confirmation, or take it away."""
    st.session_state[f"{folder}-draft"] = entry


def amended(folder: str) -> object | None:
    """The report that is being corrected or withdrawn."""
    found: object | None = st.session_state.get(f"{folder}-amended")
    return found


def amends(folder: str, report: object | None) -> None:
    """Begin to correct or withdraw a report, or leave off."""
    st.session_state[f"{folder}-amended"] = report


def said(folder: str) -> tuple[str, bool] | None:
    """What the last entry led to: the sentence, and whether it succeeded."""
    found: tuple[str, bool] | None = st.session_state.get(f"{folder}-said")
    return found


def say(folder: str, sentence: str | None, *, is_good: bool = True) -> None:
    """Keep a sentence on the page until the next entry."""
    st.session_state[f"{folder}-said"] = None if sentence is None else (sentence, is_good)
