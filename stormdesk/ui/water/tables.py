"""The water in tables: levels, rain by gauge and township, high waters, sensors; each can be taken along."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.water.meeting import Meeting
from stormdesk.domain.water.records import Gauge, Level, Rain
from stormdesk.report.table_file import Cell
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet
from stormdesk.ui.table_choice import first_ticked
from stormdesk.ui.text import _, language
from stormdesk.ui.water.board import Board, next_crossing
from stormdesk.ui.water.explain import draw_why, gauge_words, why_level, why_meeting, why_rain
from stormdesk.ui.water.townships import township_sheet, why_township
from stormdesk.ui.water.words import (
    KINDS,
    MEETS,
    age_words,
    crossing_words,
    grade_words,
    mark_words,
    metres,
    rain_words,
    reached_words,
    standing_words,
    trend_words,
    window_names,
    yes_words,
)


def draw_tables(page: Page, board: Board) -> None:
    """Draw the tables, one tab each; a chosen row explains itself."""
    sheets = [
        (_("高潮与三碰头"), _highs(page, board.meetings)),
        (_("水位和潮位"), _levels(page, board.water.levels)),
        (_("乡镇面雨量"), township_sheet(page, board.townships)),
        (_("雨量站"), _rains(page, board.water.rains)),
        (_("传感器"), _sensors(page, board)),
    ]
    tabs = st.tabs([f"{title} {len(sheet.rows)}" for title, sheet in sheets])
    for number, (tab, (_title, sheet)) in enumerate(zip(tabs, sheets, strict=True)):
        with tab:
            state = draw_sheet(
                sheet, key=f"water-{sheet.name}", on_select="rerun", selection_mode="single-row"
            )
            _explain(page, board, number, first_ticked(state, len(sheet.rows)))
    _draw_doubt_of_datum(board)
    st.caption(
        _(
            "点一行看依据。预计潮位假定目前增水不变,不是增水预报;24小时雨量预报未知,只按预警信号和已下的雨判断。"
        )
    )


def _draw_doubt_of_datum(board: Board) -> None:
    """Heights on a datum are only as sure as the height of mean sea level on it."""
    tide = board.water.tide
    if tide is None or tide.station.mean_sea_level_m is None:
        st.caption(_("平均海面在基面上的高度未知,潮位不能与警戒潮位比较。"))
    elif tide.station.certainty is Certainty.DEFAULT:
        said = _("潮位按平均海面高出{datum} {m} 折算,这是默认值,非官方。")
        st.caption(
            said.format(datum=literal(tide.station.datum_name), m=metres(tide.station.mean_sea_level_m))
        )


def _explain(page: Page, board: Board, number: int, row: int | None) -> None:
    if row is None:
        return
    if number == 0:
        draw_why(why_meeting(board.meetings[row]), label=_("依据"), key="water-row-high")
    elif number == 1:
        level = board.water.levels[row]
        draw_why(why_level(page, level), label=gauge_words(level.gauge), key="water-row-level")
    elif number == 2:
        one = board.townships[row]
        draw_why(why_township(page, one), label=page.area_name(one.township_code), key="water-row-area")
    else:
        gauge = board.water.rains[row] if number == 3 else board.gauges[row]
        lines = why_rain(page, gauge) if isinstance(gauge, Rain) else why_level(page, gauge)
        draw_why(lines, label=gauge_words(gauge.gauge), key=f"water-row-gauge-{number}")


def _named(page: Page, name: str, title: str) -> dict[str, Any]:
    return {"name": name, "about": about_page(page, title)}


def _place(gauge: Gauge) -> tuple[str, tuple[float, float] | None]:
    return (gauge.gauge_id, None if gauge.lat is None or gauge.lon is None else (gauge.lat, gauge.lon))


def _highs(page: Page, found: Sequence[Meeting]) -> Sheet:
    return Sheet(
        header=[
            *(_("高潮时刻"), _("天文潮 m"), _("预计 m(含目前增水)"), _("若遇一日内最大增水 m"), _("达到")),
            *(_("7级风"), _("10级风"), _("大雨"), _("高潮位"), _("三碰头")),
        ],
        rows=[_high(one) for one in found],
        empty=_("没有潮汐常数,高潮未知。"),
        **_named(page, "high-waters", _("高潮与三碰头")),
    )


def _high(one: Meeting) -> list[Cell]:
    high = one.high
    heights = [
        None if height is None else round(height, 2)
        for height in (high.astronomical_m, high.expected_m, high.worst_m)
    ]
    answers = [yes_words(answer) for answer in (one.wind7, one.wind10, one.rain, one.sea)]
    return [high.at, *heights, reached_words(high), *answers, _(MEETS[one.meets])]


def _levels(page: Page, levels: Sequence[Level]) -> Sheet:
    rows = [
        [
            *(level.gauge.name, _(KINDS[level.gauge.kind]), page.area_name(level.gauge.township_code)),
            None if level.value_m is None else round(level.value_m, 2),
            *(level.sensor.last_at, standing_words(level), trend_words(level.trend)),
            crossing_words(next_crossing(level), page.moment.as_of),
            *(
                _("、").join(mark_words(mark) for mark in level.gauge.marks),
                level.gauge.datum_name or _("未知"),
            ),
        ]
        for level in levels
    ]
    return Sheet(
        header=[
            *(_("测站"), _("类型"), _("乡镇"), _("水位 m"), _("时刻"), _("状态"), _("趋势")),
            *(_("何时到下一标准值"), _("标准值"), _("基面")),
        ],
        rows=rows,
        empty=_("这个范围没有水位、潮位测站。"),
        places=[_place(level.gauge) for level in levels],
        **_named(page, "levels", _("水位和潮位")),
    )


def _rains(page: Page, rains: Sequence[Rain]) -> Sheet:
    rows = [
        [
            *(rain.gauge.name, page.area_name(rain.gauge.township_code)),
            *(rain_words(one) for one in rain.sums),
            *(grade_words(page, rain.grades.get(hours), hours=hours) for hours in (12, 24)),
            _signals(page, rain),
            rain.sensor.last_at,
        ]
        for rain in rains
    ]
    return Sheet(
        header=[
            *(_("测站"), _("乡镇"), *window_names(), _("12小时等级"), _("24小时等级")),
            *(_("雨量达到的预警信号标准"), _("时刻")),
        ],
        rows=rows,
        empty=_("这个范围没有雨量站。"),
        places=[_place(rain.gauge) for rain in rains],
        **_named(page, "rain-gauges", _("雨量站")),
    )


def _signals(page: Page, rain: Rain) -> str:
    """The gravest signal whose threshold the rain has reached; a question mark where gaps leave it open."""
    graded = [signal for signal in page.county.reference.signals if signal.code in rain.signals]
    reached = [signal for signal in graded if rain.signals[signal.code]]
    top = max(reached, key=lambda signal: signal.rank, default=None)
    is_open = any(
        rain.signals[signal.code] is None and (top is None or signal.rank > top.rank) for signal in graded
    )
    name = _("无") if top is None else top.name(language())
    return f"{name} ?" if is_open else name


def _sensors(page: Page, board: Board) -> Sheet:
    both = board.gauges
    rows = [
        [
            *(one.gauge.name, _(KINDS[one.gauge.kind]), page.area_name(one.gauge.township_code)),
            *(one.sensor.last_at, age_words(one.sensor.age), round(one.sensor.every_min, 1)),
            _("、").join(_(flaw) for flaw in one.sensor.flaws) or _("正常"),
            _("、").join(f"{_(doubt.reason)} {doubt.count}" for doubt in one.sensor.doubts),
        ]
        for one in both
    ]
    return Sheet(
        header=[
            *(
                _("测站"),
                _("类型"),
                _("乡镇"),
                _("最近读数"),
                _("距今"),
                _("周期 min"),
                _("传感器"),
                _("24小时内存疑"),
            ),
        ],
        rows=rows,
        empty=_("这个范围没有测站。"),
        places=[_place(one.gauge) for one in both],
        **_named(page, "sensors", _("传感器")),
    )
