"""Background tiles that an operator may set: an address template, or a local file that we serve."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from stormdesk.domain.geo import Datum
from stormdesk.ui.maps.archives import TileArchive, TileFileError, open_archive

_SUBDOMAINS = "01234567"
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


_source: TileSource | None = None
_archive: TileArchive | None = None


def register_tiles(source: TileSource | None) -> None:
    """Set the address template for background tiles, or None for no tiles."""
    if source is not None:
        _check_address(source)
    global _source, _archive
    _source, _archive = source, None


def register_archive(path: Path, *, credit: str, datum: Datum = Datum.WGS84) -> None:
    """Serve background tiles out of a local MBTiles or PMTiles file."""
    try:
        archive = open_archive(path)
    except TileFileError as error:
        raise TileSettingError(str(error)) from error
    global _source, _archive  # noqa: PLW0603  one tile source per server, set once at start
    _archive = archive
    _source = TileSource(url="tiles/{z}/{x}/{y}", credit=credit, datum=datum, max_zoom=archive.max_zoom)


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
