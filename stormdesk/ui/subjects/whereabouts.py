"""The map of a subject: points of what is in view, townships painted by what is left."""

from collections.abc import Container
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.county_profile import Bounds
from stormdesk.outlook.silence import silence_at
from stormdesk.ui.clock.looks import clock_styles, looks_of
from stormdesk.ui.clock.words import marked
from stormdesk.ui.maps import (
    AreaValue,
    BaseMap,
    PointLayer,
    PointStyle,
    ShapeLayer,
    StormLayer,
    legend_html,
    show,
)
from stormdesk.ui.maps.atlas import atlas
from stormdesk.ui.maps.palette import Theme
from stormdesk.ui.page import Page
from stormdesk.ui.state import theme
from stormdesk.ui.subjects import chosen
from stormdesk.ui.subjects.description import Subject
from stormdesk.ui.subjects.rows import each
from stormdesk.ui.subjects.words import UNREPORTED, Words, object_name
from stormdesk.ui.text import _

_COLOURS = {
    "todo": "soon",
    "doing": "link",
    "done": "done",
    "trouble": "late",
    "over": "muted",
    "fact": "muted",
}
_RANKS = {"trouble": 5, "todo": 3, "doing": 2, "done": 1, "over": 0, "fact": 0}
_UNREPORTED_RANK = 4


def point_styles(subject: Subject, known: Words) -> tuple[list[PointStyle], dict[str, int]]:
    """One look per status and one for no report; the second part finds a status's look by its place."""
    styles = [PointStyle(subject.shape, "silent", _(UNREPORTED), rank=_UNREPORTED_RANK)]
    places = {"": 0}
    for status, name in known.of_facet(subject.facet).items():
        progress = known.progress_of(subject.facet, status) or "fact"
        places[status] = len(styles)
        colour = _COLOURS[progress]
        glyph = name[0] if any(style.colour == colour for style in styles) else ""
        styles.append(PointStyle(subject.shape, colour, name, glyph, rank=_RANKS[progress]))
    return styles, places


def points(rows: pd.DataFrame, subject: Subject, known: Words) -> PointLayer:
    """The rows as a layer: shape says the subject, colour the status."""
    styles, places = point_styles(subject, known)
    looks = [places.get(status, 0) for status in rows["status"].fillna("").tolist()]
    said = [known.status(subject.facet, status) for status in rows["status"].tolist()]
    return _layer(rows, subject, styles, looks, said)


def clock_points(rows: pd.DataFrame, subject: Subject, known: Words) -> PointLayer:
    """The rows as a layer: shape says the subject, colour and mark how it stands against its clock."""
    looks = looks_of(rows["clock_state"])
    said = [
        f"{known.status(subject.facet, status)} · {marked(state)}"
        for status, state in zip(rows["status"].tolist(), rows["clock_state"].tolist(), strict=True)
    ]
    return _layer(rows, subject, clock_styles(subject.shape), looks, said)


def _layer(
    rows: pd.DataFrame, subject: Subject, styles: list[PointStyle], looks: list[int], said: list[str]
) -> PointLayer:
    names = zip(rows["name"].tolist(), rows["object_id"].tolist(), strict=True)
    frame = pd.DataFrame(
        {
            "id": rows["object_id"],
            "lat": rows["lat"],
            "lon": rows["lon"],
            "style": looks,
            "text": [object_name(name, object_id, subject) for name, object_id in names],
            "status": said,
        }
    )
    return PointLayer.from_frame(frame, styles, subject.folder, text_columns=("text", "status"))


def used_styles(layer: PointLayer, rows: pd.DataFrame, subject: Subject, known: Words) -> list[PointStyle]:
    """The looks that the drawn rows have, for the legend."""
    if layer.styles == tuple(clock_styles(subject.shape)):
        return [layer.styles[at] for at in sorted(set(looks_of(rows["clock_state"])))]
    places = point_styles(subject, known)[1]
    used = sorted({places.get(status, 0) for status in rows["status"].fillna("").unique()})
    return [layer.styles[at] for at in used]


def choropleth(by_township: pd.DataFrame, silent: Container[str] = ()) -> dict[str, AreaValue]:
    """Each township painted by its worst, with the number of what is left.

    Hatched where nobody reported or the township is silent; a silent one is never ticked off.
    """
    return {
        str(row.township_code): _area(row, is_silent=row.township_code in silent) for row in each(by_township)
    }


def _area(row: Any, *, is_silent: bool) -> AreaValue:  # noqa: ANN401  a row of a frame
    if not row.total:
        return AreaValue("land")
    number = f"{int(row.left_count):,}" if row.left_count else "?" if is_silent else "✓"
    if is_silent or row.unknown_count == row.total:
        return AreaValue("soon", hatch=True, number=number)
    if row.trouble_count:
        return AreaValue("late", number=number)
    return AreaValue("soon" if row.left_count else "done", number=number)


def draw_map(page: Page, subject: Subject, rows: pd.DataFrame, known: Words, *, height: int) -> str | None:
    """Draw the map with its legend; return the object that the visitor picked on it, if any."""
    ground = atlas().views["county"].areas
    quiet = silence_at(page.desk, page.moment).silent_codes
    painted = choropleth(page.ask(subject.question("by_township")), quiet)
    layer = _coloured(rows, subject, known)
    picked = show(
        BaseMap("county", theme=theme_name(), tells_view=True),
        points=layer,
        storm=_way(page, subject),
        shapes=[ShapeLayer(ground, painted)] if ground else [],
        key=map_key(subject),
        height=height,
    )
    silent = any(value.hatch for value in painted.values())
    st.html(legend_html(used_styles(layer, rows, subject, known), theme=theme_name(), has_silent=silent))
    if away := beyond(rows, page.county.profile.map_bounds):
        st.caption(_("{n} 个在图框以外,缩小可见。").format(n=away))
    if layer.unplaced:
        st.caption(_("另有 {n} 个没有位置,只在清单里。").format(n=layer.unplaced))
    return picked


def _way(page: Page, subject: Subject) -> StormLayer | None:
    """The way of the object whose card is open."""
    object_id = chosen.card_id(subject.folder)
    return None if subject.way is None or object_id is None else subject.way(page, object_id)


def _coloured(rows: pd.DataFrame, subject: Subject, known: Words) -> PointLayer:
    """The layer in the colours that the visitor asked for: by the clock where there is one."""
    if "clock_state" not in rows or not rows["clock_state"].notna().any():
        return points(rows, subject, known)
    ways = {"clock": _("按时限"), "status": _("按状态")}
    way = st.segmented_control(
        _("地图着色"),
        list(ways),
        default="clock",
        required=True,
        format_func=ways.__getitem__,
        label_visibility="collapsed",
        key=f"{subject.folder}-colours",
    )
    return points(rows, subject, known) if way == "status" else clock_points(rows, subject, known)


def map_key(subject: Subject) -> str:
    """The key of a subject's map."""
    return f"{subject.folder}-map"


def beyond(rows: pd.DataFrame, frame: Bounds) -> int:
    """How many of the placed rows lie outside the map's first view."""
    placed = rows[rows["lat"].notna() & rows["lon"].notna()]
    inside = placed["lat"].between(frame.south, frame.north) & placed["lon"].between(frame.west, frame.east)
    return int((~inside).sum())


def theme_name() -> Theme:
    """The palette of the visitor's screen."""
    return "dark" if theme() == "dark" else "light"
