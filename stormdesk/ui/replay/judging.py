"""Below the replay's picture: what the rules called for, what was decided, and how long it took."""

import streamlit as st

from stormdesk.ui.navigation import screen
from stormdesk.ui.page import Page
from stormdesk.ui.replay.extra import Extra
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.replay.suggested import decisions_sheet, lags_sheet
from stormdesk.ui.storm.sheet import draw_sheet
from stormdesk.ui.text import _, language


def draw_judging(page: Page, scene: Scene, extra: Extra) -> None:
    """Draw the lag of each clause and each decision beside the suggestion of its minute."""
    title, onward = st.columns([3, 2], vertical_alignment="bottom")
    title.subheader(_("规则建议与实际决定"))
    onward.page_link(
        screen("what_if").path,
        label=_("早启几小时、多派客车会怎样?去推演"),
        icon=":material/alt_route:",
        width="stretch",
    )
    _draw_sheets(page, scene, extra)


def _draw_sheets(page: Page, scene: Scene, extra: Extra) -> None:
    rules = page.county.rules.in_force
    if rules is None:
        st.caption(_("没有可用的规则,无法对照。"))
        return
    said = "" if rules.is_official else _("不是本地预案原文")
    st.caption(
        _("规则:{name} {said}。按每一分钟当时所知计算,整场不随竖线变化。负数是提前。").format(
            name=rules.name(language()), said=said
        )
    )
    called = extra.called.value
    if called is None:
        st.caption(_("规则建议未能算出。") if extra.called.has_failed else _("规则建议正在推算。"))
        return
    sheets = {
        _("应启未启(逐条)"): lags_sheet(page, called),
        _("级别决定"): decisions_sheet(page, scene, called),
    }
    for tab, sheet in zip(st.tabs(list(sheets)), sheets.values(), strict=True):
        with tab:
            draw_sheet(sheet, key=f"replay-{sheet.name}")
