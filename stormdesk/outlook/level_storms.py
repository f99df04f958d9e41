"""The live storms as the rules see them: the newest fix, and each agency's road past the county."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import numpy as np

from stormdesk.domain.arrival.course import courses
from stormdesk.domain.arrival.records import Course, Numbers
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.circles import LONG_MEAN_FACTOR
from stormdesk.domain.county import County
from stormdesk.domain.geo import made_ready
from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.evaluate import UNKNOWN, Reading, StormSight
from stormdesk.domain.rules.forecast_view import ForecastView
from stormdesk.domain.rules.road import Ground as Measured
from stormdesk.domain.rules.road import Road, road_of
from stormdesk.domain.track import Fix, ForecastPoint, distance_km
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.warning_lines import WarningLine, is_inside
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level_tracks import Alive, Fixes, Forecasts, live, tracks
from stormdesk.outlook.level_tracks import newest as newest_of
from stormdesk.outlook.shared import Shared

WATERS_SIDE: Final = 4
NO_LINE: Final = N_("定位在警戒线的南北两端之外")
NO_WIND: Final = N_("定位没有风速")
_courses: Shared[tuple[Course, ...]] = Shared(256)
_roads: Shared[Road] = Shared(256)
# The county stands beside what was measured of it, so that no other one takes its place in memory.
_measured: Shared[tuple[County, Measured]] = Shared(4)


def storm_sights(ground: Ground, inputs: Moment, *, now: datetime, storm_rows: int) -> tuple[StormSight, ...]:
    """The storms live at `inputs`, the last moment at which a fix or forecast changed, seen at `now`."""
    return sights_of(live(tracks(ground, storm_rows, inputs), inputs), ground.county, now=now)


def sights_of(alive: Iterable[Alive], county: County, *, now: datetime) -> tuple[StormSight, ...]:
    """Live storms as the rules see them at an instant; storms without a fix are not seen."""
    sights = []
    for storm, fixes, forecasts in alive:
        newest = _newest(fixes, county.profile.storm_agencies)
        if newest is None:
            continue
        recent = {agency: newest_of(track) for agency, track in fixes.items()}
        sights.append(
            StormSight(
                storm_id=storm.storm_id,
                name_zh=storm.name_zh,
                name_en=storm.name_en,
                now=fix_readings(newest, county),
                views=tuple(_views(county, storm.storm_id, recent, forecasts, now)),
            )
        )
    return tuple(sights)


def _newest(fixes: Fixes, agencies: Sequence[str]) -> Fix | None:
    rank = {agency: -at for at, agency in enumerate(agencies)}
    known = [track[-1] for track in fixes.values()]
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


class LateView:
    """One agency's forecast, its road walked only when a rule asks for it."""

    def __init__(self, agency: str, make: Callable[[], ForecastView | None], *, is_lead: bool) -> None:
        self.agency, self.is_lead, self._make = agency, is_lead, make
        self._made: ForecastView | None = None

    def reading(self, fact: str, within_h: float, within_km: float | None) -> Reading:
        """What this forecast says of a fact within hours and kilometres."""
        self._made = self._made or self._make()
        return UNKNOWN if self._made is None else self._made.reading(fact, within_h, within_km)


def _views(
    county: County, storm_id: str, fixes: Fixes, forecasts: Forecasts, now: datetime
) -> Iterator[LateView]:
    """One view per agency whose forecast is not yet over, the county's first agency in the lead."""
    order = {agency: at for at, agency in enumerate(county.profile.storm_agencies)}
    ahead = [agency for agency, points in forecasts.items() if points and points[-1].valid_at > now]
    ahead.sort(key=lambda agency: (order.get(agency, 99), agency))
    for place, agency in enumerate(ahead):

        def make(agency: str = agency, *, is_lead: bool = place == 0) -> ForecastView | None:
            found = _courses_of(storm_id, agency, fixes, forecasts, now)
            return (
                ForecastView(
                    agency=agency,
                    is_lead=is_lead,
                    issued_at=found[0].issued_at,
                    now=now,
                    road=_road(county, found[0], fixes, forecasts),
                )
                if found
                else None
            )

        yield LateView(agency, make, is_lead=place == 0)


def _courses_of(
    storm_id: str, agency: str, fixes: Fixes, forecasts: Forecasts, now: datetime
) -> tuple[Course, ...]:
    key = (
        storm_id,
        agency,
        tuple((name, tuple(track)) for name, track in fixes.items()),
        tuple(forecasts[agency]),
    )
    alone = Assumptions(agency=agency)
    return _courses.get(key, lambda: courses(storm_id, fixes, forecasts, as_of=now, assumptions=alone))


def _road(county: County, course: Course, fixes: Fixes, forecasts: Forecasts) -> Road:
    winds = _winds(course, fixes, forecasts)
    values = (course.at, course.lat, course.lon, winds, *course.radii_km.values())
    key = (county.profile.code, course.start, *(part.tobytes() for part in values))
    return _roads.get(key, lambda: road_of(course, winds, measured(county)))


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
    return _measured.get(id(county), lambda: (county, _measure(county)))[1]


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
    centre = (profile.centre.lat, profile.centre.lon)
    return Measured(
        centre=centre,
        seats=tuple(seats) or (centre,),
        waters=tuple((lat, lon) for lat in lats for lon in lons),
        land=made_ready(land),
    )
