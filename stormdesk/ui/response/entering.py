"""What entries on the response page share: whether one is possible now, fields, recording."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import streamlit as st

from stormdesk.domain.event import Event
from stormdesk.errors import StormdeskError
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.subjects.chosen import say
from stormdesk.ui.subjects.entry import FORM
from stormdesk.ui.subjects.refusal import sentence_of
from stormdesk.ui.text import _

FOLDER = "response"


def may_enter(page: Page) -> bool:
    """Whether an entry is possible now; where it is not, say why."""
    if not page.operation:
        return False
    if page.is_rewound:
        st.info(_("本页正在倒带,不能登记。请先回到当前时刻。"))
        return False
    if page.moment.operation_id != page.clock.operation_id:
        st.info(_("这不是正在进行的响应,不能登记。"))
        return False
    return True


def said_now(page: Page) -> Event:
    """Return an event with a fresh id at this instant, to be filled with what it says."""
    now = page.desk.now()
    return Event(
        event_id=f"{FORM}-{uuid4().hex}",
        operation_id=page.moment.operation_id,
        subject="response",
        subject_id="typhoon",
        facet="proposal",
        status="proposed",
        happened_at=now,
        recorded_at=now,
        source=FORM,
        actor=page.visitor.account_id,
    )


def record(page: Page, events: Sequence[Event], done: str, *, folder: str = FOLDER) -> bool:
    """Record what was confirmed and say what came of it; true when it stands in the ledger."""
    try:
        receipt = page.desk.record(events)
    except StormdeskError as error:
        say(folder, sentence_of(page, error), is_good=False)
        return False
    sentence = done.format(at=clock_time(page.desk.now(), "%Y-%m-%d %H:%M"))
    if receipt.repeated:
        sentence += _("{n} 条此前已登记,未重复。").format(n=receipt.repeated)
    say(folder, sentence)
    return True


def keep(name: str, value: object | None) -> None:
    """Keep what waits to be confirmed, or let it go."""
    st.session_state[f"{FOLDER}-{name}"] = value


def kept(name: str) -> Any:  # noqa: ANN401  whatever waits under this name
    """Return what waits to be confirmed under a name."""
    return st.session_state.get(f"{FOLDER}-{name}")


def field(name: str) -> Any:  # noqa: ANN401  whatever the field holds
    """Return what a field of a form holds at this instant."""
    return st.session_state.get(f"{FOLDER}-{name}")
