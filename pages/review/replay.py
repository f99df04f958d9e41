"""The replay page: drag the time axis of an operation, and every page stands at that moment."""

from functools import partial

import streamlit as st

from stormdesk.ui import shell
from stormdesk.ui.following import lead
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.replay.chosen import draw_chosen
from stormdesk.ui.replay.controls import chosen, draw_controls, rested
from stormdesk.ui.replay.course import course_of
from stormdesk.ui.replay.extra import draw_wait, extra_data, extra_of
from stormdesk.ui.replay.face import draw_face
from stormdesk.ui.replay.judging import draw_judging
from stormdesk.ui.replay.numbers import draw_late, draw_numbers, late_at
from stormdesk.ui.replay.scene import choose_operation, scope_name, tell_state
from stormdesk.ui.text import _


def draw(page: Page) -> None:
    draw_template("replay_columns")
    with st.container(key="replay-top"):
        which, *places = st.columns([3, 4, 2.8, 1.8], vertical_alignment="bottom")
    with which:
        scene = choose_operation(page)
    if scene is None:
        return
    tell_state(page, scene)
    lead(page)
    course, extra = course_of(page, scene), extra_of(page, scene)
    draw_controls(page, scene, course.marks, places=places)
    draw_face(
        course.packed,
        scene.axis,
        scene.at,
        is_hindsight=scene.is_hindsight,
        extra=extra_data(page, course, extra),
        on_rest=partial(rested, scene, course.marks),
    )
    draw_wait(extra)
    mark = chosen(scene)
    if mark is not None:
        draw_chosen(page, scene, course, mark)
    late = late_at(page, scene)
    draw_numbers(page, scene, course, late, scope=scope_name(page))
    st.caption(_("其他页面打开时停在同一时刻、同一种所知。"))
    draw_late(page, scene, late)
    draw_judging(page, scene, extra)


shell.show("replay", draw)
