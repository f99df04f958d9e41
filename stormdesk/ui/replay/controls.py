"""The replay's choices beside its picture: where to jump, known then or now, and back to the present."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stormdesk.domain.moment import exact_instant, show_instant
from stormdesk.domain.timeline import Mark
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.replay.face import Rest
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.state import choose
from stormdesk.ui.text import _

CHOSEN = "replay-chosen"


def draw_controls(
    page: Page, scene: Scene, marks: Sequence[Mark], *, places: Sequence[DeltaGenerator]
) -> None:
    """Draw the choices in the places given; each writes the moment into the address."""
    jump, known, back = places
    with jump:
        _draw_jump(scene, marks)
    with known:
        _draw_known(scene)
    with back:
        if st.button(_("回到当前时刻"), width="stretch", key="replay-back", disabled=not page.is_rewound):
            st.session_state.pop(CHOSEN, None)
            choose(t=None, known=None)
            st.rerun()


def rested(scene: Scene, marks: Sequence[Mark], rest: Rest) -> None:
    """Let every page stand where the cursor rests; on a mark, its rows are shown."""
    mark = marks[rest.mark] if rest.mark is not None and rest.mark < len(marks) else None
    if mark is not None:
        go_to(scene, mark)
        return
    st.session_state.pop(CHOSEN, None)
    choose(t=show_instant(rest.at), known=_known(scene))


def go_to(scene: Scene, mark: Mark) -> None:
    """Stand at a mark and show its rows."""
    st.session_state[CHOSEN] = mark
    choose(t=show_instant(mark.at), known=_known(scene))


def chosen(scene: Scene) -> Mark | None:
    """The mark whose rows are shown: the one chosen last, as long as the cursor stands on it."""
    mark = st.session_state.get(CHOSEN)
    is_there = isinstance(mark, Mark) and show_instant(mark.at) == show_instant(scene.at)
    return mark if is_there else None


def _known(scene: Scene) -> str | None:
    return exact_instant(scene.known_last_at) if scene.is_hindsight else None


def _draw_jump(scene: Scene, marks: Sequence[Mark]) -> None:
    key = "replay-jump"

    def jumped() -> None:
        place = st.session_state[key]
        if place is not None and place < len(marks):
            go_to(scene, marks[place])
            st.session_state[key] = None

    def said(place: int) -> str:
        mark = marks[place]
        who = f" · {mark.by}" if mark.by else ""
        return f"{clock_time(mark.at)} · {mark.detail}{who}"

    st.selectbox(
        _("跳到关键时刻"),
        range(len(marks)),
        index=None,
        format_func=said,
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
        choose(t=exact_instant(scene.at), known=exact_instant(scene.known_last_at) if is_hindsight else None)

    st.segmented_control(
        _("所知"), list(names), format_func=lambda name: names[name], key=key, on_change=changed
    )
