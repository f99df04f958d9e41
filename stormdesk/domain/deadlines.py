"""Deadlines: by when each kind of work must be done, from the county's rules, the storm and the tide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from stormdesk.domain.circles import Circle, Stay, centre_of, radii_of, stay
from stormdesk.domain.county_profile import Centre as Place
from stormdesk.domain.county_profile import Night
from stormdesk.domain.county_rows import DeadlineKind, DeadlineRule
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.track import Fix, ForecastPoint, Quadrants


class Unknown(StrEnum):
    """Why there is no instant to count down to."""

    NO_FIX = "no_fix"
    NO_FORECAST = "no_forecast"
    NO_RADII = "no_radii"
    NOT_REACHED = "not_reached"
    NO_LEVEL = "no_level"
    NO_TIDE = "no_tide"
    NO_WATER = "no_water"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When a wind circle first reaches a place: analysed, or forecast by the agency that says earliest."""

    circle: Circle
    at: datetime | None = None
    until: datetime | None = None
    agency: str | None = None
    issued_at: datetime | None = None
    forecast_to: datetime | None = None
    is_modelled: bool = False
    is_analysed: bool = False
    reason: Unknown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One rule's instant, or the reason why there is none."""

    rule: DeadlineRule
    at: datetime | None
    circle: Circle | None = None
    is_modelled: bool = False
    is_night_cap: bool = False
    reason: Unknown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What deadlines are computed from at one moment."""

    as_of: datetime
    arrivals: Mapping[Circle, Arrival]
    high_water_at: datetime | None
    level_reached_at: Mapping[str, datetime]
    night: Night
    flood_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStep:
    """A response level from its start on; rank 0 ends the response."""

    at: datetime
    rank: int


def earliest_arrival(
    place: Place,
    fixes: Mapping[str, Sequence[Fix]],
    forecasts: Mapping[str, Sequence[ForecastPoint]],
    *,
    circle: Circle,
    as_of: datetime,
) -> Arrival:
    """Tell when a circle first reaches the place: as analysed if it did, else the earliest forecast.

    A forecast without circles keeps the radii that were last analysed, and says that it is modelled.
    """
    if not any(fixes.values()):
        return Arrival(circle=circle, reason=Unknown.NO_FIX)
    seen = _analysed(place, fixes, circle)
    if seen is not None:
        return seen
    radii = _last_radii(fixes, circle)
    ahead = {agency: points for agency, points in forecasts.items() if points and points[-1].valid_at > as_of}
    found = [
        _forecast(place, _start(agency, fixes), points, circle, radii) for agency, points in ahead.items()
    ]
    return _earliest(found, circle)


def _earliest(found: Sequence[Arrival], circle: Circle) -> Arrival:
    sure = [one for one in found if one.at is not None]
    if sure:
        return min(sure, key=lambda one: (one.at, one.agency))
    if not found:
        return Arrival(circle=circle, reason=Unknown.NO_FORECAST)
    known = [one for one in found if one.reason is Unknown.NOT_REACHED]
    return max(known or found, key=lambda one: one.forecast_to or one.issued_at)  # type: ignore[arg-type,return-value]


def _analysed(place: Place, fixes: Mapping[str, Sequence[Fix]], circle: Circle) -> Arrival | None:
    stays = {
        agency: stay(place.lat, place.lon, [centre_of(fix, circle) for fix in track], circle)
        for agency, track in fixes.items()
        if any(radii_of(fix, circle) for fix in track)
    }
    inside = {agency: one for agency, one in stays.items() if one.first_at is not None}
    if not inside:
        return None
    agency = min(inside, key=lambda name: (str(inside[name].first_at), name))
    return Arrival(
        circle=circle,
        at=inside[agency].first_at,
        until=_left_at(inside[agency], fixes[agency]),
        agency=agency,
        is_analysed=True,
        is_modelled=any(fix.is_radii_modelled for fix in fixes[agency]),
    )


def _left_at(one: Stay, track: Sequence[Fix]) -> datetime | None:
    """When the place came out again; None while the last fix still covers it."""
    return one.last_at if one.last_at is not None and one.last_at < track[-1].fixed_at else None


def _start(agency: str, fixes: Mapping[str, Sequence[Fix]]) -> Fix:
    """The agency's own last fix, or another's when that is newer."""
    last = [track[-1] for track in fixes.values() if track]
    return max(last, key=lambda fix: (fix.fixed_at, fix.agency == agency, fix.agency))


def _last_radii(fixes: Mapping[str, Sequence[Fix]], circle: Circle) -> Quadrants | None:
    known = [fix for track in fixes.values() for fix in track if radii_of(fix, circle) is not None]
    return radii_of(max(known, key=lambda fix: fix.fixed_at), circle) if known else None


def _forecast(
    place: Place, start: Fix, points: Sequence[ForecastPoint], circle: Circle, radii: Quadrants | None
) -> Arrival:
    ahead = [point for point in points if point.valid_at > start.fixed_at]
    rows: list[Fix | ForecastPoint] = [start, *ahead]
    centres = [centre_of(row, circle) for row in rows]
    held = [replace(centre, radii_km=centre.radii_km or radii) for centre in centres]
    one = stay(place.lat, place.lon, held, circle)
    reason = None
    if one.first_at is None:
        reason = Unknown.NOT_REACHED if one.is_known else Unknown.NO_RADII
    return Arrival(
        circle=circle,
        at=one.first_at,
        agency=points[0].agency,
        issued_at=points[0].issued_at,
        forecast_to=points[-1].valid_at,
        is_modelled=start.is_radii_modelled or any(centre.radii_km is None for centre in centres),
        reason=reason,
    )


def reached_at(steps: Iterable[LevelStep], rank: int) -> datetime | None:
    """Tell since when the level has stood at a rank or graver; None while it does not."""
    since = None
    for step in sorted(steps, key=lambda one: one.at):
        if step.rank < rank:
            since = None
        elif since is None:
            since = step.at
    return since


def deadline(rule: DeadlineRule, facts: Facts) -> Deadline:
    """Compute the instant by which a rule wants its work done."""
    match rule.kind:
        case DeadlineKind.BEFORE_CIRCLE:
            return _before_circle(rule, facts)
        case DeadlineKind.BEFORE_HIGH_TIDE:
            at = facts.high_water_at
            return _simple(rule, at and at - _minutes(rule.margin_min), Unknown.NO_TIDE)
        case DeadlineKind.BEFORE_FLOOD:
            return _before_flood(rule, facts)
        case DeadlineKind.AT_LEVEL:
            reached = facts.level_reached_at.get(rule.level_code or "")
            return _simple(rule, reached and reached + _minutes(rule.within_min), Unknown.NO_LEVEL)
        case DeadlineKind.CLOCK_TIME:
            is_owed = rule.level_code is None or rule.level_code in facts.level_reached_at
            at = _next(rule.clock_time, facts.as_of) if rule.clock_time and is_owed else None
            return _simple(rule, at, Unknown.NO_LEVEL)


def _before_circle(rule: DeadlineRule, facts: Facts) -> Deadline:
    """Count from the rule's circle, or from the widest one that comes where the rule's does not."""
    wanted = Circle(rule.circle_bft or 0)
    asked = facts.arrivals.get(wanted)
    arrives = next((one for one in _inner_first(facts, wanted) if one.at is not None), None)
    if arrives is None or arrives.at is None:
        return Deadline(rule=rule, at=None, reason=Unknown.NO_FORECAST if asked is None else asked.reason)
    at = arrives.at - _minutes(rule.margin_min)
    cap = _night_cap((at, arrives.at), rule.night_cap, facts.night)
    is_capped = cap is not None and cap < at
    return Deadline(
        rule=rule,
        at=cap if is_capped else at,
        circle=arrives.circle,
        is_modelled=arrives.is_modelled,
        is_night_cap=is_capped,
    )


def _before_flood(rule: DeadlineRule, facts: Facts) -> Deadline:
    if facts.flood_at is None:
        return Deadline(rule=rule, at=None, reason=Unknown.NO_WATER)
    at = facts.flood_at - _minutes(rule.margin_min)
    cap = _night_cap((at, facts.flood_at), rule.night_cap, facts.night)
    is_capped = cap is not None and cap < at
    return Deadline(rule=rule, at=cap if is_capped else at, is_night_cap=is_capped)


def _inner_first(facts: Facts, wanted: Circle) -> list[Arrival]:
    """The wanted circle, then the wider ones."""
    wider = [facts.arrivals[circle] for circle in sorted(facts.arrivals, reverse=True) if circle <= wanted]
    return wider if facts.arrivals.get(wanted) else []


def _night_cap(instants: tuple[datetime, datetime], cap: time | None, night: Night) -> datetime | None:
    """The evening before the night into which the end of the work or the harm falls; None by day."""
    for instant in instants:
        local = instant.astimezone(BEIJING)
        if cap is None or night.ends <= local.time() < night.starts:
            continue
        evening = local.date() if local.time() >= night.starts else local.date() - timedelta(days=1)
        return _on(evening, cap)
    return None


def _next(clock: time, as_of: datetime) -> datetime:
    day = as_of.astimezone(BEIJING).date()
    today = _on(day, clock)
    return today if today >= as_of else _on(day + timedelta(days=1), clock)


def _on(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BEIJING).astimezone(UTC)


def _simple(rule: DeadlineRule, at: datetime | None, reason: Unknown) -> Deadline:
    return Deadline(rule=rule, at=at, reason=reason if at is None else None)


def _minutes(minutes: int | None) -> timedelta:
    return timedelta(minutes=minutes or 0)
