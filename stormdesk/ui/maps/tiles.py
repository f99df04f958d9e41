"""Background tiles that an operator may set: an address template, or a local MBTiles file that we serve."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from stormdesk.domain.geo import Datum

_SUBDOMAINS = "01234567"
_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
_HOST = re.compile(r"^[a-z0-9.-]+(:\d+)?$")


class TileSettingError(ValueError):
    """A tile setting that cannot be used, with the reason."""


@dataclass(frozen=True, slots=True)
class TileSource:
    """Where background tiles come from; `url` has {z}, {x}, {y} and optionally {s} (0 to 7)."""

    url: str
    credit: str
    datum: Datum = Datum.WGS84
    max_zoom: int = 18

    def hosts(self) -> tuple[str, ...]:
        """Return the origins that a browser must be allowed to load images from; none for our own tiles."""
        if "//" not in self.url:
            return ()
        parts = urlsplit(self.url)
        names = [parts.netloc.replace("{s}", digit) for digit in _SUBDOMAINS]
        return tuple(f"{parts.scheme}://{name}" for name in dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class TileArchive:
    """A local MBTiles file with raster tiles."""

    path: Path
    media_type: str

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return one tile by web numbering (rows from the north), or None where the file has none."""
        query = "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?"
        with closing(_open(self.path)) as archive:
            found = archive.execute(query, (zoom, column, (1 << zoom) - 1 - row)).fetchone()
        return None if found is None else bytes(found[0])


_source: TileSource | None = None
_archive: TileArchive | None = None


def register_tiles(source: TileSource | None) -> None:
    """Set the address template for background tiles, or None for no tiles."""
    if source is not None:
        _check_address(source)
    global _source, _archive
    _source, _archive = source, None


def register_archive(path: Path, *, credit: str, datum: Datum = Datum.WGS84) -> None:
    """Serve background tiles out of a local MBTiles file."""
    media_type, max_zoom = _describe(path)
    global _source, _archive  # noqa: PLW0603  one tile source per server, set once at start
    _archive = TileArchive(path=path, media_type=media_type)
    _source = TileSource(url="tiles/{z}/{x}/{y}", credit=credit, datum=datum, max_zoom=max_zoom)


def tile_source() -> TileSource | None:
    """Return the tile source in use."""
    return _source


def tile_archive() -> TileArchive | None:
    """Return the local tile file in use."""
    return _archive


def tile_hosts() -> tuple[str, ...]:
    """Return the outside origins that the content policy must let images come from."""
    return () if _source is None else _source.hosts()


def _check_address(source: TileSource) -> None:
    parts = urlsplit(source.url)
    if parts.scheme not in {"http", "https"}:
        raise TileSettingError(f"a tile address starts with http:// or https://: {source.url!r}")
    if not _HOST.match(parts.netloc.replace("{s}", "0")):
        raise TileSettingError(f"the host of a tile address is not a plain name: {parts.netloc!r}")
    missing = [field for field in ("{z}", "{x}", "{y}") if field not in source.url]
    if source.datum is Datum.BD09:
        raise TileSettingError("tiles in Baidu's projection cannot be laid under this map")
    if missing:
        raise TileSettingError(f"a tile address needs {', '.join(missing)}: {source.url!r}")


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _describe(path: Path) -> tuple[str, int]:
    try:
        with closing(_open(path)) as archive:
            facts = dict(archive.execute("select name, value from metadata").fetchall())
            (deepest,) = archive.execute("select max(zoom_level) from tiles").fetchone()
    except sqlite3.Error as error:
        raise TileSettingError(f"{path.name} is not an MBTiles file: {error}") from error
    media_type = _MEDIA_TYPES.get(str(facts.get("format", "")).lower())
    if media_type is None or deepest is None:
        raise TileSettingError(f"{path.name} holds no raster tiles (png, jpg or webp)")
    return media_type, int(deepest)
