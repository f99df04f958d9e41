"""Where the points of a list fall under the chosen datum: numbers, and a small map."""

from typing import Any, cast

import pandas as pd
import streamlit as st

from stormdesk.ingest.lists.compare import Question
from stormdesk.ingest.lists.folding import total
from stormdesk.ingest.lists.model import Look
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ui.maps import BaseMap, PointLayer, PointStyle, Shape, show
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.subjects.whereabouts import theme_name
from stormdesk.ui.text import _

MOST_DRAWN = 2000
HEIGHT_PX = 300
_OUTSIDE = frozenset({ListReason.POINT_OUTSIDE, ListReason.POINT_SWAPPED})
_DOUBTFUL = frozenset({ListReason.POINT_AT_SEA, ListReason.POINT_ON_LAND, ListReason.POINT_ELSEWHERE})


def points_of(look: Look) -> pd.DataFrame | None:
    """The points that would go in, in WGS 84; None where the list has none."""
    asked = cast("Question | None", look.work)
    if asked is None or "lat" not in asked.typed.columns:
        return None
    typed = asked.typed
    frame = pd.DataFrame(
        {
            "lat": pd.to_numeric(pd.Series(list(typed.column("lat")), dtype=object), errors="coerce"),
            "lon": pd.to_numeric(pd.Series(list(typed.column("lon")), dtype=object), errors="coerce"),
            "text": [str(name or "") for name in typed.column("name")],
        }
    )
    return frame.dropna(subset=["lat", "lon"])


def draw_spots(look: Look) -> None:
    """Draw how many points fall where, and where on the map."""
    found = points_of(look)
    if found is None:
        return
    told = [problem for problem in look.problems if problem.field == "lon"]
    outside = total(problem for problem in told if problem.reason in _OUTSIDE)
    doubtful = total(problem for problem in told if problem.reason in _DOUBTFUL)
    st.subheader(_("位置落在哪里"))
    tiles = [
        _tile(_("落在本县范围内"), len(found) - doubtful, "done"),
        _tile(_("落点存疑"), doubtful, "soon" if doubtful else "done"),
        _tile(_("在范围之外,按未知"), outside, "late" if outside else "done"),
        _tile(_("没有坐标"), max(_row_count(look) - len(found) - outside, 0), "muted"),
    ]
    draw_template("tiles", tiles=tiles)
    st.caption(_("坐标系选错时,位置会整体偏移几百米:看岸线内外,存疑的数目应当最少。"))
    if not found.empty:
        _draw_map(look, found)


def _draw_map(look: Look, found: pd.DataFrame) -> None:
    drawn = found.sample(MOST_DRAWN, random_state=1) if len(found) > MOST_DRAWN else found
    show(
        BaseMap("county", theme=theme_name()),
        points=_layer(drawn),
        shapes=[],
        key=f"data-spots-{look.digest[:8]}-{look.choices.datum or ''}",
        height=HEIGHT_PX,
    )
    if len(drawn) < len(found):
        st.caption(
            _("图上随机取 {n} 个点,共 {total} 个。").format(n=whole(len(drawn)), total=whole(len(found)))
        )


def _row_count(look: Look) -> int:
    return look.counts.new + look.counts.changed + look.counts.unchanged


def _tile(label: str, number: int, state: str) -> dict[str, Any]:
    return {"label": label, "value": whole(number), "note": "", "state": state}


def _layer(drawn: pd.DataFrame) -> PointLayer:
    frame = drawn.assign(id=[str(at) for at in range(len(drawn))], style=0)
    return PointLayer.from_frame(
        frame, [PointStyle(Shape.CIRCLE, "link", _("名册里的位置"))], "data-spots", text_columns=("text",)
    )
