"""Counts that add up, by area or category: as stacked bars with colour and pattern, and as a table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from stormdesk.ui.literal import literal
from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.page import Page
from stormdesk.ui.silence.marks import greyed, opacities
from stormdesk.ui.subjects.chart import BAR_PX, CONFIG, dressed
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.text import _

UNNAMED = "—"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its title, colour and pattern, and whether it is left to do."""

    title: str
    colour: str
    pattern: str = ""
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts with a name per row and a column per part, and what the rows are."""

    table: pd.DataFrame
    parts: Mapping[str, Part]
    title: str
    silent: tuple[bool, ...] = ()


def counted(
    rows: pd.DataFrame, by: str, part: "pd.Series[Any]", weight: "pd.Series[Any]", parts: Collection[str]
) -> pd.DataFrame:
    """Weights per value of a column and per part, every part a column; a missing value is the empty key."""
    key = rows[by].astype(object).where(rows[by].notna(), "")
    table = pd.DataFrame({"key": key, "part": part, "weight": weight}).pivot_table(
        index="key", columns="part", values="weight", aggfunc="sum", fill_value=0
    )
    return table.reindex(columns=list(parts), fill_value=0).astype(int)


def draw_counts(page: Page, counts: Counts, form: str, *, key: str) -> None:
    """Draw the counts as chart or table; the table can be taken away."""
    if form == "chart":
        st.plotly_chart(bars(counts, theme=theme_name()), key=f"{key}-bars", config=CONFIG, theme=None)
        return
    shown = as_table(counts)
    st.dataframe(greyed(shown, counts.silent), hide_index=True, key=f"{key}-table")
    with st.container(horizontal=True):
        draw_downloads(page, counts.title, shown, key=f"{key}-table")


def switch(options: Mapping[str, str], key: str, label: str) -> str:
    """Let the visitor choose one of several; the first unless they do."""
    picked = st.segmented_control(
        label,
        list(options),
        default=next(iter(options)),
        required=True,
        format_func=lambda one: literal(options[one]),
        label_visibility="collapsed",
        key=key,
    )
    return picked if picked in options else next(iter(options))


def as_table(counts: Counts) -> pd.DataFrame:
    """The counts as a table with the total of each row and the sum as last row."""
    table = counts.table.rename(columns={name: _(part.title) for name, part in counts.parts.items()})
    table.insert(0, _("总数"), counts.table.sum(axis=1))
    table = pd.concat([table, pd.DataFrame([table.sum()], index=[_("合计")])])
    return table.rename_axis(counts.title, axis=0).rename_axis(None, axis=1).reset_index()


def bars(counts: Counts, *, theme: Theme) -> go.Figure:
    """One bar per row, the first on top, what is left written beside it."""
    table, parts = counts.table, counts.parts
    names = [escape(str(label)) for label in table.index]
    faint = {"opacity": opacities(counts.silent)} if any(counts.silent) else {}
    figure = go.Figure()
    for name, part in parts.items():
        if table[name].any():
            figure.add_bar(
                y=names,
                x=table[name].tolist(),
                name=_(part.title),
                orientation="h",
                marker=marker(part.colour, part.pattern, theme=theme) | faint,
                hovertemplate="%{y}<br>" + escape(_(part.title)) + " %{x:,}<extra></extra>",
            )
    totals = table.sum(axis=1)
    left = table[[name for name, part in parts.items() if part.is_left]].sum(axis=1)
    quiet = counts.silent or (False,) * len(names)
    for name, total, missing, is_silent in zip(names, totals, left, quiet, strict=True):
        text = f"<b>{missing:,}</b> / {total:,}" if missing else f"{'?' if is_silent else '✓'} {total:,}"
        figure.add_annotation(x=total, y=name, text=text, showarrow=False, xanchor="left", xshift=6)
    most = int(totals.max()) if len(totals) else 1
    figure.update_layout(barmode="stack", height=120 + BAR_PX * max(len(names), 1))
    figure.update_yaxes(autorange="reversed", automargin=True, ticklabelstandoff=6, showgrid=False)
    figure.update_xaxes(range=[0, max(1, most) * 1.5], showgrid=False, tickformat=",d")
    return dressed(figure, theme)


def marker(colour: str, pattern: str, *, theme: Theme) -> dict[str, Any]:
    """A bar's fill: a colour of the palette and, over it, a pattern that tells it apart without colour."""
    palette = PALETTES[theme]
    over = {"shape": pattern, "fillmode": "overlay", "fgcolor": palette["panel"], "size": 7, "solidity": 0.35}
    return {"color": palette[colour], "pattern": over}
