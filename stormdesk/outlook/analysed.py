"""The tracks as they were analysed, and when their circles were at places: the wind as it came."""

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.course import courses
from stormdesk.domain.arrival.records import Course, Flags, Numbers, Passages, Reach
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import FARTHEST_KM, LONGEST_LEG
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.store.storms import read_fixes

GAP = np.timedelta64(int(LONGEST_LEG.total_seconds()), "s")


def analysed_track(
    ground: Ground, storm_id: str, moment: Moment, assumptions: Assumptions = AS_IT_IS
) -> list[Course]:
    """Return the analysed track of the agency that the county reads first; empty where nobody placed it."""
    fixes = read_fixes(ground.store, storm_id, moment)
    order = [agency for agency in ground.county.profile.storm_agencies if agency in fixes] or sorted(fixes)
    shift = replace(AS_IT_IS, storm_shift=assumptions.storm_shift)
    found = courses(storm_id, fixes, {}, as_of=moment.as_of, assumptions=shift)
    # The track is over, so a place that it never covered was outside.
    return [replace(one, is_ahead=True) for one in found if one.agency in order[:1]]


def is_open(found: Passages) -> Flags:
    """Where nobody knows: a circle in reach is unknown, or fixes near the place lie too far apart."""
    has_gap = [bool((np.diff(one.at) > GAP).any()) for one in found.courses]
    is_near = found.closest_km < FARTHEST_KM[found.circle]
    return np.asarray(((found.reach == Reach.UNKNOWN) | (is_near & np.array(has_gap))).any(axis=1))


def unknown_at(found: Passages, tracks: Sequence[Course]) -> Flags:
    """Where nobody knows; everywhere without a track."""
    return is_open(found) if tracks else np.ones(found.reach.shape[0], dtype=bool)


def own_places(ground: Ground, objects: pd.DataFrame, moment: Moment) -> tuple[Numbers, Numbers]:
    """Return the objects' own places, or else their villages'; crews where their boats lay with them aboard.

    What a storm did to a crew does not change with where the boat went afterwards.
    """
    spots = {one.code: (one.lat, one.lon) for one in ground.county.villages}
    lat, lon = _degrees(objects)
    crews = np.flatnonzero(objects["facet"].eq("crew").to_numpy(dtype=bool))
    aboard = ground.store.frame("work/places_aboard", **asdict(moment)).set_index("object_id")
    lat[crews], lon[crews] = _degrees(aboard.reindex(objects["subject_id"].iloc[crews]))
    for row in np.flatnonzero(np.isnan(lat) | np.isnan(lon)):
        there = spots.get(str(objects["village_code"].iloc[row]), (None, None))
        lat[row], lon[row] = (np.nan if one is None else one for one in there)
    return lat, lon


def _degrees(rows: pd.DataFrame) -> tuple[Numbers, Numbers]:
    lat, lon = (rows[name].to_numpy(dtype=np.float64, na_value=np.nan).copy() for name in ("lat", "lon"))
    return lat, lon
