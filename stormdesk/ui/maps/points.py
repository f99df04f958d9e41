"""Points as column arrays: shape says what it is, colour says its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

import pandas as pd

from stormdesk.ui.maps.palette import checked_colour
from stormdesk.ui.maps.payload import Packed, column, pack

_PER_DEGREE = 100_000


class Shape(StrEnum):
    """The outlines that a point may have."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    BOAT = "boat"
    HOUSE = "house"
    STAR = "star"
    CROSS = "cross"
    WEDGE = "wedge"


# Outlines as SVG paths around (0, 0) within a radius of 10.
GLYPHS: dict[Shape, str] = {
    Shape.CIRCLE: "M9 0A9 9 0 1 1 -9 0A9 9 0 1 1 9 0Z",
    Shape.SQUARE: "M-8 -8H8V8H-8Z",
    Shape.TRIANGLE: "M0 -9.5L9.5 7.5H-9.5Z",
    Shape.DIAMOND: "M0 -10L9 0L0 10L-9 0Z",
    Shape.BOAT: "M-10 1H-1V-9L7 1H10L6 8.5H-6Z",
    Shape.HOUSE: "M0 -10L9.5 -1.5H7V8.5H-7V-1.5H-9.5Z",
    Shape.STAR: "M0 -10L2.5 -3.4L9.5 -3.1L4 1.3L5.9 8.1L0 4.2L-5.9 8.1L-4 1.3L-9.5 -3.1L-2.5 -3.4Z",
    Shape.CROSS: "M-9 -5L-5 -9L0 -4L5 -9L9 -5L4 0L9 5L5 9L0 4L-5 9L-9 5L-4 0Z",
    Shape.WEDGE: "M0 9.5L9.5 -7.5H-9.5Z",
}


@dataclass(frozen=True, slots=True)
class PointStyle:
    """How one kind of object in one status looks; among neighbours under one badge the highest rank shows."""

    shape: Shape
    colour: str
    label: str
    glyph: str = ""
    rank: int = 0

    def __post_init__(self) -> None:
        checked_colour(self.colour)
        if len(self.glyph) > 1:
            raise ValueError(f"a glyph is one character: {self.glyph!r}")


@dataclass(frozen=True, slots=True)
class PointLayer:
    """Points ready to be sent; `unplaced` rows had no position and are not among the `count` drawn ones."""

    name: str
    styles: tuple[PointStyle, ...]
    count: int
    unplaced: int
    packed: Packed

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        styles: Sequence[PointStyle],
        name: str,
        *,
        text_columns: Sequence[str] = ("text",),
    ) -> Self:
        """Take columns id, lat, lon (WGS 84), style (index into `styles`) and the texts shown on hover."""
        placed = frame[frame["lat"].notna() & frame["lon"].notna()]
        if len(placed) and not placed["style"].between(0, len(styles) - 1).all():
            raise ValueError("a style index points beyond the styles")
        data = {
            "styles": styles_data(styles),
            "id": [str(value) for value in placed["id"].tolist()],
            "lat": _fixed(placed["lat"]),
            "lon": _fixed(placed["lon"]),
            "style": [int(value) for value in placed["style"].tolist()],
            "text": [column(_words(placed[text])) for text in text_columns],
        }
        packed = pack(name, "packed_points", data)
        return cls(
            name=name,
            styles=tuple(styles),
            count=len(placed),
            unplaced=len(frame) - len(placed),
            packed=packed,
        )


def styles_data(styles: Sequence[PointStyle]) -> list[dict[str, Any]]:
    """Return styles as the map's script reads them."""
    return [asdict(style) for style in styles]


def _fixed(degrees: pd.Series[float]) -> dict[str, Any]:
    whole = (degrees.astype("float64") * _PER_DEGREE).round().astype("int64")
    least = int(whole.min()) if len(whole) else 0
    return {"least": least, "over": (whole - least).tolist()}


def _words(values: pd.Series[Any]) -> list[str]:
    return ["" if value is None or value != value else str(value) for value in values.tolist()]  # noqa: PLR0124
