"""Rules on positions: on the map, on land or water, in the township that they claim."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county import County
from stormdesk.domain.county_break import Break, CountyRule
from stormdesk.domain.geo import Point

GEOD: Final = Geod(ellps="WGS84")
HARBOUR_REACH_M: Final = 2000.0


@dataclass(frozen=True, slots=True)
class _Spot:
    table: str
    index: int
    columns: tuple[str, str]
    at: tuple[float | None, float | None]
    township_code: str
    is_counted: bool


def _spots(county: County) -> Iterator[_Spot]:
    for index, township in enumerate(county.townships):
        at = (township.seat_lat, township.seat_lon)
        yield _Spot("townships.csv", index, ("seat_lat", "seat_lon"), at, township.code, township.is_counted)
    for index, village in enumerate(county.villages):
        at = (village.lat, village.lon)
        yield _Spot("villages.csv", index, ("lat", "lon"), at, village.township_code, village.is_counted)


def _on_land(county: County, spot: _Spot) -> tuple[str, CountyRule] | None:
    lat, lon = spot.at
    if lat is None and lon is None:
        return (spot.columns[0], CountyRule.POSITION_MISSING) if spot.is_counted else None
    if lat is None or lon is None:
        return spot.columns[0 if lat is None else 1], CountyRule.POSITION_HALF
    if not county.profile.map_bounds.holds(lat, lon):
        return spot.columns[0], CountyRule.OUT_OF_BOUNDS
    if not county.places.is_on_land(lat, lon):
        return spot.columns[0], CountyRule.NOT_ON_LAND
    has_shape = spot.township_code in county.shapes.townships
    if has_shape and county.places.township_of(lat, lon) != spot.township_code:
        return spot.columns[0], CountyRule.OUTSIDE_TOWNSHIP
    return None


def _at(point: Iterable[float | None]) -> str:
    return ", ".join("" if value is None else str(value) for value in point)


def positions(county: County) -> Iterator[Break]:
    """Find seats and villages off the map, in the water or in another township."""
    for spot in _spots(county):
        broken = _on_land(county, spot)
        if broken is not None:
            yield Break(spot.table, spot.index, broken[0], _at(spot.at), broken[1])


def _metres_from(shape: BaseGeometry, at: Point) -> float:
    near = shapely.shortest_line(shape, shapely.Point(at[1], at[0]))
    (lon, lat), _ = near.coords
    return float(GEOD.inv(lon, lat, at[1], at[0])[2])


def _harbour(county: County, township_code: str, at: Point) -> CountyRule | None:
    if not county.profile.map_bounds.holds(*at):
        return CountyRule.OUT_OF_BOUNDS
    if county.places.is_on_land(*at):
        return CountyRule.HARBOUR_ON_LAND
    if _metres_from(county.shapes.townships[township_code], at) > HARBOUR_REACH_M:
        return CountyRule.HARBOUR_FAR
    return None


def harbours(county: County) -> Iterator[Break]:
    """Find harbours on land, off the map or far from their township's shore."""
    for index, harbour in enumerate(county.harbours):
        if harbour.township_code not in county.shapes.townships:
            yield Break(
                "harbours.csv", index, "township_code", harbour.township_code, CountyRule.TOWNSHIP_UNKNOWN
            )
            continue
        at = (harbour.lat, harbour.lon)
        broken = _harbour(county, harbour.township_code, at)
        if broken is not None:
            yield Break("harbours.csv", index, "lat", _at(at), broken)


def shapes(county: County) -> Iterator[Break]:
    """Find shapes of townships that the county does not have."""
    known = {township.code for township in county.townships}
    for index, code in enumerate(county.shapes.townships):
        if code not in known:
            yield Break("townships.geojson", index, "code", code, CountyRule.SHAPE_UNKNOWN)
