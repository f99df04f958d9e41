"""One gauge over time: its readings with marks, prediction, surge and doubts; rain as bars and as a sum."""

import itertools
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from stormdesk.domain.reading import Quantity
from stormdesk.domain.tide import predict
from stormdesk.domain.water.rain import DURATION_S
from stormdesk.domain.water.records import Level, MarkName
from stormdesk.domain.water.sea_level import TideAhead
from stormdesk.ui.page import Page
from stormdesk.ui.storm.plot import all_on_axis, colours, cursor, ground, plain, time_axis
from stormdesk.ui.text import _
from stormdesk.ui.water.words import mark_words

HEIGHT: Final = 400
BACK: Final = timedelta(hours=48)
AHEAD: Final = timedelta(hours=36)
STEP: Final = timedelta(minutes=15)
GAP_STEPS: Final = 4
MARK_COLOURS: Final = {
    MarkName.WARNING: "soon",
    MarkName.GUARANTEED: "late",
    MarkName.FLOOD_LIMIT: "soon",
    MarkName.DESIGN: "late",
    MarkName.BLUE: "level-4",
    MarkName.YELLOW: "level-3",
    MarkName.ORANGE: "level-2",
    MarkName.RED: "level-1",
}


def read_series(page: Page, gauge_id: str) -> pd.DataFrame:
    """The readings of a gauge in the two days before the moment."""
    return page.ask("water/series", gauge_id=gauge_id, from_at=page.moment.as_of - BACK)


def is_synthetic(series: pd.DataFrame) -> bool:
    """Whether any of the readings was made up for a drill."""
    return bool(series["source"].astype(str).str.startswith("drill").any())


def level_figure(page: Page, level: Level, series: pd.DataFrame, tide: TideAhead | None) -> go.Figure:
    """Draw a level with its marks; at the tide station also the prediction, the surge and high waters."""
    is_station = tide is not None and tide.station.gauge_id == level.gauge.gauge_id
    figure = (
        make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.74, 0.26])
        if is_station
        else go.Figure()
    )
    levels = series[series["quantity"] == Quantity.LEVEL_M]
    sound, doubted = levels[~levels["is_suspect"].astype(bool)], levels[levels["is_suspect"].astype(bool)]
    _add_readings(figure, sound, doubted)
    if is_station and tide is not None:
        _add_tide(figure, page, sound, tide)
    ground(figure, height=HEIGHT)
    for mark in level.gauge.marks:
        if mark.level_m is not None:
            _add_mark(figure, page, mark_words(mark), mark.level_m, colour=MARK_COLOURS[mark.name])
    figure.update_yaxes(title=_("水位(米)"), **({"row": 1, "col": 1} if is_station else {}))
    return _framed(figure, page, series, has_future=is_station)


def rain_figure(page: Page, series: pd.DataFrame) -> go.Figure:
    """Draw rain by hour as bars and its sum as a line; doubtful totals are left out."""
    figure = make_subplots(specs=[[{"secondary_y": True}]])
    paint = colours()
    hourly = hourly_mm(series)
    figure.add_bar(
        x=all_on_axis(hourly.index),
        y=hourly.tolist(),
        name=_("每小时雨量"),
        marker={"color": paint["link"]},
        hovertemplate="%{y:.1f} mm",
    )
    figure.add_scatter(
        x=all_on_axis(hourly.index),
        y=hourly.cumsum().tolist(),
        name=_("累计"),
        secondary_y=True,
        line={"color": paint["soon"], "width": 2.5},
        hovertemplate="%{y:.1f} mm",
    )
    ground(figure, height=HEIGHT)
    figure.update_yaxes(title=_("毫米/小时"), rangemode="tozero", secondary_y=False)
    figure.update_yaxes(title=_("累计毫米"), rangemode="tozero", secondary_y=True, showgrid=False)
    return _framed(figure, page, series, has_future=False)


def hourly_mm(series: pd.DataFrame) -> "pd.Series[float]":
    """Rain by the hour that it ends in, from the shortest totals that the gauge sends."""
    sound = series[~series["is_suspect"].astype(bool)]
    for quantity in DURATION_S:
        some = sound[sound["quantity"] == quantity]
        if len(some):
            ends = pd.DatetimeIndex(some["read_at"]).ceil("h")
            return some["value"].groupby(ends).sum()
    return pd.Series(dtype=float, index=pd.DatetimeIndex([], tz="UTC"))


