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
from stormdesk.domain.sea.way import Field, Strands, field_to, strands, ways_to
from stormdesk.outlook.shared import Shared

KEPT_COUNTIES: Final = 4
KEPT_HARBOURS: Final = 256
KEPT_FLEETS: Final = 32
# Boats that move have other ways each time: so many are kept for a harbour, then all are led anew.
KEPT_LANES: Final = 5_000
NO_HARBOUR: Final = -1
NO_LINE: Final = np.empty((0, 2))

# The county stands beside what was made of it, so that its shapes stay the same ones while it is kept.
_nets: Shared[tuple[County, Net]] = Shared(KEPT_COUNTIES)
_fields: Shared[tuple[County, Field]] = Shared(KEPT_HARBOURS)
_lanes_of: "Shared[tuple[County, dict[bytes, _Lane]]]" = Shared(KEPT_HARBOURS)
_fleets: "Shared[tuple[County, Lanes]]" = Shared(KEPT_FLEETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The way of each of N boats to one of the harbours; NaN km where there is none."""

    km: Numbers
    lines: tuple[Numbers, ...]
    strands: Strands
    snapped_km: Numbers
    is_beyond: Flags


def _water_key(county: County) -> tuple[object, ...]:
    """What the waters are made of; a county read anew from the same coast has the same."""
    coast = id(county.shapes.land), id(county.shapes.regional_land)
    return *coast, county.profile.sea_bounds, county.profile.projection


def waters(county: County) -> Net:
    """The net over the county's waters, laid once."""
    return _nets.get(_water_key(county), lambda: (county, _laid(county)))[1]


def field_of(county: County, lat: float, lon: float) -> Field:
    """The ways of all the waters to one harbour, reckoned once."""
    key = (_water_key(county), round(lat, 6), round(lon, 6))
    return _fields.get(key, lambda: (county, field_to(waters(county), lat, lon)))[1]


def lanes(county: County, harbours: pd.DataFrame, places: Numbers, wanted: Whole) -> Lanes:
    """The way of each place (rows of latitude, longitude) to the harbour of that row number; -1 for none."""
    spots = harbours[["lat", "lon"]].to_numpy(dtype=np.float64)
    key = (_water_key(county), spots.tobytes(), places.tobytes(), wanted.tobytes())
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
    numbers, lines = np.full((size, 2), np.nan), [NO_LINE] * size
    is_beyond = np.zeros(size, dtype=bool)
    is_placed = np.isfinite(places).all(axis=1)
    for at in np.unique(wanted[wanted != NO_HARBOUR]):
        mine = np.flatnonzero((wanted == at) & is_placed)
        if not len(mine) or not np.isfinite(spots[at]).all():
            continue
        for row, one in zip(mine, _led(county, spots[at], places[mine]), strict=True):
            numbers[row], lines[row], is_beyond[row] = (one.km, one.snapped_km), one.line, one.is_beyond
    snapped = np.nan_to_num(numbers[:, 1])
    return Lanes(
        km=numbers[:, 0],
        lines=tuple(lines),
        strands=strands(lines),
        snapped_km=snapped,
        is_beyond=is_beyond,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    """One way to one harbour."""

    km: float
    line: Numbers
    snapped_km: float
    is_beyond: bool


def _led(county: County, spot: Numbers, places: Numbers) -> list[_Lane]:
    """The way from each place to one harbour; only places that are new are led anew."""
    there = field_of(county, float(spot[0]), float(spot[1]))
    known = _lanes_of.get((_water_key(county), spot.tobytes()), lambda: (county, {}))[1]
    keys = [place.tobytes() for place in places]
    new = [at for at, key in enumerate(keys) if key not in known]
    made = {keys[at]: lane for at, lane in zip(new, _lanes_from(there, places[new]), strict=True)}
    whole = {**known, **made} if made else known
    if len(whole) > KEPT_LANES:
        known.clear()
    known.update(made)
    return [whole[key] for key in keys]


def _lanes_from(there: Field, places: Numbers) -> list[_Lane]:
    if not len(places):
        return []
    found = ways_to(there, places[:, 0], places[:, 1])
    each = zip(found.km, found.lines, found.snapped_km, found.is_beyond, strict=True)
    return [
        _Lane(km=float(km), line=line, snapped_km=float(snapped), is_beyond=bool(beyond))
        for km, line, snapped, beyond in each
    ]


def harbour_rows(harbours: pd.DataFrame, harbour_ids: Sequence[object]) -> Whole:
    """The row number of each harbour id, -1 where the list has no such harbour or it has no position."""
    placed = harbours["lat"].notna() & harbours["lon"].notna()
    known = {str(one): at for at, one in enumerate(harbours["harbour_id"]) if placed.iloc[at]}
    return np.array([known.get(str(one), NO_HARBOUR) for one in harbour_ids], dtype=np.intp)
