"""三碰头: each high water ahead with the wind over the station and the rain of its hour."""

from datetime import datetime, timedelta
from typing import Final

import numpy as np

from stormdesk.domain.arrival.records import Passages, Reach
from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.water.meeting import Blow, Meeting, blows_at, in_force_at, sea_is_high
from stormdesk.domain.water.sea_level import HighWaterAhead
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.storms import passages_of, storm_courses
from stormdesk.outlook.warnings import warnings_in_force
from stormdesk.outlook.water import high_waters_ahead, water_at

RAINING_WITHIN: Final = timedelta(hours=3)
HEAVY_3H_MM: Final = 50.0
BY_SIGNAL: Final = N_("暴雨预警信号届时有效")
BY_RAIN: Final = N_("正在下,3小时已达50毫米")
UNKNOWN_RAIN: Final = N_("雨量预报未知")
_made: Shared[tuple[Meeting, ...]] = Shared(32)


def meetings(ground: Ground, moment: Moment, *, hours: int = 48) -> tuple[Meeting, ...]:
    """Whether wind, rain and the sea meet at each high water of the coming hours."""
    key = (ground.store.common_key, ground.store.data_version, moment, hours)
    return _made.get(key, lambda: _all(ground, moment, hours))


def _all(ground: Ground, moment: Moment, hours: int) -> tuple[Meeting, ...]:
    highs = high_waters_ahead(ground, moment, hours=hours)
    if not highs:
        return ()
    blows = {circle: _blows(ground, moment, circle) for circle in (Circle.SEVEN, Circle.TEN)}
    return tuple(_meeting(ground, moment, high, blows) for high in highs)


def _meeting(
    ground: Ground, moment: Moment, high: HighWaterAhead, blows: dict[Circle, list[Blow]]
) -> Meeting:
    wind7, count = blows_at(high.at, blows[Circle.SEVEN])
    wind10, _count = blows_at(high.at, blows[Circle.TEN])
    if wind7 is False:
        wind10 = False
    rain, basis = _rain(ground, moment, high.at)
    return Meeting(
        high=high,
        wind7=wind7,
        wind10=wind10,
        agencies7=(count, len(blows[Circle.SEVEN])),
        rain=rain,
        rain_basis=basis,
        sea=sea_is_high(high, wind7),
    )


def _station(ground: Ground, moment: Moment) -> tuple[float, float]:
    """Where the tide station stands; the county's centre when its place is unknown."""
    tide = water_at(ground, moment).tide
    for level in water_at(ground, moment).levels:
        gauge = level.gauge
        if tide is not None and gauge.gauge_id == tide.station.gauge_id and gauge.lat and gauge.lon:
            return gauge.lat, gauge.lon
    centre = ground.county.profile.centre
    return centre.lat, centre.lon


def _blows(ground: Ground, moment: Moment, circle: Circle) -> list[Blow]:
    found = storm_courses(ground, moment)
    if not found:
        return []
    lat, lon = _station(ground, moment)
    passed = passages_of(found, [lat], [lon], circle=circle)
    return [_blow(passed, at) for at in range(len(found))]


def _blow(passed: Passages, course: int) -> Blow:
    reach = Reach(int(passed.reach[0, course]))
    first, last = passed.first_at[0, course], passed.last_at[0, course]
    until = datetime.fromisoformat(f"{passed.courses[course].at[-1].astype('datetime64[s]')}+00:00")
    is_known = reach is not Reach.UNKNOWN
    return Blow(first_at=_instant(first), last_at=_instant(last), until=until, is_known=is_known)


def _instant(at: np.datetime64) -> datetime | None:
    if np.isnat(at):
        return None
    return datetime.fromisoformat(str(at.astype("datetime64[s]")) + "+00:00")


def _rain(ground: Ground, moment: Moment, at: datetime) -> tuple[bool | None, str]:
    """Rain by a signal that holds then, or by what falls now for the next hours; else nobody knows."""
    spans = [
        (one.begins_at, one.ends_at)
        for one in warnings_in_force(ground, moment)
        if one.warning.kind == "rainstorm"
    ]
    if in_force_at(at, moment.as_of, spans):
        return True, BY_SIGNAL
    fallen = water_at(ground, moment).facts.rain[3].reaches(HEAVY_3H_MM)
    if fallen and at - moment.as_of <= RAINING_WITHIN:
        return True, BY_RAIN
    return None, UNKNOWN_RAIN
