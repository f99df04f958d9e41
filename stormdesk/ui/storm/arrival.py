"""The arrival block of the storm page: when each circle comes, by how many agencies, and why."""

from collections.abc import Sequence

import streamlit as st

from stormdesk.domain.arrival.track_error import TRACK_ERRORS
from stormdesk.domain.circles import Circle
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.arrival_chart import band_figure
from stormdesk.ui.storm.arrival_reading import (
    Place,
    Reading,
    instant,
    places_in_view,
    read_arrivals,
    storms_in_view,
)
from stormdesk.ui.storm.arrival_sheets import agencies_sheet, places_sheet, sources, verdict
from stormdesk.ui.storm.board import Board
from stormdesk.ui.storm.plot import show as show_figure
from stormdesk.ui.storm.sheet import draw_sheet
from stormdesk.ui.storm_line import storm_name
from stormdesk.ui.table_choice import first_ticked
from stormdesk.ui.text import _

LAT_LON = 2


def draw_arrival(page: Page, board: Board) -> None:
    """Draw when the circles arrive at the places in view."""
    st.markdown(_("#### 风圈到达"))
    which, force, place, why = st.columns([4, 3, 4, 2], vertical_alignment="bottom")
    with which:
        storms = _choose_storms(page, storms_in_view(page, board))
    with force:
        circle = _choose_circle()
    places = places_in_view(page)
    with place:
        own = _typed_place()
    reading = read_arrivals(page, board, storms, [*([own] if own else []), *places])
    with why, st.popover(_("怎么算的"), width="stretch"):
        draw_template("water_style")
        draw_template("water_why", lines=_reasons(page, reading))
    draw_template("tiles", tiles=[_tile(reading, one) for one in Circle])
    _draw_tables(page, board, reading, circle)


def _choose_storms(page: Page, storms: Sequence[str]) -> list[str]:
    """Every storm that lives at the moment counts unless one is taken out; one storm is only named."""
    if len(storms) == 1:
        draw_template("storm_note", text=storm_name(page, storms[0]))
        return list(storms)
    picked = st.pills(
        _("计入的台风"),
        list(storms),
        selection_mode="multi",
        default=list(storms),
        format_func=lambda storm_id: literal(storm_name(page, storm_id)),
        key="storm-arrival-storms-" + "-".join(storms),
    )
    return [storm_id for storm_id in storms if storm_id in picked] or list(storms)


def _choose_circle() -> Circle:
    picked = st.segmented_control(
        _("风圈"),
        list(Circle),
        default=Circle.SEVEN,
        format_func=lambda circle: _("{force}级").format(force=int(circle)),
        key="storm-arrival-circle",
    )
    return Circle(picked or Circle.SEVEN)


def _typed_place() -> Place | None:
    """Any point by its coordinates; None where nothing or nothing readable is entered."""
    text = st.text_input(_("任一点(纬度, 经度)"), placeholder="28.14, 121.23", key="storm-arrival-point")
    parts = text.replace(",", ",").replace(" ", ",").split(",")
    try:
        numbers = [float(part) for part in parts if part.strip()]
    except ValueError:
        numbers = []
    if len(numbers) == LAT_LON and -90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180:
        return Place(name=f"{numbers[0]:g}, {numbers[1]:g}", lat=numbers[0], lon=numbers[1])
    if text.strip():
        st.caption(_("读不出坐标:请按“纬度, 经度”填写十进制度。"))
    return None


def _tile(reading: Reading, circle: Circle) -> dict[str, str]:
    """The first place that a circle reaches; what is not known is said, not left out."""
    band = reading.bands[circle]
    name = _("{force}级风圈最早").format(force=int(circle))
    arrivals = [(at, row) for row, value in enumerate(band.earliest_at) if (at := instant(value))]
    if not arrivals:
        placed = (row for row, place in enumerate(reading.places) if place.lat is not None)
        row = next(placed, None)
        words = _("没有位置") if row is None else verdict(reading, circle, row)
        return {"label": name, "value": "—", "note": words, "state": "plain"}
    at, first = min(arrivals)
    modelled = _("风圈推算") if band.is_modelled[first] else _("风圈实报")
    note = " · ".join([reading.places[first].name, verdict(reading, circle, first), modelled])
    return {"label": name, "value": clock_time(at), "note": note, "state": "plain"}


def _draw_tables(page: Page, board: Board, reading: Reading, circle: Circle) -> None:
    by_place, by_agency = st.tabs([_("各地"), _("各机构")])
    with by_place:
        figure = band_figure(reading, circle)
        if figure is not None:
            show_figure(figure, key="storm-arrival-band")
            st.caption(
                _(
                    "粗线:各机构从最早到最晚;菱形:居中;细线:计入预报误差。时限默认按最早。"
                    "误差带止为空:预报误差足以让某家机构的风圈擦过不到。"
                )
            )
        st.caption(_("选中一行,“各机构”即显示这个地点。"))
        state = draw_sheet(
            places_sheet(page, board, reading, circle),
            key="storm-arrivals",
            on_select="rerun",
            selection_mode="single-row",
        )
    with by_agency:
        _draw_agencies(page, board, reading, picked=first_ticked(state, len(reading.places)) or 0)


def _draw_agencies(page: Page, board: Board, reading: Reading, *, picked: int) -> None:
    names = [place.name for place in reading.places]
    row = st.selectbox(
        _("地点"),
        range(len(names)),
        index=min(picked, len(names) - 1) if names else None,
        format_func=lambda at: names[at],
        key=f"storm-arrival-place-{len(names)}-{picked}",
    )
    if row is not None:
        draw_sheet(agencies_sheet(page, board, reading, row), key="storm-arrival-agencies")


def _reasons(page: Page, reading: Reading) -> list[tuple[str, str]]:
    errors = "、".join(
        _("{hours} 小时 {km} 公里").format(hours=f"{row.lead_h:g}", km=f"{row.error_km:.0f}")
        for row in TRACK_ERRORS
    )
    pages = "、".join(dict.fromkeys(row.source for row in TRACK_ERRORS))
    return [
        *sources(page, reading),
        (
            _("路径"),
            _("每家机构:此刻已知的实况,接最近一次预报,原样不改;没有自己定位的机构从最新的实况起算。"),
        ),
        (_("两点之间"), _("中心沿大圆匀速,四个象限的半径随时间线性变化,象限交界两侧 5 度内平滑过渡。")),
        (
            _("没有报风圈的点"),
            _("按风速和移向推算,沿用最近一次实报的大小和形状,标为推算;风力不足则没有,风速未知则未知。"),
        ),
        (_("推算的依据"), _("六个台风 392 个实测风圈拟合;逐个台风留出检验,半径误差约五成。默认值,非官方。")),
        (_("预报误差"), _("平均中心误差:{errors};推算的半径另加随时间增大的误差。").format(errors=errors)),
        (_("误差出处"), pages),
        (_("末点之后"), _("未知,不算不受影响。")),
    ]
