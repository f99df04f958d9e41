"""Distance to the county and strength over time, as it was and as it was forecast."""

from collections.abc import Sequence
from datetime import datetime

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from stormdesk.domain.circles import Circle
from stormdesk.domain.county_profile import Centre
from stormdesk.domain.storm_table import Reach, Row, reaches, time_of
from stormdesk.domain.wind import GRADE_EDGES_MS, StormGrade
from stormdesk.ui.storm.board import Board
from stormdesk.ui.storm.layer import CIRCLE_COLOURS, agency_look
from stormdesk.ui.storm.plot import all_on_axis, colours, cursor, ground, plain, time_axis
from stormdesk.ui.storm.words import GRADE_LOOKS, grade_word
from stormdesk.ui.text import _

HEIGHT = 290


def distance_figure(board: Board, county: Centre) -> go.Figure:
    """Draw the centre's distance to the county and how far each circle reaches towards it."""
    figure = go.Figure()
    past = reaches(board.fixes, county.lat, county.lon)
    for circle, colour in CIRCLE_COLOURS.items():
        _add_reach(figure, past, circle, colour)
    paint = colours()
    _add_line(figure, past, name=_("实况"), colour=paint["text"], dash=None)
    for agency, points in board.forecasts.items():
        colour, dash = agency_look(board, agency)
        ahead = reaches(points, county.lat, county.lon)
        _add_line(figure, ahead, name=plain(_(agency)), colour=colour, dash=dash)
    figure.update_yaxes(title=_("距离(公里)"), rangemode="tozero")
    return _framed(ground(figure, height=HEIGHT), board)


def strength_figure(board: Board) -> go.Figure:
    """Draw wind and pressure, each agency's forecast dashed."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08)
    paint = colours()
    _add_strength(figure, board.fixes, name=_("实况"), colour=paint["text"], dash=None)
    for agency, points in board.forecasts.items():
        colour, dash = agency_look(board, agency)
        _add_strength(figure, points, name=plain(_(agency)), colour=colour, dash=dash)
    ground(figure, height=HEIGHT + 40)
    figure.update_layout(showlegend=False)
    _add_grades(figure, board)
    figure.update_yaxes(title=_("风速(米/秒)"), rangemode="tozero", row=1, col=1)
    figure.update_yaxes(title=_("气压(百帕)"), row=2, col=1)
    return _framed(figure, board)


def _framed(figure: go.Figure, board: Board) -> go.Figure:
    ahead = [time_of(point) for points in board.forecasts.values() for point in points]
    first_at = min([board.scene.first_at, *ahead])
    last_at = max([board.scene.moment.as_of, *(time_of(fix) for fix in board.fixes), *ahead])
    room = (last_at - first_at) / 40
    framed = time_axis(figure, first_at=first_at, last_at=last_at + room)
    return cursor(framed, board.scene.moment.as_of)


def _add_reach(figure: go.Figure, past: Sequence[Reach], circle: Circle, colour: str) -> None:
    column = {Circle.SEVEN: "reach7_km", Circle.TEN: "reach10_km", Circle.TWELVE: "reach12_km"}[circle]
    if not any(getattr(reach, column) for reach in past):
        return
    figure.add_trace(
        go.Scatter(
            x=all_on_axis(reach.at for reach in past),
            y=[getattr(reach, column) for reach in past],
            name=_("{force}级风圈").format(force=int(circle)),
            mode="lines",
            line={"color": colour, "width": 1, "shape": "linear"},
            fill="tozeroy",
            hovertemplate="%{y:.0f} km",
            connectgaps=False,
        )
    )


def _add_line(figure: go.Figure, rows: Sequence[Reach], *, name: str, colour: str, dash: str | None) -> None:
    figure.add_trace(
        go.Scatter(
            x=all_on_axis(reach.at for reach in rows),
            y=[reach.distance_km for reach in rows],
            name=name,
            mode="lines" if dash is None else "lines+markers",
            line={"color": colour, "width": 2.5 if dash is None else 2, "dash": _dash(dash)},
            hovertemplate="%{y:.0f} km",
        )
    )


def _add_strength(
    figure: go.Figure, rows: Sequence[Row], *, name: str, colour: str, dash: str | None
) -> None:
    ordered = sorted(rows, key=time_of)
    x: list[datetime] = all_on_axis(time_of(row) for row in ordered)
    line = {"color": colour, "width": 2.5 if dash is None else 2, "dash": _dash(dash)}
    mode = "lines" if dash is None else "lines+markers"
    for place, column, unit in ((1, "wind_ms", "m/s"), (2, "pressure_hpa", "hPa")):
        figure.add_trace(
            go.Scatter(
                x=x,
                y=[getattr(row, column) for row in ordered],
                name=name,
                mode=mode,
                line=line,
                legendgroup=name,
                showlegend=place == 1,
                hovertemplate="%{y:.0f} " + unit,
            ),
            row=place,
            col=1,
        )


def _add_grades(figure: go.Figure, board: Board) -> None:
    """Mark the grades' lower edges that the storm came near to."""
    rows: list[Row] = [*board.fixes, *(point for points in board.forecasts.values() for point in points)]
    strongest = max((row.wind_ms for row in rows if row.wind_ms is not None), default=0.0)
    edges = [(edge_ms, grade) for edge_ms, grade in GRADE_EDGES_MS if edge_ms <= strongest + 5]
    figure.update_layout(
        shapes=[_edge(edge_ms, GRADE_LOOKS[grade][0]) for edge_ms, grade in edges],
        annotations=[_edge_name(edge_ms, grade) for edge_ms, grade in edges],
    )


def _edge(edge_ms: float, colour: str) -> dict[str, object]:
    line = {"color": colour, "width": 1, "dash": "dot"}
    return {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "y0": edge_ms, "y1": edge_ms, "line": line}


def _edge_name(edge_ms: float, grade: StormGrade) -> dict[str, object]:
    return {
        "text": grade_word(grade),
        "xref": "x domain",
        "yref": "y",
        "x": 1,
        "y": edge_ms,
        "xanchor": "right",
        "yanchor": "top",
        "showarrow": False,
        "font": {"color": GRADE_LOOKS[grade][0], "size": 11},
    }


def _dash(dash: str | None) -> str | None:
    return None if dash is None else ",".join(f"{step}px" for step in dash.split())
