"""How each figure of the water page came about: inputs, rule, source, age."""

from collections.abc import Iterator

import streamlit as st

from stormdesk.domain.water.meeting import NEAR, Meeting
from stormdesk.domain.water.records import Gauge, GaugeKind, Level, Mark, Rain, Sensor
from stormdesk.domain.water.rows import GaugeRule
from stormdesk.domain.water.sea_level import TideAhead
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.sources import source_name
from stormdesk.ui.text import _
from stormdesk.ui.water.words import (
    CERTAINTIES,
    KINDS,
    UNKNOWN,
    age_words,
    crossing_words,
    grade_words,
    mark_words,
    metres,
    rain_words,
    trend_words,
)

Line = tuple[str, str]


def draw_why(lines: Iterator[Line], *, label: str, key: str) -> None:
    """Draw a button that opens the lines."""
    with st.popover(literal(label), icon=":material/help:", key=key):
        draw_template("water_why", lines=list(lines))


def why_level(page: Page, level: Level) -> Iterator[Line]:
    """Every input of a level's state, and the rules that made it."""
    rule = rule_of(page, level.gauge.kind)
    yield _("读数"), f"{metres(level.value_m)} · {clock_time(level.sensor.last_at)}"
    yield from why_sensor(level.sensor, rule)
    yield _("基面"), level.gauge.datum_name or _(UNKNOWN)
    for mark in level.gauge.marks:
        yield mark_words(mark), source_words(mark)
    yield _("判定"), _("达到即算;汛限水位超过才算;未知的标准值不参与判定")
    if level.gauge.kind is GaugeKind.TIDE:
        yield _("规则"), _("潮位按潮汐预报加增水推算,不用直线趋势")
        for crossing in level.crossings:
            yield _("何时到"), crossing_words(crossing, page.moment.as_of)
        return
    yield _("趋势"), _trend(level)
    for crossing in level.crossings:
        yield _("何时到"), crossing_words(crossing, page.moment.as_of)
    if rule is not None:
        yield _("趋势规则"), _rule(rule)


def why_rain(page: Page, rain: Rain) -> Iterator[Line]:
    """Every window of a rain gauge with its cover, grade and thresholds."""
    yield from why_sensor(rain.sensor, rule_of(page, GaugeKind.RAIN))
    for one in rain.sums:
        grade = grade_words(page, rain.grades.get(one.hours), hours=one.hours)
        cover = _("覆盖 {share},止于 {at}").format(share=f"{one.covered:.0%}", at=clock_time(one.until))
        yield _("{hours}小时").format(hours=one.hours), f"{rain_words(one)} mm · {grade} · {cover}"
    yield _("规则"), _("取完全落在时段内、互不重叠、覆盖最多的雨量相加;有缺口时只是下限")
    for source in dict.fromkeys(grade.source for grade in page.county.reference.rain_grades):
        yield _("等级来源"), source


def why_sensor(sensor: Sensor, rule: GaugeRule | None) -> Iterator[Line]:
    """Rhythm, age and doubts of a sensor."""
    kind = _("(默认)") if sensor.is_rhythm_default else ""
    if sensor.source is not None:
        yield (
            _("读数来源"),
            _("合成演练数据") if sensor.source.startswith("drill") else source_name(sensor.source),
        )
    yield _("读数距今"), age_words(sensor.age)
    yield _("报数周期"), _("{minutes} 分钟").format(minutes=f"{sensor.every_min:g}") + kind
    for flaw in sensor.flaws:
        yield _("传感器"), _(flaw)
    for doubt in sensor.doubts:
        said = _("{reason}:{count} 次,最近 {at}")
        yield (
            _("存疑"),
            said.format(reason=_(doubt.reason), count=doubt.count, at=clock_time(doubt.last_at)),
        )
    if rule is not None:
        said = _("超过 {n} 个周期且不少于 {minutes} 分钟没有新读数即过期")
        yield (
            _("过期规则"),
            said.format(n=f"{rule.stale_after_rhythms:g}", minutes=f"{rule.stale_at_least_min:g}"),
        )
        yield _("来源"), f"{rule.source} · {_(CERTAINTIES[rule.certainty])}"


