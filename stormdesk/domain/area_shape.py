"""A shape from a file of boundaries or danger zones."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaShape:
    """One shape in degrees WGS 84, with the properties that its file gave it."""

    place: str
    geometry: BaseGeometry
    properties: Mapping[str, str | int | float | bool | None]
