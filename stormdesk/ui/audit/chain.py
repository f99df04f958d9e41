"""Verifying the chain on the page: progress while it runs, then what was found, in words."""

from datetime import UTC, datetime

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.audit_verdict import Verdict
from stormdesk.errors import StormdeskError
from stormdesk.ui.data.held import told
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

_FOUND = "audit-verdict"


def draw_verifying(page: Page) -> None:
    """Draw the button that verifies, and what it found last in this visit."""
    with st.container(horizontal=True, vertical_alignment="center", key="sd-audit-verify"):
        is_wanted = st.button(_("校验"), icon=":material/verified:", key="audit-verify")
        st.caption(_("逐条核对校验值:改动、删去、调换、截断都看得出来。校验本身也会记下。"))
    if is_wanted:
        _verify(page)
        st.rerun()
    found: Verdict | str | None = st.session_state.get(_FOUND)
    if isinstance(found, str):
        draw_template("data_said", text=found, is_trouble=True)
    elif found is not None:
        draw_template("audit_verdict", **_told(found))


def _verify(page: Page) -> None:
    bar = st.progress(0.0, text=_("正在校验…"))

    def progress(share: float) -> None:
        bar.progress(min(share, 1.0))

    try:
        visit = page.desk
        visit.require(Action.READ, "audit")
        st.session_state[_FOUND] = visit.office.audit.check(
            visit.visitor, at=datetime.now(UTC), progress=progress
        )
    except StormdeskError as error:
        st.session_state[_FOUND] = told(error)
    bar.empty()


def _told(verdict: Verdict) -> dict[str, object]:
    return {
        "is_whole": verdict.is_whole,
        "checked": verdict.checked,
        "head": f"{verdict.head.seq}:{verdict.head.hash}",
        "faults": [_(fault.sentence).format(**fault.values) for fault in verdict.faults],
        "more": verdict.fault_count - len(verdict.faults),
    }
