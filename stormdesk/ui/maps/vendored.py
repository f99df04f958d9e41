"""Local copies for every script and style sheet that a folium class would fetch from outside."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import folium.plugins
import streamlit_folium  # noqa: F401  its classes are sealed too
from folium.elements import JSCSSMixin

VENDOR_FOLDER = Path(__file__).parents[1] / "vendor"
# The map stands in an iframe at <root>/component/<name>/index.html, so the app's root is two steps up:
# this holds at "/", under a base path and behind a proxy's prefix alike.
FRAME_ROOT = "../../"

_LOCAL_FILES = {
    "leaflet": "vendor/leaflet-1.9.4/leaflet.js",
    "leaflet_css": "vendor/leaflet-1.9.4/leaflet.css",
}


def sealed_classes() -> Iterator[type[JSCSSMixin]]:
    """Yield every class that may name a script or style sheet, plug-ins included."""
    for module in pkgutil.iter_modules(folium.plugins.__path__, "folium.plugins."):
        importlib.import_module(module.name)
    waiting: list[type[JSCSSMixin]] = [JSCSSMixin]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(found.__subclasses__())


def seal() -> None:
    """Point every class at the served copies and drop what has none, so that nothing asks outside."""
    for sealed in sealed_classes():
        sealed.default_js = _local(sealed.default_js)
        sealed.default_css = _local(sealed.default_css)


def _local(links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    kept = []
    for name, url in links:
        if name in _LOCAL_FILES:
            kept.append((name, FRAME_ROOT + _LOCAL_FILES[name]))
        elif "//" not in url:
            kept.append((name, url))
    return kept
