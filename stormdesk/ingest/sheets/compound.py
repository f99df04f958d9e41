"""The compound file around an .xls: the stream that holds the workbook."""

import struct
from typing import Final

from stormdesk.ingest.sheets.package import PackageFault
from stormdesk.ingest.sheets.reason import SheetReason

_HEADER: Final = 512
_END: Final = 0xFFFFFFFA
_ENTRY: Final = 128
_SMALL: Final = 4096
# Where the header counts sectors: of the directory, the sector table, the small table, its continuation.
_COUNTS_AT: Final = (40, 44, 64, 72)
_STREAM, _ROOT = 2, 5


def workbook_stream(data: bytes) -> bytes:
    """The bytes of the stream `Workbook` (or `Book`) of a compound file."""
    try:
        file = _Compound(data)
        names = file.entries()
        for name in ("Workbook", "WORKBOOK", "Book", "BOOK"):
            if name in names:
                return file.stream(*names[name])
    except (struct.error, IndexError, ValueError) as error:
        raise PackageFault(SheetReason.BROKEN) from error
    raise PackageFault(SheetReason.NOT_A_TABLE)


class _Compound:
    """Sectors and their chains."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or small_shift != 6:
            raise ValueError
        self.size, self.small_size = 1 << shift, 1 << small_shift
        counts = [struct.unpack_from("<I", data, at)[0] for at in _COUNTS_AT]
        if max(counts) > len(data) // self.size:
            raise ValueError
        (self.directory_at,) = struct.unpack_from("<I", data, 48)
        (small_table_at,) = struct.unpack_from("<I", data, 60)
        self.table = self._sector_table()
        self.small_table = _numbers(b"".join(self._sectors(small_table_at)))
        self.small_data = b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise IndexError
        return self.data[start : start + self.size]

    def _sector_table(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self.data, 76))
        (more,) = struct.unpack_from("<I", self.data, 68)
        most = len(self.data) // self.size + 1
        for _ in range(most):
            if more >= _END:
                break
            numbers = _numbers(self._sector(more))
            listed += numbers[:-1]
            more = numbers[-1]
        kept = [number for number in listed if number < _END][:most]
        return _numbers(b"".join(self._sector(number) for number in kept))

    def _sectors(self, start: int) -> list[bytes]:
        return [self._sector(number) for number in _chain(self.table, start)]

    def entries(self) -> dict[str, tuple[int, int]]:
        """Start and size of each stream by name; reads the small streams' container on the way."""
        found = {}
        directory = b"".join(self._sectors(self.directory_at))
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            if directory[at + 66] in {_ROOT, _STREAM} and size > len(self.data):
                raise ValueError
            if directory[at + 66] == _ROOT:
                self.small_data = b"".join(self._sectors(start))
            elif directory[at + 66] == _STREAM:
                found[name] = (start, size)
        return found

    def stream(self, start: int, size: int) -> bytes:
        """The bytes of one stream."""
        if size >= _SMALL:
            return b"".join(self._sectors(start))[:size]
        at = self.small_size
        pieces = [
            self.small_data[at * number : at * (number + 1)] for number in _chain(self.small_table, start)
        ]
        return b"".join(pieces)[:size]


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _chain(table: list[int], start: int) -> list[int]:
    chain = []
    seen = set()
    while start < _END:
        if start in seen or start >= len(table):
            raise ValueError
        seen.add(start)
        chain.append(start)
        start = table[start]
    return chain
