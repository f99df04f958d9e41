"""Boundaries and danger zones from GeoJSON, zipped Shapefile, GeoPackage and KML, in degrees WGS 84."""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.geo import Datum, to_wgs84
from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.feed_values import plain
from stormdesk.ingest.shapes_archive import Member, unpack
from stormdesk.ingest.shapes_kml import is_kml, read_kml
from stormdesk.ingest.shapes_layers import (
    SQLITE,
    Layer,
    count_vertices,
    read_geojson,
    read_geopackage,
    read_shapefile,
)
from stormdesk.ingest.shapes_reason import ShapesReason

LARGEST_BYTES: Final = 100_000_000
MOST_VERTICES: Final = 3_000_000
ZIP: Final = b"PK\x03\x04"
SHP: Final = b"\x00\x00\x27\x0a"
ENDINGS: Final = (".zip", ".kmz", ".gpkg", ".kml", ".geojson")
GEOJSON_SIGNS: Final = (b'"FeatureCollection"', b'"Feature"', b'"Polygon"', b'"MultiPolygon"')
PARTS: Final = frozenset({".shx", ".dbf", ".prj", ".cpg"})
SIDE: Final = frozenset(
    {".sbn", ".sbx", ".xml", ".qpj", ".qmd", ".qix", ".fix", ".cst", ".txt", ".png", ".jpg"}
)
OLD_DATUMS: Final = ("Beijing 1954", "Beijing_1954", "Xian 1980", "Xian_1980")
LONGEST_VALUE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Declared:
    """What the person who imports says of a file that does not say it itself."""

    datum: Datum = Datum.WGS84
    crs: str | None = None
    is_swapped: bool = False


