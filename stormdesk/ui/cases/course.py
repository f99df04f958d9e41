"""Courses of storms over each other on one plain map: the present one, past ones, the county."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import plotly.graph_objects as go
import shapely
from shapely import Polygon

from stormdesk.domain.case import Case
from stormdesk.domain.county import County
from stormdesk.domain.likeness import TrackPoint
from stormdesk.outlook.likeness import past_course
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.storm.plot import colours, ground, plain, show
from stormdesk.ui.text import _

HEIGHT: Final = 470
# Degrees around the county that the map shows.
WEST, EAST, SOUTH, NORTH = 17.0, 24.0, 9.5, 9.5
TOLERANCE: Final = 0.02
PAINTS: Final = ("#2f7fd1", "#ee8a1d", "#7a4fbf", "#2a9d62", "#b8577a", "#6b7a8c")
DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "solid")


@dataclass(frozen=True, slots=True)
class Course:
    """One line of the map; what lies after `placed_count` points is forecast."""

    name: str
    points: Sequence[TrackPoint]
    placed_count: int
    is_present: bool = False


def draw_course(page: Page, case: Case) -> None:
    """Draw the course of a case's storm, where a track of it is held."""
    points = () if case.storm_id is None else past_course(page.desk, case.storm_id)
    if points:
        figure = course_figure(page.county, [Course(case.name_zh, points, len(points), is_present=True)])
        show(figure, key="cases-course")


def course_figure(county: County, lines: Sequence[Course]) -> go.Figure:
    """Draw courses over the land, the county in the middle."""
    figure = go.Figure()
    paint = colours()
    centre = county.profile.centre
    frame = (centre.lon - WEST, centre.lat - SOUTH, centre.lon + EAST, centre.lat + NORTH)
    _add_land(figure, county, frame)
    for place, line in enumerate(lines):
        _add(figure, line, paint["text"] if line.is_present else PAINTS[place % len(PAINTS)], place)
    figure.add_scatter(
        x=[centre.lon],
        y=[centre.lat],
        mode="markers",
        marker={"symbol": "star", "size": 13, "color": "#d7263d"},
        name=plain(county.profile.name_zh),
    )
    ground(figure, height=HEIGHT)
    figure.update_layout(hovermode="closest")
    figure.update_xaxes(range=[frame[0], frame[2]], ticksuffix="°", constrain="domain")
    figure.update_yaxes(range=[frame[1], frame[3]], ticksuffix="°", scaleanchor="x", scaleratio=1.13)
    return figure


def _add_land(figure: go.Figure, county: County, frame: tuple[float, float, float, float]) -> None:
    """Add the land within the frame, without a name of its own."""
    paint = colours()
    for xs, ys in _cut((county.shapes.ocean_land or county.shapes.land).wkb, frame):
        figure.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            fill="toself",
            fillcolor=paint["land"],
            line={"color": paint["line"], "width": 1},
            hoverinfo="skip",
            showlegend=False,
        )


def _add(figure: go.Figure, line: Course, colour: str, place: int) -> None:
    """Add a course, what is forecast of it dotted."""
    placed, ahead = line.points[: line.placed_count], line.points[max(0, line.placed_count - 1) :]
    dash = "solid" if line.is_present else DASHES[place % len(DASHES)]
    width = 4 if line.is_present else 2
    for points, style, name in (
        (placed, dash, line.name),
        (
            ahead if line.placed_count < len(line.points) else (),
            "dot",
            _("{name}(预报)").format(name=line.name),
        ),
    ):
        if not points:
            continue
        figure.add_scatter(
            x=[one.lon for one in points],
            y=[one.lat for one in points],
            mode="lines+markers",
            line={"color": colour, "width": width, "dash": style},
            marker={"size": 5 if line.is_present else 3},
            name=plain(name),
            text=[_hover(one) for one in points],
            hovertemplate="%{text}<extra>" + plain(name) + "</extra>",
        )


def _hover(one: TrackPoint) -> str:
    wind = _("风速未知") if one.wind_ms is None else _("{n} 米/秒").format(n=round(one.wind_ms))
    return f"{clock_time(one.at, '%Y-%m-%d %H:%M')} · {wind}"


@lru_cache(maxsize=4)
def _cut(
    land: bytes, frame: tuple[float, float, float, float]
) -> tuple[tuple[list[float], list[float]], ...]:
    """The land within the map's frame as outlines, coarse enough for a small map."""
    found = shapely.clip_by_rect(shapely.from_wkb(land), *frame).simplify(TOLERANCE)
    polygons = [one for one in getattr(found, "geoms", (found,)) if isinstance(one, Polygon)]
    return tuple((list(one.exterior.xy[0]), list(one.exterior.xy[1])) for one in polygons)
