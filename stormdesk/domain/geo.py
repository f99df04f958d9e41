"""Datums of points, and which polygon a point lies in; every point is (latitude, longitude) in degrees."""

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]

# Points on either side of the frame that a shape is asked about before threads may.
ASKED_FIRST: Final = 9
_preparing = threading.Lock()
_asking = threading.Lock()

# The frame inside which Chinese map services shift their points.
SHIFTED_LAT: Final = (0.8293, 55.8271)
SHIFTED_LON: Final = (72.004, 137.8347)
# Krasovsky 1940, the ellipsoid of the shift.
SEMI_MAJOR_M: Final = 6378245.0
ECCENTRICITY_SQUARED: Final = 0.00669342162296594323
BD09_TURN: Final = math.pi * 3000.0 / 180.0
INVERSE_TOLERANCE_DEG: Final = 1e-10
INVERSE_STEPS: Final = 30
DRAWS_PER_ROUND: Final = 256
# A polygon that catches nothing in this many rounds is too thin.
ROUNDS: Final = 4000


class Datum(StrEnum):
    """What a latitude and longitude refer to; CGCS2000 and WGS 84 differ by less than a metre."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def is_shifted(lat: float, lon: float) -> bool:
    """Whether Chinese map services shift a point here."""
    return SHIFTED_LAT[0] <= lat <= SHIFTED_LAT[1] and SHIFTED_LON[0] <= lon <= SHIFTED_LON[1]


def _wave(value: float, terms: Sequence[tuple[float, float]]) -> float:
    return sum(amplitude * math.sin(value * math.pi * turns) for amplitude, turns in terms) * 2.0 / 3.0


def _shift_m(lat: float, lon: float) -> Point:
    x, y = lon - 105.0, lat - 35.0
    ripple = _wave(x, ((20.0, 6.0), (20.0, 2.0)))
    root = math.sqrt(abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _wave(y, ((20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30)))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _wave(x, ((20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30)))
    return north, east


def wgs84_to_gcj02(lat: float, lon: float) -> Point:
    """Shift a WGS 84 point as Chinese map services do; outside China it stays."""
    if not is_shifted(lat, lon):
        return lat, lon
    north_m, east_m = _shift_m(lat, lon)
    radians = math.radians(lat)
    flattening = 1.0 - ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / flattening**1.5
    parallel_m = SEMI_MAJOR_M / math.sqrt(flattening) * math.cos(radians)
    return lat + math.degrees(north_m / meridian_m), lon + math.degrees(east_m / parallel_m)


def _inverse(forward: Callable[[float, float], Point], lat: float, lon: float) -> Point:
    guess_lat, guess_lon = lat, lon
    for _ in range(INVERSE_STEPS):
        image_lat, image_lon = forward(guess_lat, guess_lon)
        error_lat, error_lon = lat - image_lat, lon - image_lon
        if max(abs(error_lat), abs(error_lon)) < INVERSE_TOLERANCE_DEG:
            break
        guess_lat, guess_lon = guess_lat + error_lat, guess_lon + error_lon
    return guess_lat, guess_lon


def gcj02_to_wgs84(lat: float, lon: float) -> Point:
    """Undo the shift of `wgs84_to_gcj02`, to well under a metre."""
    if not is_shifted(lat, lon):
        return lat, lon
    return _inverse(wgs84_to_gcj02, lat, lon)


def gcj02_to_bd09(lat: float, lon: float) -> Point:
    """Shift a GCJ-02 point once more, as Baidu does."""
    radius = math.hypot(lat, lon) + 0.00002 * math.sin(lat * BD09_TURN)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * BD09_TURN)
    return radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065


def bd09_to_gcj02(lat: float, lon: float) -> Point:
    """Undo Baidu's second shift, to well under a metre."""
    return _inverse(gcj02_to_bd09, lat, lon)


def to_wgs84(lat: float, lon: float, datum: Datum) -> Point:
    """Bring a point of any declared datum to WGS 84."""
    if datum is Datum.BD09:
        return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(lat, lon)
    return lat, lon


