"""The county's ground as maps need it: views, harbours, guide lines, names; set once at start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

MapKind = Literal["county", "storm"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English name for English, the Chinese one otherwise."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One extent (WGS 84 degrees) with the registered polygons that it shows as land and as areas.

    `areas_label` says what the outlines of the areas are, schematic unless it is given.
    """

    west: float
    south: float
    east: float
    north: float
    land: Sequence[str]
    areas: str | None = None
    areas_label: Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named point such as a harbour."""

    name: Named
    lat: float
    lon: float
    kinds: Sequence[MapKind] = ("county",)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLine:
    """A named line such as a warning line."""

    name: Named
    lat: Sequence[float]
    lon: Sequence[float]
    colour: str
    dash: str | None = None
    kinds: Sequence[MapKind] = ("storm",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """All that base maps are made of beside their polygons."""

    views: Mapping[MapKind, View]
    places: Sequence[Place] = ()
    lines: Sequence[GuideLine] = ()
    area_names: Mapping[str, Named] = field(default_factory=dict)


class NoAtlasError(LookupError):
    """A map is drawn before the county's ground was registered."""


_atlas: Atlas | None = None


def register_atlas(atlas: Atlas) -> None:
    """Set the ground of all base maps."""
    global _atlas  # noqa: PLW0603  one county per server, set once at start
    _atlas = atlas


def atlas() -> Atlas:
    """Return the ground of all base maps."""
    if _atlas is None:
        raise NoAtlasError("no atlas is registered")
    return _atlas
