"""How long boats need to be safe, and when the storm meets their ways: docs/methods/sea.md."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.domain.sea.crossing import Boats, part
from stormdesk.domain.sea.grid import Numbers, Whole
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.sea_frame import needs_frame, with_refuge_names
from stormdesk.outlook.sea_harbours import Harbours, Trials, harbours_at, nearest_rows, refuges
from stormdesk.outlook.sea_meeting import Threat
from stormdesk.outlook.sea_voyage import Setting, is_too_late, sail
from stormdesk.outlook.sea_waters import harbour_rows, rough_km


@dataclass(frozen=True, slots=True)
class _Fleet:
    """Where the boats are, what they are like, which harbour is theirs, and how far each harbour is."""

    places: Numbers
    boats: Boats
    home: Whole
    near_km: Numbers


def vessel_needs(ground: Ground, moment: Moment, vessels: pd.DataFrame, threat: Threat) -> pd.DataFrame:
    """How long each boat needs to its harbour and when the circle meets its way; rows as in `vessels`.

    Columns asked for: subject_id, harbour_id, lat, lon, speed_kn, before_min, after_min, and perhaps
    is_default_speed and is_done. The columns that come out are those of `sea_frame.COLUMNS`.
    """
    harbours = harbours_at(ground, moment, threat)
    at = Setting(ground=ground, moment=moment, threat=threat, harbours=harbours)
    places = vessels[["lat", "lon"]].to_numpy(dtype=np.float64, na_value=np.nan)
    boats = _boats(vessels)
    near_km = rough_km(ground.county, at.harbours.rows, places)
    own = harbour_rows(at.harbours.rows, vessels["harbour_id"].tolist())
    home = _or_nearest(own, near_km, at.harbours)
    voyage = sail(at, places, boats, home)
    found, free = needs_frame(vessels, boats, voyage, at, is_assumed=(own < 0) & (home >= 0))
    return _with_refuges(found, at, _Fleet(places, boats, home, near_km), free)


def _boats(vessels: pd.DataFrame) -> Boats:
    speed, before, after = (
        vessels[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("speed_kn", "before_min", "after_min")
    )
    return Boats(speed_kn=speed, before_min=before, after_min=after)


def _or_nearest(own: Whole, near_km: Numbers, harbours: Harbours) -> Whole:
    """The nearest harbour with a free berth for a boat whose own one is not known."""
    if not len(harbours.rows):
        return own
    km = np.where(harbours.free > 0, near_km, np.inf)
    nearest = np.argmin(km, axis=1)
    is_there = np.isfinite(km[np.arange(len(km)), nearest])
    return np.where((own < 0) & is_there, nearest, own)


def _with_refuges(found: pd.DataFrame, at: Setting, fleet: _Fleet, free: Numbers) -> pd.DataFrame:
    """Name another harbour for each boat that its own cannot save, where there is one."""
    seeking = np.flatnonzero(found["refuge_reason"].notna().to_numpy())
    if not len(seeking):
        return found
    boat, harbour = nearest_rows(fleet.near_km[seeking], fleet.home[seeking])
    rows = seeking[boat]
    crossed = sail(at, fleet.places[rows], part(fleet.boats, rows), harbour).crossing
    trials = Trials(
        boat=boat,
        harbour=harbour,
        need_min=crossed.need_min,
        is_in_time=np.isfinite(crossed.need_min) & ~is_too_late(crossed, at),
    )
    chosen, minutes = refuges(trials, at.harbours, free, len(seeking))
    return with_refuge_names(found, at.harbours.rows, seeking, chosen, minutes)
