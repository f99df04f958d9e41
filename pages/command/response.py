"""The response page: what the rules call for, what was decided by whom, and what it obliges to by when."""

import streamlit as st

from stormdesk.ui import shell
from stormdesk.ui.cases.checklist import draw_response_check
from stormdesk.ui.page import Page
from stormdesk.ui.response.actions import draw_checklist
from stormdesk.ui.response.board import draw_duties, draw_history, draw_tables
from stormdesk.ui.response.compare import draw_comparison
from stormdesk.ui.response.decision_board import draw_decisions
from stormdesk.ui.text import _


def draw(page: Page) -> None:
    draw_decisions(page)
    st.subheader(_("行动清单"))
    draw_checklist(page)
    draw_response_check(page)
    draw_duties(page)
    st.subheader(_("级别与信号的经过"))
    draw_history(page)
    draw_tables(page)
    st.subheader(_("各场次级别对照"))
    draw_comparison(page)


shell.show("response", draw)
