"""How the shelters stand by area or tier, and how open shelters and people in them grew."""

from datetime import datetime

import pandas as pd
import streamlit as st

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.silence.marks import quiet
from stormdesk.ui.subjects.chart import CONFIG, growth
from stormdesk.ui.subjects.stacked import UNNAMED, Counts, Part, counted, draw_counts, switch
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.text import _

TIERS = {"county": N_("市级"), "township": N_("乡镇级"), "village": N_("村级")}
STATES = {
    "open": Part(N_("已开放"), "done"),
    "full": Part(N_("已满"), "done", "x"),
    "closed": Part(N_("已关闭"), "muted"),
    "ready": Part(N_("待开放"), "soon", is_left=True),
    "unknown": Part(N_("未报"), "silent", "/", is_left=True),
}


def states(points: pd.DataFrame, by: str) -> pd.DataFrame:
    """Shelters per value of a column and per state; each row adds up to its total."""
    state = points["status"].astype(object).where(points["status"].notna(), "unknown")
    return counted(points, by, state, pd.Series(1, index=points.index), STATES)


def draw_shelters_breakdown(page: Page, trend: pd.DataFrame, due_at: datetime | None) -> None:
    """Draw the states by area or tier beside the growth."""
    with st.container(key="sd-two-below"):
        left, right = st.columns(2)
        with left:
            _draw_states(page)
        with right:
            st.subheader(_("进度曲线"), anchor=False)
            st.plotly_chart(
                growth(trend, theme=theme_name(), deadline_at=due_at),
                key="shelters-growth",
                config=CONFIG,
                theme=None,
            )
            st.caption(_("时限 {at}").format(at=clock_time(due_at)) if due_at else _("时限未知"))


def _draw_states(page: Page) -> None:
    st.subheader(_("分布"), anchor=False)
    scoped = len(page.area_code or "") >= 9
    ways = {"area": _("按村") if scoped else _("按乡镇"), "category": _("按级别")}
    with st.container(horizontal=True):
        way = switch(ways, "shelters-breakdown", _("分组"))
        form = switch({"chart": _("图"), "table": _("表")}, "shelters-form", _("形式"))
    area = "village_code" if scoped else "township_code"
    counts = states(page.ask("shelters/points"), "category" if way == "category" else area)
    if way == "category":
        counts = counts.reindex([*TIERS, *counts.index.difference(list(TIERS))]).dropna().astype(int)
    names = {code: _(title) for code, title in TIERS.items()}
    known = quiet(page)
    silent = tuple(known.flags(list(counts.index)))
    counts = counts.rename(
        index=lambda code: (names.get(code) or known.label(code, page.area_name(code))) if code else UNNAMED
    )
    draw_counts(page, Counts(counts, STATES, ways[way], silent), form, key=f"shelters-{way}")
