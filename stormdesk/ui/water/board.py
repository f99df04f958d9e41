"""What the water page shows at its moment: gauges, townships, high waters, and what is wrong first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from stormdesk.domain.water.meeting import Meeting
from stormdesk.domain.water.records import Crossing, Flaw, Gauge, Level, Rain, Sensor
from stormdesk.outlook.water import water_at
from stormdesk.outlook.water_areal import TownshipRain, township_rain
from stormdesk.outlook.water_meeting import meetings
from stormdesk.outlook.water_records import Water
from stormdesk.ui.page import Page

SECOND_MARKS = frozenset({"guaranteed", "design", "yellow", "orange", "red"})


class Weight(IntEnum):
    """How grave an exception is; the gravest come first."""

    FAULT = 1
    RISING = 2
    MARK = 3
    GRAVE_MARK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One gauge that needs a look: above a mark, rising to one, or not to be trusted."""

    weight: Weight
    gauge: Gauge
    sensor: Sensor
    level: Level | None
    rain: Rain | None
    crossing: Crossing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything on the page."""

    water: Water
    townships: Sequence[TownshipRain]
    meetings: Sequence[Meeting]
    alerts: Sequence[Alert]

    @property
    def gauges(self) -> list[Level | Rain]:
        """All gauges, levels before rain."""
        return [*self.water.levels, *self.water.rains]


def read_board(page: Page) -> Board:
    """Ask the outlook for the page's moment and area."""
    water = water_at(page.desk, page.moment, area_code=page.area_code)
    code = page.area_code and page.area_code[:9]
    rains = [one for one in township_rain(page.desk, page.moment) if code in {None, one.township_code}]
    return Board(
        water=water,
        townships=rains,
        meetings=meetings(page.desk, page.moment),
        alerts=alerts_of(water),
    )


def alerts_of(water: Water) -> list[Alert]:
    """Above a mark first, the graver before; then rising by time left; then sensors not to be trusted."""
    found = [alert for level in water.levels if (alert := _of_level(level)) is not None]
    found += [
        Alert(weight=Weight.FAULT, gauge=rain.gauge, sensor=rain.sensor, level=None, rain=rain, crossing=None)
        for rain in water.rains
        if is_faulty(rain.sensor)
    ]
    return sorted(found, key=lambda alert: (-alert.weight, _due(alert, water.as_of), alert.gauge.gauge_id))


def next_crossing(level: Level) -> Crossing | None:
    """The first mark ahead that the trend reaches."""
    return next((one for one in level.crossings if one.at is not None), None)


def is_faulty(sensor: Sensor) -> bool:
    """Whether a sensor is silent or stale; a doubted reading among sound ones is not a fault of now."""
    return bool({Flaw.SILENT, Flaw.STALE} & set(sensor.flaws))


def _of_level(level: Level) -> Alert | None:
    crossing = next_crossing(level)
    if level.reached is not None:
        weight = Weight.GRAVE_MARK if level.reached.name in SECOND_MARKS else Weight.MARK
    elif crossing is not None:
        weight = Weight.RISING
    elif is_faulty(level.sensor):
        weight = Weight.FAULT
    else:
        return None
    return Alert(
        weight=weight, gauge=level.gauge, sensor=level.sensor, level=level, rain=None, crossing=crossing
    )


def _due(alert: Alert, now: datetime) -> float:
    if alert.crossing is None or alert.crossing.at is None:
        return float("inf")
    return (alert.crossing.at - now).total_seconds()
