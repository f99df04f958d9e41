"""Areas painted by value: the polygons go once by address, each refresh carries only the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from stormdesk.ui.maps.palette import checked_colour
from stormdesk.ui.maps.payload import Packed, pack
from stormdesk.ui.maps.shapes import shape


@dataclass(frozen=True, slots=True)
class AreaValue:
    """What one area shows; hatched means silent; an empty label leaves the area's own name.

    `strength` makes the fill of what weighs more stand out.
    """

    fill: str
    hatch: bool = False
    label: str = ""
    number: str = ""
    strength: float = 1.0

    def __post_init__(self) -> None:
        checked_colour(self.fill)


@dataclass(frozen=True, slots=True)
class ShapeLayer:
    """Values by area code over registered polygons."""

    name: str
    values: Mapping[str, AreaValue]

    @property
    def packed(self) -> Packed:
        """Return the layer as it goes to the browser."""
        values = {code: asdict(value) for code, value in self.values.items()}
        return pack(self.name, "areas", {"shape": self.name, "url": shape(self.name).url, "values": values})
