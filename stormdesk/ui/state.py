"""The visitor's choices: in the address where they can be shared, kept from page to page."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from stormdesk.domain.moment import asked_instant
from stormdesk.errors import BadMoment
from stormdesk.ui.text import LANGUAGES, _

KEPT = ("lang", "area", "op", "t", "known")
_KEPT_KEY = "kept_choices"
_PAGE_KEY = "page_on_screen"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Choices:
    """What the address asks for; None where it says nothing."""

    area_code: str | None
    operation_id: str | None
    as_of: datetime | None
    known_at: datetime | None
    troubles: tuple[str, ...]


def arrive(page: str) -> None:
    """Carry the visitor's choices over from the page before."""
    if st.session_state.get(_PAGE_KEY) not in {None, page}:
        for name, value in st.session_state.get(_KEPT_KEY, {}).items():
            if name not in st.query_params:
                st.query_params[name] = value
    st.session_state[_PAGE_KEY] = page
    st.session_state[_KEPT_KEY] = {name: st.query_params[name] for name in KEPT if name in st.query_params}


def choices() -> Choices:
    """Read the address; what cannot be read is told in `troubles`, each part of it, and left out."""
    troubles = []
    instants: dict[str, datetime | None] = {"t": None, "known": None}
    for name in instants:
        if text := st.query_params.get(name):
            try:
                instants[name] = asked_instant(text)
            except BadMoment as error:
                troubles.append(_(error.sentence).format(**error.values))
    spoken = st.query_params.get("lang")
    if spoken and spoken not in LANGUAGES:
        troubles.append(_("没有语言“{value}”。").format(value=spoken[:_LONGEST]))
    return Choices(
        area_code=st.query_params.get("area"),
        operation_id=st.query_params.get("op"),
        as_of=instants["t"],
        known_at=instants["known"],
        troubles=tuple(troubles),
    )


def choose(**values: str | None) -> None:
    """Write choices into the address; None takes one out."""
    for name, value in values.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value
        if name in KEPT:
            kept = st.session_state.setdefault(_KEPT_KEY, {})
            kept.pop(name, None)
            if value is not None:
                kept[name] = value


def chosen(name: str) -> str | None:
    """One choice of this page from the address, at most 200 characters."""
    value = st.query_params.get(name)
    return value[:200] if value else None


def theme() -> str:
    """Whether the visitor's screen is light or dark."""
    return st.context.theme.type or "light"
