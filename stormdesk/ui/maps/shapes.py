"""Static polygons by name: read once, made small, and served by URL."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_DECIMALS = 5

_paths: dict[str, Path] = {}


class UnknownShapeError(LookupError):
    """A map asks for polygons that nobody registered."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no polygons are registered under the name {name!r}")


@dataclass(frozen=True, slots=True)
class Shape:
    """Polygons ready to be sent."""

    name: str
    version: str
    body: bytes
    body_gzip: bytes

    @property
    def url(self) -> str:
        """Return the address below the app's root; it changes with the content."""
        return f"shapes/{self.name}.geojson?v={self.version}"


def register_shape(name: str, path: Path) -> None:
    """Make a GeoJSON file known by name; a later registration of the name replaces the earlier one."""
    _paths[name] = path


def registered_shapes() -> frozenset[str]:
    """Return the names that may be drawn and fetched."""
    return frozenset(_paths)


def shape(name: str) -> Shape:
    """Return the polygons of a name, read again when their file changes."""
    path = _paths.get(name)
    if path is None:
        raise UnknownShapeError(name)
    return _load(name, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _load(name: str, path: Path, _changed_ns: int) -> Shape:
    collection = json.loads(path.read_text(encoding="utf-8"))
    features = [_slim(feature) for feature in collection["features"]]
    slim = {"type": "FeatureCollection", "features": features}
    body = json.dumps(slim, ensure_ascii=False, separators=(",", ":")).encode()
    version = hashlib.blake2b(body, digest_size=8).hexdigest()
    return Shape(name=name, version=version, body=body, body_gzip=gzip.compress(body, mtime=0))


def _slim(feature: dict[str, Any]) -> dict[str, Any]:
    geometry = feature["geometry"]
    return {
        "type": "Feature",
        "properties": feature.get("properties") or {},
        "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
    }


def _rounded(part: Any) -> Any:  # noqa: ANN401  nested lists of any depth
    if isinstance(part, int | float):
        return round(part, _DECIMALS)
    return [_rounded(inner) for inner in part]
