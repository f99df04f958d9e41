"""Files of shapes, written small, and what reading them says."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.problem import Problem
from stormdesk.ingest.shapes_feed import parse

SQUARE = box(121.2, 28.1, 121.3, 28.2)
SURVEY = "EPSG:4528"


def feature(geometry: object, **properties: object) -> dict[str, object]:
    if isinstance(geometry, BaseGeometry):
        geometry = mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: object, **more: object) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False
    ).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def frame(crs: str = SURVEY, **columns: list[object]) -> gpd.GeoDataFrame:
    named = gpd.GeoDataFrame(columns or {"code": ["331083002"]}, geometry=[SQUARE], crs="EPSG:4326")
    return named.to_crs(crs)


def shapefile(folder: Path, table: gpd.GeoDataFrame, encoding: str = "UTF-8") -> dict[str, bytes]:
    table.to_file(folder / "乡镇.shp", encoding=encoding)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(data: bytes, name: str = "f", **declared: object) -> tuple[list[AreaShape], list[Problem]]:
    return parse(name, data, **declared)  # type: ignore[arg-type]


def reasons(data: bytes) -> list[str]:
    return [problem.reason for problem in read(data)[1]]


def only(found: tuple[list[AreaShape], list[Problem]]) -> AreaShape:
    (shape,), problems = found
    assert problems == []
    return shape
