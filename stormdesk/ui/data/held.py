"""What one visitor of the data page holds: a question to confirm, the last answer, an open row."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from stormdesk.errors import StormdeskError
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.table_choice import clicked_rows, unclick
from stormdesk.ui.text import _

_ASKED = "data-asked"
_SAID = "data-said"


def say(sentence: str, *, is_good: bool = True) -> None:
    """Keep a sentence on the page until the next deed or until it was read."""
    st.session_state[_SAID] = (sentence, is_good)


def draw_said() -> None:
    """Draw the last answer with a button that takes it away."""
    held: tuple[str, bool] | None = st.session_state.get(_SAID)
    if held is None:
        return
    sentence, is_good = held
    with st.container(horizontal=True, vertical_alignment="center", key="sd-data-said"):
        draw_template("data_said", text=sentence, is_trouble=not is_good)
        st.button(_("知道了"), key="data-said-seen", on_click=lambda: st.session_state.pop(_SAID, None))


def do(deed: Callable[..., str], *values: object) -> None:
    """Do what was confirmed and keep its sentence, or the sentence of why it could not be done.

    A deed that says what came of it in its own place returns an empty one.
    """
    st.session_state.pop(_ASKED, None)
    st.session_state.pop(_SAID, None)
    try:
        if sentence := deed(*values):
            say(sentence)
    except StormdeskError as error:
        say(told(error), is_good=False)


def told(error: StormdeskError) -> str:
    """The sentence of an error in the reader's language."""
    values = {name: _(value) if isinstance(value, str) else value for name, value in error.values.items()}
    return _(error.sentence).format(**values)


def draw_deed(  # noqa: PLR0913  a button, its question and what it does
    label: str,
    question: str,
    deed: Callable[..., str],
    *values: object,
    key: str,
    icon: str | None = None,
    is_disabled: bool = False,
) -> None:
    """Draw a button whose deed must be confirmed first."""
    if st.session_state.get(_ASKED) != key:
        st.button(label, key=key, icon=icon, disabled=is_disabled, on_click=_ask, args=(key,))
        return
    with st.container(border=True, key=f"sd-ask-{key}"):
        draw_template("data_ask", text=question)
        with st.container(horizontal=True):
            st.button(
                _("确认:{deed}").format(deed=label),
                key=f"{key}-yes",
                type="primary",
                on_click=do,
                args=(deed, *values),
            )
            st.button(_("取消"), key=f"{key}-no", on_click=_ask, args=(None,))


def is_asked(key: str) -> bool:
    """Whether a deed waits for its question to be confirmed."""
    return st.session_state.get(_ASKED) == key


def _ask(key: str | None) -> None:
    st.session_state[_ASKED] = key


def lay_out(key: str, ids: Sequence[str]) -> None:
    """Remember which object stands in which row of a table, and forget the last click."""
    st.session_state[f"{key}-ids"] = tuple(ids)
    unclick(key)


def picked(key: str, choice: str) -> None:
    """After a click into a table: write the clicked row's object into the address."""
    ids: Sequence[str] = st.session_state.get(f"{key}-ids", ())
    for at in clicked_rows(st.session_state.get(key), len(ids))[:1]:
        choose(**{choice: ids[at]})


def close(choice: str) -> None:
    """Close the open row."""
    choose(**{choice: None})


def open_import(import_id: str) -> None:
    """Show the record of an import."""
    choose(part="imports", **{"import": import_id})


def opened(choice: str) -> str | None:
    """The row that the address names."""
    return chosen(choice)


def keep(name: str, value: Any, of: str = "") -> None:  # noqa: ANN401  whatever a part holds
    """Hold something of a part between two drawings, for one file or for all; None lets go of it."""
    if value is None:
        st.session_state.pop(f"data:{name}", None)
    else:
        st.session_state[f"data:{name}"] = (of, value)


def kept(name: str, of: str = "") -> Any:  # noqa: ANN401  whatever a part holds between two drawings
    """What a part held for this file, None when nothing."""
    held_for, value = st.session_state.get(f"data:{name}", ("", None))
    return value if held_for == of else None
