"""Where the people of the target are now, by area or category, and how the evacuation grew."""

from datetime import datetime

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.silence.marks import quiet
from stormdesk.ui.subjects.chart import CONFIG, dressed
from stormdesk.ui.subjects.stacked import UNNAMED, Counts, Part, counted, draw_counts, switch
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _, named

PLACES = {
    "at_shelter": Part(N_("集中安置"), "done"),
    "with_relatives": Part(N_("投亲靠友"), "done", "/"),
    "elsewhere": Part(N_("其他安置"), "done", "."),
    "home": Part(N_("准予返回或已返回"), "muted"),
    "left": Part(N_("未转移"), "soon", is_left=True),
    "refused": Part(N_("拒绝转移"), "late", "x", is_left=True),
    "again": Part(N_("再次转移中"), "soon", "\\"),
    "back": Part(N_("擅自返回"), "late"),
}
_WHERE = {
    "cleared_to_return": "home",
    "returned": "home",
    "unauthorised_return": "back",
    "refused": "refused",
    "at_shelter": "at_shelter",
    "with_relatives": "with_relatives",
    "elsewhere": "elsewhere",
}


def whereabouts(cube: pd.DataFrame, by: str) -> pd.DataFrame:
    """Persons per value of a column and per place; each row adds up to its target."""
    place = cube["status"].map(_WHERE)
    place = place.where(place.notna(), cube["is_moved"].map({True: "again", False: "left"}))
    return counted(cube, by, place, cube["persons"], PLACES)


def draw_evacuation_breakdown(page: Page, trend: pd.DataFrame, due_at: datetime | None) -> None:
    """Draw where people are, by area or category, beside the growth."""
    with st.container(key="sd-two-below"):
        left, right = st.columns(2)
        with left:
            _draw_whereabouts(page)
        with right:
            st.subheader(_("进度曲线"), anchor=False)
            st.plotly_chart(
                growth(trend, theme=theme_name(), due_at=due_at),
                key="evacuation-growth",
                config=CONFIG,
                theme=None,
            )
            st.caption(_("时限 {at}").format(at=clock_time(due_at)) if due_at else _("时限未知"))


def _draw_whereabouts(page: Page) -> None:
    st.subheader(_("去向与未转移"), anchor=False)
    scoped = len(page.area_code or "") >= 9
    ways = {"area": _("按村") if scoped else _("按乡镇"), "category": _("按类别")}
    with st.container(horizontal=True):
        way = switch(ways, "evacuation-breakdown", _("分组"))
        form = switch({"chart": _("图"), "table": _("表")}, "evacuation-form", _("形式"))
    by = "category" if way == "category" else "village_code" if scoped else "township_code"
    counts, silent = labelled(page, whereabouts(page.ask("evacuation/cube"), by))
    draw_counts(page, Counts(counts, PLACES, ways[way], silent), form, key=f"evacuation-{way}")


def labelled(page: Page, counts: pd.DataFrame) -> tuple[pd.DataFrame, tuple[bool, ...]]:
    """The counts with names as index, categories in the county's order, areas by code, and who is silent."""
    known = quiet(page)
    categories = page.ask("reference/categories").query("kind == 'evacuation'")
    names = dict(zip(categories["category"], categories[named()], strict=True))
    order = {code: at for at, code in enumerate(names)}
    counts = counts.loc[sorted(counts.index, key=lambda code: (order.get(code, len(order)), code))]
    silent = tuple(known.flags(list(counts.index)))
    labels = {
        code: names.get(code) or known.label(code, page.area_name(code)) for code in counts.index if code
    }
    return counts.rename(index=lambda code: labels.get(code, UNNAMED)), silent


def growth(trend: pd.DataFrame, *, theme: Theme, due_at: datetime | None) -> go.Figure:
    """Target, moved and away over time, with the deadline where one is known."""
    palette = PALETTES[theme]
    at = beijing(trend["at"])
    figure = go.Figure()
    lines = (
        ("total", _("应转移"), {"color": palette["muted"], "dash": "dash"}, None),
        ("done", _("已转移"), {"color": palette["done"], "width": 3}, "tozeroy"),
        ("away", _("在外安置"), {"color": palette["link"], "dash": "dot", "width": 2}, None),
    )
    for name, title, line, fill in lines:
        figure.add_scatter(x=at, y=trend[name], name=title, mode="lines", line=line, fill=fill)
    if due_at is not None:
        mark = beijing(pd.Series([due_at])).iloc[0]
        figure.add_vline(x=mark, line={"color": palette["late"], "width": 2})
        figure.add_annotation(
            x=mark,
            y=1,
            yref="paper",
            text=_("时限"),
            showarrow=False,
            xanchor="left",
            yanchor="top",
            xshift=4,
        )
    figure.update_layout(height=330)
    figure.update_xaxes(tickformat="%m-%d %H:%M", nticks=7)
    figure.update_yaxes(rangemode="tozero", tickformat=",d")
    return dressed(figure, theme)
