"""What stands on one visitor's phone desk: a draft or a choice, a sentence, what was just recorded."""

from dataclasses import dataclass, replace
from datetime import datetime

import streamlit as st

from stormdesk.domain.directory import Entry
from stormdesk.domain.hearing import Heard
from stormdesk.ui.phone.draft import Draft

JUST_SHOWN = 12
LINE = "phone-line"
_STATE = "phone-waiting"
_JUST = "phone-just"


@dataclass(frozen=True, slots=True)
class Choice:
    """Several subjects that a line may mean."""

    heard: Heard
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report of this visit, in the words of its draft."""

    draft: Draft
    recorded_at: datetime
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the desk waits for; `is_shown` once it has been on screen, so that nothing is confirmed unseen."""

    what: Draft | Choice | None = None
    sentence: str = ""
    is_good: bool = False
    is_shown: bool = False
    turn: int = 0


def waiting() -> Waiting:
    """What this visitor's desk waits for."""
    found = st.session_state.get(_STATE)
    return found if isinstance(found, Waiting) else Waiting()


def wait_for(what: Draft | Choice | None, sentence: str = "", *, is_good: bool = False) -> None:
    """Put something up, or clear the desk, with a sentence."""
    st.session_state[_STATE] = Waiting(what, sentence, is_good, turn=waiting().turn + 1)


def seen() -> None:
    """What waits has been drawn."""
    st.session_state[_STATE] = replace(waiting(), is_shown=True)


def line() -> str:
    """The line as it was sent."""
    return str(st.session_state.get(LINE) or "").strip()


def just_recorded() -> list[Recorded]:
    """The reports of this visit, the latest first."""
    return list(st.session_state.get(_JUST, ()))


def remember(recorded: Recorded) -> None:
    """Keep a report of this visit, or what has become of it."""
    event_id = recorded.draft.event.event_id
    known = just_recorded()
    if any(one.draft.event.event_id == event_id for one in known):
        kept = [recorded if one.draft.event.event_id == event_id else one for one in known]
    else:
        kept = [recorded, *known]
    st.session_state[_JUST] = tuple(kept[:JUST_SHOWN])
