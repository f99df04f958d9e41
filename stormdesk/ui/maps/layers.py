"""What a fetched layer carries, who provides it, and what changed since the version a browser holds."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from threading import Lock
from typing import Any, Protocol

_STEPS_KEPT = 60
_LAYERS_KEPT = 64
_BOOKS_KEPT = 24


class UnknownLayerError(LookupError):
    """A browser asks for a layer that the source does not have."""


@dataclass(frozen=True, slots=True)
class LayerData:
    """Columns of equal length, one row per object, named by its first column `id`."""

    version: str
    columns: Mapping[str, Sequence[Any]]

    def rows(self) -> dict[str, tuple[Any, ...]]:
        """Return the rows by id, without the id."""
        names = [name for name in self.columns if name != "id"]
        values = zip(*(map(_without_nan, self.columns[name]) for name in names), strict=True)
        return dict(zip(map(str, self.columns["id"]), values, strict=True))


class LayerSource(Protocol):
    """Whoever owns the ledger: gives a layer's version cheaply, and its rows when the version is new."""

    @property
    def key(self) -> str:
        """What tells sources apart that show different rows."""
        ...

    def version(self, name: str, query: Mapping[str, str]) -> str:
        """Return a word that changes whenever the layer may have; UnknownLayerError if there is none."""
        ...

    def layer(self, name: str, query: Mapping[str, str]) -> LayerData:
        """Return the layer's rows at the moment that the query names."""
        ...


@dataclass(frozen=True, slots=True)
class LayerAnswer:
    """What goes to the browser; `body_gzip` is None when it already holds this version."""

    version: str
    body_gzip: bytes | None


class _Track:
    """One layer for one set of parameters: its rows now, and which ids each step touched."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.source_version: str | None = None
        self.version = ""
        self.names: tuple[str, ...] = ()
        self.rows: dict[str, tuple[Any, ...]] = {}
        self.steps: deque[tuple[str, frozenset[str]]] = deque(maxlen=_STEPS_KEPT)
        self.bodies: dict[str, bytes] = {}

    def take(self, data: LayerData) -> None:
        names = tuple(name for name in data.columns if name != "id")
        rows = data.rows()
        version = _digest(names, rows)
        self.source_version = data.version
        if version == self.version:
            return
        if names == self.names:
            self.steps.append((self.version, _touched(self.rows, rows)))
        else:
            self.steps.clear()
        self.version, self.names, self.rows, self.bodies = version, names, rows, {}

    def answer(self, since: str) -> LayerAnswer:
        if since == self.version:
            return LayerAnswer(self.version, None)
        known = since if any(version == since for version, _ in self.steps) else ""
        if known not in self.bodies:
            self.bodies[known] = gzip.compress(self._body(known), compresslevel=6, mtime=0)
        return LayerAnswer(self.version, self.bodies[known])

    def _body(self, since: str) -> bytes:
        if not since:
            return _encode({"version": self.version, "columns": self._columns(self.rows)})
        touched = self._touched_since(since)
        present = [row_id for row_id in self.rows if row_id in touched]
        return _encode(
            {
                "version": self.version,
                "since": since,
                "columns": self._columns(present),
                "removed": sorted(touched.difference(self.rows)),
            }
        )

    def _touched_since(self, since: str) -> frozenset[str]:
        touched: frozenset[str] = frozenset()
        for version, changed in reversed(self.steps):
            touched |= changed
            if version == since:
                break
        return touched

    def _columns(self, ids: Iterable[str]) -> dict[str, list[Any]]:
        chosen = list(ids)
        columns: dict[str, list[Any]] = {"id": chosen}
        for place, name in enumerate(self.names):
            columns[name] = [self.rows[row_id][place] for row_id in chosen]
        return columns


class LayerBook:
    """Remembers, within bounds, what each layer looked like, so that a browser gets only the changes."""

    def __init__(self, source: LayerSource) -> None:
        self._source = source
        self._tracks: OrderedDict[tuple[str, ...], _Track] = OrderedDict()
        self._lock = Lock()

    def answer(self, name: str, query: Mapping[str, str], *, since: str) -> LayerAnswer:
        """Return the whole layer, the changes since a version, or nothing when that version is current."""
        source_version = self._source.version(name, query)
        track = self._track(name, query)
        with track.lock:
            if track.source_version != source_version:
                track.take(self._source.layer(name, query))
            return track.answer(since)

    def _track(self, name: str, query: Mapping[str, str]) -> _Track:
        key = (name, *(f"{field}={query[field]}" for field in sorted(query)))
        with self._lock:
            track = self._tracks.setdefault(key, _Track())
            self._tracks.move_to_end(key)
            while len(self._tracks) > _LAYERS_KEPT:
                self._tracks.popitem(last=False)
            return track


SourceOf = Callable[[Any], LayerSource]
_source_of: SourceOf | None = None
_books: OrderedDict[str, LayerBook] = OrderedDict()
_books_lock = Lock()


def register_source(source_of: SourceOf) -> None:
    """Plug in whoever gives a viewer the layers that he may see."""
    global _source_of  # noqa: PLW0603  one state per server, set once at start
    _source_of = source_of
    with _books_lock:
        _books.clear()


def layer_book(viewer: Any) -> LayerBook | None:  # noqa: ANN401  whoever the registered source knows
    """Return the book of all who may see what this viewer may, or None before there is a source."""
    if _source_of is None:
        return None
    source = _source_of(viewer)
    with _books_lock:
        book = _books.setdefault(source.key, LayerBook(source))
        _books.move_to_end(source.key)
        while len(_books) > _BOOKS_KEPT:
            _books.popitem(last=False)
        return book


def _without_nan(value: Any) -> Any:  # noqa: ANN401  any JSON value
    return None if isinstance(value, float) and isnan(value) else value


def _touched(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    changed = {row_id for row_id, row in after.items() if before.get(row_id) != row}
    return frozenset(changed.union(before.keys() - after.keys()))


def _digest(names: tuple[str, ...], rows: Mapping[str, tuple[Any, ...]]) -> str:
    return hashlib.blake2b(_encode([names, rows]), digest_size=8).hexdigest()


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
