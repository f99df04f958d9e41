"""The ground of every chart over time: theme, fonts, Beijing time, and nothing that leads outside."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from stormdesk.domain.moment import BEIJING
from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.state import theme

CONFIG = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False, "responsive": True}
FONT = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def on_axis(at: datetime) -> datetime:
    """Return an instant as a time axis shows it: Beijing time without a zone."""
    return at.astimezone(BEIJING).replace(tzinfo=None)


def all_on_axis(instants: Iterable[datetime]) -> list[datetime]:
    """Return instants as a time axis shows them."""
    return [on_axis(at) for at in instants]


def plain(text: str) -> str:
    """Return a text in which a chart finds no markup and no placeholder."""
    return text.replace("<", "‹").replace(">", "›").replace("%{", "% {")


def colours() -> dict[str, str]:
    """Return the colours by token in the visitor's theme."""
    name: Theme = "dark" if theme() == "dark" else "light"
    return dict(PALETTES[name])


def ground(figure: go.Figure, *, height: int) -> go.Figure:
    """Give a figure the house's type, margins and grid."""
    paint = colours()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        font={"family": FONT, "size": 13, "color": paint["text"]},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hovermode="x unified",
        hoverlabel={"bgcolor": paint["panel"], "font": {"color": paint["text"], "family": FONT}},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
    )
    figure.update_xaxes(gridcolor=paint["line"], linecolor=paint["muted"], automargin=True)
    figure.update_yaxes(gridcolor=paint["line"], zeroline=False, automargin=True, fixedrange=True)
    return figure


def time_axis(figure: go.Figure, *, first_at: datetime, last_at: datetime) -> go.Figure:
    """Let the horizontal axis show days and hours in Beijing time."""
    days = (last_at - first_at) / timedelta(days=1)
    step_h = next((hours for limit, hours in ((2, 3), (4, 6), (9, 12), (20, 24)) if days <= limit), 48)
    figure.update_xaxes(
        range=[on_axis(first_at), on_axis(last_at)],
        type="date",
        tickformat="%m-%d\n%H:%M",
        hoverformat="%m-%d %H:%M",
        dtick=step_h * 3_600_000,
        tick0="2000-01-01 00:00",
    )
    return figure


def cursor_shape(at: datetime) -> dict[str, Any]:
    """Return the upright line that marks the moment, through all rows of a chart."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": on_axis(at),
        "x1": on_axis(at),
        "y0": 0,
        "y1": 1,
        "line": {"color": colours()["text"], "width": 2},
    }


def cursor(figure: go.Figure, at: datetime) -> go.Figure:
    """Mark the moment by an upright line."""
    figure.add_shape(cursor_shape(at))
    return figure


def show(figure: go.Figure | dict[str, Any], *, key: str, **options: Any) -> None:  # noqa: ANN401  handed on as they are
    """Put a figure on the page."""
    st.plotly_chart(figure, key=key, config=CONFIG, width="stretch", **options)
