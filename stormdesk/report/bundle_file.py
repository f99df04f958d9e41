"""A bundle opened with care: its members, checksums and columns proved before a row is read."""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ValidationError

from stormdesk.domain.event import FOREVER
from stormdesk.report.bundle_shape import LONGEST_MANIFEST, MANIFEST, BundleFault, BundleRefusedError
from stormdesk.store.manifest import Manifest, columns_of
from stormdesk.store.parquet_file import open_parquet, read_stream, sha256_of

_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
# What zipfile and its streams raise on bytes that are no archive or only half of one.
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, OverflowError, struct.error)


class _Slice(io.RawIOBase):
    """A part of a file as a file of its own: members lie there as they are."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def readinto(self, room: "memoryview | bytearray") -> int:  # type: ignore[override]
        self._file.seek(self._start + self._at)
        held = self._file.read(max(min(len(room), self._size - self._at), 0))
        room[: len(held)] = held
        self._at += len(held)
        return len(held)


class _Members:
    """The members of an archive, each as a file that can be read anywhere at once."""

    def __init__(self, file: BinaryIO, archive: zipfile.ZipFile) -> None:
        self._file = file
        self._archive = archive

    def open(self, name: str) -> BinaryIO:
        member = self._archive.getinfo(name)
        self._file.seek(member.header_offset)
        header = self._file.read(_LOCAL_HEADER.size)
        mark, name_size, extra_size = _LOCAL_HEADER.unpack(header)
        if mark != _LOCAL_MARK:
            raise zipfile.BadZipFile(name)
        start = member.header_offset + _LOCAL_HEADER.size + name_size + extra_size
        return io.BufferedReader(_Slice(self._file, start, member.file_size))


class BundleFile:
    """A bundle whose every byte has been compared with its manifest."""

    def __init__(self, members: "_Members", manifest: Manifest) -> None:
        self._members = members
        self.manifest = manifest
        self.operation_id = str(manifest.operation_id)
        self.roster = str(manifest.roster)
        self.entries = {entry.table: entry for entry in manifest.tables}

    def prove(self) -> None:
        """Compare every byte with the manifest."""
        for entry in self.manifest.tables:
            if sha256_of(self._members.open(entry.file_name)) != (entry.byte_count, entry.sha256):
                raise BundleRefusedError(BundleFault.DAMAGED, fault=entry.file_name)
            opened = open_parquet(self._members.open(entry.file_name))
            is_as_said = columns_of(opened.schema_arrow) == entry.columns
            if not is_as_said or opened.metadata.num_rows != entry.rows:
                raise BundleRefusedError(BundleFault.DAMAGED, fault=entry.file_name)

    def stream(self, table: str) -> pa.RecordBatchReader:
        """The rows of a table, each piece proved sound; empty where the bundle has no such table.

        Raises BundleRefusedError while it is read.
        """
        stream = read_stream(open_parquet(self._members.open(self.entries[table].file_name)))
        return pa.RecordBatchReader.from_batches(stream.schema, _proved(stream, table))

    def schema(self, table: str) -> pa.Schema:
        """The columns of a table of the bundle."""
        return open_parquet(self._members.open(self.entries[table].file_name)).schema_arrow


@contextmanager
def open_bundle(path: Path) -> Iterator[BundleFile]:
    """Open a bundle and prove members, sizes, checksums and columns; raises BundleRefusedError."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            bundle = BundleFile(_Members(file, archive), _manifest(archive, path))
            bundle.prove()
            yield bundle
    except _BROKEN as error:
        fault = str(error)[:200] or type(error).__name__
        raise BundleRefusedError(BundleFault.NOT_A_BUNDLE, path=path.name, fault=fault) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    members = archive.infolist()
    _prove_members(members, path)
    try:
        manifest = Manifest.model_validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        fault = "/".join(str(part) for part in error.errors()[0]["loc"]) or MANIFEST
        raise BundleRefusedError(BundleFault.NOT_A_BUNDLE, path=path.name, fault=fault) from error
    wanted = [MANIFEST, *(entry.file_name for entry in manifest.tables)]
    strange = sorted({member.filename for member in members} ^ set(wanted))
    if strange or len(members) != len(wanted):
        fault = ", ".join(repr(name)[:80] for name in strange[:5])
        raise BundleRefusedError(BundleFault.FOREIGN, fault=fault or MANIFEST)
    if manifest.kind != "bundle" or manifest.operation_id is None or manifest.roster is None:
        raise BundleRefusedError(BundleFault.NOT_A_BUNDLE, path=path.name, fault=MANIFEST)
    return manifest


def _prove_members(members: list[zipfile.ZipInfo], path: Path) -> None:
    """Nothing is compressed, so nothing can grow; sizes beyond the file's own are lies."""
    size = path.stat().st_size
    if sum(member.file_size for member in members) > size:
        raise BundleRefusedError(BundleFault.NOT_A_BUNDLE, path=path.name, fault=f"> {size}")
    for member in members:
        is_plain = member.compress_type == zipfile.ZIP_STORED and member.compress_size == member.file_size
        if not is_plain or member.flag_bits & 1:
            raise BundleRefusedError(BundleFault.FOREIGN, fault=repr(member.filename)[:80])
        if member.filename == MANIFEST and member.file_size > LONGEST_MANIFEST:
            raise BundleRefusedError(BundleFault.NOT_A_BUNDLE, path=path.name, fault=MANIFEST)
    if MANIFEST not in {member.filename for member in members}:
        raise BundleRefusedError(BundleFault.NOT_A_BUNDLE, path=path.name, fault=MANIFEST)


def _proved(stream: pa.RecordBatchReader, table: str) -> Iterator[pa.RecordBatch]:
    try:
        for batch in stream:
            batch.validate(full=True)
            for field in batch.schema:
                _prove_column(batch.column(field.name), f"{table}.{field.name}")
            yield batch
    except (pa.ArrowException, OSError) as error:
        raise BundleRefusedError(BundleFault.UNSOUND, fault=f"{table}: {str(error)[:200]}") from error


def _prove_column(values: pa.Array, place: str) -> None:
    """Numbers are finite and instants are ones that a calendar can tell."""
    is_sound = True
    if pa.types.is_floating(values.type):
        is_sound = pc.all(pc.is_finite(values), min_count=0).as_py()
    elif pa.types.is_timestamp(values.type):
        earliest, latest = (pa.scalar(at, values.type) for at in (_EARLIEST, FOREVER))
        within = pc.and_(pc.greater_equal(values, earliest), pc.less_equal(values, latest))
        is_sound = pc.all(within, min_count=0).as_py()
    if is_sound is False:
        raise BundleRefusedError(BundleFault.UNSOUND, fault=place)
