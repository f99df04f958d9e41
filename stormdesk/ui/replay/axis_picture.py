"""What the replay's chart shows wherever the cursor stands: level, curves of work, storm and tide."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from stormdesk.domain.storm_table import reaches
from stormdesk.domain.tide import predict
from stormdesk.domain.timeline import LevelBar, hours_between, level_bars
from stormdesk.domain.track import Fix
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.response.bars import NARROWEST, add_level, decisions
from stormdesk.ui.storm.plot import all_on_axis, colours, ground, time_axis
from stormdesk.ui.text import _

HEIGHT = 620
ROW_HEIGHTS = (0.13, 0.13, 0.13, 0.13, 0.13, 0.13, 0.12, 0.10)
CALLED = "called for"
TYPHOON = "typhoon"
WORK = ("responsible_person", "evacuee", "vessel", "site", "shelter")
HOUR = timedelta(hours=1)
Counts = Mapping[str, tuple[int, int]]


def counts_at(page: Page, at: datetime, known_at: datetime) -> Counts:
    """Return done and total of each kind of work at a moment."""
    found = page.ask("replay/numbers", as_of=at, known_at=known_at)
    return {str(row["subject"]): (int(row["done"]), int(row["total"])) for row in found.to_dict("records")}


def curves(page: Page, scene: Scene, *, is_then: bool) -> pd.DataFrame:
    """Return how much was done hour by hour; the same wherever the cursor stands."""
    return page.ask(
        "replay/curves", known_at=scene.known_last_at, until_at=scene.axis.ends_at, is_then=is_then
    )


def axis_picture(
    page: Page, scene: Scene, track: Sequence[Fix], called: Sequence[LevelBar]
) -> dict[str, Any]:
    """Draw the whole operation without its cursor, as plain data that nobody changes."""
    figure = make_subplots(
        rows=len(ROW_HEIGHTS),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.012,
        row_heights=list(ROW_HEIGHTS),
    )
    _add_levels(figure, page, scene, called)
    _add_work(figure, page, scene)
    _add_distance(figure, page, track)
    _add_tide(figure, page, scene)
    ground(figure, height=HEIGHT)
    figure.update_layout(
        barmode="overlay", showlegend=False, bargap=0.1, margin={"l": 128, "r": 12, "t": 8, "b": 8}
    )
    figure.update_yaxes(showgrid=False, showticklabels=False, automargin=False)
    time_axis(figure, first_at=scene.axis.starts_at, last_at=scene.axis.ends_at)
    return dict(figure.to_dict())


def _add_levels(figure: go.Figure, page: Page, scene: Scene, called: Sequence[LevelBar]) -> None:
    """Add what was decided, and under it what the rules called for."""
    known = page.ask("response/levels", as_of=scene.axis.ends_at, known_at=scene.known_last_at)
    span_h = hours_between(scene.axis.starts_at, scene.axis.ends_at)
    for bar in level_bars(decisions(known)):
        is_wide = hours_between(bar.starts_at, bar.ends_at) > NARROWEST * span_h
        add_level(figure, page, bar, row=bar.hazard, x_from=None, has_mark=is_wide)
    for bar in called:
        is_wide = hours_between(bar.starts_at, bar.ends_at) > NARROWEST * span_h
        add_level(figure, page, bar, row=f"{bar.hazard} {CALLED}", x_from=None, has_mark=is_wide)
        drawn = figure.data[-1]
        drawn.marker.update(opacity=0.6, pattern={"shape": "/", "size": 5, "solidity": 0.25})
        if bar.hazard != TYPHOON and is_wide:
            drawn.update(text=[f"{hazard_name(bar.hazard)} {drawn.text[0]}"])
    figure.update_yaxes(autorange="reversed", row=1, col=1)


def _add_work(figure: go.Figure, page: Page, scene: Scene) -> None:
    paint = colours()
    totals = counts_at(page, scene.axis.ends_at, scene.known_last_at)
    shown = curves(page, scene, is_then=not scene.is_hindsight)
    other = curves(page, scene, is_then=scene.is_hindsight)
    for place, subject in enumerate(WORK, start=2):
        for frame, is_shown in ((shown, True), (other, False)):
            rows = frame[frame["subject"] == subject]
            curve = go.Scatter(
                x=all_on_axis(at.to_pydatetime() for at in rows["hour_at"]),
                y=rows["done"],
                mode="lines",
                name=_curve_name(scene, is_shown=is_shown),
                line={"color": paint["link"] if is_shown else paint["text"], **_stroke(is_shown=is_shown)},
                fill="tozeroy" if is_shown else None,
                fillcolor=f"{paint['link']}33",
                hovertemplate="%{y:,}",
            )
            figure.add_trace(curve, row=place, col=1)
        most = max([totals.get(subject, (0, 0))[1], int(shown["done"][shown["subject"] == subject].max()), 1])
        figure.update_yaxes(range=[0, most * 1.12], row=place, col=1)


def _stroke(*, is_shown: bool) -> dict[str, object]:
    return {"width": 2.5, "dash": "solid"} if is_shown else {"width": 1.2, "dash": "dot"}


def _curve_name(scene: Scene, *, is_shown: bool) -> str:
    return _("现在所知") if scene.is_hindsight == is_shown else _("当时所知")


def _add_distance(figure: go.Figure, page: Page, track: Sequence[Fix]) -> None:
    centre, paint = page.county.profile.centre, colours()
    known = reaches(track, centre.lat, centre.lon)
    figure.add_trace(
        go.Scatter(
            x=all_on_axis(reach.at for reach in known),
            y=[reach.distance_km for reach in known],
            mode="lines",
            name=_("台风距离"),
            line={"color": paint["late"], "width": 2},
            hovertemplate="%{y:.0f} km",
        ),
        row=len(ROW_HEIGHTS) - 1,
        col=1,
    )
    figure.update_yaxes(rangemode="tozero", row=len(ROW_HEIGHTS) - 1, col=1)


def _add_tide(figure: go.Figure, page: Page, scene: Scene) -> None:
    hours = int(hours_between(scene.axis.starts_at, scene.axis.ends_at))
    times: list[datetime] = [scene.axis.starts_at + HOUR * hour for hour in range(hours + 1)]
    figure.add_trace(
        go.Scatter(
            x=all_on_axis(times),
            y=predict(page.desk.constituents, times).round(2),
            mode="lines",
            name=_("天文潮位"),
            line={"color": colours()["done"], "width": 1.5},
            hovertemplate="%{y:.2f} m",
        ),
        row=len(ROW_HEIGHTS),
        col=1,
    )
