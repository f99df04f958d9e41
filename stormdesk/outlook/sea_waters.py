"""The county's waters, kept: one net per county, one field per harbour, one set of ways per fleet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county import County
from stormdesk.domain.sea.grid import Flags, Net, Numbers, Whole, build_net, metres_of
from stormdesk.domain.sea.way import Field, Strands, Ways, field_to, strands, ways_to
from stormdesk.outlook.shared import Shared

KEPT_COUNTIES: Final = 4
KEPT_HARBOURS: Final = 256
KEPT_FLEETS: Final = 16
NO_HARBOUR: Final = -1

# The county stands beside what was made of it, so that its identity stays its own while it is kept.
_nets: Shared[tuple[County, Net]] = Shared(KEPT_COUNTIES)
_fields: Shared[tuple[County, Field]] = Shared(KEPT_HARBOURS)
_fleets: "Shared[tuple[County, Lanes]]" = Shared(KEPT_FLEETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The way of each of N boats to one of the harbours; NaN km where there is none."""

    km: Numbers
    lines: tuple[Numbers, ...]
    strands: Strands
    snapped_km: Numbers
    is_beyond: Flags


def waters(county: County) -> Net:
    """The net over the county's waters, laid once."""
    return _nets.get(id(county), lambda: (county, _laid(county)))[1]


def field_of(county: County, lat: float, lon: float) -> Field:
    """The ways of all the waters to one harbour, reckoned once."""
    key = (id(county), round(lat, 6), round(lon, 6))
    return _fields.get(key, lambda: (county, field_to(waters(county), lat, lon)))[1]


def lanes(county: County, harbours: pd.DataFrame, places: Numbers, wanted: Whole) -> Lanes:
    """The way of each place (rows of latitude, longitude) to the harbour of that row number; -1 for none."""
    spots = harbours[["lat", "lon"]].to_numpy(dtype=np.float64)
    key = (id(county), spots.tobytes(), places.tobytes(), wanted.tobytes())
    return _fleets.get(key, lambda: (county, _lanes(county, spots, places, wanted)))[1]


def rough_km(county: County, harbours: pd.DataFrame, places: Numbers) -> Numbers:
    """About how far each place is from each harbour over water, by the net alone; inf without a way."""
    net = waters(county)
    found = np.full((len(places), len(harbours)), np.inf)
    is_placed = np.flatnonzero(np.isfinite(places).all(axis=1))
    if not len(is_placed):
        return found
    away, near = net.tree.query(metres_of(net, places[is_placed, 0], places[is_placed, 1]))
    for at, (lat, lon) in enumerate(harbours[["lat", "lon"]].to_numpy(dtype=np.float64)):
        if np.isfinite((lat, lon)).all():
            found[is_placed, at] = (away + field_of(county, lat, lon).away_m[near]) / 1000
    return found


def _laid(county: County) -> Net:
    parts: list[BaseGeometry] = [county.shapes.land]
    if county.shapes.regional_land is not None:
        parts.append(county.shapes.regional_land)
    return build_net(shapely.union_all(parts), county.profile.sea_bounds, county.profile.projection)


def _lanes(county: County, spots: Numbers, places: Numbers, wanted: Whole) -> Lanes:
    size = len(places)
    km, snapped = np.full(size, np.nan), np.zeros(size)
    is_beyond = np.zeros(size, dtype=bool)
    lines: list[Numbers] = [np.empty((0, 2))] * size
    is_placed = np.isfinite(places).all(axis=1)
    for at in np.unique(wanted[wanted != NO_HARBOUR]):
        mine = np.flatnonzero((wanted == at) & is_placed)
        if not len(mine) or not np.isfinite(spots[at]).all():
            continue
        found: Ways = ways_to(field_of(county, *spots[at]), places[mine, 0], places[mine, 1])
        km[mine], snapped[mine], is_beyond[mine] = found.km, found.snapped_km, found.is_beyond
        for row, line in zip(mine, found.lines, strict=True):
            lines[row] = line
    return Lanes(km=km, lines=tuple(lines), strands=strands(lines), snapped_km=snapped, is_beyond=is_beyond)


def harbour_rows(harbours: pd.DataFrame, harbour_ids: Sequence[object]) -> Whole:
    """The row number of each harbour id, -1 where the list has no such harbour or it has no position."""
    placed = harbours["lat"].notna() & harbours["lon"].notna()
    known = {str(one): at for at, one in enumerate(harbours["harbour_id"]) if placed.iloc[at]}
    return np.array([known.get(str(one), NO_HARBOUR) for one in harbour_ids], dtype=np.intp)
