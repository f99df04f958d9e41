"""Local files of raster tiles: MBTiles and PMTiles, read one tile at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import TileType

_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}


class TileFileError(ValueError):
    """A tile file that cannot be used, with the reason."""


class TileArchive(Protocol):
    """A local file of raster tiles."""

    @property
    def media_type(self) -> str:
        """What a tile is, such as image/png."""
        ...

    @property
    def max_zoom(self) -> int:
        """The deepest zoom in the file."""
        ...

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return one tile by web numbering (rows from the north), or None where the file has none."""
        ...


@dataclass(frozen=True, slots=True)
class MbTiles:
    """An MBTiles file, which is an SQLite database."""

    path: Path
    media_type: str
    max_zoom: int

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return one tile by web numbering, or None where the file has none."""
        query = "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?"
        with closing(_database(self.path)) as archive:
            found = archive.execute(query, (zoom, column, (1 << zoom) - 1 - row)).fetchone()
        return None if found is None else bytes(found[0])


@dataclass(frozen=True, slots=True)
class PmTiles:
    """A PMTiles file, version 3."""

    path: Path
    media_type: str
    max_zoom: int

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return one tile by web numbering, or None where the file has none."""
        with self.path.open("rb") as opened:
            found = Reader(MmapSource(opened)).get(zoom, column, row)
        return None if found is None else bytes(found)


def open_archive(path: Path) -> TileArchive:
    """Look into a tile file; TileFileError says why it cannot be used."""
    try:
        with path.open("rb") as opened:
            start = opened.read(7)
    except OSError as error:
        raise TileFileError(f"{path.name} cannot be read: {error.strerror}") from error
    return _pmtiles(path) if start == b"PMTiles" else _mbtiles(path)


def _mbtiles(path: Path) -> MbTiles:
    try:
        with closing(_database(path)) as archive:
            facts = dict(archive.execute("select name, value from metadata").fetchall())
            (deepest,) = archive.execute("select max(zoom_level) from tiles").fetchone()
    except sqlite3.Error as error:
        raise TileFileError(f"{path.name} is not an MBTiles or PMTiles file: {error}") from error
    media_type = _MEDIA_TYPES.get(str(facts.get("format", "")).lower())
    if media_type is None or deepest is None:
        raise TileFileError(f"{path.name} holds no raster tiles (png, jpg or webp)")
    return MbTiles(path, media_type, int(deepest))


def _pmtiles(path: Path) -> PmTiles:
    try:
        with path.open("rb") as opened:
            header = Reader(MmapSource(opened)).header()
    except (OSError, ValueError, IndexError, KeyError, EOFError) as error:
        raise TileFileError(f"{path.name} is a broken PMTiles file: {error}") from error
    kind = TileType(header["tile_type"]).name.lower()
    if kind not in _MEDIA_TYPES:
        raise TileFileError(f"{path.name} holds no raster tiles (png, jpg or webp)")
    return PmTiles(path, _MEDIA_TYPES[kind], int(header["max_zoom"]))


def _database(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
