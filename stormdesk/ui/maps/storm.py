"""A storm as plain arrays: tracks, wind circles and positions, each with its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stormdesk.ui.maps.palette import checked_colour
from stormdesk.ui.maps.payload import Packed, pack
from stormdesk.ui.maps.points import Shape

# Dash patterns that stay apart in print and for eyes that do not see colours.
DASHES = ("8 6", "2 6", "14 5 2 5", "4 4", "12 8", "1 4 6 4")


@dataclass(frozen=True, slots=True, kw_only=True)
class StormTrack:
    """One line of positions with a text each; without a dash it is where the storm really went.

    Positions are dots, or have a shape where colour alone must not tell them apart.
    """

    label: str
    lat: Sequence[float]
    lon: Sequence[float]
    text: Sequence[str]
    colour: str = "text"
    dash: str | None = None
    shape: Shape | None = None

    def __post_init__(self) -> None:
        checked_colour(self.colour)
        if not len(self.lat) == len(self.lon) == len(self.text):
            raise ValueError("a track's positions and texts differ in number")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindCircle:
    """One closed outline of a wind force."""

    label: str
    lat: Sequence[float]
    lon: Sequence[float]
    colour: str = "soon"

    def __post_init__(self) -> None:
        checked_colour(self.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class StormMark:
    """One position that stands out, such as the storm's centre now."""

    label: str
    lat: float
    lon: float
    colour: str = "late"

    def __post_init__(self) -> None:
        checked_colour(self.colour)


@dataclass(frozen=True, slots=True, kw_only=True)
class StormLayer:
    """All that is drawn of a storm."""

    name: str
    tracks: Sequence[StormTrack] = ()
    circles: Sequence[WindCircle] = ()
    marks: Sequence[StormMark] = ()

    @property
    def packed(self) -> Packed:
        """Return the layer as it goes to the browser."""
        return pack(
            self.name,
            "storm",
            {
                "tracks": [_plain(track) for track in self.tracks],
                "circles": [_plain(circle) for circle in self.circles],
                "marks": [_plain(mark) for mark in self.marks],
            },
        )

    def columns(self) -> dict[str, list[Any]]:
        """Return the layer as columns for a source of fetched layers."""
        groups: tuple[tuple[str, Sequence[StormTrack | WindCircle | StormMark]], ...] = (
            ("tracks", self.tracks),
            ("circles", self.circles),
            ("marks", self.marks),
        )
        rows = [
            {"id": f"{part}:{place}", "part": part, **_plain(item)}
            for part, items in groups
            for place, item in enumerate(items)
        ]
        names = ("id", "part", "label", "lat", "lon", "text", "colour", "dash", "shape")
        return {name: [row.get(name) for row in rows] for name in names}


def _plain(item: StormTrack | WindCircle | StormMark) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for name, value in asdict(item).items()
    }
