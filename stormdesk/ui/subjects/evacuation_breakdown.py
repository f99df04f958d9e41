"""Where the people of the target are now, by area or category, and how the evacuation grew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stormdesk.domain.vocabulary import N_
from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.subjects.chart import BAR_PX, CONFIG, dressed
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _, named

UNNAMED = "—"


@dataclass(frozen=True, slots=True)
class Place:
    """Where people of the target may be: its title, colour and pattern."""

    title: str
    colour: str
    pattern: str = ""


PLACES = {
    "at_shelter": Place(N_("集中安置"), "done"),
    "with_relatives": Place(N_("投亲靠友"), "done", "/"),
    "elsewhere": Place(N_("其他安置"), "done", "."),
    "home": Place(N_("准予返回或已返回"), "muted"),
    "left": Place(N_("未转移"), "soon"),
    "refused": Place(N_("拒绝转移"), "late", "x"),
    "back": Place(N_("擅自返回"), "late"),
    "again": Place(N_("再次转移中"), "soon", "\\"),
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
    """Persons per value of a column and per place, all places as columns; each row adds up to its target."""
    place = cube["status"].map(_WHERE)
    place = place.where(place.notna(), cube["is_moved"].map({True: "again", False: "left"}))
    keyed = cube.assign(place=place, key=cube[by].astype(object).where(cube[by].notna(), ""))
    table = keyed.pivot_table(index="key", columns="place", values="persons", aggfunc="sum", fill_value=0)
    return table.reindex(columns=list(PLACES), fill_value=0).astype(int)


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
    forms = {"chart": _("图"), "table": _("表")}
    with st.container(horizontal=True):
        way = _switch(ways, "evacuation-breakdown", _("分组"))
        form = _switch(forms, "evacuation-form", _("形式"))
    counts = _labelled(
        page, "category" if way == "category" else "village_code" if scoped else "township_code"
    )
    if form == "table":
        shown = as_table(counts, ways[way])
        st.dataframe(shown, hide_index=True, key="evacuation-table")
        with st.container(horizontal=True):
            draw_downloads(page, f"{_('人员转移')} {ways[way]}", shown, key=f"evacuation-{way}")
        return
    st.plotly_chart(bars(counts, theme=theme_name()), key="evacuation-bars", config=CONFIG, theme=None)


def _switch(options: Mapping[str, str], key: str, label: str) -> str:
    picked = st.segmented_control(
        label,
        list(options),
        default=next(iter(options)),
        required=True,
        format_func=options.__getitem__,
        label_visibility="collapsed",
        key=key,
    )
    return picked or next(iter(options))


def _labelled(page: Page, by: str) -> pd.DataFrame:
    """The counts with names as index, in the county's order."""
    counts = whereabouts(page.ask("evacuation/cube"), by)
    if by == "category":
        categories = page.ask("reference/categories").query("kind == 'evacuation'")
        names = dict(zip(categories["category"], categories[named()], strict=True))
        order = {code: at for at, code in enumerate(names)}
        counts = counts.loc[sorted(counts.index, key=lambda code: (order.get(code, len(order)), code))]
        return counts.rename(index=lambda code: names.get(code, code) or UNNAMED)
    return counts.rename(index=lambda code: page.area_name(code) if code else UNNAMED)


def as_table(counts: pd.DataFrame, title: str) -> pd.DataFrame:
    """The counts as a table with target, moved and the sum as last row."""
    titles = {name: _(place.title) for name, place in PLACES.items()}
    table = counts.rename(columns=titles)
    table.insert(0, _("应转移"), counts.sum(axis=1))
    table = pd.concat([table, pd.DataFrame([table.sum()], index=[_("合计")])])
    return table.rename_axis(title).reset_index()


def bars(counts: pd.DataFrame, *, theme: Theme) -> go.Figure:
    """One bar per row with a part for each place, what is left written beside it."""
    names = [escape(str(label)) for label in counts.index]
    figure = go.Figure()
    for name, place in PLACES.items():
        if counts[name].any():
            figure.add_bar(
                y=names,
                x=counts[name].tolist(),
                name=_(place.title),
                orientation="h",
                marker={
                    "color": PALETTES[theme][place.colour],
                    "pattern": {"shape": place.pattern, "fgcolor": PALETTES[theme]["panel"], "size": 6},
                },
                hovertemplate="%{y}<br>" + escape(_(place.title)) + " %{x:,}<extra></extra>",
            )
    totals = counts.sum(axis=1)
    left = counts["left"] + counts["refused"]
    for name, total, missing in zip(names, totals, left, strict=True):
        text = f"<b>{missing:,}</b> / {total:,}" if missing else f"✓ {total:,}"
        figure.add_annotation(x=total, y=name, text=text, showarrow=False, xanchor="left", xshift=6)
    figure.update_layout(barmode="stack", height=110 + BAR_PX * max(len(names), 1))
    figure.update_yaxes(autorange="reversed", automargin=True, ticklabelstandoff=6)
    figure.update_xaxes(
        range=[0, max(1, int(totals.max()) if len(totals) else 1) * 1.28], showgrid=False, tickformat=",d"
    )
    return dressed(figure, theme)


def growth(trend: pd.DataFrame, *, theme: Theme, due_at: datetime | None) -> go.Figure:
    """Target, moved and away over time, with the deadline where one is known."""
    palette = PALETTES[theme]
    at = beijing(trend["at"])
    figure = go.Figure()
    lines = (
        ("total", _("应转移"), {"color": palette["muted"], "dash": "dash"}, None),
        ("away", _("在外安置"), {"color": palette["link"], "dash": "dot"}, None),
        ("done", _("已转移"), {"color": palette["done"], "width": 3}, "tozeroy"),
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
