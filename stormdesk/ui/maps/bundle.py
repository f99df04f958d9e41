"""Our own scripts and style sheet, joined from their parts and addressed by content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_PARTS = {
    "map.js": (
        "core.js",
        "frame.js",
        "base.js",
        "points.js",
        "grid.js",
        "areas.js",
        "storm.js",
        "fetched.js",
    ),
    "map.css": ("map.css",),
    "pad.js": ("pad_queue.js", "pad.js"),
}
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    name: str
    version: str
    media_type: str
    body: bytes
    body_gzip: bytes

    @property
    def url(self) -> str:
        """Return the address below the app's root; it changes with the content."""
        return f"assets/{self.name}?v={self.version}"


def _join(name: str, parts: tuple[str, ...]) -> Asset:
    body = b"\n".join((_FOLDER / part).read_bytes() for part in parts)
    return Asset(
        name=name,
        version=hashlib.blake2b(body, digest_size=8).hexdigest(),
        media_type=_MEDIA_TYPES[Path(name).suffix],
        body=body,
        body_gzip=gzip.compress(body, mtime=0),
    )


ASSETS = {name: _join(name, parts) for name, parts in _PARTS.items()}
