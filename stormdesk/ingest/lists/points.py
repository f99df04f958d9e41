"""Points of a list: brought to WGS 84, and told where they cannot be right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from stormdesk.domain.county import County
from stormdesk.domain.geo import Datum, Point, is_near, to_wgs84
from stormdesk.ingest.lists.description import Place
from stormdesk.ingest.lists.words import ListReason

DECIMALS: Final = 6
# Shores and shapes are drawn coarsely: a doubt begins this far beyond them.
SHORE_DEG: Final = 0.0005
INLAND_DEG: Final = 0.005
BORDER_DEG: Final = 0.006
Coordinate = float | None


@dataclass(slots=True)
class Points:
    """Latitudes and longitudes in WGS 84, and the doubts by position in the sequence."""

    lat: list[Coordinate]
    lon: list[Coordinate]
    doubts: dict[int, ListReason] = field(default_factory=dict)


class PointChecker:
    """The county's shapes, ready to be asked about many points at once."""

    def __init__(self, county: County, place: Place, datum: Datum) -> None:
        self._county = county
        self._place = place
        self._datum = datum
        self._memo: dict[Point, Point] = {}

    def check(
        self, lats: Sequence[Coordinate], lons: Sequence[Coordinate], townships: Sequence[str | None]
    ) -> Points:
        """Convert the points and tell the doubts; those that cannot be are taken as unknown."""
        points = Points(list(lats), list(lons))
        whole = [at for at in range(len(lats)) if self._is_usable(points, at)]
        for at in whole:
            lat, lon = points.lat[at], points.lon[at]
            if lat is not None and lon is not None:
                points.lat[at], points.lon[at] = self._converted(lat, lon)
        if whole:
            self._doubt(points, np.array(whole), townships)
        return points

    def _is_usable(self, points: Points, at: int) -> bool:
        lat, lon = points.lat[at], points.lon[at]
        if lat is None and lon is None:
            return False
        if lat is None or lon is None:
            reason = ListReason.POINT_HALF
        elif self._holds(*self._converted(lat, lon)):
            return True
        elif -90 <= lon <= 90 and self._holds(*self._converted(lon, lat)):
            reason = ListReason.POINT_SWAPPED
        else:
            reason = ListReason.POINT_OUTSIDE
        points.doubts[at] = reason
        points.lat[at] = points.lon[at] = None
        return False

    def _holds(self, lat: float, lon: float) -> bool:
        profile = self._county.profile
        frames = [profile.map_bounds] + ([profile.sea_bounds] if self._place is not Place.LAND else [])
        return any(frame.holds(lat, lon) for frame in frames)

    def _converted(self, lat: float, lon: float) -> Point:
        known = self._memo.get((lat, lon))
        if known is None:
            shown = to_wgs84(lat, lon, self._datum)
            known = self._memo[lat, lon] = (round(shown[0], DECIMALS), round(shown[1], DECIMALS))
        return known

    def _doubt(self, points: Points, whole: np.ndarray, townships: Sequence[str | None]) -> None:
        places = self._county.places
        spots = shapely.points([points.lon[at] for at in whole], [points.lat[at] for at in whole])
        if self._place is Place.LAND:
            at_sea = is_near(places.sea, spots, 0) & ~is_near(places.land, spots, SHORE_DEG)
            points.doubts |= dict.fromkeys(whole[at_sea].tolist(), ListReason.POINT_AT_SEA)
        elif self._place is Place.WATER:
            inland = ~is_near(places.sea, spots, INLAND_DEG)
            points.doubts |= dict.fromkeys(whole[inland].tolist(), ListReason.POINT_ON_LAND)
            return
        self._doubt_townships(points, whole, spots, townships)

    def _doubt_townships(
        self, points: Points, whole: np.ndarray, spots: np.ndarray, townships: Sequence[str | None]
    ) -> None:
        shapes = self._county.shapes.townships
        said = np.array([townships[at] or "" for at in whole])
        for code in np.unique(said):
            if code not in shapes:
                continue
            mine = np.flatnonzero(said == code)
            away = mine[~is_near(shapes[code], spots[mine], BORDER_DEG)]
            for at in whole[away].tolist():
                points.doubts.setdefault(at, ListReason.POINT_ELSEWHERE)
