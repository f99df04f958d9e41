"""Polygons of KML: outlines in longitude, latitude WGS 84; links into the network are not followed."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry import GeometryCollection, LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.problem import Problem
from stormdesk.ingest.safe_xml import Node, head_text, read_elements
from stormdesk.ingest.shapes_archive import MOST_BYTES
from stormdesk.ingest.shapes_layers import MOST_FEATURES, Layer
from stormdesk.ingest.shapes_reason import ShapesReason

SIGN: Final = re.compile(r"<(?:\w+:)?(?:kml|placemark)\b", re.IGNORECASE)
WANTED: Final = frozenset({"placemark", "networklink"})
TUPLE: Final = re.compile(r"^[+-]?\d{1,9}(?:\.\d{0,17})?,[+-]?\d{1,9}(?:\.\d{0,17})?(?:,[^,]*)?$")


def is_kml(head: bytes) -> bool:
    """Whether a file's beginning shows KML."""
    return bool(SIGN.search(head_text(head)))


def read_kml(place: str, data: bytes) -> tuple[list[Layer], list[Problem]]:
    """Return the placemarks of a KML document as one layer."""
    nodes, problems = read_elements(place, data, WANTED, largest_bytes=MOST_BYTES)
    marks = [node for node in nodes if node.name == "placemark"]
    problems += [Problem(place, "", ShapesReason.LINKED) for node in nodes if node.name == "networklink"]
    if len(marks) > MOST_FEATURES:
        return [], [*problems, Problem(place, f"{len(marks):,}", ShapesReason.TOO_LARGE)]
    if not marks:
        return [], problems
    crs = CRS.from_epsg(4326)
    return [
        Layer(place, crs, [_geometry(mark) for mark in marks], [_properties(mark) for mark in marks])
    ], problems


def _properties(mark: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in ("name", "description"):
        if mark.first(key):
            found[key] = mark.first(key)
    for extended in mark.all("extendeddata"):
        for entry in extended.all("data"):
            found[entry.label] = entry.first("value")
        for schema in extended.all("schemadata"):
            found |= {entry.label: entry.text for entry in schema.all("simpledata")}
    return {key: value for key, value in found.items() if key}


def _geometry(mark: Node) -> BaseGeometry | None:
    shapes = list(_shapes(mark))
    if any(found is None for found in shapes) or not shapes:
        return None
    sound = [found for found in shapes if found is not None]
    return sound[0] if len(sound) == 1 else GeometryCollection(sound)


def _shapes(node: Node) -> Iterator[BaseGeometry | None]:
    for child in node.children:
        if child.name == "multigeometry":
            yield from _shapes(child)
        elif child.name == "polygon":
            yield _polygon(child)
        elif child.name in {"point", "linestring", "linearring", "track"}:
            pairs = _pairs(child)
            yield None if not pairs else Point(pairs[0]) if len(pairs) == 1 else LineString(pairs)


def _polygon(node: Node) -> BaseGeometry | None:
    rings = [
        [_pairs(ring) for side in node.all(name) for ring in side.all("linearring")]
        for name in ("outerboundaryis", "innerboundaryis")
    ]
    outer, inner = rings
    if len(outer) != 1 or not outer[0] or not all(inner):
        return None
    try:
        return Polygon(outer[0], [ring for ring in inner if ring])
    except (ShapelyError, ValueError):
        return None


def _pairs(node: Node) -> list[tuple[float, float]] | None:
    """The points of an outline, None when one of them cannot be read."""
    words = [word for found in node.all("coordinates") for word in found.text.split()]
    if not all(TUPLE.match(word) for word in words):
        return None
    return [(float(parts[0]), float(parts[1])) for parts in (word.split(",") for word in words)]
