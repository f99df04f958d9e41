"""Folium elements whose data nobody mistakes for code."""

from __future__ import annotations

import json
from base64 import b64encode

from branca.element import MacroElement


class ScriptElement(MacroElement):
    """An element that only has a script; the component reads it off, nothing is drawn on the server.

    Drawing would hand the script, data included, to branca, which compiles it as a template and runs it.
    """

    def __init__(self, name: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name

    def render(self, **_kwargs: object) -> str:
        """Return nothing."""
        return ""


def in_letters(data: object) -> str:
    """Return data as base 64 of JSON: the component renames words in scripts, but must not touch a name."""
    return b64encode(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()).decode()
