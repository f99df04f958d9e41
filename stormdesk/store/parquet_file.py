"""Parquet written and read in pieces, counted and hashed on the way."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet import encryption

from stormdesk.store.snapshot import ROWS_AT_ONCE

MOST_BYTES_AT_ONCE = 512 * 1024 * 1024
PIECE = 1024 * 1024
Told = Callable[[int], None]


class Sink(Protocol):
    """Anything that takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows, bytes and the SHA-256 of the bytes."""

    rows: int
    byte_count: int
    sha256: str


class _Counted:
    """A place to write that counts and hashes what passes."""

    def __init__(self, target: Sink) -> None:
        self._target = target
        self.hash = hashlib.sha256()
        self.byte_count = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        held = bytes(data)
        self._target.write(held)
        self.hash.update(held)
        self.byte_count += len(held)
        return len(held)

    def tell(self) -> int:
        return self.byte_count

    def flush(self) -> None:
        """Leave that to the target."""

    def close(self) -> None:
        self.closed = True


def write_parquet(
    target: Sink, stream: pa.RecordBatchReader, told: Told | None = None, *, key: bytes | None = None
) -> Written:
    """Write a stream as Parquet, one row group at a time; with a key of 32 bytes encrypted by AES-GCM."""
    counted = _Counted(target)
    rows = 0
    sealed = None if key is None else encryption.create_encryption_properties(footer_key=key)
    with pq.ParquetWriter(counted, stream.schema, compression="zstd", encryption_properties=sealed) as writer:
        for batch in stream:
            writer.write_batch(batch)
            rows += batch.num_rows
            if told:
                told(rows)
    return Written(rows, counted.byte_count, counted.hash.hexdigest())


def sha256_of(source: BinaryIO) -> tuple[int, str]:
    """Size and SHA-256 of what is left of a file."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()


def open_parquet(source: BinaryIO, *, key: bytes | None = None) -> pq.ParquetFile:
    """Open a Parquet file whose pieces fit into memory; ValueError when they do not, or it is none."""
    try:
        sealed = None if key is None else encryption.create_decryption_properties(footer_key=key)
        opened = pq.ParquetFile(source, decryption_properties=sealed)
        sizes = [opened.metadata.row_group(at).total_byte_size for at in range(opened.num_row_groups)]
    except (pa.ArrowException, OSError) as error:
        raise ValueError(str(error)[:200]) from error
    if max(sizes, default=0) > MOST_BYTES_AT_ONCE:
        raise ValueError(f"row group of {max(sizes)} bytes")
    return opened


def read_stream(opened: pq.ParquetFile, told: Told | None = None) -> pa.RecordBatchReader:
    """The rows of a Parquet file as a stream, one piece in memory at a time."""
    return pa.RecordBatchReader.from_batches(opened.schema_arrow, _pieces(opened, told))


def _pieces(opened: pq.ParquetFile, told: Told | None) -> Iterator[pa.RecordBatch]:
    rows = 0
    for batch in opened.iter_batches(ROWS_AT_ONCE):
        rows += batch.num_rows
        yield batch
        if told:
            told(rows)
