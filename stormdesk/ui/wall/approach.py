"""The storm and the sea as the wall needs them: arrivals of the circles, and the next high water."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from stormdesk.domain.arrival.records import Band, Instants, Passages, Reach
from stormdesk.domain.circles import Circle
from stormdesk.domain.event import FOREVER
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import HighWater, high_waters
from stormdesk.domain.track import Fix, ForecastPoint
from stormdesk.domain.work.records import NoClock
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.storms import band_of, passages_of, storm_courses
from stormdesk.outlook.work_arrivals import has_left
from stormdesk.store.storms import read_fixes, read_forecasts
from stormdesk.ui.shared import Shared

CIRCLES: Final = (Circle.SEVEN, Circle.TEN)
# Two high waters lie some twelve and a half hours apart.
_TIDE_AHEAD: Final = timedelta(hours=14)
_TIDE_STEP: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """When the agencies bring a circle to the county: earliest to latest, k of n of them, filled or given.

    `soonest_at` and `farthest_at` are the same widened by the error of forecasts. `analysed_by` is whose
    fixes have put the county inside, `left_at` when the circle had gone from it by all of them; without an
    arrival there is a `reason`, and `forecast_to` is how far anybody forecasts.
    """

    at: datetime | None = None
    latest_at: datetime | None = None
    soonest_at: datetime | None = None
    farthest_at: datetime | None = None
    inside_count: int = 0
    agency_count: int = 0
    is_modelled: bool = False
    analysed_by: str | None = None
    left_at: datetime | None = None
    forecast_to: datetime | None = None
    reason: NoClock | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """Fixes and forecasts at a moment, and the next high water."""

    fixes: Mapping[str, Sequence[Fix]]
    forecasts: Mapping[str, Sequence[ForecastPoint]]
    high_water: HighWater | None


_tracks: Shared[dict[str, list[Fix]]] = Shared(4)
_tides: Shared[tuple[HighWater, ...]] = Shared(8)


def approach(ground: Ground, moment: Moment, storm_id: str | None) -> Approach:
    """Read the storm at the moment and what the tide does next."""
    return Approach(
        fixes=_fixes(ground, storm_id, moment) if storm_id else {},
        forecasts=read_forecasts(ground.store, storm_id, moment) if storm_id else {},
        high_water=_high_water(ground, moment.as_of),
    )


def arriving(ground: Ground, moment: Moment) -> dict[Circle, Arriving]:
    """The agencies' arrivals at the county's centre."""
    place = ground.county.profile.centre
    courses = storm_courses(ground, moment)
    if not courses:
        return dict.fromkeys(CIRCLES, Arriving(reason=NoClock.NO_STORM))
    lats, lons = [place.lat], [place.lon]
    return {
        circle: _arriving(
            band_of(courses, lats, lons, circle=circle, as_of=moment.as_of),
            passages_of(courses, lats, lons, circle=circle),
            moment.as_of,
        )
        for circle in CIRCLES
    }


def _arriving(band: Band, passages: Passages, as_of: datetime) -> Arriving:
    course = int(band.course[0])
    storm_id = band.courses[course].storm_id if course >= 0 else None
    agencies = {one.agency for one in band.courses if storm_id in {None, one.storm_id} and one.issued_at}
    inside = int(band.inside_count[0])
    ahead = [one.at[-1] for one in band.courses if one.is_ahead]
    return Arriving(
        at=_instant(band.earliest_at[0]),
        latest_at=_instant(band.latest_at[0]),
        soonest_at=_instant(band.soonest_at[0]),
        farthest_at=_instant(band.farthest_at[0]),
        inside_count=inside,
        agency_count=max(len(agencies), inside),
        is_modelled=bool(band.is_modelled[0]),
        analysed_by=_analysed_by(passages, storm_id),
        left_at=_left_at(passages, storm_id, as_of),
        forecast_to=_instant(max(ahead)) if ahead else None,
        reason=_reason(band),
    )


def _reason(band: Band) -> NoClock | None:
    """Why there is no arrival."""
    if band.reach[0] == Reach.INSIDE:
        return None
    if not any(one.is_ahead for one in band.courses):
        return NoClock.NO_FORECAST
    return NoClock.NOT_REACHED if band.reach[0] == Reach.OUTSIDE else NoClock.NO_RADII


def _analysed_by(passages: Passages, storm_id: str | None) -> str | None:
    """The agency whose fixes put the place inside first."""
    instants = map(_instant, passages.first_at[0])
    sure = [
        (at, course.agency)
        for at, course in zip(instants, passages.courses, strict=True)
        if at is not None and course.storm_id == storm_id and at <= course.start
    ]
    return min(sure)[1] if sure else None


def _left_at(passages: Passages, storm_id: str | None, as_of: datetime) -> datetime | None:
    """When the last of the courses that reached the place had gone; None while one is there or to come."""
    columns = [
        column
        for column, course in enumerate(passages.courses)
        if course.storm_id == storm_id and passages.reach[0, column] == Reach.INSIDE
    ]
    last: Instants = passages.last_at[0, columns]
    return _instant(last.max()) if columns and has_left(passages, as_of)[0, columns].all() else None


def _instant(at: np.datetime64) -> datetime | None:
    if np.isnat(at):
        return None
    known: datetime = at.astype("datetime64[s]").item()
    return known.replace(tzinfo=UTC)


def _fixes(ground: Ground, storm_id: str, moment: Moment) -> dict[str, list[Fix]]:
    """The fixes known at the moment, out of all that the file holds."""
    always = Moment(moment.operation_id, FOREVER, FOREVER)
    key = (ground.store.open_key, storm_id, ground.store.data_version)
    every = _tracks.get(key, lambda: read_fixes(ground.store, storm_id, always))
    known = {
        agency: [fix for fix in track if fix.fixed_at <= moment.as_of and fix.known_at <= moment.known_at]
        for agency, track in every.items()
    }
    return {agency: track for agency, track in known.items() if track}


def _high_water(ground: Ground, as_of: datetime) -> HighWater | None:
    start = as_of.replace(minute=0, second=0, microsecond=0)
    tides = _tides.get(
        (ground.store.open_key, start),
        lambda: high_waters(ground.constituents, start, start + _TIDE_AHEAD + _TIDE_STEP),
    )
    return next((high for high in tides if high.at > as_of), None)
