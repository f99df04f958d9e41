"""The page's upper half: what the rules call for, what was decided, and what can be decided now."""

import logging
from collections.abc import Sequence
from uuid import uuid4

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.decisions import PERIOD
from stormdesk.outlook.levels import Suggestion
from stormdesk.ui.orders.board import draw_orders
from stormdesk.ui.page import Page
from stormdesk.ui.response.banners import draw_banners
from stormdesk.ui.response.deciders import deciders
from stormdesk.ui.response.deciding import draw_deciding, draw_undoing, last_decisions, open_proposals
from stormdesk.ui.response.emergency import draw_emergency, emergency_now
from stormdesk.ui.response.entering import FOLDER, may_enter
from stormdesk.ui.response.in_force import draw_in_force
from stormdesk.ui.response.proposing import draw_proposing
from stormdesk.ui.response.reporting import draw_reporting
from stormdesk.ui.response.rule_problems import draw_rule_problems
from stormdesk.ui.response.suggesting import draw_suggestions, found_at, hints
from stormdesk.ui.subjects.chosen import said
from stormdesk.ui.text import _

_log = logging.getLogger("stormdesk.ui")


def draw_decisions(page: Page) -> None:
    """Draw levels and signals, what the rules call for, and the forms of proposing and deciding."""
    known = deciders(page)
    emergency = emergency_now(page, known)
    draw_banners(page, emergency)
    draw_in_force(page)
    found = _suggested(page)
    draw_rule_problems(page)
    st.subheader(_("提请与批准"))
    _draw_said()
    is_possible = may_enter(page)
    draw_deciding(page, known, open_proposals(page), is_possible=is_possible)
    draw_orders(page, is_possible=is_possible)
    if not is_possible:
        return
    held = page.ask("response/in_force")
    present = {
        str(hazard): str(code) for hazard, code in zip(held["hazard"], held["level_code"], strict=True)
    }
    if page.may(Action.PROPOSE, "level"):
        with st.expander(_("提请启动、调整或终止"), key=f"{FOLDER}-proposing"):
            draw_proposing(page, known, present, hints(found))
    if page.may(Action.RECORD, "log"):
        with st.expander(_("填报险情和旱情(规则只能由人得知的事项)"), key=f"{FOLDER}-reporting"):
            draw_reporting(page, known)
    if page.may(Action.PROPOSE, PERIOD):
        with st.expander(_("紧急防汛期"), key=f"{FOLDER}-emergency"):
            draw_emergency(page, known, is_in_force=emergency is not None)
    draw_undoing(page, last_decisions(page))


def _suggested(page: Page) -> Sequence[Suggestion]:
    """Draw what the rules call for; when they cannot be asked, decisions can still be entered."""
    try:
        found = found_at(page)
    except Exception:  # noqa: BLE001  the traceback goes to the log, the sentence to the person
        number = uuid4().hex[:8]
        _log.exception("incident %s while asking the rules", number)
        st.error(_("规则判断出了问题(编号 {number}),没有建议级别;提请和批准照常。").format(number=number))
        return ()
    draw_suggestions(page, found)
    return found


def _draw_said() -> None:
    sentence = said(FOLDER)
    if sentence is not None:
        (st.success if sentence[1] else st.error)(sentence[0])
