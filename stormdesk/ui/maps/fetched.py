"""Layers that the browser fetches by itself, for walls and for many watchers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from stormdesk.ui.maps.points import PointStyle, styles_data
from stormdesk.ui.maps.shapes import shape


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedLayer:
    """A layer of the source by name, asked for again and again with the same query."""

    name: str
    kind: Literal["points", "areas", "storm"]
    every_s: float = 10.0
    query: tuple[tuple[str, str], ...] = ()
    styles: tuple[PointStyle, ...] = ()
    shape_name: str = ""

    def config(self) -> dict[str, Any]:
        """Return what the map's script must know of this layer."""
        return {
            "name": self.name,
            "kind": self.kind,
            "every_s": self.every_s,
            "query": dict(self.query),
            "styles": styles_data(self.styles),
            "shape": self.shape_name,
            "url": shape(self.shape_name).url if self.shape_name else "",
        }
