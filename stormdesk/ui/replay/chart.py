"""The two small maps of the replay: the county with its villages, and the sea that the storm crosses."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Any, Final

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county import County
from stormdesk.domain.county_profile import Bounds
from stormdesk.ui.text import language

WIDE: Final = 400.0
# A coast finer than this share of the map's width is not seen.
FINEST: Final = 1 / 400


@dataclass(frozen=True, slots=True)
class Frame:
    """A piece of the world and the size of its drawing."""

    west: float
    south: float
    east: float
    north: float

    @property
    def high(self) -> float:
        """The drawing's height at the width WIDE."""
        middle = (self.north + self.south) / 2
        return WIDE * (self.north - self.south) / ((self.east - self.west) * cos(radians(middle)))

    def path(self, shape: BaseGeometry) -> str:
        """The outlines of a shape inside the frame as the data of one path."""
        seen = shape.intersection(box(self.west, self.south, self.east, self.north))
        plain = seen.simplify((self.east - self.west) * FINEST)
        parts = (part for part in getattr(plain, "geoms", [plain]) if hasattr(part, "exterior"))
        return " ".join(f"M{self._line(part.exterior.coords)}Z" for part in parts)

    def _line(self, places: Iterable[tuple[float, ...]]) -> str:
        across, down = WIDE / (self.east - self.west), self.high / (self.north - self.south)
        return " ".join(
            f"{(lon - self.west) * across:.1f},{(self.north - lat) * down:.1f}" for lon, lat, *_ in places
        )


def charts(county: County) -> dict[str, Any]:
    """Both maps, and where each township and village lies, as plain data."""
    profile, centre = county.profile, county.profile.centre
    return {
        "county": _chart(county, _frame(profile.map_bounds), has_townships=True),
        "sea": _chart(county, _frame(profile.storm_map_bounds), has_townships=False),
        "home": {"lat": centre.lat, "lon": centre.lon},
        "places": {
            **{one.code: [one.name(language()), one.seat_lat, one.seat_lon] for one in county.townships},
            **{one.code: [one.name(language()), one.lat, one.lon] for one in county.villages},
        },
    }


def _frame(bounds: Bounds) -> Frame:
    return Frame(bounds.west, bounds.south, bounds.east, bounds.north)


def _chart(county: County, frame: Frame, *, has_townships: bool) -> dict[str, Any]:
    shapes = county.shapes
    land = shapes.land if has_townships else shapes.ocean_land or shapes.regional_land or shapes.land
    outlines = tuple(shapes.townships.values()) if has_townships else ()
    around = shapes.regional_land if has_townships else None
    return {
        "west": frame.west,
        "south": frame.south,
        "east": frame.east,
        "north": frame.north,
        "wide": WIDE,
        "high": round(frame.high, 1),
        "land": [path for one in (around, land) if one is not None and (path := _path(frame, one))],
        "townships": [_path(frame, one) for one in outlines],
    }


@cache
def _path(frame: Frame, shape: BaseGeometry) -> str:
    return frame.path(shape)
