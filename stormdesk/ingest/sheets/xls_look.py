"""What the grid of an .xls does not tell: extent, hidden rows and columns, errors."""

import struct
from collections.abc import Iterator
from typing import Final

from stormdesk.ingest.sheets.compound import workbook_stream
from stormdesk.ingest.sheets.look import Look
from stormdesk.ingest.sheets.package import PackageFault
from stormdesk.ingest.sheets.reason import SheetReason

_SHEET, _END, _PROTECTED, _COLUMN, _ROW = 0x85, 0x0A, 0x2F, 0x7D, 0x208
_FORMULAS: Final = {0x06, 0x206, 0x406}
_FAULTY: Final = 0x205
_STRINGS: Final = 0xFC
_EXTENT: Final = 0x200
_NEW_EXTENT: Final = 12
_LAST_ROW: Final = 65_536
_LAST_COLUMN: Final = 256
_MANY: Final = 0xBD
_VALUES: Final = {0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6, 0x205, *_FORMULAS}
_HIDDEN_ROW: Final = 0x20
_ERROR_RESULT: Final = 2


def look_at_xls(data: bytes) -> list[Look]:
    """Read through the records of an .xls once; one look per sheet, in the order of the file."""
    stream = workbook_stream(data)
    try:
        starts = []
        for kind, body in _records(stream, 0):
            if kind == _PROTECTED:
                raise PackageFault(SheetReason.PASSWORD)
            if kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
                raise PackageFault(SheetReason.BROKEN)
            if kind == _SHEET:
                starts.append(struct.unpack_from("<I", body)[0])
        return [_look(stream, start) for start in starts[:1000]]
    except struct.error as error:
        raise PackageFault(SheetReason.BROKEN) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length


def _look(stream: bytes, start: int) -> Look:
    look = Look()
    for kind, body in _records(stream, start):
        if kind in _VALUES:
            _note_value(look, kind, body)
        elif kind == _EXTENT:
            _check_extent(body)
        elif kind == _COLUMN:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                look.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _ROW:
            row, options = struct.unpack_from("<H10xH", body)
            if options & _HIDDEN_ROW:
                look.hidden_rows.add(row + 1)
    return look


def _check_extent(body: bytes) -> None:
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(body) >= _NEW_EXTENT else "<4H", body)
    if not (top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN):
        raise PackageFault(SheetReason.BROKEN)


def _note_value(look: Look, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY else column
    look.last_row = max(look.last_row, row + 1)
    look.last_column = max(look.last_column, last)
    if kind == _FAULTY and body[7:8] == b"\1":
        look.note(row + 1, column, SheetReason.ERROR_CELL)
    if kind in _FORMULAS and body[12:14] == b"\xff\xff" and body[6:7] == bytes([_ERROR_RESULT]):
        look.note(row + 1, column, SheetReason.ERROR_CELL)
