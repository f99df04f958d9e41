"""Base maps: the constant part of a map, whose script never changes while the page refreshes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from stormdesk.domain.geo import Datum, from_wgs84
from stormdesk.ui.maps.atlas import GuideLine, MapKind, Place, View, atlas
from stormdesk.ui.maps.bundle import ASSETS
from stormdesk.ui.maps.element import ScriptElement, in_letters
from stormdesk.ui.maps.fetched import FetchedLayer
from stormdesk.ui.maps.palette import PALETTES, Theme
from stormdesk.ui.maps.points import GLYPHS
from stormdesk.ui.maps.shapes import shape
from stormdesk.ui.maps.tiles import TileSource, tile_source
from stormdesk.ui.maps.vendored import FRAME_ROOT
from stormdesk.ui.maps.words import credits_shown, map_words
from stormdesk.ui.text import language

_SHIFT_CELLS = 32
_MIN_ZOOM = 3
_MAX_ZOOM = 19


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The ground of a map: kind, theme, and the layers that the browser fetches by itself.

    `frame` (west, south, east, north) is shown in place of the kind's own view, with a share of the width
    kept clear on the right; `cell_px` is how far apart shared badges lie; `tells_view` adds a button that
    tells what part of the world is in view.
    """

    kind: MapKind = "county"
    theme: Theme = "dark"
    fetched: tuple[FetchedLayer, ...] = ()
    has_zoom: bool = True
    has_tiles: bool = True
    has_places: bool = True
    text_scale: float = 1.0
    frame: tuple[float, float, float, float] | None = None
    clear_right: float = 0.0
    cell_px: int | None = None
    tells_view: bool = False

    def config(self) -> dict[str, Any]:
        """Return all that the map's script must know, the same as long as the ground is the same."""
        ground, spoken = atlas(), language()
        view = ground.views[self.kind]
        tiles = tile_source() if self.has_tiles else None
        return {
            "root": FRAME_ROOT,
            "theme": self.theme,
            "palette": dict(PALETTES[self.theme]),
            "glyphs": dict(GLYPHS),
            "words": map_words(),
            "credits": _credits(view, tiles, spoken),
            "has_zoom": self.has_zoom,
            "text_scale": self.text_scale,
            "view": self._frame(view),
            "clear_right": self.clear_right,
            "cell_px": self.cell_px,
            "tells_view": self.tells_view,
            "land": [shape(name).url for name in view.land],
            "areas": None if view.areas is None else {"name": view.areas, "url": shape(view.areas).url},
            "area_names": {code: name.in_language(spoken) for code, name in ground.area_names.items()},
            "lines": [_line(line, spoken) for line in ground.lines if self.kind in line.kinds],
            "places": [_place(place, spoken) for place in self._places()],
            "tiles": _tiles(tiles),
            "shift": _shift(view, tiles),
            "fetched": [layer.config() for layer in self.fetched],
        }

    def _places(self) -> list[Place]:
        return [place for place in atlas().places if self.has_places and self.kind in place.kinds]

    def _frame(self, view: View) -> dict[str, float]:
        frame = self.frame or (view.west, view.south, view.east, view.north)
        return dict(zip(("west", "south", "east", "north"), frame, strict=True))

    def folium_map(self) -> folium.Map:
        """Return a new folium map of this ground; folium changes its maps, so each run needs its own."""
        view = atlas().views[self.kind]
        ground = folium.Map(
            location=[(view.south + view.north) / 2, (view.west + view.east) / 2],
            zoom_start=7,
            tiles=None,
            zoom_control=False,
            maxZoom=_MAX_ZOOM,
            minZoom=_MIN_ZOOM,
            zoomSnap=0.5 if self.frame is None else 0,
        )
        _Boot(self.config()).add_to(ground)
        return ground


class _Boot(JSCSSMixin, ScriptElement):
    """Starts the map's script on a folium map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        stormdesk.boot({{ this._parent.get_name() }}, "{{ this.settings }}");
        {% endmacro %}
        """
    )

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__("Boot")
        self.settings = in_letters(config)
        self.default_js = [("stormdesk_map", FRAME_ROOT + ASSETS["map.js"].url)]
        self.default_css = [("stormdesk_css", FRAME_ROOT + ASSETS["map.css"].url)]

    def render(self, **_kwargs: object) -> str:
        """Return nothing; the component reads script and links off the element."""
        return ""


def _credits(view: View, tiles: TileSource | None, spoken: str) -> list[str]:
    label = view.areas_label.in_language(spoken) if view.areas_label else ""
    credit = tiles.credit if tiles else ""
    return credits_shown(has_areas=view.areas is not None, areas_label=label, tile_credit=credit)


def _line(line: GuideLine, spoken: str) -> dict[str, Any]:
    return {
        "name": line.name.in_language(spoken),
        "lat": list(line.lat),
        "lon": list(line.lon),
        "colour": line.colour,
        "dash": line.dash,
    }


def _place(place: Place, spoken: str) -> dict[str, Any]:
    return {"name": place.name.in_language(spoken), "lat": place.lat, "lon": place.lon}


def _tiles(source: TileSource | None) -> dict[str, Any] | None:
    return None if source is None else {"url": source.url, "max_zoom": source.max_zoom}


def _shift(view: View, tiles: TileSource | None) -> dict[str, Any] | None:
    """Return how far points move when the background is drawn in another datum, on a grid over the view."""
    if tiles is None or from_wgs84(view.south, view.west, tiles.datum) == (view.south, view.west):
        return None
    step = max(view.north - view.south, view.east - view.west) / _SHIFT_CELLS
    rows = _nodes(view.south, view.north, step)
    columns = _nodes(view.west, view.east, step)
    moved = [(lat, lon, *from_wgs84(lat, lon, Datum(tiles.datum))) for lat in rows for lon in columns]
    return {
        "south": rows[0],
        "west": columns[0],
        "step": step,
        "rows": len(rows),
        "columns": len(columns),
        "lat": [round(new_lat - lat, 7) for lat, _lon, new_lat, _new_lon in moved],
        "lon": [round(new_lon - lon, 7) for _lat, lon, _new_lat, new_lon in moved],
    }


def _nodes(least: float, most: float, step: float) -> Sequence[float]:
    return [least + step * place for place in range(int((most - least) / step + 1.5) + 1)]
