"""The band of arrival at each place as bars over time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import plotly.graph_objects as go

from stormdesk.domain.circles import Circle
from stormdesk.ui.storm.arrival_reading import Reading, instant
from stormdesk.ui.storm.layer import CIRCLE_COLOURS
from stormdesk.ui.storm.plot import colours, cursor, ground, on_axis, plain, time_axis
from stormdesk.ui.text import _

ROW_PX = 26
Spans = Sequence[tuple[str, datetime, datetime]]


def band_figure(reading: Reading, circle: Circle) -> go.Figure | None:
    """Draw for each place the span over agencies, thin the error of forecasts; None where nothing arrives."""
    band = reading.bands[circle]
    rows = [row for row in range(len(reading.places)) if not np.isnat(band.earliest_at[row])]
    if not rows:
        return None
    names = {row: plain(reading.places[row].name) for row in rows}
    sure = [(names[row], *_pair(band.earliest_at[row], band.latest_at[row])) for row in rows]
    wide = [
        (names[row], *_pair(band.soonest_at[row], _last(band.farthest_at[row], band.latest_at[row])))
        for row in rows
        if not np.isnat(band.soonest_at[row])
    ]
    paint = colours()
    figure = go.Figure()
    _add_spans(figure, wide, name=_("预报误差带"), colour=paint["muted"], width=3)
    _add_spans(figure, sure, name=_("各机构最早至最晚"), colour=CIRCLE_COLOURS[circle], width=12)
    middles = [(names[row], *_pair(band.middle_at[row], band.middle_at[row])) for row in rows]
    figure.add_trace(
        go.Scatter(
            x=[on_axis(at) for _name, at, _end in middles],
            y=[name for name, _at, _end in middles],
            mode="markers",
            name=_("居中"),
            marker={"symbol": "diamond", "size": 10, "color": paint["text"]},
            hovertemplate="%{y} %{x|%m-%d %H:%M}<extra></extra>",
        )
    )
    return _framed(figure, [*sure, *wide], reading, list(names.values()))


def _framed(figure: go.Figure, spans: Spans, reading: Reading, names: Sequence[str]) -> go.Figure:
    ground(figure, height=ROW_PX * len(names) + 110)
    first = min([reading.as_of, *(start for _name, start, _end in spans)])
    last = max([reading.as_of, *(end for _name, _start, end in spans)])
    room = max((last - first) / 30, timedelta(minutes=30))
    figure.update_yaxes(categoryorder="array", categoryarray=list(reversed(names)), type="category")
    figure.update_layout(hovermode="closest")
    return cursor(time_axis(figure, first_at=first - room, last_at=last + room), reading.as_of)


def _add_spans(figure: go.Figure, spans: Spans, *, name: str, colour: str, width: int) -> None:
    x: list[datetime | None] = []
    y: list[str | None] = []
    for place, start, end in spans:
        x += [on_axis(start), on_axis(end), None]
        y += [place, place, None]
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="lines",
            name=name,
            line={"color": colour, "width": width},
            connectgaps=False,
            hovertemplate="%{y} %{x|%m-%d %H:%M}<extra></extra>",
        )
    )


def _pair(start: np.datetime64, end: np.datetime64) -> tuple[datetime, datetime]:
    first, last = instant(start), instant(end)
    if first is None or last is None:
        raise ValueError("a span needs both ends")
    return first, last


def _last(farthest: np.datetime64, latest: np.datetime64) -> np.datetime64:
    """Where the error lets an agency miss the place, the band is drawn to the latest that reaches it."""
    return latest if np.isnat(farthest) else max(farthest, latest)
