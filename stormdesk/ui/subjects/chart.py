"""Charts of a subject: how it stands by area or category, how it grew; offline, in both themes."""

from datetime import datetime
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _

BAR_PX = 30
_FONT = "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
_COLOURS = {"done": "done", "over": "muted", "open": "soon", "trouble": "late", "unknown": "silent"}
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts that add up to the total: done, over, under way or not begun, in trouble, not reported."""
    return pd.DataFrame(
        {
            "done": frame["done"],
            "over": frame["over_count"],
            "open": frame["left_count"] - frame["trouble_count"] - frame["unknown_count"],
            "trouble": frame["trouble_count"],
            "unknown": frame["unknown_count"],
        }
    ).astype(int)


def part_titles() -> dict[str, str]:
    """What the parts are called."""
    return {
        "done": _("已落实"),
        "over": _("已解除"),
        "open": _("未落实"),
        "trouble": _("异常"),
        "unknown": _("未报"),
    }


def bars(
    labels: list[str], counts: pd.DataFrame, *, theme: Theme, opacity: list[float] | None = None
) -> go.Figure:
    """One bar per label with its parts in a row, the first label on top, what is left written beside it."""
    names = [escape(label) for label in labels]
    figure = go.Figure()
    for part, title in part_titles().items():
        if counts[part].any():
            figure.add_bar(
                y=names,
                x=counts[part].tolist(),
                name=title,
                orientation="h",
                marker={"color": PALETTES[theme][_COLOURS[part]], "opacity": opacity},
                hovertemplate="%{y}<br>" + escape(title) + " %{x}<extra></extra>",
            )
    totals = counts.sum(axis=1)
    figure.add_scatter(
        x=totals.tolist(),
        y=names,
        mode="text",
        text=_beside(counts, opacity or [1.0] * len(labels)),
        textposition="middle right",
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(barmode="stack", height=90 + BAR_PX * max(len(labels), 1))
    figure.update_yaxes(autorange="reversed", ticklabelstandoff=6, showgrid=False)
    figure.update_xaxes(range=[0, max(1, totals.max() if len(totals) else 1) * 1.22], showgrid=False)
    return dressed(figure, theme)


def _beside(counts: pd.DataFrame, opacity: list[float]) -> list[str]:
    """What is left of each total; what is drawn faintly is never ticked off."""
    totals = counts.sum(axis=1)
    left = totals - counts["done"] - counts["over"]
    return [
        f" <b>{missing:,}</b> / {total:,}" if missing else f" {'✓' if strong == 1 else '?'} {total:,}"
        for total, missing, strong in zip(totals, left, opacity, strict=True)
    ]


def growth(trend: pd.DataFrame, *, theme: Theme, deadline_at: datetime | None) -> go.Figure:
    """Done and reported over time under the total, with the deadline where one is known."""
    palette = PALETTES[theme]
    at = beijing(trend["at"])
    figure = go.Figure()
    figure.add_scatter(
        x=at, y=trend["total"], name=_("总数"), mode="lines", line={"color": palette["muted"], "dash": "dash"}
    )
    figure.add_scatter(
        x=at, y=trend["reported"], name=_("已报"), mode="lines", line={"color": palette["link"], "width": 1.5}
    )
    figure.add_scatter(
        x=at,
        y=trend["done"],
        name=_("已落实"),
        mode="lines",
        line={"color": palette["done"], "width": 3},
        fill="tozeroy",
    )
    if deadline_at is not None:
        _mark(figure, deadline_at, palette["late"])
    figure.update_layout(height=300)
    figure.update_xaxes(tickformat="%m-%d %H:%M", nticks=7)
    figure.update_yaxes(rangemode="tozero", tickformat=",d")
    return dressed(figure, theme)


def _mark(figure: go.Figure, at: datetime, colour: str) -> None:
    """An upright line at the deadline, with its word."""
    mark = beijing(pd.Series([at])).iloc[0]
    figure.add_vline(x=mark, line={"color": colour, "width": 2})
    figure.add_annotation(
        x=mark, y=1, yref="paper", text=_("时限"), showarrow=False, xanchor="left", yanchor="top", xshift=4
    )


def dressed(figure: go.Figure, theme: Theme) -> go.Figure:
    """The figure in the theme's colours, without anything to drag or zoom."""
    palette = PALETTES[theme]
    axis: dict[str, Any] = {
        "gridcolor": palette["line"],
        "linecolor": palette["line"],
        "zeroline": False,
        "fixedrange": True,
    }
    figure.update_layout(
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": _FONT, "size": 14, "color": palette["text"]},
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        hoverlabel={"font": {"family": _FONT}},
        dragmode=False,
    )
    figure.update_xaxes(axis, automargin=True)
    figure.update_yaxes(axis, automargin=True)
    return figure
