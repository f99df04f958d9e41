"""Searching bytes for many words at once, in every encoding, inside packed files too."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from stormdesk.store.parquet_file import open_parquet, read_stream

# The data file and Parquet hold UTF-8 only, and sound UTF-8 is no other encoding; wide text has zero bytes.
NARROW: Final = frozenset({"utf-8", "escaped"})
WIDE: Final = frozenset({"utf-16-le", "utf-16-be"})
OLD: Final = frozenset({"gb18030"})
SHORTEST: Final = 4
_TABLE_BITS: Final = 22
_BLOCK_BYTES: Final = 1 << 22
_DEEPEST: Final = 4
_LARGEST_MEMBER: Final = 1 << 28
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"\x89PNG", b"\xff\xd8\xff", b"SQLite")


class Traces:
    """Words to look for in any bytes; those below four bytes are everywhere and left out."""

    def __init__(self, words: Iterable[str]) -> None:
        self._patterns: dict[bytes, list[tuple[str, str]]] = {}
        for word in words:
            if len(word.encode("utf-8", "ignore")) < SHORTEST:
                continue
            for encoding, pattern in _encoded(word):
                if len(pattern) >= SHORTEST:
                    self._patterns.setdefault(pattern, []).append((encoding, word))
        self._lengths: dict[bytes, set[int]] = {}
        for pattern in self._patterns:
            self._lengths.setdefault(pattern[:SHORTEST], set()).add(len(pattern))
        self._longest = max(map(len, self._patterns), default=0)
        self._table = np.zeros(1 << _TABLE_BITS, dtype=bool)
        if self._lengths:
            self._table[_hashed(np.frombuffer(b"".join(self._lengths), dtype="<u4"))] = True

    @property
    def words(self) -> frozenset[str]:
        """What is looked for."""
        return frozenset(word for found in self._patterns.values() for _encoding, word in found)

    def without(self, words: Iterable[str]) -> "Traces":
        """The same search for fewer words."""
        return Traces(self.words - frozenset(words))

    def in_bytes(self, data: bytes, encodings: frozenset[str] = NARROW) -> set[str]:
        """The words that stand in these bytes, in one of the encodings."""
        found: set[str] = set()
        for start in range(0, len(data), _BLOCK_BYTES):
            found |= self._in_block(data[start : start + _BLOCK_BYTES + self._longest], encodings)
        return found

    def in_texts(self, texts: Iterable[str]) -> set[str]:
        """The words that stand in these texts."""
        return self.in_bytes("\n".join(texts).encode("utf-8", "replace"))

    def in_file(self, path: Path) -> set[str]:
        """The words that stand in a file, its name, and whatever is packed into it."""
        found = self.in_texts([path.name])
        for part in parts_of(path.read_bytes()):
            found |= self.in_bytes(part, encodings_of(part))
        return found

    def _in_block(self, block: bytes, encodings: frozenset[str]) -> set[str]:
        if len(block) < SHORTEST:
            return set()
        raw = np.frombuffer(block, dtype=np.uint8).astype(np.uint32)
        keys = raw[:-3] | (raw[1:-2] << 8) | (raw[2:-1] << 16) | (raw[3:] << 24)
        found: set[str] = set()
        for at in np.flatnonzero(self._table[_hashed(keys)]):
            place = int(at)
            for length in self._lengths.get(block[place : place + SHORTEST], ()):
                known = self._patterns.get(block[place : place + length], ())
                found.update(word for encoding, word in known if encoding in encodings)
        return found


def encodings_of(data: bytes) -> frozenset[str]:
    """The encodings that text in these bytes may have."""
    if data.startswith(_PACKED) or data[8:12] == b"DUCK":
        return NARROW
    if b"\0" in data:
        return NARROW | OLD | WIDE
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return NARROW | OLD
    return NARROW


def parts_of(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and what is packed into them: zip (also xlsx, ods, bundles), gzip, parquet."""
    yield data
    if depth >= _DEEPEST:
        return
    for inner in _unpacked(data):
        yield from parts_of(inner, depth + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.infolist():
                    if member.file_size <= _LARGEST_MEMBER:
                        yield member.filename.encode("utf-8", "replace")
                        yield archive.read(member)
        elif data.startswith(b"\x1f\x8b"):
            yield gzip.GzipFile(fileobj=io.BytesIO(data)).read(_LARGEST_MEMBER)
        elif data.startswith(b"PAR1"):
            yield from _columns(read_stream(open_parquet(io.BytesIO(data))))
    except (OSError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, pa.ArrowException):
        return


def _columns(stream: pa.RecordBatchReader) -> Iterator[bytes]:
    for batch in stream:
        yield "\n".join(strings_of(batch)).encode("utf-8", "replace")


def strings_of(batch: pa.RecordBatch) -> Iterator[str]:
    """The different texts of a batch of rows."""
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            yield from (value for value in column.unique().to_pylist() if value)


def _encoded(word: str) -> Iterator[tuple[str, bytes]]:
    for encoding in ("utf-8", *WIDE) if word.isascii() else ("utf-8", *WIDE, *OLD):
        yield encoding, word.encode(encoding, "ignore")
    if word.isascii():
        return
    escaped = word.encode("ascii", "backslashreplace")
    yield "escaped", escaped
    yield "escaped", escaped.upper().replace(b"\\U", b"\\u")


def _hashed(keys: np.ndarray) -> np.ndarray:
    mixed: np.ndarray = (keys.astype(np.uint32) * np.uint32(2654435761)) >> np.uint32(32 - _TABLE_BITS)
    return mixed
