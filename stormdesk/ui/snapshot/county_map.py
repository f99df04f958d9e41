"""The county as a drawing in the file itself: townships by their worst state, and what is not done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from stormdesk.domain.moment import exact_instant
from stormdesk.ui.layer_source import TOWNSHIPS, UNDONE, LedgerLayers, point_styles
from stormdesk.ui.maps.palette import PALETTES
from stormdesk.ui.maps.points import GLYPHS, PointStyle
from stormdesk.ui.page import Page
from stormdesk.ui.text import language
from stormdesk.ui.wall.board import subject_words
from stormdesk.ui.wall.places import short_name

WIDTH: Final = 720.0
MARGIN: Final = 0.03
# Finer than a screen shows; keeps an imported coast of a million points small.
FINEST_DEG: Final = 0.0006
COLOURS: Final = PALETTES["light"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The piece of the earth that the drawing shows; x to the east, y to the south."""

    west: float
    north: float
    scale: float
    shrink: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """A place in the drawing."""
        x, y = (lon - self.west) * self.shrink * self.scale, (self.north - lat) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, shape: BaseGeometry) -> str:
        """A shape's outlines as the data of one path."""
        plain = shape.simplify(FINEST_DEG)
        parts = [part for part in getattr(plain, "geoms", [plain]) if hasattr(part, "exterior")]
        return "".join(self._ring(part.exterior.coords) for part in parts)

    def _ring(self, ring: Iterable[tuple[float, ...]]) -> str:
        return "M" + " ".join(f"{x},{y}" for x, y in (self.at(lon, lat) for lon, lat, *_ in ring)) + "Z"


def county_map(page: Page) -> dict[str, Any]:
    """The drawing as its template takes it; no shapes where the county has none."""
    shapes = page.county.shapes.townships
    if not shapes:
        return {"areas": [], "points": [], "legend": []}
    frame = _frame([shape.bounds for shape in shapes.values()])
    source, query = LedgerLayers(page.desk), _query(page)
    layer = source.layer(TOWNSHIPS, query).columns
    said = {
        code: {name: layer[name][place] for name in ("fill", "hatch", "number")}
        for place, code in enumerate(layer["id"])
    }
    styles = point_styles(subject_words())
    return {
        "width": WIDTH,
        "height": frame.height,
        "areas": [
            _area(short_name(page.county, code), frame, shape, said.get(code, {}))
            for code, shape in shapes.items()
        ],
        "points": list(_points(frame, styles, source.layer(UNDONE, query).columns)),
        "legend": [
            {"outline": GLYPHS[style.shape], "label": style.label}
            for style in {style.label: style for style in styles}.values()
        ],
    }


def _points(
    frame: Frame, styles: Sequence[PointStyle], undone: Mapping[str, Sequence[Any]]
) -> Iterator[dict[str, Any]]:
    for lat, lon, style in zip(undone["lat"], undone["lon"], undone["style"], strict=True):
        x, y = frame.at(lon, lat)
        look = styles[style]
        yield {"x": x, "y": y, "outline": GLYPHS[look.shape], "colour": COLOURS[look.colour]}


def _frame(bounds: list[tuple[float, float, float, float]]) -> Frame:
    west, south = min(one[0] for one in bounds), min(one[1] for one in bounds)
    east, north = max(one[2] for one in bounds), max(one[3] for one in bounds)
    shrink = cos(radians((south + north) / 2))
    room = MARGIN * (east - west)
    west, east, south, north = west - room, east + room, south - room, north + room
    scale = WIDTH / ((east - west) * shrink)
    return Frame(west, north, scale, shrink, round((north - south) * scale, 1))


def _area(name: str, frame: Frame, shape: BaseGeometry, said: Mapping[str, Any]) -> dict[str, Any]:
    middle = shape.representative_point()
    x, y = frame.at(middle.x, middle.y)
    return {
        "path": frame.path(shape),
        "fill": COLOURS[said.get("fill", "area")],
        "is_silent": said.get("hatch", False),
        "name": name,
        "number": said.get("number", ""),
        "x": x,
        "y": y,
    }


def _query(page: Page) -> dict[str, str]:
    asked = {
        "op": page.moment.operation_id,
        "t": exact_instant(page.moment.as_of),
        "known": exact_instant(page.moment.known_at),
        "area": page.area_code or "",
        "lang": language(),
    }
    return {name: value for name, value in asked.items() if value}
