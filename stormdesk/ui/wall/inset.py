"""The storm beside the county as a small drawing: land, warning lines, track, circles, forecasts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import Final

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.circles import Circle, circle_polygon, radii_of
from stormdesk.domain.county import County
from stormdesk.domain.track import Fix, distance_km
from stormdesk.ui.render import clock_time
from stormdesk.ui.storm_line import preferred
from stormdesk.ui.text import _, language
from stormdesk.ui.wall.reading import Reading

SIDE: Final = 316.0
NEAR_KM: Final = 650.0
# Half the height of each window, in degrees of latitude around its middle.
WINDOWS: Final = {"near": 6.0, "wide": 12.5}
DASHES: Final = ("7 5", "2 5", "12 5 2 5", "4 4")
RING: Final = 40
# Two names nearer than this cover each other.
LABEL_WIDE: Final = 80
LABEL_HIGH: Final = 18
FIRST_LABEL_Y: Final = 40.0
LABEL_STEP: Final = 24.0
COLOURS: Final = {Circle.SEVEN: "#e0b400", Circle.TEN: "#ff5a4f"}
Ring = Iterable[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Window:
    """A square piece of the map and where a place lies in its drawing."""

    name: str
    lat: float
    lon: float
    half: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """The place in the drawing, x to the east, y to the south."""
        wide = self.half / cos(radians(self.lat))
        x = (lon - self.lon + wide) / (2 * wide) * SIDE
        y = (self.lat + self.half - lat) / (2 * self.half) * SIDE
        return round(x, 1), round(y, 1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a place of the drawing can be seen."""
        return 0 <= x <= SIDE and 0 <= y <= SIDE

    def line(self, places: Ring) -> str:
        """Places as the points of a line."""
        return " ".join(f"{x},{y}" for x, y in (self.at(lat, lon) for lat, lon in places))


def inset(reading: Reading, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> dict[str, object]:
    """The moving part of the drawing; `lines` are named warning lines."""
    fixes = preferred(reading.approach.fixes, reading.county.profile.storm_agencies)
    window = _window(reading.county, fixes[-1] if fixes else None)
    last = fixes[-1] if fixes else None
    centre = reading.county.profile.centre
    home_x, home_y = window.at(centre.lat, centre.lon)
    forecasts = _forecasts(reading, window, last)
    return {
        "window": window.name,
        "side": SIDE,
        "lines": _warnings(window, lines),
        "track": window.line((fix.lat, fix.lon) for fix in fixes),
        "circles": [] if last is None else list(_circles(window, last, forecasts)),
        "forecasts": forecasts,
        "now": None if last is None else window.at(last.lat, last.lon),
        "home": (home_x, home_y),
        "home_name": reading.county.profile.name(language()).removesuffix("市"),
        "title": _("台风路径")
        if last is None
        else _("{agency} {at} 定位").format(agency=_(last.agency), at=clock_time(last.fixed_at)),
    }


def land_path(county: County, window: str) -> str:
    """The coast inside a window as the data of one path, made once."""
    shapes = county.shapes
    land = shapes.ocean_land or shapes.regional_land or shapes.land
    centre = county.profile.centre
    return _path(land, window, centre.lat, centre.lon)


@cache
def _path(land: BaseGeometry, name: str, lat: float, lon: float) -> str:
    window = Window(name, lat, lon, WINDOWS[name])
    wide = window.half / cos(radians(lat))
    seen = land.intersection(box(lon - wide, lat - window.half, lon + wide, lat + window.half))
    plain = seen.simplify(window.half / 120)
    rings = (part.exterior.coords for part in getattr(plain, "geoms", [plain]) if hasattr(part, "exterior"))
    return " ".join(f"M{window.line((north, east) for east, north in ring)}Z" for ring in rings)


def _window(county: County, last: Fix | None) -> Window:
    centre = county.profile.centre
    away_km = 0.0 if last is None else distance_km(last.lat, last.lon, centre.lat, centre.lon)
    name = "near" if away_km <= NEAR_KM else "wide"
    return Window(name, centre.lat, centre.lon, WINDOWS[name])


def _warnings(
    window: Window, lines: Sequence[tuple[str, Sequence[tuple[float, float]]]]
) -> list[dict[str, object]]:
    """The lines, the name of each below that of the one before."""
    drawn: list[dict[str, object]] = []
    below = FIRST_LABEL_Y
    for name, places in lines:
        line = _warning(window, name, places, below)
        below = max(below, float(str(line["y"]))) + LABEL_STEP
        drawn.append(line)
    return drawn


def _warning(
    window: Window, name: str, places: Sequence[tuple[float, float]], from_y: float
) -> dict[str, object]:
    """A line with its name where it is first seen below a height, so that two names never meet."""
    drawn = [window.at(lat, lon) for lat, lon in places]
    for (x, y), (to_x, to_y) in pairwise(drawn):
        for step in range(1, 20):
            label = (x + (to_x - x) * step / 20, y + (to_y - y) * step / 20)
            if window.holds(label[0] - 20, label[1] - from_y):
                return {"points": window.line(places), "name": name, "x": label[0], "y": label[1]}
    return {"points": window.line(places), "name": "", "x": 0, "y": 0}


def _circles(
    window: Window, last: Fix, forecasts: Sequence[Mapping[str, object]]
) -> Iterable[dict[str, object]]:
    x, _y = window.at(last.lat, last.lon)
    taken = [(float(str(one["x"])), float(str(one["y"]))) for one in forecasts if one["name"]]
    for circle, colour in COLOURS.items():
        radii = radii_of(last, circle)
        if radii and any(radii):
            ring = circle_polygon(last.lat, last.lon, radii, n=RING)
            heights = [window.at(lat, lon)[1] for lat, lon in ring]
            yield {
                "points": window.line(ring),
                "colour": colour,
                "name": _("{force}级").format(force=int(circle)),
                "x": x,
                "y": _label_y(x, min(heights), max(heights), taken),
            }


def _label_y(x: float, top: float, bottom: float, taken: Sequence[tuple[float, float]]) -> float:
    """Above the circle, or below it where a forecast's name stands."""
    y = max(top - 4, 14)
    is_free = all(
        abs(x - other_x) > LABEL_WIDE or abs(y - other_y) > LABEL_HIGH for other_x, other_y in taken
    )
    return y if is_free or bottom > SIDE - 2 * LABEL_HIGH else bottom + LABEL_HIGH


def _forecasts(reading: Reading, window: Window, last: Fix | None) -> list[dict[str, object]]:
    start = [] if last is None else [(last.lat, last.lon)]
    after: datetime = reading.as_of if last is None else last.fixed_at
    found: list[dict[str, object]] = []
    for place, (agency, points) in enumerate(sorted(reading.approach.forecasts.items())):
        ahead = [(point.lat, point.lon) for point in points if point.valid_at > after]
        if not ahead:
            continue
        x, y = window.at(*ahead[-1])
        found.append(
            {
                "points": window.line([*start, *ahead]),
                "dash": DASHES[place % len(DASHES)],
                "name": _(agency) if window.holds(x, y) else "",
                "x": x,
                "y": y,
            }
        )
    return found
