"""Show a map on a page: constant ground, changing layers, one choice back."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from folium.template import Template
from streamlit.runtime import get_instance
from streamlit_folium import _component_func, st_folium

from stormdesk.ui.maps.areas import ShapeLayer
from stormdesk.ui.maps.base import BaseMap
from stormdesk.ui.maps.element import ScriptElement
from stormdesk.ui.maps.payload import Packed
from stormdesk.ui.maps.points import PointLayer
from stormdesk.ui.maps.storm import StormLayer

_ID_LENGTH = 200


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
    chosen = answer.get("selected") if isinstance(answer, dict) else None
    return chosen[:_ID_LENGTH] if isinstance(chosen, str) else None