def from_wgs84(lat: float, lon: float, datum: Datum) -> Point:
    """Bring a WGS 84 point to any declared datum."""
    if datum is Datum.BD09:
        return gcj02_to_bd09(*wgs84_to_gcj02(lat, lon))
    if datum is Datum.GCJ02:
        return wgs84_to_gcj02(lat, lon)
    return lat, lon


def made_ready(shape: BaseGeometry) -> BaseGeometry:
    """Prepare a shape that several threads will ask about points, and ask it about some all over its frame.

    The engine builds a prepared shape's index at its first questions, without a lock: two threads that
    ask first at the same time crash the process. One point alone does not build all of it.
    """
    with _preparing:
        shapely.prepare(shape)
        if not shape.is_empty:
            west, south, east, north = shape.bounds
            lons, lats = np.meshgrid(
                np.linspace(west, east, ASKED_FIRST), np.linspace(south, north, ASKED_FIRST)
            )
            shapely.contains_xy(shape, lons, lats)
            shapely.intersects_xy(shape, lons, lats)
    return shape


def meets(shape: BaseGeometry, others: Any) -> Any:  # noqa: ANN401  arrays of shapes and of booleans
    """Tell for each of other shapes whether a prepared one meets it, one thread at a time.

    Unlike points, whole lines make the engine write into the prepared shape at every question
    (libgeos/geos#825): two threads that ask at the same time crash the process.
    """
    with _asking:
        return shapely.intersects(shape, others)


def is_near(shape: BaseGeometry, points: Any, away_deg: float) -> Any:  # noqa: ANN401  arrays of points and of booleans
    """Tell for each point whether a prepared shape is within so many degrees, one thread at a time."""
    with _asking:
        return shapely.dwithin(shape, points, away_deg)


def random_points_in(area: BaseGeometry, count: int, rng: np.random.Generator) -> list[Point]:
    """Draw points evenly inside a polygon; the same area, count and generator give the same points."""
    if area.is_empty or area.area == 0:
        raise ValueError("no point lies in an area without extent")
    shapely.prepare(area)
    west, south, east, north = area.bounds
    drawn: list[Point] = []
    for _ in range(ROUNDS + count):
        if len(drawn) >= count:
            return drawn[:count]
        lon = rng.uniform(west, east, DRAWS_PER_ROUND)
        lat = rng.uniform(south, north, DRAWS_PER_ROUND)
        inside = shapely.contains_xy(area, lon, lat)
        drawn += list(zip(lat[inside].tolist(), lon[inside].tolist(), strict=True))
    raise ValueError("the area is too thin to draw points from")


def random_point_in(area: BaseGeometry, rng: np.random.Generator) -> Point:
    """Draw one point evenly inside a polygon."""
    return random_points_in(area, 1, rng)[0]


@dataclass(frozen=True)
class Places:
    """The county's polygons, ready to be asked which of them holds a point; its index is cached."""

    townships: Mapping[str, BaseGeometry]
    land: BaseGeometry
    sea: BaseGeometry

    def __post_init__(self) -> None:
        for shape in (self.land, self.sea):
            made_ready(shape)

    @cached_property
    def _index(self) -> tuple[list[str], shapely.STRtree]:
        return list(self.townships), shapely.STRtree(list(self.townships.values()))

    def townships_of(self, lats: Sequence[float], lons: Sequence[float]) -> list[str | None]:
        """Tell for each point the township that holds it, the earlier one on a common border, or None."""
        codes, tree = self._index
        held: list[str | None] = [None] * len(lats)
        points, shapes = tree.query(shapely.points(lons, lats), predicate="intersects")
        for index in np.argsort(-shapes):
            held[points[index]] = codes[shapes[index]]
        return held

    def township_of(self, lat: float, lon: float) -> str | None:
        """Tell the code of the township that holds the point, or None."""
        return self.townships_of([lat], [lon])[0]

    def is_on_land(self, lat: float, lon: float) -> bool:
        """Whether the point lies on land, the shore included."""
        return bool(shapely.intersects_xy(self.land, lon, lat))

    def is_at_sea(self, lat: float, lon: float) -> bool:
        """Whether the point lies on the county's waters, off the shore."""
        return bool(shapely.contains_xy(self.sea, lon, lat))
