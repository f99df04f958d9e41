"""The live storms as the rules see them: the newest fix, and each agency's road past the county."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np
import shapely

from stormdesk.domain.arrival.records import Course, Numbers
from stormdesk.domain.circles import LONG_MEAN_FACTOR
from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.evaluate import Reading, StormSight
from stormdesk.domain.rules.forecast_view import ForecastView
from stormdesk.domain.rules.road import Ground as Measured
from stormdesk.domain.rules.road import Road, road_of
from stormdesk.domain.track import Fix, ForecastPoint, distance_km
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.warning_lines import WarningLine, is_inside
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.storms import courses_of, live_storms
from stormdesk.store.storms import known_storms, read_fixes, read_forecasts

WATERS_SIDE: Final = 5
NO_LINE: Final = N_("定位在警戒线的南北两端之外")
NO_WIND: Final = N_("定位没有风速")
Fixes = Mapping[str, Sequence[Fix]]
Forecasts = Mapping[str, Sequence[ForecastPoint]]
_roads: Shared[Road] = Shared(256)
_measured: Shared[Measured] = Shared(4)


def storm_sights(ground: Ground, inputs: Moment, now: datetime) -> tuple[StormSight, ...]:
    """The storms live at `inputs`, the last instant at which a fix or forecast changed, seen at `now`."""
    names = {storm.storm_id: storm for storm in known_storms(ground.store)}
    sights = []
    for storm_id in live_storms(ground, inputs):
        fixes = read_fixes(ground.store, storm_id, inputs)
        newest = _newest(fixes, ground.county.profile.storm_agencies, inputs.as_of)
        if newest is None:
            continue
        known = names.get(storm_id)
        sights.append(
            StormSight(
                storm_id=storm_id,
                name_zh=(known and known.name_zh) or storm_id,
                name_en=(known and known.name_en) or storm_id,
                now=fix_readings(newest, ground.county),
                views=_views(ground, storm_id, fixes, inputs, now),
            )
        )
    return tuple(sights)


def _newest(fixes: Fixes, agencies: Sequence[str], as_of: datetime) -> Fix | None:
    rank = {agency: -at for at, agency in enumerate(agencies)}
    known = [track[-1] for track in fixes.values() if track and track[-1].fixed_at <= as_of]
    return max(
        known,
        key=lambda fix: (fix.fixed_at, not fix.is_analysis_after, rank.get(fix.agency, -99)),
        default=None,
    )


def fix_readings(fix: Fix, county: County) -> dict[str, Reading]:
    """The facts that one fix tells."""
    centre = county.profile.centre
    away = distance_km(fix.lat, fix.lon, centre.lat, centre.lon)
    wind = stated_wind_ms(fix)
    told = {
        "storm_distance_km": Reading(low=away, high=away, at=fix.fixed_at, source=fix.agency),
        "storm_wind_ms": Reading(at=fix.fixed_at, source=fix.agency, reason=NO_WIND)
        if wind is None
        else Reading(low=wind, high=wind, at=fix.fixed_at, source=fix.agency),
    }
    for line in county.rules.warning_lines:
        told[f"inside_{line.line_id}_line"] = _inside(fix, line)
    return told


def _inside(fix: Fix, line: WarningLine) -> Reading:
    side = is_inside(fix.lat, fix.lon, line)
    if side is None:
        return Reading(at=fix.fixed_at, source=fix.agency, reason=NO_LINE)
    return Reading(low=float(side), high=float(side), at=fix.fixed_at, source=fix.agency)


def stated_wind_ms(row: Fix | ForecastPoint) -> float | None:
    """A wind as the Chinese grades mean it: a ten-minute mean reads lower and is raised."""
    if row.wind_ms is None:
        return None
    return row.wind_ms * (LONG_MEAN_FACTOR if (row.wind_averaging_min or 0) >= 10 else 1.0)


def _views(
    ground: Ground, storm_id: str, fixes: Fixes, inputs: Moment, now: datetime
) -> tuple[ForecastView, ...]:
    """One view per agency whose forecast is not yet over, the county's first agency in the lead."""
    forecasts = read_forecasts(ground.store, storm_id, inputs)
    found = courses_of(ground, storm_id, inputs)
    ahead = [course for course in found if course.issued_at is not None and _ends(course) > now]
    order = {agency: at for at, agency in enumerate(ground.county.profile.storm_agencies)}
    ahead.sort(key=lambda course: (order.get(course.agency, 99), course.agency))
    return tuple(
        ForecastView(
            agency=course.agency,
            is_lead=place == 0,
            issued_at=course.issued_at,
            now=now,
            road=_road(ground, course, fixes, forecasts),
        )
        for place, course in enumerate(ahead)
    )


def _ends(course: Course) -> datetime:
    last: datetime = course.at[-1].item()
    return last.replace(tzinfo=course.start.tzinfo)


def _road(ground: Ground, course: Course, fixes: Fixes, forecasts: Forecasts) -> Road:
    winds = _winds(course, fixes, forecasts)
    values = (course.at, course.lat, course.lon, winds, *course.radii_km.values())
    key = (ground.county.profile.code, course.start, *(part.tobytes() for part in values))
    return _roads.get(key, lambda: road_of(course, winds, measured(ground.county)))


def _winds(course: Course, fixes: Fixes, forecasts: Forecasts) -> Numbers:
    """The wind at each point of a course, NaN where nobody stated it; its own agency's word goes first."""
    known: dict[np.datetime64, float] = {}
    others: list[Fix | ForecastPoint] = [
        fix for agency, track in fixes.items() if agency != course.agency for fix in track
    ]
    own = fixes.get(course.agency, ())
    for row in (*others, *own, *forecasts.get(course.agency, ())):
        wind = stated_wind_ms(row)
        at = row.fixed_at if isinstance(row, Fix) else row.valid_at
        if wind is not None:
            known[np.datetime64(at.replace(tzinfo=None), "s")] = wind
    return np.array([known.get(at, np.nan) for at in course.at])


def measured(county: County) -> Measured:
    """The county's centre, the seats of its townships, points of its waters, and the land around."""
    return _measured.get(id(county), lambda: _measure(county))


def _measure(county: County) -> Measured:
    profile, frame = county.profile, county.profile.sea_bounds
    seats = [
        (township.seat_lat, township.seat_lon)
        for township in county.townships
        if township.seat_lat is not None and township.seat_lon is not None
    ]
    lats = np.linspace(frame.south, frame.north, WATERS_SIDE).tolist()
    lons = np.linspace(frame.west, frame.east, WATERS_SIDE).tolist()
    land = county.shapes.land if county.shapes.regional_land is None else county.shapes.regional_land
    shapely.prepare(land)
    centre = (profile.centre.lat, profile.centre.lon)
    return Measured(
        centre=centre,
        seats=tuple(seats) or (centre,),
        waters=tuple((lat, lon) for lat in lats for lon in lons),
        land=land,
    )
