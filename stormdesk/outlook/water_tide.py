"""The tide at the county's station: predicted, observed, surge, and the high waters ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from stormdesk.domain.tide import Constituent, HighWater, high_waters, predict, unsupported
from stormdesk.domain.water.records import Crossing, Flaw, GaugeKind, Level, Mark
from stormdesk.domain.water.rows import TideMark
from stormdesk.domain.water.sea_level import (
    HighWaterAhead,
    Station,
    Surge,
    TideAhead,
    ahead,
    is_same_datum,
    sea_crossings,
    surge_of,
)
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.water_gauges import LEVEL, Heard

DAYS_AHEAD: Final = 4
CURVE_STEP: Final = timedelta(minutes=5)
CURVE_AHEAD: Final = timedelta(hours=24)


def tide_ahead(ground: Ground, levels: Sequence[Level], heard: Heard, now: datetime) -> TideAhead | None:
    """What is known of the sea at the station of the constituents; None without constituents."""
    if not ground.constituents:
        return None
    station = station_of(ground)
    level = _station_level(station, levels)
    marks, flaws = _marks(station, level, ground.county.tide_marks)
    surge = None if level is None else _surge(ground, station, level, heard)
    if (
        level is not None
        and level.value_m is not None
        and is_same_datum(level.gauge.datum_name, station.datum_name) is None
    ):
        flaws = (*flaws, Flaw.DATUM_UNKNOWN)
    offset = station.mean_sea_level_m
    mean_level = float(predict(ground.constituents, [now])[0])
    highs = _days_ahead(ground.constituents, now.astimezone(UTC).date().isoformat())
    return TideAhead(
        station=station,
        predicted_m=None if offset is None else mean_level + offset,
        observed_m=None if level is None or level.sensor.is_stale else level.value_m,
        read_at=None if level is None else level.sensor.last_at,
        surge=surge,
        marks=marks,
        high_waters=tuple(ahead(high, station, surge, marks) for high in highs if high.at >= now),
        crossings=_crossings(ground, station, surge, marks, now),
        left_out=unsupported(ground.constituents),
        flaws=flaws,
    )


def _station_level(station: Station, levels: Sequence[Level]) -> Level | None:
    for one in levels:
        if one.gauge.kind is GaugeKind.TIDE and one.gauge.gauge_id == station.gauge_id:
            return one
    return None


def station_of(ground: Ground) -> Station:
    """The county's tide station; without a row of its own, its datum is unknown."""
    for row in ground.county.tide_datums:
        return Station(
            gauge_id=row.gauge_id,
            datum_name=row.datum_name,
            mean_sea_level_m=row.mean_sea_level_m,
            source=row.source,
            certainty=row.certainty,
        )
    return Station(gauge_id="", datum_name=None, mean_sea_level_m=None, source="", certainty=None)


def high_waters_after(tide: TideAhead, as_of: datetime, *, hours: int) -> tuple[HighWaterAhead, ...]:
    """The high waters within so many hours."""
    return tuple(one for one in tide.high_waters if one.at <= as_of + timedelta(hours=hours))


@lru_cache(maxsize=64)
def _days_ahead(constituents: tuple[Constituent, ...], day: str) -> tuple[HighWater, ...]:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return high_waters(constituents, start, start + timedelta(days=DAYS_AHEAD))


def _crossings(
    ground: Ground, station: Station, surge: Surge | None, marks: Sequence[Mark], now: datetime
) -> tuple[Crossing, ...]:
    """When the tide with its present surge reaches the marks within a day."""
    if surge is None or station.mean_sea_level_m is None:
        return ()
    times = [now + CURVE_STEP * step for step in range(int(CURVE_AHEAD / CURVE_STEP) + 1)]
    expected = predict(ground.constituents, times) + station.mean_sea_level_m + surge.now_m
    return sea_crossings(times, expected, float(expected[0]), marks)


def _marks(
    station: Station, level: Level | None, rows: Sequence[TideMark]
) -> tuple[tuple[Mark, ...], tuple[Flaw, ...]]:
    """The station's marks; those on another datum than the prediction are not comparable, hence unknown."""
    known = level.gauge.marks if level is not None else _of_county(station, rows)
    marks, flaws = [], []
    for mark in known:
        if mark.level_m is not None and is_same_datum(mark.datum_name, station.datum_name) is False:
            marks.append(replace(mark, level_m=None))
            flaws.append(Flaw.DATUM_DIFFERS)
        else:
            marks.append(mark)
    return tuple(marks), tuple(dict.fromkeys(flaws))


def _of_county(station: Station, rows: Sequence[TideMark]) -> tuple[Mark, ...]:
    """The marks of the county's table, where no list has the station."""
    return tuple(
        Mark(
            name=row.name,
            level_m=row.level_m,
            source=row.source,
            certainty=row.certainty,
            datum_name=row.datum_name,
        )
        for row in rows
        if row.gauge_id == station.gauge_id
    )


def _surge(ground: Ground, station: Station, level: Level, heard: Heard) -> Surge | None:
    """Observed less predicted, where both stand on one datum and the sensor is fresh."""
    series = heard.of(level.gauge.gauge_id, LEVEL)
    offset = station.mean_sea_level_m
    is_one_datum = is_same_datum(level.gauge.datum_name, station.datum_name)
    if offset is None or not is_one_datum or level.sensor.is_stale or not len(series.times_s):
        return None
    day = series.times_s > series.times_s[-1] - 24 * 3600
    times = series.times_s[day]
    instants = [datetime.fromtimestamp(second, UTC) for second in times.tolist()]
    predicted = predict(ground.constituents, instants) + offset
    return surge_of(times, series.amounts[day], predicted)
