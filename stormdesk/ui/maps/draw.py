"""Show a map on a page: constant ground, changing layers, one choice back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import folium
import streamlit as st
from folium.template import Template
from streamlit.runtime import get_instance
from streamlit_folium import _component_func, st_folium

from stormdesk.domain.geo import Datum, to_wgs84
from stormdesk.ui.maps.areas import ShapeLayer
from stormdesk.ui.maps.base import BaseMap
from stormdesk.ui.maps.element import ScriptElement
from stormdesk.ui.maps.payload import Packed
from stormdesk.ui.maps.points import PointLayer
from stormdesk.ui.maps.storm import StormLayer
from stormdesk.ui.maps.tiles import tile_source

_ID_LENGTH = 200


class SeenView(NamedTuple):
    """A part of the world in degrees WGS 84."""

    south: float
    west: float
    north: float
    east: float


class _Refresh(ScriptElement):
    """Hands the layers of this run to the map's script, which keeps what it draws outside the group."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        stormdesk.refresh({{ this.items|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, layers: Sequence[Packed]) -> None:
        super().__init__("Refresh")
        self.items = [layer.as_item() for layer in layers]


def register_component() -> None:
    """Make the map component known to the server, which misses it when it is imported before any page."""
    get_instance().component_registry.register_component(_component_func)


def show(  # noqa: PLR0913  every page calls it, and each part is optional
    base: BaseMap,
    *,
    points: PointLayer | None = None,
    shapes: Sequence[ShapeLayer] = (),
    storm: StormLayer | None = None,
    key: str,
    height: int,
) -> str | None:
    """Draw the map and return the id that the reader chose (look it up: it comes from a browser), or None."""
    layers = [shape.packed for shape in shapes]
    layers += [layer.packed for layer in (storm, points) if layer is not None]
    group = folium.FeatureGroup(control=False)
    _Refresh(layers).add_to(group)
    answer = st_folium(
        base.folium_map(),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=group,
    )
    st.session_state[_view_key(key)] = seen_view(answer)
    chosen = answer.get("selected") if isinstance(answer, dict) else None
    return chosen[:_ID_LENGTH] if isinstance(chosen, str) else None


def viewed(key: str) -> SeenView | None:
    """What part of the world a map showed when its reader last asked for it; None before that."""
    found = st.session_state.get(_view_key(key))
    return found if isinstance(found, SeenView) else None


def seen_view(answer: object) -> SeenView | None:
    """Read the part of the world off a map's answer, in WGS 84; it comes from a browser."""
    said = answer.get("view") if isinstance(answer, dict) else None
    if not isinstance(said, dict):
        return None
    edges = [said.get(name) for name in ("south", "west", "north", "east")]
    if not all(isinstance(edge, int | float) and math.isfinite(edge) for edge in edges):
        return None
    south, west, north, east = (float(edge) for edge in edges if edge is not None)
    tiles = tile_source()
    datum = tiles.datum if tiles else Datum.WGS84
    south, west = to_wgs84(max(south, -90.0), max(west, -180.0), datum)
    north, east = to_wgs84(min(north, 90.0), min(east, 180.0), datum)
    return SeenView(south, west, north, east) if south < north and west < east else None


def _view_key(key: str) -> str:
    return f"{key}-view"
