"""The storm page: any storm in the file, as it was and as it was forecast."""

import streamlit as st

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.storm.arrival import draw_arrival
from stormdesk.ui.storm.board import choose_board
from stormdesk.ui.storm.figures import draw_figures
from stormdesk.ui.storm.importing import OPEN_KEY, draw_import, may_import
from stormdesk.ui.storm.picture import draw_picture
from stormdesk.ui.storm.scene import choose_scene
from stormdesk.ui.storm.tables import draw_tables
from stormdesk.ui.text import _


def draw(page: Page) -> None:
    *places, upload = st.columns([4, 5, 2], vertical_alignment="bottom")
    with upload:
        is_open = may_import(page) and st.toggle(_("导入台风文件"), key=OPEN_KEY)
    scene = choose_scene(page, places)
    draw_import(page, is_open=is_open or scene is None)
    if scene is None:
        return
    board = choose_board(page, scene)
    draw_figures(page, board)
    draw_picture(page, board)
    draw_arrival(page, board)
    draw_tables(page, board)


shell.show("storm", draw)
