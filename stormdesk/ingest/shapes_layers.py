"""Layers of a file as it holds them: GeoJSON and KML read here, Shapefile and GeoPackage by GDAL."""

import json
import re
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyogrio  # type: ignore[import-untyped]  # it has no types
import shapely
from pyogrio.errors import (  # type: ignore[import-untyped]  # it has no types
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)
from pyproj import CRS
from pyproj.exceptions import CRSError, ProjError
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.shapes_archive import Member
from stormdesk.ingest.shapes_reason import ShapesReason
from stormdesk.ingest.storm_text import decode, load_json

MOST_FEATURES: Final = 100_000
# A table of a Shapefile describes itself and each field in so many bytes; a name has eleven, the last zero.
HEADER_BYTES: Final = 32
NAME_BYTES: Final = 11
SQLITE: Final = b"SQLite format 3\x00"
# A view that counts without end, or a table that is computed by code, has no place among boundaries.
ACTIVE: Final = re.compile(
    rb"with\s+recursive\b|create\s+virtual\s+table(?:(?!\busing\b).){1,200}using\s+(?!rtree)",
    re.IGNORECASE | re.DOTALL,
)
SPOILT: Final = (
    *(
        DataSourceError,
        DataLayerError,
        FeatureError,
        FieldError,
        GeometryError,
        ShapelyError,
        CRSError,
        ProjError,
    ),
    *(OSError, ValueError, RuntimeError, KeyError, TypeError, IndexError, OverflowError, MemoryError),
)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its place, its coordinate system when it tells one, its shapes and their properties."""

    place: str
    crs: CRS | None
    shapes: Sequence[BaseGeometry | None]
    properties: Sequence[Mapping[str, Any]]


def read_geojson(place: str, data: bytes) -> tuple[list[Layer], list[Problem]]:
    """Read GeoJSON: degrees WGS 84 by its standard, unless the older `crs` member names something else."""
    text, problems = decode(data)
    loaded = load_json(text.replace("\x1e", ""), "features")
    problems += [
        Problem(f"{place} {told.place}", told.value, ShapesReason.BROKEN_OFF) for told in loaded.problems
    ]
    whole = loaded.value
    if not isinstance(whole, dict):
        return [], problems or [Problem(place, shown(text), ShapesReason.BROKEN)]
    features = whole.get("features") if "features" in whole else [whole]
    if not isinstance(features, list):
        return [], [*problems, Problem(place, "features", ShapesReason.BROKEN)]
    if len(features) > MOST_FEATURES:
        return [], [*problems, Problem(place, f"{len(features):,}", ShapesReason.TOO_LARGE)]
    crs = _member_crs(whole.get("crs"))
    if crs is None:
        return [], [*problems, Problem(place, shown(json.dumps(whole.get("crs"))), ShapesReason.BAD_CRS)]
    shapes = [_geometry(feature) for feature in features]
    return [Layer(place, crs, shapes, [_properties(feature) for feature in features])], problems


def _member_crs(member: object) -> CRS | None:
    if member is None:
        return CRS.from_epsg(4326)
    try:
        named = member["properties"]["name"]  # type: ignore[index]  # whatever it is, it is tried
        return CRS.from_user_input(str(named)[:2000])
    except (CRSError, KeyError, TypeError, IndexError, ValueError):
        return None


def _geometry(feature: object) -> BaseGeometry | None:
    if not isinstance(feature, dict):
        return None
    found = feature.get("geometry") if "geometry" in feature else feature
    try:
        return shape(found) if isinstance(found, dict) else None
    except (
        ShapelyError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        RecursionError,
        OverflowError,
    ):
        return None


def _properties(feature: object) -> Mapping[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    own = {"id": feature["id"]} if isinstance(feature, dict) and "id" in feature else {}
    return {**own, **found} if isinstance(found, dict) else own


def read_geopackage(place: str, data: bytes) -> tuple[list[Layer], list[Problem]]:
    """Read every layer of a GeoPackage from a private folder."""
    if ACTIVE.search(data):
        return [], [Problem(place, "", ShapesReason.UNSAFE)]
    with tempfile.TemporaryDirectory(prefix="stormdesk-") as folder:
        path = Path(folder) / "shapes.gpkg"
        path.write_bytes(data)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
        except SPOILT as error:
            return [], [Problem(place, _said(error, path), ShapesReason.BROKEN)]
        layers: list[Layer] = []
        problems: list[Problem] = []
        for name, kind in listed:
            where = f"{place}/{shown(name)}"
            if kind is None:
                problems.append(Problem(where, "", ShapesReason.NO_PLACE_COLUMN))
                continue
            layer = _read(path, where, layer=name)
            (layers if isinstance(layer, Layer) else problems).append(layer)  # type: ignore[arg-type]
    return layers, problems


def read_shapefile(place: str, parts: Mapping[str, Member]) -> tuple[list[Layer], list[Problem]]:
    """Read one shapefile from its parts by ending; its table may be GBK without saying so."""
    if ".shx" not in parts:
        return [], [Problem(place, "", ShapesReason.NO_INDEX)]
    problems = [] if ".dbf" in parts else [Problem(place, "", ShapesReason.NO_TABLE)]
    with tempfile.TemporaryDirectory(prefix="stormdesk-") as folder:
        table = _whole_names(parts[".dbf"].data) if ".dbf" in parts else b""
        for ending in (".shp", ".shx", ".dbf", ".prj"):
            if ending in parts:
                data = table if ending == ".dbf" else parts[ending].data
                (Path(folder) / f"shapes{ending}").write_bytes(data)
        encoding, is_sure = _encoding(table)
        layer = _read(Path(folder) / "shapes.shp", place, encoding=encoding)
    if isinstance(layer, Problem):
        return [], [*problems, layer]
    if not is_sure:
        problems.append(Problem(place, "", ShapesReason.BAD_ENCODING))
    return [layer], problems


def _whole_names(table: bytes) -> bytes:
    """A table in UTF-8 with its field names cut after a whole character; any other as it is."""
    start = min(int.from_bytes(table[8:10], "little"), len(table))
    mended = bytearray(table)
    for at in range(HEADER_BYTES, start - HEADER_BYTES, HEADER_BYTES):
        name = table[at : at + NAME_BYTES].partition(b"\x00")[0]
        if not _fits(name, "utf-8"):
            whole = name.decode("utf-8", "ignore").encode()
            if len(name) < NAME_BYTES - 1 or not name.startswith(whole):
                return table
            mended[at : at + NAME_BYTES] = whole.ljust(NAME_BYTES, b"\x00")
    return bytes(mended) if _encoding(bytes(mended)) == ("utf-8", True) else table


def _encoding(table: bytes) -> tuple[str, bool]:
    """The encoding of a table by what its bytes can be, and whether it fits them wholly."""
    start = int.from_bytes(table[8:10], "little")
    body = table[32:start] + table[start:]
    fields = [body] if len(table) < 32 else [cell for cell in re.split(rb"[ \x00\r\x1a]+", body) if cell]
    for encoding in ("ascii", "utf-8", "gb18030"):
        if all(_fits(field, encoding) for field in fields):
            return ("utf-8" if encoding == "ascii" else encoding), True
    return "iso-8859-1", False


def _fits(field: bytes, encoding: str) -> bool:
    try:
        field.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _read(path: Path, place: str, **options: str) -> Layer | Problem:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = pyogrio.read_dataframe(
                path, max_features=MOST_FEATURES + 1, on_invalid="ignore", force_2d=True, **options
            )
        if len(frame) > MOST_FEATURES:
            return Problem(place, f"{len(frame):,}", ShapesReason.TOO_LARGE)
        if "geometry" not in frame:
            return Problem(place, "", ShapesReason.NO_PLACE_COLUMN)
        table = frame.drop(columns="geometry").astype(object)
        rows = table.where(table.notna(), None).to_dict("records")
        crs = CRS.from_user_input(frame.crs) if frame.crs is not None else None
        return Layer(place, crs, list(frame.geometry), rows or [{} for _ in range(len(frame))])
    except SPOILT as error:
        return Problem(place, _said(error, path), ShapesReason.BROKEN)


def _said(error: BaseException, path: Path) -> str:
    """What a reader complained of, without the folder that it read from."""
    return shown(str(error).replace(f"{path.parent}/", ""))


def count_vertices(layers: Sequence[Layer]) -> int:
    """How many vertices the layers have together."""
    return sum(int(shapely.get_num_coordinates(list(layer.shapes)).sum()) for layer in layers if layer.shapes)
