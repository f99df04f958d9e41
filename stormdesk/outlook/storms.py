"""The storms that live at a moment, their courses, and when their circles arrive."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from math import inf
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from stormdesk.domain.arrival.band import Spread, band
from stormdesk.domain.arrival.course import LONGEST_FORECAST, courses
from stormdesk.domain.arrival.passage import Survey, passages_on, survey
from stormdesk.domain.arrival.records import Band, Course, Numbers, Passages
from stormdesk.domain.arrival.track_error import spread
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, distance_km
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared, arrays_bytes
from stormdesk.store.storms import read_every_forecast, read_fixes

# A storm that nobody placed for a day, and that no forecast in force still moves, lives no more.
LAST_WORD: Final = timedelta(hours=24)
FOREVER: Final = datetime.fromisoformat("2200-01-01T00:00:00+00:00")
CIRCLES: Final = (Circle.SEVEN, Circle.TEN, Circle.TWELVE)

R = TypeVar("R", Band, Passages)
Key = tuple[object, ...]
Tracks = dict[str, list[Fix]]
Issues = dict[str, list[ForecastPoint]]
Archive = dict[str, list[list[ForecastPoint]]]
Spans = dict[str, tuple[datetime, datetime]]

_lives: Shared[Spans] = Shared(4)
_tracks: Shared[Tracks] = Shared(16)
_issues: Shared[Archive] = Shared(16)
_courses: Shared[tuple[Course, ...]] = Shared(64)
_surveys: Shared[Survey] = Shared(16, most=64, weigh=arrays_bytes)
_passages: Shared[Passages] = Shared(48, most=192, weigh=arrays_bytes)
_spreads: Shared[Spread] = Shared(48, most=192, weigh=arrays_bytes)
_bands: Shared[Band] = Shared(96, most=384, weigh=arrays_bytes)


def live_storms(ground: Ground, moment: Moment) -> tuple[str, ...]:
    """Return the ids of the storms that live at a moment, as far as it was known then."""
    return tuple(storm_id for storm_id in _candidates(ground, moment) if _is_alive(ground, storm_id, moment))


def storm_courses(ground: Ground, moment: Moment, assumptions: Assumptions = AS_IT_IS) -> tuple[Course, ...]:
    """Return the courses of every live storm by every agency."""
    return tuple(
        course
        for storm_id in live_storms(ground, moment)
        for course in courses_of(ground, storm_id, moment, assumptions)
    )


def storm_shown(ground: Ground, moment: Moment, own: str | None) -> str | None:
    """Return the storm that screens name: the operation's own while it lives, else the nearest that does."""
    alive = live_storms(ground, moment)
    if own in alive or not alive:
        return own
    return min(alive, key=lambda storm_id: _away_km(ground, storm_id, moment))


def _away_km(ground: Ground, storm_id: str, moment: Moment) -> float:
    """How far from the county's centre the storm was placed last; nowhere is farthest."""
    centre = ground.county.profile.centre
    placed = [track[-1] for track in _fixes(ground, storm_id, moment).values()]
    last = max(placed, key=lambda fix: fix.fixed_at, default=None)
    return inf if last is None else distance_km(last.lat, last.lon, centre.lat, centre.lon)


def courses_of(
    ground: Ground, storm_id: str, moment: Moment, assumptions: Assumptions = AS_IT_IS
) -> tuple[Course, ...]:
    """Return the courses of one storm by every agency; made anew only when a fix or an issue comes in."""
    fixes = _fixes(ground, storm_id, moment)
    forecasts = _forecasts(ground, storm_id, moment, assumptions)
    asked = (assumptions.storm_shift, assumptions.agency, assumptions.issued_by)
    key = (ground.store.open_key, storm_id, _told(fixes, forecasts, moment), asked)
    return _courses.get(
        key, lambda: courses(storm_id, fixes, forecasts, as_of=moment.as_of, assumptions=assumptions)
    )


def bands(  # noqa: PLR0913  what an outlook is asked with
    ground: Ground,
    moment: Moment,
    lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    *,
    circles: Sequence[Circle] = CIRCLES,
    assumptions: Assumptions = AS_IT_IS,
) -> dict[Circle, Band]:
    """Return for each circle when it arrives at each place, over all live storms and agencies."""
    found = storm_courses(ground, moment, assumptions)
    return {circle: band_of(found, lats, lons, circle=circle, as_of=moment.as_of) for circle in circles}


def band_of(
    found: tuple[Course, ...],
    lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    *,
    circle: Circle,
    as_of: datetime,
) -> Band:
    """Return the band of one circle along courses, widened by the error of forecasts; kept once made."""
    lat, lon, back = _places(lats, lons)
    # Only where there are two storms does it matter which of them has gone.
    moment = as_of if len({course.storm_id for course in found}) > 1 else None
    places = _places_key(found, lat, lon)
    passed = _passed(found, lat, lon, circle=circle, places=places)
    errors = _spreads.get(
        (places, circle), lambda: spread(_survey(found, lat, lon, places), found, circle=circle)
    )
    made = _bands.get((places, circle, moment), lambda: band(passed, errors=errors, as_of=moment))
    return _spread_out(made, back)


def passages_of(
    found: tuple[Course, ...], lats: npt.ArrayLike, lons: npt.ArrayLike, *, circle: Circle
) -> Passages:
    """Return the passages of one circle along courses; kept by courses and places."""
    lat, lon, back = _places(lats, lons)
    return _spread_out(_passed(found, lat, lon, circle=circle, places=_places_key(found, lat, lon)), back)