def _add_readings(figure: go.Figure, sound: pd.DataFrame, doubted: pd.DataFrame) -> None:
    paint = colours()
    instants = [at.to_pydatetime() for at in sound["read_at"]]
    line = {"color": paint["text"], "width": 2.5}
    figure.add_trace(_line(instants, sound["value"].tolist(), _("读数"), line))
    if len(doubted):
        reasons = [plain(_(str(reason))) for reason in doubted["suspect_reason"]]
        figure.add_trace(
            go.Scatter(
                x=all_on_axis(doubted["read_at"]),
                y=doubted["value"].tolist(),
                name=_("存疑,未计入"),
                mode="markers",
                marker={"color": paint["muted"], "symbol": "x", "size": 7},
                text=reasons,
                hovertemplate="%{y:.2f} m %{text}",
            )
        )


def _add_tide(figure: go.Figure, page: Page, sound: pd.DataFrame, tide: TideAhead) -> None:
    """The prediction, what it would be with the present surge, and the surge in a row of its own."""
    offset = tide.station.mean_sea_level_m
    if offset is None:
        return
    paint, now = colours(), page.moment.as_of
    times = [now - BACK + STEP * step for step in range(int((BACK + AHEAD) / STEP) + 1)]
    astronomical = (predict(page.desk.constituents, times) + offset).tolist()
    dotted, dashed = {"color": paint["link"], "dash": "dot"}, {"color": paint["soon"], "dash": "dash"}
    figure.add_trace(_line(times, astronomical, _("天文潮"), dotted), row=1, col=1)
    if tide.surge is None:
        return
    later = [
        (at, level + tide.surge.now_m) for at, level in zip(times, astronomical, strict=True) if at >= now
    ]
    expected = _line(
        [at for at, _level in later],
        [level for _at, level in later],
        _("天文潮+目前增水(不是增水预报)"),
        dashed,
    )
    figure.add_trace(expected, row=1, col=1)
    instants = [at.to_pydatetime().astimezone(UTC) for at in sound["read_at"]]
    surge = sound["value"].to_numpy(dtype=float) - predict(page.desk.constituents, instants) - offset
    filled = _line(instants, surge.tolist(), _("增水"), {"color": paint["done"], "width": 1.5})
    figure.add_trace(filled.update(fill="tozeroy"), row=2, col=1)
    figure.update_yaxes(title=_("增水(米)"), row=2, col=1)


def _line(
    times: Sequence[datetime], levels_m: Sequence[float], name: str, line: dict[str, Any]
) -> go.Scatter:
    """A line that breaks where readings are missing for several rhythms."""
    shown = with_gaps(times, [round(level, 3) for level in levels_m])
    return go.Scatter(
        x=all_on_axis(at for at, _level in shown),
        y=[level for _at, level in shown],
        name=name,
        mode="lines",
        line=line,
        connectgaps=False,
        hovertemplate="%{y:.2f} m",
    )


def with_gaps(times: Sequence[datetime], levels_m: Sequence[float]) -> list[tuple[datetime, float | None]]:
    """Put an empty value into every gap that is longer than several usual steps."""
    if not times:
        return []
    steps = [later - earlier for earlier, later in itertools.pairwise(times)]
    usual = statistics.median_low(step.total_seconds() for step in steps) if steps else 0.0
    longest = timedelta(seconds=usual * GAP_STEPS)
    shown: list[tuple[datetime, float | None]] = [(times[0], levels_m[0])]
    for at, level, step in zip(times[1:], levels_m[1:], steps, strict=True):
        if step > longest:
            shown.append((at - step / 2, None))
        shown.append((at, level))
    return shown


def _add_mark(figure: go.Figure, page: Page, words: str, level_m: float, *, colour: str) -> None:
    """A level line named in the legend, where names do not lie on each other."""
    now = page.moment.as_of
    figure.add_trace(
        go.Scatter(
            x=all_on_axis([now - BACK, now + AHEAD]),
            y=[level_m, level_m],
            name=plain(words),
            mode="lines",
            line={"color": colours()[colour], "width": 1.5, "dash": "longdash"},
            hoverinfo="skip",
        )
    )


def _framed(figure: go.Figure, page: Page, series: pd.DataFrame, *, has_future: bool) -> go.Figure:
    now: datetime = page.moment.as_of
    last = now + (AHEAD if has_future else timedelta(hours=2))
    if is_synthetic(series):
        title = {"text": _("合成演练数据,不是实测"), "font": {"size": 16, "color": colours()["soon"]}}
        figure.update_xaxes(title=title, **({"row": 2, "col": 1} if has_future else {}))
    return cursor(time_axis(figure, first_at=now - BACK, last_at=last), now)
