"""Several storms' curves over each other, in hours from the instant on which they are aligned."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from stormdesk.domain.measures.records import SUBJECTS
from stormdesk.outlook.measures.aligning import Curve
from stormdesk.ui.measures.words import SUBJECTS as NAMES
from stormdesk.ui.storm.plot import colours, ground, plain
from stormdesk.ui.text import _

DASHES = ("solid", "dash", "dot", "dashdot")
PAINTS = ("link", "late", "done", "text")
ROW_PX = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One storm's curves by its name."""

    name: str
    curves: Sequence[Curve]


def curves_figure(lines: Sequence[Line]) -> go.Figure:
    """Draw one row for each kind of work; each storm has its own dash as well as its colour."""
    figure = make_subplots(rows=len(SUBJECTS), cols=1, shared_xaxes=True, vertical_spacing=0.03)
    paint = colours()
    for number, line in enumerate(lines):
        for curve in line.curves:
            row = list(SUBJECTS).index(curve.subject) + 1
            figure.add_trace(
                go.Scatter(
                    x=curve.hours,
                    y=curve.percent,
                    name=plain(line.name),
                    legendgroup=str(number),
                    showlegend=row == 1,
                    mode="lines",
                    line={
                        "dash": DASHES[number % len(DASHES)],
                        "color": paint[PAINTS[number % len(PAINTS)]],
                        "width": 2.5,
                    },
                    hovertemplate="%{y:.0f}%",
                ),
                row=row,
                col=1,
            )
    return _framed(ground(figure, height=ROW_PX * len(SUBJECTS) + 60))


def _framed(figure: go.Figure) -> go.Figure:
    for place, subject in enumerate(SUBJECTS, start=1):
        figure.update_yaxes(
            range=[-4, 104],
            tickvals=[0, 50, 90, 100],
            ticksuffix="%",
            title={"text": _(NAMES[subject]), "font": {"size": 12}},
            row=place,
            col=1,
        )
    figure.add_vline(x=0, line={"color": colours()["text"], "width": 2})
    figure.update_xaxes(ticksuffix=" h", zeroline=False)
    figure.update_xaxes(title={"text": _("距对齐时刻(小时)")}, row=len(SUBJECTS), col=1)
    return figure
