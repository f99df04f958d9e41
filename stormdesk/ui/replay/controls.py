"""The cursor's controls: drag, step, jump, play, and known then or known now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stormdesk.domain.moment import BEIJING, show_instant
from stormdesk.domain.timeline import STEP, Axis, Mark
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.state import choose
from stormdesk.ui.storm.plot import on_axis
from stormdesk.ui.text import _

PLAYING, TICKED, SPEED = "replay-playing", "replay-ticked", "replay-speed"
TICK = timedelta(seconds=1)
# A tick that comes sooner than this after the last one is only the page being drawn anew.
SOONEST_S = 0.7
SPEEDS = {10: "×600", 30: "×1800", 60: "×3600", 180: "×10800"}
STEPS = ((-60, "−1 h"), (-10, "−10 min"), (10, "+10 min"), (60, "+1 h"))


def draw_controls(
    page: Page, scene: Scene, marks: Sequence[Mark], *, places: Sequence[DeltaGenerator]
) -> None:
    """Draw all controls, three of them in the places given; each writes the moment into the address."""
    jump, known, back = places
    with jump:
        _draw_jump(marks)
    with known:
        _draw_known(scene)
    with back:
        _draw_back(page)
    _draw_steps(scene)
    _draw_slider(page, scene)
    _draw_ticker(scene)


def _draw_back(page: Page) -> None:
    if st.button(_("回到当前时刻"), width="stretch", key="replay-back", disabled=not page.is_rewound):
        stop()
        choose(t=None, known=None)
        st.rerun()


def _draw_jump(marks: Sequence[Mark]) -> None:
    key = "replay-jump"

    def jumped() -> None:
        place = st.session_state[key]
        if isinstance(place, int) and 0 <= place < len(marks):
            choose(t=show_instant(marks[place].at))
            st.session_state[key] = None

    st.selectbox(
        _("跳到关键时刻"),
        range(len(marks)),
        index=None,
        format_func=lambda place: f"{clock_time(marks[place].at)} · {marks[place].detail}",
        placeholder=_("级别变动、首船回港、转移过半、最近距离……"),
        key=key,
        on_change=jumped,
    )


def _draw_known(scene: Scene) -> None:
    names = {"then": _("当时所知"), "now": _("现在所知")}
    key = "replay-known"
    st.session_state[key] = "now" if scene.is_hindsight else "then"

    def changed() -> None:
        is_hindsight = st.session_state[key] == "now"
        choose(t=show_instant(scene.at), known=show_instant(scene.known_last_at) if is_hindsight else None)

    st.segmented_control(
        _("所知"), list(names), format_func=lambda name: names[name], key=key, on_change=changed
    )


def _draw_steps(scene: Scene) -> None:
    columns = st.columns([1, 1, 1, 1, 1, 1.4], vertical_alignment="bottom")
    for place, (minutes, name) in zip((0, 1, 3, 4), STEPS, strict=True):
        columns[place].button(
            name,
            key=f"replay-step{minutes}",
            on_click=_go,
            args=(scene.axis.stepped(scene.at, timedelta(minutes=minutes)),),
            width="stretch",
        )
    is_playing = st.session_state.get(PLAYING, False)
    columns[2].button(
        _("暂停") if is_playing else _("播放"),
        icon=":material/pause:" if is_playing else ":material/play_arrow:",
        type="primary",
        key="replay-play",
        on_click=stop if is_playing else _play,
        width="stretch",
    )
    columns[5].selectbox(
        _("播放速度"),
        list(SPEEDS),
        index=1,
        format_func=SPEEDS.__getitem__,
        key=SPEED,
        label_visibility="collapsed",
    )


def _draw_slider(page: Page, scene: Scene) -> None:
    key = f"replay-at-{page.moment.operation_id}"
    st.session_state[key] = on_axis(scene.at)

    def dragged() -> None:
        _go(st.session_state[key].replace(tzinfo=BEIJING))

    st.slider(
        _("时间轴(北京时间)"),
        min_value=on_axis(scene.axis.starts_at),
        max_value=on_axis(scene.axis.ends_at),
        step=STEP,
        format="MM-DD HH:mm",
        key=key,
        on_change=dragged,
    )


def _draw_ticker(scene: Scene) -> None:
    """While playing, move the cursor once a second and draw the whole page anew."""
    is_playing = st.session_state.get(PLAYING, False)

    @st.fragment(run_every=TICK if is_playing else None)
    def ticker() -> None:
        if not st.session_state.get(PLAYING, False):
            return
        passed_s = monotonic() - st.session_state[TICKED]
        if passed_s < SOONEST_S:
            return
        st.session_state[TICKED] = monotonic()
        advance(scene.axis, scene.at, passed_s)
        st.rerun()

    ticker()


def advance(axis: Axis, at: datetime, passed_s: float) -> None:
    """Move the cursor by what the time that passed means at the chosen speed, and stop at the end."""
    minutes = passed_s * st.session_state.get(SPEED, 30)
    following = axis.stepped(at, max(STEP, timedelta(minutes=minutes)))
    if following >= axis.ends_at:
        stop()
    _go(following)


def _go(at: datetime) -> None:
    choose(t=show_instant(at))


def _play() -> None:
    st.session_state[PLAYING] = True
    st.session_state[TICKED] = monotonic()


def stop() -> None:
    """Let the cursor stand."""
    st.session_state[PLAYING] = False
