"""Who was still there when the wind came: person-hours inside the circles of the analysed track."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.course import courses
from stormdesk.domain.arrival.passage import passages
from stormdesk.domain.arrival.records import Course, Flags, Instants, Numbers, Passages, Reach
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import FARTHEST_KM, LONGEST_LEG, Circle
from stormdesk.domain.county import County
from stormdesk.domain.moment import Moment
from stormdesk.domain.what_if import Span, Whole, Work, hours_inside
from stormdesk.domain.work.states import instant64
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.what_if_history import People
from stormdesk.outlook.what_if_told import Told
from stormdesk.store.storms import read_fixes

CIRCLES: Final = (Circle.SEVEN, Circle.TEN)
GAP: Final = np.timedelta64(int(LONGEST_LEG.total_seconds()), "s")
# Work that takes people out of the wind, other than the evacuees', who are counted one by one.
PEOPLE: Final = (("vessel", "crew"), ("site", "workers"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wind:
    """When the analysed circles were at N places; hours are unknown where a circle in reach is."""

    first_at: Mapping[Circle, tuple[Instants, ...]]
    last_at: Mapping[Circle, tuple[Instants, ...]]
    is_unknown: Mapping[Circle, Flags]
    span: Span


def wind_at(ground: Ground, told: Told, moment: Moment, assumptions: Assumptions) -> Wind:
    """Follow the analysed tracks, as known in the end, over the places of the objects."""
    lat, lon = _places(told.objects, ground.county)
    tracks = [
        track
        for storm_id in sorted(told.storm_ids)
        for track in _track(ground, storm_id, moment, assumptions)
    ]
    first, last, unknown = {}, {}, {}
    for circle in CIRCLES:
        found = passages(tracks, lat, lon, circle=circle)
        first[circle] = tuple(found.first_at.T)
        last[circle] = tuple(found.last_at.T)
        unknown[circle] = _is_open(found) if tracks else np.ones(len(lat), dtype=bool)
    hours = (told.hours[0], told.hours[-1])
    span = Span(*(instant64(hour + assumptions.storm_shift) for hour in hours))
    return Wind(first_at=first, last_at=last, is_unknown=unknown, span=span)


def _is_open(found: Passages) -> Flags:
    """Where nobody knows: a circle in reach is unknown, or fixes near the place lie too far apart."""
    has_gap = [bool((np.diff(one.at) > GAP).any()) for one in found.courses]
    is_near = found.closest_km < FARTHEST_KM[found.circle]
    return np.asarray(((found.reach == Reach.UNKNOWN) | (is_near & np.array(has_gap))).any(axis=1))


def _track(ground: Ground, storm_id: str, moment: Moment, assumptions: Assumptions) -> list[Course]:
    """The analysed track of the agency that the county reads first."""
    fixes = read_fixes(ground.store, storm_id, moment)
    order = [agency for agency in ground.county.profile.storm_agencies if agency in fixes] or sorted(fixes)
    shift = replace(AS_IT_IS, storm_shift=assumptions.storm_shift)
    found = courses(storm_id, fixes, {}, as_of=moment.as_of, assumptions=shift)
    # The track is over, so a place that it never covered was outside.
    return [replace(one, is_ahead=True) for one in found if one.agency in order[:1]]


def _places(objects: pd.DataFrame, county: County) -> tuple[Numbers, Numbers]:
    """The objects' own places, or else their villages'."""
    spots = {one.code: (one.lat, one.lon) for one in county.villages}
    lat, lon = (objects[name].to_numpy(dtype=np.float64, na_value=np.nan).copy() for name in ("lat", "lon"))
    for row in np.flatnonzero(np.isnan(lat) | np.isnan(lon)):
        there = spots.get(str(objects["village_code"].iloc[row]), (None, None))
        lat[row], lon[row] = (np.nan if one is None else one for one in there)
    return lat, lon


def person_hours(objects: pd.DataFrame, wind: Wind, work: Work, people: People, circle: Circle) -> Numbers:
    """Person-hours of each object inside a circle before its people were safe; NaN where unknown."""
    own = objects["people"].to_numpy(dtype=np.float64, na_value=np.nan)
    kind = list(zip(objects["subject"], objects["facet"], strict=True))
    counts = np.array([one in PEOPLE for one in kind], dtype=bool)
    hours = np.where(counts, own * _hours(wind, circle, np.arange(len(own)), work.done_at), 0.0)
    each = people.persons * _hours(wind, circle, people.row, people.work.done_at)
    hours += np.bincount(people.row, weights=each, minlength=len(own)) if len(each) else 0.0
    is_people = counts | np.array([one == ("evacuee", "move") for one in kind], dtype=bool)
    return np.where(is_people & wind.is_unknown[circle], np.nan, hours)


def _hours(wind: Wind, circle: Circle, rows: Whole, until: Instants) -> Numbers:
    total = np.zeros(len(rows))
    for first, last in zip(wind.first_at[circle], wind.last_at[circle], strict=True):
        total += hours_inside(first[rows], last[rows], until, span=wind.span)
    return total
