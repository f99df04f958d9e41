"""The water page: what stands above its mark or rises to it, rain by township, the tide ahead."""

import streamlit as st

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _
from stormdesk.ui.warnings.block import draw_warnings
from stormdesk.ui.water.alerts import draw_alerts
from stormdesk.ui.water.board import read_board
from stormdesk.ui.water.figures import draw_figures
from stormdesk.ui.water.picture import draw_picture
from stormdesk.ui.water.tables import draw_tables


def draw(page: Page) -> None:
    draw_template("water_style")
    board = read_board(page)
    draw_figures(page, board)
    draw_alerts(page, board)
    draw_picture(page, board)
    draw_tables(page, board)
    st.subheader(_("预警信息"))
    draw_warnings(page, key="water-warnings")


shell.show("water", draw)
