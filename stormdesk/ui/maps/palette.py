"""Colours by token, so that one style serves the dark and the light theme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Theme = Literal["dark", "light"]

_HEX: Final = re.compile(r"^#[0-9a-fA-F]{6}$")

_LEVELS: Final = {
    "level-1": "#d7263d",
    "level-2": "#ee8a1d",
    "level-3": "#e0b400",
    "level-4": "#2f7fd1",
    "level-sea": "#8aa0b8",
}

PALETTES: Final[Mapping[Theme, Mapping[str, str]]] = MappingProxyType(
    {
        "dark": {
            "ground": "#0a1220",
            "panel": "#0f1a2a",
            "line": "#1e2c40",
            "text": "#e8eef7",
            "muted": "#93a4b8",
            "done": "#35c2a8",
            "soon": "#ffb020",
            "late": "#ff5a4f",
            "link": "#4cc3ff",
            "sea": "#0a1220",
            "land": "#202833",
            "coast": "#43505f",
            "area": "#6f8296",
            "grid": "#1b2738",
            "hatch": "#232f3d",
            "hatch-2": "#35455a",
            "silent": "#6b7c90",
            "veil": "#0a1220cc",
            "on-late": "#0a1220",
            **_LEVELS,
        },
        "light": {
            "ground": "#f4f6f9",
            "panel": "#ffffff",
            "line": "#dde3ea",
            "text": "#14202e",
            "muted": "#5b6b7d",
            "done": "#0f9d84",
            "soon": "#d97706",
            "late": "#c81e36",
            "link": "#0b5cad",
            "sea": "#e3ebf3",
            "land": "#fbfaf6",
            "coast": "#9aa8b6",
            "area": "#7c8b9a",
            "grid": "#cfd9e3",
            "hatch": "#cdd5de",
            "hatch-2": "#aab6c3",
            "silent": "#8493a3",
            "veil": "#ffffffcc",
            "on-late": "#ffffff",
            **_LEVELS,
        },
    }
)


def checked_colour(colour: str) -> str:
    """Return a token of the palette or a #rrggbb colour; anything else is a mistake of the page."""
    if colour in PALETTES["dark"] or _HEX.match(colour):
        return colour
    raise ValueError(f"neither a colour token nor #rrggbb: {colour!r}")


def colour_of(colour: str, theme: Theme) -> str:
    """Return the #rrggbb that a token or colour has in a theme."""
    return PALETTES[theme].get(colour, colour)
