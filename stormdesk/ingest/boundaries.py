"""Official boundaries from a surveyor's file into the GeoJSON that a county folder holds."""

from pathlib import Path
from typing import Final

import geopandas as gpd

from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import BadShapes

WGS84: Final = "EPSG:4326"
AREAL: Final = ("Polygon", "MultiPolygon")
NO_CODE: Final = N_("图形缺少编码,没有收")
NOT_AREAL: Final = N_("这一项不是面,没有收")
MENDED: Final = N_("图形自相交,已修补")


def convert_shapes(source: Path, target: Path, *, code_column: str) -> tuple[int, list[Problem]]:
    """Write the polygons of a shapefile, GeoPackage or the like as WGS 84 GeoJSON with their codes.

    The file must declare its coordinate system, such as CGCS2000 in a Gauss-Krüger zone.
    Returns how many shapes were written and what was not taken or was mended.
    Raises BadShapes when the file cannot be used at all.
    """
    frame = _read(source)
    if code_column not in frame:
        raise BadShapes(path=source, reason=f"{code_column}?")
    if frame.crs is None:
        raise BadShapes(path=source, reason="CRS?")
    shapes = frame.to_crs(WGS84)[[code_column, "geometry"]].rename(columns={code_column: "code"})
    shapes["code"] = shapes["code"].astype("string").str.strip().str.removesuffix(".0").fillna("")
    problems = []
    for number, code, reason in _faults(shapes):
        problems.append(Problem(f"{source.name}:{number}", code, reason))
    sound = shapes[(shapes["code"] != "") & shapes.geometry.geom_type.isin(AREAL)].copy()
    sound["geometry"] = sound.geometry.make_valid()
    target.write_text(sound.to_json(drop_id=True), encoding="utf-8")
    return len(sound), problems


def _read(source: Path) -> gpd.GeoDataFrame:
    try:
        frame = gpd.read_file(source)
    except (OSError, RuntimeError, ValueError) as error:
        raise BadShapes(path=source, reason=str(error)[:200]) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise BadShapes(path=source, reason="geometry?")
    return frame


def _faults(shapes: gpd.GeoDataFrame) -> list[tuple[int, str, str]]:
    found = []
    for number, (code, shape) in enumerate(zip(shapes["code"], shapes.geometry, strict=True), start=1):
        if not code:
            found.append((number, "", NO_CODE))
        elif shape is None or shape.geom_type not in AREAL:
            found.append((number, code, NOT_AREAL))
        elif not shape.is_valid:
            found.append((number, code, MENDED))
    return found
