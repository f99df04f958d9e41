"""The storm and the sea as the wall needs them: arrivals of the circles, and the next high water."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Band
from stormdesk.domain.circles import Circle
from stormdesk.domain.deadlines import Arrival, earliest_arrival
from stormdesk.domain.event import FOREVER
from stormdesk.domain.moment import Moment
from stormdesk.domain.tide import HighWater, high_waters
from stormdesk.domain.track import Fix, ForecastPoint
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.storms import bands
from stormdesk.store.storms import read_fixes, read_forecasts
from stormdesk.ui.shared import Shared

CIRCLES = (Circle.SEVEN, Circle.TEN)
# Two high waters lie some twelve and a half hours apart.
_TIDE_AHEAD = timedelta(hours=14)
_TIDE_STEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """When the agencies bring a circle to the county: earliest to latest, k of n of them, filled or given."""

    at: datetime | None
    latest_at: datetime | None
    inside_count: int
    agency_count: int
    is_modelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """Fixes and forecasts at a moment, when each circle arrives, and the next high water."""

    fixes: Mapping[str, Sequence[Fix]]
    forecasts: Mapping[str, Sequence[ForecastPoint]]
    arrivals: Mapping[Circle, Arrival]
    high_water: HighWater | None


_tracks: Shared[dict[str, list[Fix]]] = Shared(4)
_arrivals: Shared[dict[Circle, Arrival]] = Shared(16)
_tides: Shared[tuple[HighWater, ...]] = Shared(8)


def approach(desk: Desk, moment: Moment, storm_id: str | None) -> Approach:
    """Read the storm at the moment and compute what comes next."""
    fixes = _fixes(desk, storm_id, moment) if storm_id else {}
    forecasts = read_forecasts(desk.store, storm_id, moment) if storm_id else {}
    return Approach(
        fixes=fixes,
        forecasts=forecasts,
        arrivals=_arrivals_of(desk, moment, fixes, forecasts),
        high_water=_high_water(desk, moment.as_of),
    )


def arriving(desk: Desk, moment: Moment) -> dict[Circle, Arriving]:
    """The agencies' arrivals at the county's centre."""
    place = desk.county.profile.centre
    found = bands(desk, moment, [place.lat], [place.lon], circles=CIRCLES)
    return {circle: _arriving(band) for circle, band in found.items()}


def _arriving(band: Band) -> Arriving:
    course = int(band.course[0])
    storm_id = band.courses[course].storm_id if course >= 0 else None
    agencies = {one.agency for one in band.courses if storm_id in {None, one.storm_id} and one.issued_at}
    inside = int(band.inside_count[0])
    return Arriving(
        at=_instant(band.earliest_at[0]),
        latest_at=_instant(band.latest_at[0]),
        inside_count=inside,
        agency_count=max(len(agencies), inside),
        is_modelled=bool(band.is_modelled[0]),
    )


def _instant(at: np.datetime64) -> datetime | None:
    return None if np.isnat(at) else pd.Timestamp(at).tz_localize(UTC).to_pydatetime()


def _fixes(desk: Desk, storm_id: str, moment: Moment) -> dict[str, list[Fix]]:
    """The fixes known at the moment, out of all that the file holds."""
    always = Moment(moment.operation_id, FOREVER, FOREVER)
    key = (desk.store.path, storm_id, desk.store.data_version)
    every = _tracks.get(key, lambda: read_fixes(desk.store, storm_id, always))
    known = {
        agency: [fix for fix in track if fix.fixed_at <= moment.as_of and fix.known_at <= moment.known_at]
        for agency, track in every.items()
    }
    return {agency: track for agency, track in known.items() if track}


def _arrivals_of(
    desk: Desk,
    moment: Moment,
    fixes: Mapping[str, Sequence[Fix]],
    forecasts: Mapping[str, Sequence[ForecastPoint]],
) -> dict[Circle, Arrival]:
    """Circles move only when a fix or a forecast comes in, or a forecast runs out."""
    key = (
        desk.store.path,
        tuple((agency, len(track), track[-1]) for agency, track in fixes.items()),
        tuple(
            (agency, points[0].issued_at, len(points), points[-1].valid_at > moment.as_of)
            for agency, points in forecasts.items()
        ),
    )
    place = desk.county.profile.centre
    return _arrivals.get(
        key,
        lambda: {
            circle: earliest_arrival(place, fixes, forecasts, circle=circle, as_of=moment.as_of)
            for circle in CIRCLES
        },
    )


def _high_water(desk: Desk, as_of: datetime) -> HighWater | None:
    start = as_of.replace(minute=0, second=0, microsecond=0)
    tides = _tides.get(
        (desk.store.path, start),
        lambda: high_waters(desk.constituents, start, start + _TIDE_AHEAD + _TIDE_STEP),
    )
    return next((high for high in tides if high.at > as_of), None)
