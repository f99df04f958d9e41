"""The replay's chart at its cursor: the picture, each row's figure, and a veil on what is to come."""

from typing import Any

from stormdesk.domain.tide import predict
from stormdesk.domain.track import distance_km, position_at
from stormdesk.ui.page import Page
from stormdesk.ui.replay.axis_picture import WORK, Counts
from stormdesk.ui.replay.course import Course
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.storm.plot import colours, cursor_shape, on_axis
from stormdesk.ui.text import _


def work_names() -> dict[str, str]:
    """Return the kinds of work in words."""
    return {
        "responsible_person": _("责任人在岗"),
        "evacuee": _("人员转移"),
        "vessel": _("船舶在港"),
        "site": _("工地停工"),
        "shelter": _("避灾点开放"),
    }


def axis_chart(page: Page, scene: Scene, course: Course, counts: Counts) -> dict[str, Any]:
    """Return the chart as plain data; `counts` is done and total at the cursor, for the labels."""
    texts = _labels(page, scene, course, counts)
    layout = course.picture["layout"] | {
        "shapes": [_veil(scene), cursor_shape(scene.at)],
        "annotations": [_label(text, place) for place, text in enumerate(texts, start=1)],
    }
    return {"data": course.picture["data"], "layout": layout}


def _labels(page: Page, scene: Scene, course: Course, counts: Counts) -> list[str]:
    """Return each row's name with its figure at the cursor."""
    names = work_names()
    work = []
    for subject in WORK:
        done, total = counts.get(subject, (0, 0))
        work.append(f"{names[subject]}<br><b>{done:,}</b> / {total:,}")
    place, centre = position_at(course.track, scene.at), page.county.profile.centre
    away = "?" if place is None else f"{distance_km(*place, centre.lat, centre.lon):.0f} km"
    tide_m = float(predict(page.desk.constituents, [scene.at])[0])
    return [
        _("响应级别") + "<br>" + _("斜纹:规则建议"),
        *work,
        _("台风距离") + f"<br><b>{away}</b>",
        _("天文潮位") + f"<br><b>{tide_m:+.2f} m</b>",
    ]


def _label(text: str, place: int) -> dict[str, Any]:
    """Return a row's label at its left."""
    return {
        "text": text,
        "xref": "paper",
        "yref": "y domain" if place == 1 else f"y{place} domain",
        "x": -0.008,
        "y": 0.5,
        "xanchor": "right",
        "align": "right",
        "showarrow": False,
        "font": {"size": 12},
    }


def _veil(scene: Scene) -> dict[str, Any]:
    """Return the veil over what lies after the cursor."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": on_axis(scene.at),
        "x1": on_axis(scene.axis.ends_at),
        "y0": 0,
        "y1": 1,
        "fillcolor": colours()["ground"],
        "opacity": 0.55,
        "line": {"width": 0},
        "layer": "above",
    }
