"""The gauges on the map, and beside it one of them over time."""

import pandas as pd
import streamlit as st

from stormdesk.domain.water.records import Gauge, GaugeKind, Level, Rain, Standing
from stormdesk.ui.literal import literal
from stormdesk.ui.maps import AreaValue, BaseMap, PointLayer, PointStyle, ShapeLayer, legend_html, show
from stormdesk.ui.maps.atlas import atlas
from stormdesk.ui.maps.palette import Theme
from stormdesk.ui.maps.points import Shape
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen, theme
from stormdesk.ui.storm.plot import show as show_figure
from stormdesk.ui.text import _
from stormdesk.ui.water.board import SECOND_MARKS, Board
from stormdesk.ui.water.charts import is_synthetic, level_figure, rain_figure, read_series
from stormdesk.ui.water.explain import draw_why, gauge_words, why_level, why_rain, why_tide
from stormdesk.ui.water.words import KINDS, age_words, metres, rain_words, standing_words, trend_words

MAP_PX = 430
SHAPES = {
    GaugeKind.RAIN: Shape.CIRCLE,
    GaugeKind.RIVER: Shape.WEDGE,
    GaugeKind.RESERVOIR: Shape.SQUARE,
    GaugeKind.TIDE: Shape.DIAMOND,
}
COLOURS = ("silent", "done", "soon", "late")
HEAVY, VERY_HEAVY = frozenset({"rainstorm"}), frozenset({"downpour", "extreme"})


def draw_picture(page: Page, board: Board) -> None:
    """Draw the map and the chosen gauge, side by side or one below the other."""
    gauges = {one.gauge.gauge_id: one for one in board.gauges}
    if not gauges:
        return
    with st.container(key="water-picture"):
        left, right = st.columns([5, 7])
        with left:
            picked = _draw_map(board)
        if picked in gauges and picked != st.session_state.get("water-map-picked"):
            st.session_state["water-map-picked"] = picked
            choose(gauge=picked)
        with right:
            _draw_gauge(page, board, gauges)


def state_of(one: Level | Rain) -> int:
    """How a gauge is painted: unknown, in order, first mark or heavy rain, grave mark or very heavy rain."""
    if isinstance(one, Rain):
        if one.over(24).mm is None or one.sensor.is_stale:
            return 0
        grade = one.grades.get(24)
        return 3 if grade in VERY_HEAVY else 2 if grade in HEAVY else 1
    if one.standing in {Standing.NO_READING, Standing.STALE, Standing.NO_MARKS}:
        return 0
    if one.reached is None:
        return 1
    return 3 if one.reached.name in SECOND_MARKS else 2


def _styles() -> list[PointStyle]:
    said = (
        _("无读数、过期或标准值未知"),
        _("低于已知标准值"),
        _("达到标准值或日雨量暴雨"),
        _("更高标准值或日雨量大暴雨"),
    )
    return [
        PointStyle(shape, colour, f"{_(KINDS[kind])}:{words}", rank=(4, 1, 3, 5)[place])
        for kind, shape in SHAPES.items()
        for place, (colour, words) in enumerate(zip(COLOURS, said, strict=True))
    ]


def _draw_map(board: Board) -> str | None:
    rows = board.gauges
    kinds = list(SHAPES)
    frame = pd.DataFrame(
        {
            "id": [one.gauge.gauge_id for one in rows],
            "lat": pd.Series([one.gauge.lat for one in rows], dtype="float64"),
            "lon": pd.Series([one.gauge.lon for one in rows], dtype="float64"),
            "style": [kinds.index(one.gauge.kind) * len(COLOURS) + state_of(one) for one in rows],
            "text": [one.gauge.name for one in rows],
            "status": [_said(one) for one in rows],
        }
    )
    styles = _styles()
    layer = PointLayer.from_frame(frame, styles, "water", text_columns=("text", "status"))
    ground = atlas().views["county"].areas
    name: Theme = "dark" if theme() == "dark" else "light"
    codes = (one.township_code for one in board.townships)
    shapes = [ShapeLayer(ground, dict.fromkeys(codes, AreaValue("land")))] if ground else []
    picked = show(BaseMap("county", theme=name), points=layer, shapes=shapes, key="water-map", height=MAP_PX)
    st.html(legend_html([styles[at] for at in sorted(set(frame["style"]))], theme=name))
    return picked


def _said(one: Level | Rain) -> str:
    if isinstance(one, Rain):
        return _("24小时 {mm} mm").format(mm=rain_words(one.over(24)))
    return f"{metres(one.value_m)} · {standing_words(one)}"


def _draw_gauge(page: Page, board: Board, gauges: dict[str, Level | Rain]) -> None:
    asked = chosen("gauge")
    first = board.alerts[0].gauge.gauge_id if board.alerts else next(iter(gauges))
    ids = list(gauges)
    now = ids.index(asked) if asked in gauges else ids.index(first)
    picked = st.selectbox(
        _("测站"),
        ids,
        index=now,
        format_func=lambda one: gauge_words(gauges[one].gauge),
        key=f"water-gauge-{ids[now]}",
    )
    if picked != ids[now]:
        choose(gauge=picked)
    one = gauges[picked]
    series = read_series(page, picked)
    if series.empty:
        draw_template("empty", text=_("这个测站在近两天没有读数。"))
    else:
        tide = board.water.tide
        figure = rain_figure(page, series) if isinstance(one, Rain) else level_figure(page, one, series, tide)
        show_figure(figure, key=f"water-chart-{picked}")
    _draw_under(page, board, one, is_made_up=not series.empty and is_synthetic(series))


def _draw_under(page: Page, board: Board, one: Level | Rain, *, is_made_up: bool) -> None:
    words = [_("读数距今 {age}").format(age=age_words(one.sensor.age)), *_facts(one)]
    if is_made_up:
        words.append(_("读数为合成演练数据"))
    st.caption(literal(" · ".join(words)))
    with st.container(horizontal=True):
        lines = why_rain(page, one) if isinstance(one, Rain) else why_level(page, one)
        draw_why(lines, label=_("这个站的依据"), key="water-why-gauge")
        tide = board.water.tide
        if tide is not None and tide.station.gauge_id == one.gauge.gauge_id:
            draw_why(why_tide(tide), label=_("潮汐和增水的依据"), key="water-why-tide")


def _facts(one: Level | Rain) -> list[str]:
    if isinstance(one, Rain):
        return [_("缺口不补零,合计不全时为下限")]
    return [standing_words(one), trend_words(one.trend), _gauge_datum(one.gauge)]


def _gauge_datum(gauge: Gauge) -> str:
    return _("基面 {datum}").format(datum=gauge.datum_name or _("未知"))
