"""Rain by township at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county import County
from stormdesk.domain.geo import made_ready
from stormdesk.domain.moment import Moment
from stormdesk.domain.water.areal import ArealRain, areal_rain, distances_km
from stormdesk.domain.water.rain import WINDOWS_H
from stormdesk.domain.water.records import GaugeKind, Rain
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared
from stormdesk.outlook.water import water_at

Numbers = NDArray[np.float64]

GRID_DEG: Final = 0.008
_points: Shared[dict[str, tuple[Numbers, Numbers]]] = Shared(4)
_made: Shared[tuple["TownshipRain", ...]] = Shared(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class TownshipRain:
    """The rain of one township by window."""

    township_code: str
    sums: tuple[ArealRain, ...]


def township_rain(ground: Ground, moment: Moment) -> tuple[TownshipRain, ...]:
    """Rain over each township, in the county's order; without a rule of reach there is none."""
    key = (ground.store.common_key, ground.store.data_version, moment)
    return _made.get(key, lambda: _whole(ground, moment))


def _whole(ground: Ground, moment: Moment) -> tuple[TownshipRain, ...]:
    rule = next((one for one in ground.county.reference.gauge_rules if one.kind is GaugeKind.RAIN), None)
    if rule is None or rule.reach_km is None:
        return ()
    placed = [rain for rain in water_at(ground, moment).rains if rain.gauge.lat is not None]
    shapes = ground.county.shapes.townships
    drawn = tuple((code, shape.bounds, shape.area) for code, shape in shapes.items())
    grid = _points.get((ground.county.profile.code, drawn), lambda: _grid(ground.county))
    return tuple(
        TownshipRain(township_code=code, sums=_sums(code, placed, points, rule.reach_km))
        for code, points in grid.items()
    )


def _sums(
    code: str, rains: Sequence[Rain], points: tuple[Numbers, Numbers], reach_km: float
) -> tuple[ArealRain, ...]:
    lats = np.array([rain.gauge.lat for rain in rains], dtype=float)
    lons = np.array([rain.gauge.lon for rain in rains], dtype=float)
    apart = distances_km(*points, lats, lons)
    own = [rain.gauge.township_code == code for rain in rains]
    return tuple(areal_rain(rains, own, apart, hours=hours, reach_km=reach_km) for hours in WINDOWS_H)


def _grid(county: County) -> dict[str, tuple[Numbers, Numbers]]:
    """Points of each township: a grid over its shape, or its seat where it has none or a tiny one."""
    found = {}
    for township in county.townships:
        shape = county.shapes.townships.get(township.code)
        spots = None if shape is None else _inside(shape)
        if spots is None and township.seat_lat is not None and township.seat_lon is not None:
            spots = (np.array([township.seat_lat]), np.array([township.seat_lon]))
        found[township.code] = spots or (np.zeros(0), np.zeros(0))
    return found


def _inside(shape: BaseGeometry) -> tuple[Numbers, Numbers] | None:
    west, south, east, north = shape.bounds
    lons, lats = np.meshgrid(np.arange(west, east, GRID_DEG), np.arange(south, north, GRID_DEG))
    is_in = shapely.contains_xy(made_ready(shape), lons.ravel(), lats.ravel())
    if not is_in.any():
        return None
    return lats.ravel()[is_in], lons.ravel()[is_in]
