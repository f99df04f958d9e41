"""The replay page: drag the time axis of an operation, and every page stands at that moment."""

import streamlit as st

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.replay.axis_chart import axis_figure
from stormdesk.ui.replay.controls import draw_controls
from stormdesk.ui.replay.marks import marks_of, track_of
from stormdesk.ui.replay.numbers import counts_at, draw_late, draw_numbers
from stormdesk.ui.replay.scene import choose_operation
from stormdesk.ui.storm.plot import show
from stormdesk.ui.text import _


def draw(page: Page) -> None:
    draw_template("replay_columns")
    which, *places = st.columns([3, 4, 2.6, 1.8], vertical_alignment="bottom")
    with which:
        scene = choose_operation(page)
    if scene is None:
        return
    track = track_of(page, scene)
    draw_controls(page, scene, marks_of(page, scene, track), places=places)
    counts = counts_at(page, scene, is_hindsight=scene.is_hindsight)
    with st.container(key="replay-picture"):
        left, right = st.columns([7, 3])
        with left:
            show(axis_figure(page, scene, track=track, counts=counts), key="replay-axis")
        with right:
            draw_numbers(page, scene)
            st.caption(
                _("实线为所选的所知,点线为另一种所知;竖线右侧是这一刻之后。其他页面打开时停在同一时刻。")
            )
    draw_late(page, scene)


shell.show("replay", draw)