def _places(lats: npt.ArrayLike, lons: npt.ArrayLike) -> tuple[Numbers, Numbers, npt.NDArray[np.intp]]:
    """Each place once, and where each of those asked for stands among them."""
    both = np.asarray(lats, dtype=float) + 1j * np.asarray(lons, dtype=float)
    once, back = np.unique(both, return_inverse=True)
    return np.ascontiguousarray(once.real), np.ascontiguousarray(once.imag), back


def _spread_out(made: R, back: npt.NDArray[np.intp]) -> R:
    """Give every place that was asked for its row."""
    rows: dict[str, Any] = {
        field.name: getattr(made, field.name)[back]
        for field in fields(made)
        if field.name not in {"circle", "courses"}
    }
    return replace(made, **rows)


def _passed(
    found: tuple[Course, ...], lat: Numbers, lon: Numbers, *, circle: Circle, places: Key
) -> Passages:
    return _passages.get(
        (places, circle), lambda: passages_on(_survey(found, lat, lon, places), found, circle=circle)
    )


def _survey(found: tuple[Course, ...], lat: Numbers, lon: Numbers, places: Key) -> Survey:
    return _surveys.get(places, lambda: survey(found, lat, lon))


def _places_key(found: tuple[Course, ...], lat: Numbers, lon: Numbers) -> Key:
    """What a result depends on, as short as a digest."""
    digest = sha256()
    for array in (lat, lon, *(array for course in found for array in _drawn(course))):
        digest.update(array.tobytes())
    return (*(_named(course) for course in found), digest.digest())


def _named(course: Course) -> Key:
    return (course.storm_id, course.agency, course.issued_at, course.start, course.is_ahead)


def _drawn(course: Course) -> list[npt.NDArray[Any]]:
    return [course.at, course.lat, course.lon, *course.radii_km.values(), *course.is_modelled.values()]


def _candidates(ground: Ground, moment: Moment) -> list[str]:
    """Storms with a fix or a forecast near the moment, whatever was known of it."""
    store = ground.store
    storms = _lives.get((store.open_key, store.data_version), lambda: _spans(ground))
    earliest = moment.as_of - LONGEST_FORECAST
    return [name for name, (first, last) in storms.items() if first <= moment.as_of and last >= earliest]


def _spans(ground: Ground) -> Spans:
    """First and last sound fix of every storm, by its number."""
    rows = ground.store.frame("storm/list").sort_values("storm_id").to_dict("records")
    return {str(row["storm_id"]): (row["first_at"], row["last_at"]) for row in rows}


def _is_alive(ground: Ground, storm_id: str, moment: Moment) -> bool:
    fixes = _fixes(ground, storm_id, moment)
    newest = max((track[-1].fixed_at for track in fixes.values()), default=None)
    if newest is not None and newest >= moment.as_of - LAST_WORD:
        return True
    issues = _forecasts(ground, storm_id, moment, AS_IT_IS)
    return any(points[-1].valid_at > moment.as_of for points in issues.values())


def _fixes(ground: Ground, storm_id: str, moment: Moment) -> Tracks:
    """The fixes known at the moment, out of all that the file holds."""
    store = ground.store
    always = Moment(moment.operation_id, FOREVER, FOREVER)
    key = (store.open_key, store.data_version, storm_id)
    every = _tracks.get(key, lambda: read_fixes(store, storm_id, always))
    known = {
        agency: [fix for fix in track if fix.fixed_at <= moment.as_of and fix.known_at <= moment.known_at]
        for agency, track in every.items()
    }
    return {agency: track for agency, track in known.items() if track}


def _forecasts(ground: Ground, storm_id: str, moment: Moment, assumptions: Assumptions) -> Issues:
    """Each agency's newest issue by the moment, or by an earlier one where the assumptions ask for it."""
    by = min(moment.as_of, assumptions.issued_by or moment.as_of)
    known_at = min(by, moment.known_at)
    store = ground.store
    key = (store.open_key, store.data_version, storm_id)
    every = _issues.get(key, lambda: _by_issue(read_every_forecast(store, storm_id)))
    found = {agency: _newest(issues, by, known_at) for agency, issues in every.items()}
    return {agency: points for agency, points in found.items() if points}


def _by_issue(found: Issues) -> Archive:
    """Every agency's issues, the newest first."""
    return {
        agency: [list(points) for _at, points in groupby(reversed(every), key=lambda point: point.issued_at)]
        for agency, every in found.items()
    }


def _newest(issues: list[list[ForecastPoint]], by: datetime, known_at: datetime) -> list[ForecastPoint]:
    """The newest issue by a time, in time order; of points told twice, the one told last."""
    for issue in issues:
        if issue[0].issued_at > by:
            continue
        known = {point.valid_at: point for point in reversed(issue) if point.known_at <= known_at}
        if known:
            return list(known.values())
    return []


def _told(fixes: Tracks, forecasts: Issues, moment: Moment) -> Key:
    """What the courses depend on: which fixes and issues there are, and which of these still lead ahead."""
    return (
        tuple(tuple(track) for _agency, track in sorted(fixes.items())),
        tuple((points[-1].valid_at > moment.as_of, *points) for _agency, points in sorted(forecasts.items())),
    )
