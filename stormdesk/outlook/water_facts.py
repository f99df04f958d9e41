"""What rules ask of the water, counted over gauges."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from stormdesk.domain.county_rows import Signal
from stormdesk.domain.water.level import is_reached
from stormdesk.domain.water.rain import WINDOWS_H
from stormdesk.domain.water.records import MARKS_OF, GaugeKind, Level, MarkName, Rain
from stormdesk.domain.water.sea_level import TideAhead
from stormdesk.outlook.water_records import Tally, WaterFacts, Wettest

TIDE_WITHIN = timedelta(hours=24)


def facts_of(
    levels: Sequence[Level],
    rains: Sequence[Rain],
    tide: TideAhead | None,
    *,
    signals: Iterable[Signal],
    as_of: datetime,
) -> WaterFacts:
    """Count what rules ask for over the gauges of an area."""
    sensors = [level.sensor for level in levels] + [rain.sensor for rain in rains]
    instants = [sensor.last_at for sensor in sensors if sensor.last_at is not None]
    return WaterFacts(
        read_at=max(instants, default=None),
        rivers=_tallies(levels, GaugeKind.RIVER),
        reservoirs=_tallies(levels, GaugeKind.RESERVOIR),
        tide=_tide(levels, tide, as_of),
        tide_at=_highest_at(tide, as_of),
        rain={hours: _wettest(rains, hours) for hours in WINDOWS_H},
        signals={
            signal.code: _any(rain.signals.get(signal.code) for rain in rains)
            for signal in signals
            if signal.rain_mm is not None
        },
    )


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Whether any says yes; None when none does and some do not know, or nobody is asked."""
    told = list(answers)
    if True in told:
        return True
    return None if None in told or not told else False


def _usable(level: Level) -> float | None:
    return None if level.sensor.is_stale else level.value_m


def _mark_reached(level: Level, name: MarkName) -> bool | None:
    value = _usable(level)
    found = [mark for mark in level.gauge.marks if mark.name is name]
    return is_reached(value, found[0]) if found and value is not None else None


def _tallies(levels: Sequence[Level], kind: GaugeKind) -> dict[MarkName, Tally]:
    some = [level for level in levels if level.gauge.kind is kind]
    made = {}
    for name in MARKS_OF[kind]:
        told = [(level.gauge.gauge_id, _mark_reached(level, name)) for level in some]
        made[name] = Tally(
            reached=tuple(gauge_id for gauge_id, answer in told if answer),
            not_reached=sum(answer is False for _, answer in told),
            unknown=sum(answer is None for _, answer in told),
        )
    return made


def _tide(levels: Sequence[Level], tide: TideAhead | None, as_of: datetime) -> dict[MarkName, bool | None]:
    stations = [level for level in levels if level.gauge.kind is GaugeKind.TIDE]
    near = [] if tide is None else [one for one in tide.high_waters if one.at <= as_of + TIDE_WITHIN]
    return {
        name: _any(
            [
                *(_mark_reached(level, name) for level in stations),
                *(one.reached.get(name) for one in near),
            ]
        )
        for name in MARKS_OF[GaugeKind.TIDE]
    }


def _highest_at(tide: TideAhead | None, as_of: datetime) -> datetime | None:
    near = [] if tide is None else [one for one in tide.high_waters if one.at <= as_of + TIDE_WITHIN]
    return max(near, key=lambda one: one.above_mean_m).at if near else None


def _wettest(rains: Sequence[Rain], hours: int) -> Wettest:
    sums = [(rain.gauge, rain.over(hours)) for rain in rains]
    known = [(gauge, one) for gauge, one in sums if one.mm is not None]
    gauge, most = max(known, key=lambda pair: pair[1].mm or 0.0, default=(None, None))
    return Wettest(
        hours=hours,
        gauge_id=gauge.gauge_id if gauge else None,
        gauge_name=gauge.name if gauge else None,
        sum=most,
        unknown=sum(not one.is_complete for _, one in sums),
    )
