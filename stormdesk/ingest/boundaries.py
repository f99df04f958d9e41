"""Official boundaries from a surveyor's file into the GeoJSON that a county folder holds."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shapely.geometry import mapping

from stormdesk.domain.area_shape import AreaShape
from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import BadShapes
from stormdesk.ingest.shapes_feed import parse
from stormdesk.ingest.shapes_reason import ShapesReason

PARTS: Final = (".shp", ".shx", ".dbf", ".prj")
NO_CODE: Final = N_("图形缺少编码,没有收")
# What makes a file unusable as a whole, and what the error says of it.
UNUSABLE: Final[Mapping[str, str]] = {ShapesReason.NO_CRS: "CRS?", ShapesReason.BAD_CRS: "CRS?"}


def convert_shapes(source: Path, target: Path, *, code_column: str) -> tuple[int, list[Problem]]:
    """Write the polygons of a shapefile, GeoPackage or the like as WGS 84 GeoJSON with their codes.

    The file must declare its coordinate system, such as CGCS2000 in a Gauss-Krüger zone.
    Returns how many shapes were written and what was not taken or was mended.
    Raises BadShapes when the file cannot be used at all.
    """
    shapes, told = parse(source.name, _content(source))
    _refuse_unusable(source, shapes, told, code_column)
    features = []
    problems = [(_number(problem.place), problem.value, problem.reason) for problem in told]
    for shape in shapes:
        code = _code(shape, code_column)
        if code:
            told_code = {"code": code}
            features.append({"type": "Feature", "properties": told_code, "geometry": mapping(shape.geometry)})
        else:
            problems.append((_number(shape.place), "", NO_CODE))
    collection = {"type": "FeatureCollection", "features": features}
    target.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    ordered = sorted(problems, key=lambda problem: problem[0])
    return len(features), [Problem(f"{source.name}:{number}", *said) for number, *said in ordered]


def _content(source: Path) -> bytes:
    """A file's bytes; a shapefile together with the files beside it."""
    try:
        if source.suffix.casefold() != ".shp":
            return source.read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part in (source.with_suffix(suffix) for suffix in PARTS):
                if part.is_file():
                    archive.writestr(f"shapes{part.suffix}", part.read_bytes())
        return packed.getvalue()
    except OSError as error:
        raise BadShapes(path=source, reason=str(error)[:200]) from error


def _refuse_unusable(source: Path, shapes: list[AreaShape], told: list[Problem], code_column: str) -> None:
    for problem in told:
        if problem.reason in UNUSABLE:
            raise BadShapes(path=source, reason=UNUSABLE[problem.reason])
    if not shapes:
        raise BadShapes(path=source, reason=" ".join(filter(None, (told[0].value, told[0].reason))))
    if not any(code_column in shape.properties for shape in shapes):
        raise BadShapes(path=source, reason=f"{code_column}?")


def _number(place: str) -> int:
    number = place.rpartition("#")[2]
    return int(number) if number.isdecimal() else 0


def _code(shape: AreaShape, column: str) -> str:
    value = shape.properties.get(column)
    return "" if value is None else str(value).strip().removesuffix(".0")
