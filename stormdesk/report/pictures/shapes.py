"""Polygons of the county as patches of a drawing."""

from collections.abc import Iterator
from math import cos, radians
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.county_profile import Bounds


def frame(axes: Axes, bounds: Bounds) -> None:
    """Show at least a frame in degrees, filling the drawing, a kilometre as long northward as eastward."""
    stretch = 1 / cos(radians((bounds.south + bounds.north) / 2))
    place = axes.get_window_extent()
    shape = place.height / place.width
    wide, high = bounds.east - bounds.west, bounds.north - bounds.south
    more_wide = max(high * stretch / shape - wide, 0.0) / 2
    more_high = max(wide * shape / stretch - high, 0.0) / 2
    axes.set_xlim(bounds.west - more_wide, bounds.east + more_wide)
    axes.set_ylim(bounds.south - more_high, bounds.north + more_high)
    axes.set_aspect(stretch)


def fill(axes: Axes, shape: BaseGeometry, **look: Any) -> None:  # noqa: ANN401  matplotlib's own
    """Fill a shape, holes left open."""
    for polygon in _polygons(shape):
        axes.add_patch(PathPatch(_path(polygon), **look))


def cut(shape: BaseGeometry, bounds: Bounds, margin_deg: float = 0.5) -> BaseGeometry:
    """What of a shape a frame shows, with a margin."""
    return shape.intersection(
        box(
            bounds.west - margin_deg,
            bounds.south - margin_deg,
            bounds.east + margin_deg,
            bounds.north + margin_deg,
        )
    )


def _polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        yield shape
    elif isinstance(shape, MultiPolygon) or shape.geom_type == "GeometryCollection":
        for part in shape.geoms:  # type: ignore[attr-defined]
            yield from _polygons(part)


def _path(polygon: Polygon) -> Path:
    rings = [np.asarray(ring.coords)[:, :2] for ring in (polygon.exterior, *polygon.interiors)]
    codes = [np.full(len(ring), Path.LINETO, dtype=Path.code_type) for ring in rings]
    for code in codes:
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.concatenate(rings), np.concatenate(codes))
