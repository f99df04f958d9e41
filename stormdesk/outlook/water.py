"""Rain, rivers, reservoirs and the tide at a moment, for screens and for rules."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

import numpy as np

from stormdesk.domain.moment import Moment
from stormdesk.domain.water.level import crossings, highest_reached, next_above, trend_of
from stormdesk.domain.water.rain import grade_of, newest, rain_sums, signals_reached
from stormdesk.domain.water.records import Crossing, Gauge, GaugeKind, Level, Mark, MarkName, Rain, Standing
from stormdesk.domain.water.rows import GaugeRule
from stormdesk.domain.water.sea_level import HighWaterAhead, TideAhead
from stormdesk.domain.water.sensor import stale_after, watch
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.water_facts import facts_of
from stormdesk.outlook.water_gauges import LEVEL, Heard, hear, read_gauges
from stormdesk.outlook.water_records import Water
from stormdesk.outlook.water_tide import high_waters_after, tide_ahead

KEPT: Final = 48
_made: Shared[Water] = Shared(KEPT)


def water_at(ground: Ground, moment: Moment, *, area_code: str | None = None) -> Water:
    """Every rain, river, reservoir and tide gauge at the moment, the tide ahead, and the facts for rules.

    An area takes only its own gauges; the tide is the county's.
    """
    county = ground.county
    tables = (county.tide_marks, county.tide_datums, county.reference.gauge_rules, ground.constituents)
    key = (ground.store.common_key, ground.store.data_version, moment, tables)
    whole = _made.get(key, lambda: _whole(ground, moment))
    if area_code is None:
        return whole
    levels = tuple(level for level in whole.levels if _lies_in(level.gauge, area_code))
    rains = tuple(rain for rain in whole.rains if _lies_in(rain.gauge, area_code))
    signals = county.reference.signals
    facts = facts_of(levels, rains, whole.tide, signals=signals, as_of=moment.as_of)
    return replace(whole, levels=levels, rains=rains, facts=facts)


def high_waters_ahead(ground: Ground, moment: Moment, *, hours: int = 48) -> tuple[HighWaterAhead, ...]:
    """The next high waters with their heights and marks; empty when the county has no constituents."""
    tide = water_at(ground, moment).tide
    return () if tide is None else high_waters_after(tide, moment.as_of, hours=hours)


def flood_ahead(ground: Ground, moment: Moment, township_code: str) -> tuple[Level, Crossing] | None:
    """The river gauge of a township that floods first, and when; None when no gauge says so.

    Flooding is the guaranteed stage, the warning stage where nobody knows the guaranteed one. A gauge that
    already stands there floods since its last reading.
    """
    found = []
    for level in water_at(ground, moment).levels:
        if level.gauge.kind is GaugeKind.RIVER and level.gauge.township_code == township_code[:9]:
            crossing = _flood_of(level)
            if crossing is not None and crossing.at is not None:
                found.append((crossing.at, level.gauge.gauge_id, level, crossing))
    return min(found)[2:] if found else None


def flood_at(ground: Ground, moment: Moment, township_code: str) -> datetime | None:
    """When a river of the township is in flood at its trend; None when none rises to it or none is known."""
    found = flood_ahead(ground, moment, township_code)
    return None if found is None else found[1].at


def _flood_of(level: Level) -> Crossing | None:
    known = {mark.name: mark for mark in level.gauge.marks if mark.level_m is not None}
    mark = known.get(MarkName.GUARANTEED) or known.get(MarkName.WARNING)
    if mark is None or level.sensor.is_stale or level.value_m is None:
        return None
    if level.reached is not None and (level.reached.level_m or 0.0) >= (mark.level_m or 0.0):
        at = level.sensor.last_at
        return Crossing(mark=mark, at=at, earliest_at=at, latest_at=at)
    return next((one for one in level.crossings if one.mark == mark), None)


def _lies_in(gauge: Gauge, area_code: str) -> bool:
    return area_code in {gauge.township_code, gauge.village_code}


def _whole(ground: Ground, moment: Moment) -> Water:
    reference = ground.county.reference
    rules = {rule.kind: rule for rule in reference.gauge_rules}
    gauges = read_gauges(ground.store, moment, ground.county.tide_marks)
    heard = hear(ground.store, moment)
    known = [gauge for gauge in gauges if gauge.kind in rules]
    levels = tuple(
        _level(gauge, heard, rules[gauge.kind], moment.as_of)
        for gauge in known
        if gauge.kind is not GaugeKind.RAIN
    )
    rains = tuple(
        _rain(gauge, heard, ground, moment.as_of) for gauge in known if gauge.kind is GaugeKind.RAIN
    )
    tide = tide_ahead(ground, levels, heard, moment.as_of)
    levels = tuple(_with_sea(level, tide) for level in levels)
    facts = facts_of(levels, rains, tide, signals=reference.signals, as_of=moment.as_of)
    return Water(
        as_of=moment.as_of,
        levels=levels,
        rains=rains,
        tide=tide,
        facts=facts,
        unlisted=heard.unlisted(gauges),
    )


def _level(gauge: Gauge, heard: Heard, rule: GaugeRule, now: datetime) -> Level:
    series = heard.of(gauge.gauge_id, LEVEL)
    last_at, value = heard.last.get((gauge.gauge_id, LEVEL), (None, None))
    sensor = watch(heard.said(gauge, series.times_s, last_at), rule=rule, now=now)
    is_usable = value is not None and not sensor.is_stale
    known = [mark for mark in gauge.marks if mark.level_m is not None]
    trend = trend_of(series.times_s, series.amounts, rule) if is_usable else None
    ahead = () if value is None or last_at is None else crossings(value, last_at, trend, known, rule)
    reached = highest_reached(value, known) if is_usable else None
    return Level(
        gauge=gauge,
        value_m=value,
        sensor=sensor,
        standing=_standing(value, sensor.is_stale, known, reached),
        reached=reached,
        next_mark=next_above(value, known) if value is not None and is_usable else None,
        unknown_marks=tuple(mark.name for mark in gauge.marks if mark.level_m is None),
        trend=trend,
        crossings=ahead if gauge.kind is not GaugeKind.TIDE else (),
    )


def _with_sea(level: Level, tide: TideAhead | None) -> Level:
    """The tide station's marks ahead come from its expected curve, not from a straight trend."""
    if tide is None or level.gauge.gauge_id != tide.station.gauge_id or not tide.crossings:
        return level
    return replace(level, crossings=tide.crossings)


