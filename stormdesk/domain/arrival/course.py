"""Where each agency sees a storm at a moment: its analysed fixes, then its forecast as issued."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from stormdesk.domain.arrival.circle_table import filled
from stormdesk.domain.arrival.records import Course, Instants
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import LONGEST_LEG
from stormdesk.domain.track import Fix, ForecastPoint

# What reaches further back or ahead than any storm or forecast does is a slip of the pen.
LONGEST_LIFE: Final = timedelta(days=40)
LONGEST_FORECAST: Final = timedelta(days=10)
Fixes = Mapping[str, Sequence[Fix]]
Forecasts = Mapping[str, Sequence[ForecastPoint]]


def courses(
    storm_id: str,
    fixes: Fixes,
    forecasts: Forecasts,
    *,
    as_of: datetime,
    assumptions: Assumptions = AS_IT_IS,
) -> tuple[Course, ...]:
    """Return one course per agency that has a fix or a forecast of the storm, by the agency's name.

    An agency without fresh fixes of its own stands on those of the agency with the newest one.
    """
    tracks = {agency: track for agency in fixes if (track := _track(fixes[agency], as_of))}
    issues = {
        agency: issue for agency in forecasts if (issue := _issue(forecasts[agency], as_of, assumptions))
    }
    wanted = sorted({*tracks, *issues})
    if assumptions.agency is not None:
        wanted = [agency for agency in wanted if agency == assumptions.agency]
    found = (_course(storm_id, agency, tracks, issues.get(agency, []), as_of) for agency in wanted)
    return tuple(_shifted(course, assumptions.storm_shift) for course in found if course is not None)


def _track(track: Sequence[Fix], as_of: datetime) -> list[Fix]:
    """One sound fix per instant up to the moment; what was analysed at the time goes before a best track."""
    sound = [fix for fix in track if fix.fixed_at <= as_of and not fix.is_suspect]
    newest = max((fix.fixed_at for fix in sound), default=as_of)
    sound = [fix for fix in sound if fix.fixed_at >= newest - LONGEST_LIFE]
    ordered = sorted(sound, key=lambda fix: (fix.fixed_at, fix.is_analysis_after))
    return [next(group) for _at, group in itertools.groupby(ordered, key=lambda fix: fix.fixed_at)]


def _issue(points: Sequence[ForecastPoint], as_of: datetime, assumptions: Assumptions) -> list[ForecastPoint]:
    """The newest issue that the assumptions allow, one sound point per instant."""
    by = min(as_of, assumptions.issued_by or as_of)
    known = [point for point in points if point.issued_at <= by and _is_sound(point)]
    if not known:
        return []
    issued_at = max(point.issued_at for point in known)
    newest = sorted((p for p in known if p.issued_at == issued_at), key=lambda p: p.valid_at)
    return [next(group) for _at, group in itertools.groupby(newest, key=lambda p: p.valid_at)]


def _is_sound(point: ForecastPoint) -> bool:
    return not point.is_suspect and point.valid_at - point.issued_at <= LONGEST_FORECAST


def _course(
    storm_id: str,
    agency: str,
    tracks: Mapping[str, Sequence[Fix]],
    issue: Sequence[ForecastPoint],
    as_of: datetime,
) -> Course | None:
    track = _stood_on(agency, tracks, issue)
    start = track[-1].fixed_at if track else None
    ahead = [point for point in issue if start is None or point.valid_at > start]
    rows: list[Fix | ForecastPoint] = [*track, *ahead]
    if not rows:
        return None
    radii_km, is_modelled = filled(rows, list(tracks.values()))
    at = [row.fixed_at if isinstance(row, Fix) else row.valid_at for row in rows]
    return Course(
        storm_id=storm_id,
        agency=agency,
        issued_at=issue[0].issued_at if issue else None,
        known_at=max(row.known_at for row in rows),
        start=(start or at[0]).astimezone(UTC),
        at=_instants(at),
        lat=np.array([row.lat for row in rows]),
        lon=np.array([row.lon for row in rows]),
        radii_km=radii_km,
        is_modelled=is_modelled,
        is_ahead=bool(ahead) and at[-1] > as_of,
    )


def _stood_on(
    agency: str, tracks: Mapping[str, Sequence[Fix]], issue: Sequence[ForecastPoint]
) -> Sequence[Fix]:
    """The agency's own fixes, or where they end long before its forecast begins, the newest of any."""
    own = tracks.get(agency, ())
    if own and (not issue or own[-1].fixed_at >= issue[0].issued_at - LONGEST_LEG):
        return own
    return max(tracks.values(), key=lambda track: (track[-1].fixed_at, track[-1].agency), default=())


def _instants(at: Sequence[datetime]) -> Instants:
    return np.array([one.astimezone(UTC).replace(tzinfo=None) for one in at], dtype="datetime64[s]")


def _shifted(course: Course, shift: timedelta) -> Course:
    if not shift:
        return course
    return Course(
        storm_id=course.storm_id,
        agency=course.agency,
        issued_at=course.issued_at,
        known_at=course.known_at,
        start=course.start + shift,
        at=course.at + np.timedelta64(round(shift.total_seconds()), "s"),
        lat=course.lat,
        lon=course.lon,
        radii_km=course.radii_km,
        is_modelled=course.is_modelled,
        is_ahead=course.is_ahead,
    )
