"""The past storms nearest to the present one: why near, on a map, and what was done then."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from stormdesk.domain.case import Case, CaseKind
from stormdesk.domain.likeness import WITHIN_KM, Passing
from stormdesk.domain.moment import BEIJING, ClockMode
from stormdesk.outlook.case_library import cases_at, closing
from stormdesk.outlook.likeness import SCALE, Likeness, Nearest, nearest_storms
from stormdesk.ui.cases.course import Course, course_figure
from stormdesk.ui.cases.words import gravest_words, open_words
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.header import hazard_name
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.words import level_name
from stormdesk.ui.storm.plot import show
from stormdesk.ui.text import _, language

DRAWN: Final = 4


def draw_nearest(page: Page) -> None:
    """Draw the ranked list, the map, and what was done in each of the nearest."""
    found = nearest_storms(page.desk, page.moment, page.shown_storm_id)
    if found is None or found.passing is None:
        draw_template("empty", text=_("此刻没有可比的台风:还没有定位,或路径太短。"))
        return
    if not found.past:
        draw_template("empty", text=_("库里没有此刻之前已经结束的台风路径。可在台风页导入。"))
        return
    st.caption(literal(_about(page, found)))
    _draw_ranked(found)
    show(course_figure(page.county, _courses(page, found)), key="cases-nearest-map")
    _draw_done(page, found)
    st.caption(literal(_method()))


def _about(page: Page, found: Nearest) -> str:
    ahead = (
        _("没有仍有效的预报,只比已走的路径")
        if found.issued_at is None
        else _("{agency} {at} 起报").format(agency=_(found.agency), at=clock_time(found.issued_at))
    )
    here = found.passing
    near = "" if here is None else _("最近 {km} 公里,{at}").format(km=round(here.km), at=clock_time(here.at))
    return _("{storm}:已知 {n} 个定位;{ahead};{near};相比的路径长 {km} 公里。").format(
        storm=_own_name(page, found.storm_id),
        n=found.placed_count,
        ahead=ahead,
        near=near,
        km=round(found.compared_km),
    )


def _draw_ranked(found: Nearest) -> None:
    rows = found.past
    draw_table(
        {
            _("台风"): [f"{_name(one)} {one.season}" for one in rows],
            _("总距"): [_number(one.score, 2) for one in rows],
            _("路径平均相距(公里)"): [_number(one.parts.track_km, 0) for one in rows],
            _("近县最大风差(米/秒)"): [_signed(one.parts.wind_ms) for one in rows],
            _("潮时相差(小时)"): [_number(one.parts.phase_h, 1) for one in rows],
            _("大小潮高潮差(米)"): [_signed(one.parts.high_water_m, 2) for one in rows],
            _("季节相差(天)"): [_number(one.parts.season_days, 0) for one in rows],
            _("最近时"): [_closest(one.passing) for one in rows],
            _("那时的潮"): [_tide(one.passing) for one in rows],
        },
        key="cases-ranked",
        title=_("最近似的台风"),
    )


def _own_name(page: Page, storm_id: str) -> str:
    listed = page.desk.store.frame("storm/list")
    row = listed[listed["storm_id"] == storm_id]
    name = None if row.empty else row.iloc[0]["name_en" if language() == "en" else "name_zh"]
    return f"{name} {storm_id[:4]}" if isinstance(name, str) else storm_id


def _name(one: Likeness) -> str:
    return one.name_en if language() == "en" else one.name_zh


def _number(value: float | None, digits: int) -> str:
    return _("未知") if value is None else f"{value:.{digits}f}"


def _signed(value: float | None, digits: int = 0) -> str:
    return _("未知") if value is None else f"{value:+.{digits}f}"


def _closest(told: Passing) -> str:
    wind = _("风速未知") if told.wind_ms is None else _("{n} 米/秒").format(n=round(told.wind_ms))
    at = f"{told.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    return _("{at} · {km} 公里 · {wind}").format(at=at, km=round(told.km), wind=wind)


def _tide(told: Passing) -> str:
    if told.from_high_water_h is None or told.high_water_m is None:
        return _("未知")
    when = _("高潮后 {n} 小时") if told.from_high_water_h >= 0 else _("高潮前 {n} 小时")
    height = _("当日最高 {m} 米(平均海面起)").format(m=f"{told.high_water_m:.2f}")
    return when.format(n=f"{abs(told.from_high_water_h):.1f}") + " · " + height


def _courses(page: Page, found: Nearest) -> list[Course]:
    name = _own_name(page, found.storm_id)
    present = Course(name, found.points, found.placed_count, is_present=True)
    past = [
        Course(f"{_name(one)} {one.season}", one.points, len(one.points))
        for one in found.past[:DRAWN]
        if one.score is not None
    ]
    return [*past, present]


def _draw_done(page: Page, found: Nearest) -> None:
    """Draw what was done in the nearest storms: from their ledgers, or as published."""
    st.markdown("**" + _("那时是怎么做的") + "**")
    is_drill = page.operation.get("kind") == ClockMode.DRILL
    by_storm: dict[str, list[Case]] = {}
    for case in cases_at(page.desk, page.moment):
        if case.storm_id and (is_drill or case.kind is not CaseKind.DRILL):
            by_storm.setdefault(case.storm_id, []).append(case)
    rows = [
        _row(page, one, case)
        for one in found.past
        if one.score is not None
        for case in by_storm.get(one.storm_id, [None])
    ]
    titles = list(rows[0]) if rows else []
    draw_table({title: [row[title] for row in rows] for title in titles}, key="cases-done")


def _row(page: Page, one: Likeness, case: Case | None) -> Mapping[str, Any]:
    said = _figures(page, case) if case is not None else _("没有台账,也没有录入公开数字")
    return {
        _("台风"): f"{_name(one)} {one.season}",
        _("案例"): case.name(language()) if case else "—",
        _("级别"): _levels(page, case) if case else "—",
        _("数字"): said,
        _("整改事项"): open_words(case) if case else "—",
    }


def _levels(page: Page, case: Case) -> str:
    names = page.county.reference
    told = [
        f"{hazard_name(one.hazard)}{level_name(names, one.level_code)} {clock_time(one.starts_at)}"
        for one in case.levels
    ]
    return " → ".join(told) if told else gravest_words(page, case)


def _figures(page: Page, case: Case) -> str:
    done = closing(page.desk, case, page.moment)
    if done is not None:
        return _("应转移 {target} 人,已转移 {moved} 人").format(
            target=whole(done.target), moved=whole(done.moved)
        )
    return _published(case.figures) or _("没有录入公开数字")


def _published(figures: Sequence[Any]) -> str:
    told = [f"{one.name_zh} {one.value:g}{one.unit or ''}" for one in figures if one.value is not None]
    return ";".join(told)


def _method() -> str:
    track, wind, tide, season = SCALE.weights
    return _(
        "总距是各项按步长折算后的加权平均(路径 {a}、风 {b}、潮 {c}、季节 {d}),0 为相同,未知的项不计;"
        "只比距县中心 {km} 公里以内的路径。步长和权重是默认值,不是官方规定。"
    ).format(a=f"{track:g}", b=f"{wind:g}", c=f"{tide:g}", d=f"{season:g}", km=round(WITHIN_KM))
