"""Read GeoJSON polygons, and collect everything that is wrong with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.domain.vocabulary import N_

KEPT_FILES: Final = 8


class ShapeRule(StrEnum):
    """Rules that any file of polygons keeps."""

    NOT_POLYGON = N_("这一项不是面")
    INVALID = N_("图形自相交或无效")
    OFF_GLOBE = N_("坐标不是经度在前、纬度在后的度数")
    CODE_MISSING = N_("图形缺少编码 code")
    CODE_TWICE = N_("图形编码重复")


@dataclass(frozen=True, slots=True, eq=False)
class ShapeRead:
    """The sound polygons with properties and feature numbers, and the problems of the others."""

    polygons: tuple[BaseGeometry, ...] = ()
    properties: tuple[Mapping[str, Any], ...] = ()
    numbers: tuple[int, ...] = ()
    problems: tuple[TableProblem, ...] = ()

    @property
    def union(self) -> BaseGeometry:
        """All polygons as one geometry."""
        return _united(self)


@lru_cache(maxsize=KEPT_FILES)
def _united(read: ShapeRead) -> BaseGeometry:
    return shapely.union_all(list(read.polygons))


def _polygon(feature: Any) -> BaseGeometry | ShapeRule:  # noqa: ANN401
    try:
        polygon = shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError):
        return ShapeRule.NOT_POLYGON
    if polygon.geom_type not in {"Polygon", "MultiPolygon"} or polygon.is_empty:
        return ShapeRule.NOT_POLYGON
    west, south, east, north = polygon.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return ShapeRule.OFF_GLOBE
    return polygon if polygon.is_valid else ShapeRule.INVALID


def read_shapes(path: Path) -> ShapeRead:
    """Read a FeatureCollection of polygons; the row of a problem is the number of the feature, from 1."""
    try:
        return _read(path.name, path.read_bytes())
    except FileNotFoundError:
        return ShapeRead(problems=(TableProblem(path.name, None, None, "", TableRule.FILE_MISSING),))


@lru_cache(maxsize=KEPT_FILES)
def _read(name: str, content: bytes) -> ShapeRead:
    """The shapes of a file's content; the same content is not taken apart twice."""
    try:
        features = list(json.loads(content.decode("utf-8-sig"))["features"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return ShapeRead(problems=(TableProblem(name, None, None, "", TableRule.BROKEN),))
    polygons: list[BaseGeometry] = []
    properties: list[Mapping[str, Any]] = []
    numbers: list[int] = []
    problems: list[TableProblem] = []
    for number, feature in enumerate(features, start=1):
        polygon = _polygon(feature)
        if isinstance(polygon, ShapeRule):
            problems.append(TableProblem(name, number, "geometry", "", polygon))
            continue
        polygons.append(polygon)
        numbers.append(number)
        properties.append(feature.get("properties") or {})
    if not features:
        problems.append(TableProblem(name, None, None, "", TableRule.EMPTY))
    return ShapeRead(tuple(polygons), tuple(properties), tuple(numbers), tuple(problems))


def shapes_by_code(path: Path) -> tuple[dict[str, BaseGeometry], tuple[TableProblem, ...]]:
    """Read polygons that carry a `code` property, by that code."""
    read = read_shapes(path)
    shapes: dict[str, BaseGeometry] = {}
    problems = list(read.problems)
    for number, polygon, properties in zip(read.numbers, read.polygons, read.properties, strict=True):
        code = properties.get("code")
        if not isinstance(code, str) or not code:
            problems.append(TableProblem(path.name, number, "code", "", ShapeRule.CODE_MISSING))
        elif code in shapes:
            problems.append(TableProblem(path.name, number, "code", code, ShapeRule.CODE_TWICE))
        else:
            shapes[code] = polygon
    return shapes, tuple(problems)