def recognise(name: str, head: bytes) -> bool:
    """Whether a file's name and beginning show a file of shapes."""
    ending = name.casefold()
    if head.startswith(ZIP):
        return ending.endswith((".zip", ".kmz")) and b"xl/" not in head and b"[Content_Types]" not in head
    if head.startswith((SQLITE, SHP)):
        return True
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e").startswith(b"{"):
        return b'"coordinates"' in head and any(sign in head for sign in GEOJSON_SIGNS)
    return is_kml(head)


def parse(
    name: str, data: bytes, *, datum: Datum = Datum.WGS84, crs: str | None = None, is_swapped: bool = False
) -> tuple[list[AreaShape], list[Problem]]:
    """Return the shapes of a file in WGS 84 and what was refused, mended or remarked, each with its place.

    `crs` stands in for one that the file lacks, such as "EPSG:4528"; `datum` names a shift to be undone.
    """
    declared = Declared(datum, crs, is_swapped)
    layers, problems = _layers(shown(name), data)
    if count_vertices(layers) > MOST_VERTICES:
        return [], [*problems, Problem(name, f"{count_vertices(layers):,}", ShapesReason.TOO_LARGE)]
    shapes: list[AreaShape] = []
    for layer in layers:
        found, told = _placed(layer, declared)
        shapes += found
        problems += told
    if not shapes:
        problems.append(Problem(shown(name), "", ShapesReason.NO_SHAPES))
    return shapes, problems


def _layers(name: str, data: bytes) -> tuple[list[Layer], list[Problem]]:
    if not data.strip():
        return [], [Problem(name, "", ShapesReason.EMPTY_FILE)]
    if len(data) > LARGEST_BYTES:
        return [], [Problem(name, f"{len(data):,}", ShapesReason.TOO_LARGE)]
    if data.startswith(ZIP):
        return _zipped(name, data)
    return _single(name, data)


def _single(name: str, data: bytes) -> tuple[list[Layer], list[Problem]]:
    if data.startswith(SQLITE):
        return read_geopackage(name, data)
    if data.startswith(SHP):
        return [], [Problem(name, "", ShapesReason.LOOSE_SHP)]
    if is_kml(data[:20_000]):
        return read_kml(name, data)
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00\x1e").startswith(b"{"):
        return read_geojson(name, data)
    return [], [Problem(name, "", ShapesReason.UNKNOWN_FORMAT)]


def _zipped(name: str, data: bytes) -> tuple[list[Layer], list[Problem]]:
    members, problems = unpack(name, data)
    layers: list[Layer] = []
    shapefiles: dict[str, dict[str, Member]] = defaultdict(dict)
    for member in members:
        place = f"{name}/{shown(member.path)}"
        if member.path.startswith("__MACOSX/") or member.suffix in SIDE:
            continue
        if member.suffix == ".shp" or member.suffix in PARTS:
            shapefiles[member.stem.casefold()][member.suffix] = member
        elif member.suffix in {".kml", ".gpkg", ".geojson", ".json"}:
            found, told = _single(place, member.data)
            layers += found
            problems += told
        else:
            problems.append(Problem(place, "", ShapesReason.NOT_USED))
    for parts in shapefiles.values():
        first = parts.get(".shp") or next(iter(parts.values()))
        place = f"{name}/{shown(first.path)}"
        found, told = (
            ([], [Problem(place, "", ShapesReason.NOT_USED)])
            if ".shp" not in parts
            else read_shapefile(place, parts)
        )
        layers += found
        problems += told
    return layers, problems


def _placed(layer: Layer, declared: Declared) -> tuple[list[AreaShape], list[Problem]]:
    """The shapes of a layer brought to WGS 84, and what became of the others."""
    crs = layer.crs or _named(declared.crs)
    if crs is None:
        reason = ShapesReason.BAD_CRS if declared.crs else ShapesReason.NO_CRS
        return [], [Problem(layer.place, f"{len(layer.shapes)}", reason)]
    try:
        transformer = Transformer.from_crs(crs, CRS.from_epsg(4326), always_xy=True)
    except (CRSError, ProjError) as error:
        return [], [Problem(layer.place, shown(str(error)), ShapesReason.BAD_CRS)]
    told = [Problem(layer.place, crs.name, ShapesReason.OLD_CRS)] if _is_old(crs) else []
    shapes = []
    for number, (geometry, properties) in enumerate(
        zip(layer.shapes, layer.properties, strict=True), start=1
    ):
        place = f"{layer.place}#{number}"
        sound, reasons = _sound(geometry, transformer, declared)
        told += [Problem(place, _label(properties), reason) for reason in reasons]
        if sound is not None:
            shapes.append(AreaShape(place=place, geometry=sound, properties=_clean(properties)))
    return shapes, told


def _named(name: str | None) -> CRS | None:
    try:
        return CRS.from_user_input(name) if name else None
    except CRSError:
        return None


def _is_old(crs: CRS) -> bool:
    geodetic = crs.geodetic_crs
    return any(old in f"{crs.name} {geodetic.name if geodetic else ''}" for old in OLD_DATUMS)


def _sound(
    geometry: BaseGeometry | None, transformer: Transformer, declared: Declared
) -> tuple[BaseGeometry | None, list[ShapesReason]]:
    """A geometry as areas in WGS 84, or None with the reason; remarks when it was mended."""
    if geometry is None or geometry.is_empty:
        return None, [ShapesReason.NO_GEOMETRY]
    try:
        flat = shapely.force_2d(geometry)
        if not np.isfinite(shapely.get_coordinates(flat)).all():
            return None, [ShapesReason.NOT_FINITE]
        there = shapely.transform(flat, lambda xy: _degrees(xy, transformer, declared))
        coordinates = shapely.get_coordinates(there)
        refused = _refusal(coordinates)
        if refused:
            return None, [refused]
        if declared.datum not in {Datum.WGS84, Datum.CGCS2000}:
            there = shapely.transform(there, lambda xy: _unshifted(xy, declared.datum))
        return _areal(there)
    except (ShapelyError, ProjError, ValueError):
        return None, [ShapesReason.NOT_AREAL]


def _degrees(
    xy: "np.ndarray[Any, Any]", transformer: Transformer, declared: Declared
) -> "np.ndarray[Any, Any]":
    if declared.is_swapped:
        xy = xy[:, ::-1]
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def _unshifted(xy: "np.ndarray[Any, Any]", datum: Datum) -> "np.ndarray[Any, Any]":
    moved = [to_wgs84(lat, lon, datum) for lon, lat in xy.tolist()]
    return np.array([(lon, lat) for lat, lon in moved])


def _refusal(coordinates: "np.ndarray[Any, Any]") -> ShapesReason | None:
    if not np.isfinite(coordinates).all():
        return ShapesReason.OFF_GLOBE
    east, north = np.abs(coordinates).max(axis=0)
    if north <= 90 and east <= 180:
        return None
    return ShapesReason.SWAPPED if east <= 90 and north <= 180 else ShapesReason.OFF_GLOBE


def _areal(geometry: BaseGeometry) -> tuple[BaseGeometry | None, list[ShapesReason]]:
    reasons = []
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry)
        reasons.append(ShapesReason.MENDED)
    leaves = list(_leaves(geometry))
    parts = [part for part in leaves if part.geom_type == "Polygon" and part.area > 0]
    if not parts:
        return None, [ShapesReason.NOT_AREAL]
    if len(parts) < len(leaves) and not reasons:
        reasons.append(ShapesReason.PARTLY)
    return (parts[0] if len(parts) == 1 else shapely.union_all(parts)), reasons


def _leaves(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    if not hasattr(geometry, "geoms"):
        yield geometry
        return
    for child in geometry.geoms:
        yield from _leaves(child)


def _label(properties: Mapping[str, Any]) -> str:
    return shown(
        next((value for value in properties.values() if isinstance(value, str) and value.strip()), "")
    )


def _clean(properties: Mapping[str, Any]) -> dict[str, str | int | float | bool | None]:
    return {shown(str(key)): _value(value) for key, value in properties.items()}


def _value(value: object) -> str | int | float | bool | None:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return plain(text)[:LONGEST_VALUE]