def _standing(value: float | None, is_stale: bool, known: Iterable[Mark], reached: Mark | None) -> Standing:  # noqa: FBT001  one fact of four
    if value is None:
        return Standing.NO_READING
    if is_stale:
        return Standing.STALE
    if not list(known):
        return Standing.NO_MARKS
    return Standing.BELOW if reached is None else Standing.REACHED


def _rain(gauge: Gauge, heard: Heard, ground: Ground, now: datetime) -> Rain:
    reference = ground.county.reference
    rule = next(rule for rule in reference.gauge_rules if rule.kind is GaugeKind.RAIN)
    ends, lasting, mm = heard.rain_of(gauge.gauge_id)
    sensor = watch(heard.said(gauge, ends, heard.last_rain_at(gauge.gauge_id)), rule=rule, now=now)
    until = newest(ends.astype(np.int64), now, stale_after=stale_after(sensor.every_min, rule))
    sums = rain_sums(ends.astype(np.int64), lasting.astype(np.int64), mm, until=until)
    graded = {one.hours: grade_of(one, reference.rain_grades) for one in sums}
    return Rain(
        gauge=gauge,
        sensor=sensor,
        sums=sums,
        grades={hours: grade.code for hours, grade in graded.items() if grade is not None},
        signals=signals_reached(sums, reference.signals),
    )
