"""The zip around a workbook, opened with suspicion: sizes checked by inflating, not by what it says."""

import io
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from stormdesk.ingest.sheets.reason import SheetReason

MOST_ENTRIES: Final = 10_000
LARGEST_PART: Final = 800 << 20
LARGEST_WHOLE: Final = 1_200 << 20
LARGEST_TREE: Final = 8 << 20
CHUNK: Final = 1 << 20
_HEADER: Final = 30
_BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    KeyError,
)


class PackageFault(Exception):
    """A workbook that must not be read further, with the reason."""

    def __init__(self, reason: SheetReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Package:
    """An open zip whose entries were looked over."""

    data: bytes
    entries: dict[str, zipfile.ZipInfo]

    def __contains__(self, path: str) -> bool:
        return path in self.entries

    def xml(self, path: str, parser: XMLParserType | None = None) -> Iterator[bytes]:
        """The bytes of an XML part in pieces; one that is not well-formed or defines entities is refused."""
        guard = parser or safe_parser()
        for at, piece in enumerate(self.stream(path)):
            if at == 0 and (b"\0" in piece[:16] or piece.startswith((b"\xfe\xff", b"\xff\xfe"))):
                raise PackageFault(SheetReason.BROKEN)
            _parse(guard, piece)
            yield piece
        _parse(guard, b"", is_last=True)

    def check(self, path: str, parser: XMLParserType | None = None) -> None:
        """Read an XML part through, into a parser or only to see that it is whole."""
        deque(self.xml(path, parser), maxlen=0)

    def elements(self, path: str) -> list[tuple[str, dict[str, str]]]:
        """The elements of a small XML part in order, names as `namespace}name`; none if it is not there."""
        if path not in self.entries:
            return []
        if self.entries[path].file_size > LARGEST_TREE:
            raise PackageFault(SheetReason.BOMB)
        found: list[tuple[str, dict[str, str]]] = []
        parser = safe_parser("}")
        parser.StartElementHandler = lambda name, said: found.append((name, said))
        self.check(path, parser)
        return found

    def stream(self, path: str) -> Iterator[bytes]:
        """The bytes of a part in pieces, refused where there are more than the package says."""
        entry = self.entries[path]
        start = _data_start(self.data, entry)
        end = start + entry.compress_size
        if end > len(self.data):
            raise PackageFault(SheetReason.BROKEN)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from (self.data[at : min(at + CHUNK, end)] for at in range(start, end, CHUNK))
            return
        told = 0
        for piece in _deflated(memoryview(self.data)[start:end]):
            told += len(piece)
            if told > entry.file_size:
                raise PackageFault(SheetReason.BOMB)
            yield piece


def safe_parser(separator: str | None = None) -> XMLParserType:
    """A parser that refuses a document with definitions of its own."""
    parser = ParserCreate(namespace_separator=separator)
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise PackageFault(SheetReason.ENTITIES)


def _parse(parser: XMLParserType, piece: bytes, *, is_last: bool = False) -> None:
    try:
        parser.Parse(piece, is_last)
    except (ExpatError, ValueError, LookupError) as error:
        raise PackageFault(SheetReason.BROKEN) from error


def _deflated(packed: memoryview) -> Iterator[bytes]:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), CHUNK // 8):
            rest: bytes | memoryview = packed[at : at + CHUNK // 8]
            while rest:
                piece = machine.decompress(rest, CHUNK)
                rest = machine.unconsumed_tail
                if piece:
                    yield piece
        left = machine.flush()
    except zlib.error as error:
        raise PackageFault(SheetReason.BROKEN) from error
    if left:
        yield left


def _data_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    header = data[entry.header_offset : entry.header_offset + _HEADER]
    if len(header) < _HEADER or not header.startswith(b"PK\x03\x04"):
        raise PackageFault(SheetReason.BROKEN)
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    return entry.header_offset + _HEADER + name + extra


def open_package(data: bytes) -> Package:
    """Open a zip: every entry named once, packed in a usual way, not encrypted and of sane size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except _BROKEN_ZIP as error:
        raise PackageFault(SheetReason.BROKEN) from error
    entries = {entry.filename: entry for entry in listed}
    if any(entry.flag_bits & 1 for entry in listed):
        raise PackageFault(SheetReason.PASSWORD)
    if len(entries) != len(listed) or any(entry.compress_type not in {0, 8} for entry in listed):
        raise PackageFault(SheetReason.BROKEN)
    sizes = [entry.file_size for entry in listed]
    if len(listed) > MOST_ENTRIES or max(sizes, default=0) > LARGEST_PART or sum(sizes) > LARGEST_WHOLE:
        raise PackageFault(SheetReason.BOMB)
    return Package(data, entries)
