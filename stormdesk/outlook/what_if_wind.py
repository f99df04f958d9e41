"""Who was still there when the wind came: person-hours inside the circles of the analysed track."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.passage import passages
from stormdesk.domain.arrival.records import Flags, Instants, Numbers
from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.what_if import Span, Whole, Work, hours_inside
from stormdesk.domain.work.states import instant64
from stormdesk.outlook.analysed import analysed_track, own_places, unknown_at
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.what_if_history import People
from stormdesk.outlook.what_if_told import Told

CIRCLES: Final = (Circle.SEVEN, Circle.TEN)
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
    lat, lon = own_places(ground, told.objects, moment)
    tracks = [
        track
        for storm_id in sorted(told.storm_ids)
        for track in analysed_track(ground, storm_id, moment, assumptions)
    ]
    first, last, unknown = {}, {}, {}
    for circle in CIRCLES:
        found = passages(tracks, lat, lon, circle=circle)
        first[circle] = tuple(found.first_at.T)
        last[circle] = tuple(found.last_at.T)
        unknown[circle] = unknown_at(found, tracks)
    hours = (told.hours[0], told.hours[-1])
    span = Span(*(instant64(hour + assumptions.storm_shift) for hour in hours))
    return Wind(first_at=first, last_at=last, is_unknown=unknown, span=span)


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
