"""The storm's map with its legend, and its two charts."""

from base64 import b64encode

import streamlit as st

from stormdesk.ui.maps import BaseMap, legend_html, show
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, html
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import theme
from stormdesk.ui.storm.board import Board
from stormdesk.ui.storm.charts import distance_figure, strength_figure
from stormdesk.ui.storm.layer import agency_look, grade_styles, storm_layer
from stormdesk.ui.storm.plot import show as show_figure
from stormdesk.ui.text import _, language

MAP_PX = 640


def draw_picture(page: Page, board: Board) -> None:
    """Draw the map and, beside it or below it on a narrow screen, distance and strength over time."""
    draw_template("storm_columns")
    with st.container(key="storm-picture"):
        left, right = st.columns([3, 2])
        with left:
            _draw_map(page, board)
        with right:
            _draw_charts(page, board)


def _draw_map(page: Page, board: Board) -> None:
    name = "dark" if theme() == "dark" else "light"
    profile = page.county.profile
    county_name = profile.name(language()).removesuffix("市")
    layer = storm_layer(board, county=profile.centre, county_name=county_name)
    show(BaseMap(kind="storm", theme=name), storm=layer, key="storm-map", height=MAP_PX)  # type: ignore[arg-type]
    st.html(legend_html(grade_styles(board.fixes), theme=name))  # type: ignore[arg-type]
    if board.agencies:
        draw_template("storm_dashes", agencies=[_agency_entry(board, agency) for agency in board.agencies])


def _agency_entry(board: Board, agency: str) -> dict[str, str]:
    colour, dash = agency_look(board, agency)
    points = board.forecasts.get(agency)
    line = b64encode(html("storm_dash", {"colour": colour, "dash": dash}).encode()).decode()
    if not points:
        return {"name": _(agency), "line": line, "note": _("这个时次没有预报")}
    note = _("起报 {at} · 最长 {hours} 小时").format(
        at=clock_time(points[0].issued_at), hours=f"{points[-1].lead_h:g}"
    )
    return {"name": _(agency), "line": line, "note": note}


def _draw_charts(page: Page, board: Board) -> None:
    if not board.fixes and not board.forecasts:
        return
    st.markdown(_("**到本市的距离**"))
    show_figure(distance_figure(board, page.county.profile.centre), key="storm-distance")
    st.caption(_("阴影是风圈朝本市方向的半径;阴影高过距离线,本市就在该风圈内。"))
    st.markdown(_("**强度**"))
    show_figure(strength_figure(board), key="storm-strength")
    st.caption(_("风速平均时段:中国 2 分钟,日本、菲律宾等 10 分钟,美国 1 分钟,不可直接相比。"))
