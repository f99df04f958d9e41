"""Levels and signals as bars against time."""

from datetime import datetime

import pandas as pd
import plotly.graph_objects as go

from stormdesk.domain.timeline import Decision, LevelBar, hours_between, level_bars
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.response.words import (
    DARK_LEVELS,
    LEVEL_COLOURS,
    ON_DARK,
    ON_LIGHT,
    SIGNAL_COLOURS,
    level_mark,
    level_name,
    signal_name,
)
from stormdesk.ui.storm.plot import cursor, ground, on_axis, plain, time_axis
from stormdesk.ui.storm.sheet import Record
from stormdesk.ui.text import _

UNKNOWN_COLOUR = "#8b97a5"
HOUR_MS = 3_600_000
# A bar narrower than this share of the axis has no room for its numeral.
NARROWEST = 0.03


def decisions(frame: pd.DataFrame) -> list[Decision]:
    """Return the answer of response/levels as decisions."""
    return [
        Decision(
            hazard=str(row["hazard"]),
            status=str(row["status"]),
            level_code=str(row["level_code"]),
            starts_at=row["level_from"].to_pydatetime(),
            ends_at=row["level_until"].to_pydatetime(),
        )
        for row in frame.to_dict("records")
    ]


def history_figure(page: Page, levels: pd.DataFrame, signals: pd.DataFrame) -> go.Figure | None:
    """Draw levels and signals as bars against time; None when there is nothing to draw."""
    bars = level_bars(decisions(levels))
    issued = signals[signals["status"] == "issued"].to_dict("records")
    starts = [bar.starts_at for bar in bars] + [row["signal_from"].to_pydatetime() for row in issued]
    if not starts:
        return None
    now, first_at = page.moment.as_of, min(starts)
    figure = go.Figure()
    for bar in bars:
        is_wide = hours_between(bar.starts_at, bar.ends_at) > NARROWEST * hours_between(first_at, now)
        add_level(figure, page, bar, row=hazard_name(bar.hazard), x_from=None, has_mark=is_wide)
    for row in issued:
        _add_signal(figure, page, row)
    rows = len({trace.y[0] for trace in figure.data})
    ground(figure, height=80 + 46 * rows)
    flatten(figure)
    margin = (now - first_at) / 50
    return cursor(time_axis(figure, first_at=first_at - margin, last_at=now + margin), now)


def flatten(figure: go.Figure) -> go.Figure:
    """Let bars lie in rows from the top, one on top of the other where they meet."""
    figure.update_layout(barmode="overlay", showlegend=False, hovermode="closest", bargap=0.25)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def add_level(  # noqa: PLR0913  one bar has a row, a place and perhaps a numeral
    figure: go.Figure, page: Page, bar: LevelBar, *, row: str, x_from: float | None, has_mark: bool
) -> None:
    """Add one level as a bar; `x_from` is its start in hours on an axis that does not show dates."""
    hours = hours_between(bar.starts_at, bar.ends_at)
    reference = page.county.reference
    mark = level_mark(reference, bar.level_code) if has_mark else ""
    figure.add_trace(
        go.Bar(
            base=[on_axis(bar.starts_at) if x_from is None else x_from],
            x=[hours * HOUR_MS if x_from is None else hours],
            y=[row],
            orientation="h",
            text=[mark],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            marker={"color": LEVEL_COLOURS.get(bar.level_code, UNKNOWN_COLOUR), "line": {"width": 0}},
            textfont={"color": ON_DARK if bar.level_code in DARK_LEVELS else ON_LIGHT, "size": 15},
            hovertemplate=_span(level_name(reference, bar.level_code), bar.starts_at, bar.ends_at),
        )
    )


def _add_signal(figure: go.Figure, page: Page, row: Record) -> None:
    starts_at, ends_at = pd.Timestamp(row["signal_from"]), pd.Timestamp(row["signal_until"])
    name = signal_name(page, str(row["hazard"]), str(row["colour"]))
    colour = SIGNAL_COLOURS.get(str(row["colour"]), UNKNOWN_COLOUR)
    figure.add_trace(
        go.Bar(
            base=[on_axis(starts_at.to_pydatetime())],
            x=[hours_between(starts_at, ends_at) * HOUR_MS],
            y=[signal_row(str(row["hazard"]))],
            orientation="h",
            text=[plain(name)],
            textposition="inside",
            insidetextanchor="start",
            textangle=0,
            marker={"color": "rgba(0,0,0,0)", "line": {"width": 2.5, "color": colour}},
            hovertemplate=_span(name, starts_at.to_pydatetime(), ends_at.to_pydatetime()),
        )
    )


def signal_row(hazard: str) -> str:
    """Return the name of a hazard's row of signals."""
    known = {"sea": _("海上预警"), "typhoon": _("台风预警"), "rainstorm": _("暴雨预警")}
    return known.get(hazard, plain(hazard))


def _span(name: str, starts_at: datetime, ends_at: datetime) -> str:
    return f"{plain(name)}<br>{clock_time(starts_at)} – {clock_time(ends_at)}<extra></extra>"
