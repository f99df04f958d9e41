"""The tiles on top of the water page, each with how it came about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from stormdesk.domain.water.records import MARKS_OF, Level
from stormdesk.outlook.water_records import Water
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, near_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _
from stormdesk.ui.water.board import Board, Weight
from stormdesk.ui.water.explain import Line, draw_why, why_meeting, why_tide
from stormdesk.ui.water.words import MARKS, UNKNOWN, age_words, grade_words, metres, rain_words, reached_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One tile: what it says, and the lines behind it."""

    label: str
    value: str
    note: str
    state: str
    why: Iterator[Line]


def draw_figures(page: Page, board: Board) -> None:
    """Draw the tiles, each with a button that explains it."""
    with st.container(key="water-figures"):
        _draw(page, board)


def _draw(page: Page, board: Board) -> None:
    figures = [
        _marks(board),
        _rising(board),
        _faults(board),
        _rain(page, board.water),
        _tide(board),
        _surge(board),
    ]
    for column, figure, number in zip(st.columns(len(figures)), figures, range(len(figures)), strict=True):
        with column:
            tile = {"label": figure.label, "value": figure.value, "note": figure.note, "state": figure.state}
            draw_template("tiles", tiles=[tile])
            draw_why(figure.why, label=_("依据"), key=f"water-why-{number}")


def _count(board: Board, *weights: Weight) -> int:
    return sum(alert.weight in weights for alert in board.alerts)


def _marks(board: Board) -> Figure:
    count = _count(board, Weight.MARK, Weight.GRAVE_MARK)
    known = sum(
        bool(level.gauge.marks) and len(level.unknown_marks) < len(level.gauge.marks)
        for level in board.water.levels
    )
    note = _("有标准值的测站 {n} 个,共 {of} 个").format(n=known, of=len(board.water.levels))
    value = str(count) if known else "?"
    return Figure(
        label=_("达到标准值"),
        value=value,
        note=note,
        state="late" if count else "plain",
        why=_why_marks(board.water.levels),
    )


def _why_marks(levels: Sequence[Level]) -> Iterator[Line]:
    for kind, names in MARKS_OF.items():
        for name in names:
            some = [level for level in levels if level.gauge.kind is kind]
            reached = [
                level.gauge.name for level in some if level.reached is not None and level.reached.name is name
            ]
            unknown = sum(
                name in level.unknown_marks or level.value_m is None or level.sensor.is_stale
                for level in some
            )
            said = _("{names};不能判定 {n} 个").format(names=_("、").join(reached) or _("无"), n=unknown)
            yield _(MARKS[name]), said


def _rising(board: Board) -> Figure:
    rising = [alert for alert in board.alerts if alert.crossing is not None and alert.crossing.at is not None]
    rising.sort(key=lambda alert: str(alert.crossing and alert.crossing.at))
    first = rising[0] if rising else None
    note = _("暂无按趋势会到的标准值")
    if first is not None and first.crossing is not None and first.crossing.at is not None:
        soon = near_time(first.crossing.at, board.water.as_of)
        note = f"{first.gauge.name} {_(MARKS[first.crossing.mark.name])} {soon}"
    lines = [
        (alert.gauge.name, f"{_(MARKS[alert.crossing.mark.name])} {clock_time(alert.crossing.at)}")
        for alert in rising
        if alert.crossing is not None
    ]
    rule = (_("规则"), _("由最近读数的中位斜率直线外推;各站的次数和区间见图下依据"))
    return Figure(
        label=_("涨向下一标准值"),
        value=str(len(rising)),
        note=note,
        state="soon" if rising else "plain",
        why=iter([*lines, rule]),
    )


def _faults(board: Board) -> Figure:
    some = [alert for alert in board.alerts if alert.weight is Weight.FAULT]
    total = len(board.water.levels) + len(board.water.rains)
    note = _("共 {of} 个测站;其读数不参与判定").format(of=total)
    lines = [(alert.gauge.name, _("、").join(_(flaw) for flaw in alert.sensor.flaws)) for alert in some]
    rule = (_("规则"), _("按各站报数周期;周期和期限见每站依据"))
    return Figure(
        label=_("失联或过期"),
        value=str(len(some)),
        note=note,
        state="soon" if some else "plain",
        why=iter([*lines, rule]),
    )


def _rain(page: Page, water: Water) -> Figure:
    most = water.facts.rain[24]
    if most.sum is None:
        return Figure(
            label=_("24小时最大雨量"), value="?", note=_("没有雨量读数"), state="plain", why=iter(())
        )
    rain = next(one for one in water.rains if one.gauge.gauge_id == most.gauge_id)
    grade = grade_words(page, rain.grades.get(24))
    note = f"{most.gauge_name} · {grade}" + (
        _(" · {n} 站有缺口").format(n=most.unknown) if most.unknown else ""
    )
    state = "late" if most.reaches(100.0) else "soon" if most.reaches(50.0) else "plain"
    return Figure(
        label=_("24小时最大雨量"),
        value=f"{rain_words(most.sum)} mm",
        note=note,
        state=state,
        why=_why_rain(water),
    )


def _why_rain(water: Water) -> Iterator[Line]:
    ordered = sorted(water.rains, key=lambda rain: -(rain.over(24).mm or 0.0))
    for rain in ordered:
        one = rain.over(24)
        said = _("{mm} mm · 止于 {at} · 读数距今 {age}")
        yield (
            rain.gauge.name,
            said.format(
                mm=rain_words(one),
                at=near_time(one.until, water.as_of),
                age=age_words(rain.sensor.age),
            ),
        )
    yield _("规则"), _("有缺口的合计只是下限,记为 ≥ 并写明覆盖比例")


def _tide(board: Board) -> Figure:
    if not board.meetings:
        return Figure(label=_("下一高潮"), value="?", note=_("没有潮汐常数"), state="plain", why=iter(()))
    first = board.meetings[0]
    high = first.high
    height = high.expected_m if high.expected_m is not None else high.astronomical_m
    kind = _("含目前增水") if high.expected_m is not None else _("仅天文潮")
    return Figure(
        label=_("下一高潮 {at}").format(at=near_time(high.at, board.water.as_of)),
        value=metres(height),
        note=f"{kind} · {reached_words(high)}",
        state="late" if high.mark else "plain",
        why=why_meeting(first),
    )


def _surge(board: Board) -> Figure:
    tide = board.water.tide
    if tide is None:
        return Figure(label=_("增水"), value="?", note=_("没有潮汐常数"), state="plain", why=iter(()))
    value = _(UNKNOWN) if tide.surge is None else f"{tide.surge.now_m:+.2f} m"
    note = (
        _("没有可比的实测潮位")
        if tide.surge is None
        else _("实测减天文潮 · {at}").format(at=near_time(tide.surge.read_at, board.water.as_of))
    )
    return Figure(label=_("目前增水"), value=value, note=note, state="plain", why=why_tide(tide))
