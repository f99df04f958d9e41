"""The page's upper half: what the rules call for, what was decided, and what can be decided now."""

import streamlit as st

from stormdesk.ui.page import Page
from stormdesk.ui.response.banners import draw_banners
from stormdesk.ui.response.deciders import deciders
from stormdesk.ui.response.deciding import draw_deciding, draw_undoing, last_decisions, open_proposals
from stormdesk.ui.response.emergency import draw_emergency, emergency_now
from stormdesk.ui.response.entering import FOLDER, may_enter
from stormdesk.ui.response.in_force import draw_in_force
from stormdesk.ui.response.proposing import draw_proposing
from stormdesk.ui.response.reporting import draw_reporting
from stormdesk.ui.response.suggesting import draw_suggestions, found_at, hints
from stormdesk.ui.subjects.chosen import said
from stormdesk.ui.text import _


def draw_decisions(page: Page) -> None:
    """Draw levels and signals, what the rules call for, and the forms of proposing and deciding."""
    known = deciders(page)
    emergency = emergency_now(page, known)
    draw_banners(page, emergency)
    draw_in_force(page)
    found = found_at(page)
    draw_suggestions(page, found)
    st.subheader(_("提请与批准"))
    _draw_said()
    is_possible = may_enter(page)
    draw_deciding(page, known, open_proposals(page), is_possible=is_possible)
    if not is_possible:
        return
    held = page.ask("response/in_force")
    present = {
        str(hazard): str(code) for hazard, code in zip(held["hazard"], held["level_code"], strict=True)
    }
    with st.expander(_("提请启动、调整或终止"), key=f"{FOLDER}-proposing"):
        draw_proposing(page, known, present, hints(found))
    with st.expander(_("填报险情和旱情(规则只能由人得知的事项)"), key=f"{FOLDER}-reporting"):
        draw_reporting(page, known)
    with st.expander(_("紧急防汛期"), key=f"{FOLDER}-emergency"):
        draw_emergency(page, known, is_in_force=emergency is not None)
    draw_undoing(page, known, last_decisions(page))


def _draw_said() -> None:
    sentence = said(FOLDER)
    if sentence is not None:
        (st.success if sentence[1] else st.error)(sentence[0])
