"""The replay page: drag the time axis of an operation, and every page stands at that moment."""

import streamlit as st

from stormdesk.ui import shell
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.replay.axis_chart import axis_chart
from stormdesk.ui.replay.axis_picture import counts_at
from stormdesk.ui.replay.controls import draw_controls
from stormdesk.ui.replay.course import course_of
from stormdesk.ui.replay.judging import draw_judging
from stormdesk.ui.replay.numbers import draw_late, draw_numbers
from stormdesk.ui.replay.scene import choose_operation
from stormdesk.ui.storm.plot import show
from stormdesk.ui.text import _


def draw(page: Page) -> None:
    draw_template("replay_columns")
    with st.container(key="replay-top"):
        which, *places = st.columns([3, 4, 2.8, 1.8], vertical_alignment="bottom")
    with which:
        scene = choose_operation(page)
    if scene is None:
        return
    course = course_of(page, scene)
    draw_controls(page, scene, course.marks, places=places)
    counts = counts_at(page, scene.at, scene.known_last_at if scene.is_hindsight else scene.at)
    with st.container(key="replay-picture"):
        left, right = st.columns([2, 1])
        with left:
            show(axis_chart(page, scene, course, counts), key="replay-axis")
        with right:
            draw_numbers(page, scene)
            st.caption(
                _("实线为所选的所知,点线为另一种所知;竖线右侧是这一刻之后。其他页面打开时停在同一时刻。")
            )
    draw_judging(page, scene, course)
    draw_late(page, scene)


shell.show("replay", draw)