def why_tide(tide: TideAhead) -> Iterator[Line]:
    """Where the tide's figures come from, and which are unknown."""
    yield _("天文潮"), _("坎门站调和常数(TICON-4,CC BY 4.0)推算") + f" · {metres(tide.predicted_m)}"
    if tide.left_out:
        yield _("略去的分潮"), ", ".join(tide.left_out)
    station = tide.station
    sure = "" if station.certainty is None else f" · {_(CERTAINTIES[station.certainty])}"
    said = f"{metres(station.mean_sea_level_m)} · {station.source}{sure}"
    yield _("平均海面在{datum}上的高度").format(datum=station.datum_name or _(UNKNOWN)), said
    yield _("实测潮位"), f"{metres(tide.observed_m)} · {clock_time(tide.read_at)}"
    if tide.surge is None:
        yield _("增水"), _("未知:没有新鲜的实测潮位,或基面不明")
    else:
        said = _("实测减天文潮,近1小时中位数({n} 次);一日内最大 {peak},{at}")
        peak = metres(tide.surge.peak_m)
        words = said.format(n=tide.surge.count, peak=peak, at=clock_time(tide.surge.peak_at))
        yield _("增水"), f"{metres(tide.surge.now_m)} · {words}"
    for mark in tide.marks:
        yield mark_words(mark), source_words(mark)
    for flaw in tide.flaws:
        yield _("注意"), _(flaw)


def why_meeting(meeting: Meeting) -> Iterator[Line]:
    """What wind, rain and the sea do at one high water."""
    count, of = meeting.agencies7
    yield (
        _("风"),
        _("7级风圈在高潮前后 {span} 内覆盖潮位站的机构:{n}/{of}").format(span=duration(NEAR), n=count, of=of),
    )
    yield _("雨"), _(meeting.rain_basis)
    yield _("潮"), _("天文潮加目前增水达到蓝色警戒潮位为是;有大风同来时不说否")
    yield _("预计潮位"), _("假定目前增水不变,不是增水预报")


def rule_of(page: Page, kind: GaugeKind) -> GaugeRule | None:
    """The rule of a kind of gauge."""
    return next((rule for rule in page.county.reference.gauge_rules if rule.kind is kind), None)


def source_words(mark: Mark) -> str:
    """Where a mark comes from, how sure it is, and its datum."""
    sure = "" if mark.certainty is None else f" · {_(CERTAINTIES[mark.certainty])}"
    return f"{mark.source}{sure} · {mark.datum_name or _('基面未知')}"


def gauge_words(gauge: Gauge) -> str:
    """A gauge by name and kind."""
    return f"{gauge.name} · {_(KINDS[gauge.kind])}"


def _trend(level: Level) -> str:
    trend = level.trend
    if trend is None:
        return _("读数太少或过期,趋势未知")
    said = _("{n} 次读数、{span} 内各对读数斜率的中位数;中间一半 {low} 至 {high} 厘米/小时")
    low, high = (f"{edge * 100:.1f}" for edge in (trend.low_mh, trend.high_mh))
    return f"{trend_words(trend)} · " + said.format(
        n=trend.count, span=duration(trend.span), low=low, high=high
    )


def _rule(rule: GaugeRule) -> str:
    said = _("取 {minutes} 分钟内至少 {n} 次读数;每小时不足 {still} 厘米算不涨;只推 {hours} 小时")
    return said.format(
        minutes=f"{rule.trend_min:g}",
        n=rule.trend_fewest,
        still=f"{rule.trend_still_mh * 100:g}",
        hours=f"{rule.ahead_h:g}",
    )
