"""Forms half filled in stand again after the page was loaded anew, or the browser let it go."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import streamlit as st

from stormdesk.ui.page import Page

# Forms held at most, the oldest going first; they live in the server's memory, and end with it.
MOST_HELD: Final = 300
Whose = tuple[str, str, str]


@dataclass(slots=True)
class _Kept:
    """What stands in the forms of each session that signed in."""

    forms: "OrderedDict[Whose, dict[str, Any]]" = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


@st.cache_resource
def _kept() -> _Kept:
    return _Kept()


def stand_again(page: Page, folder: str, allowed: Mapping[str, Sequence[object]]) -> bool:
    """Fill a form that this page draws for the first time as its visitor left it; true where it had begun.

    `allowed` names the fields that choose, with what may be chosen now; what may not be any more is left out.
    """
    stands = f"{folder}-stands"
    if stands not in st.session_state:
        kept = _kept().forms.get(_whose(page, folder), {})
        st.session_state[stands] = bool(kept)
        for key, value in kept.items():
            if key not in st.session_state and (key not in allowed or _is_allowed(value, allowed[key])):
                st.session_state[key] = value
    return bool(st.session_state[stands])


def keep_fields(page: Page, folder: str, written: Iterable[str], begun: Iterable[str] = ()) -> None:
    """Keep what stands in a form once something is written; `begun` fields stand there from the first."""
    filled = {key: value for key in written if (value := st.session_state.get(key)) not in (None, "", [])}
    kept = _kept()
    with kept.lock:
        if filled:
            rest = {key: st.session_state[key] for key in begun if key in st.session_state}
            kept.forms[_whose(page, folder)] = filled | rest
            kept.forms.move_to_end(_whose(page, folder))
        else:
            kept.forms.pop(_whose(page, folder), None)
        while len(kept.forms) > MOST_HELD:
            kept.forms.popitem(last=False)


def _whose(page: Page, folder: str) -> Whose:
    return page.visitor.session_id, page.moment.operation_id, folder


def _is_allowed(value: Any, choices: Sequence[object]) -> bool:  # noqa: ANN401  whatever the field holds
    return all(one in choices for one in value) if isinstance(value, list) else value in choices
