"""Identity numbers out of an .xls in place: every offset of the file stays where it was."""

import re
import struct
from collections.abc import Iterator
from typing import Final

from stormdesk.domain.id_number import IdCodes, id_numbers
from stormdesk.ingest.bare.cells import bare_number
from stormdesk.ingest.sheets.compound import workbook_stream
from stormdesk.ingest.sheets.package import PackageFault

_NARROW: Final = re.compile(rb"[1-8][0-9Xx \-]{14,19}")
_WIDE: Final = re.compile(
    rb"[1-8]\0(?:[0-9Xx \-]\0){14,19}|[\x11-\x18]\xff(?:[\x10-\x19\x38\x58]\xff){14,17}"
)
_NUMBER, _FORMULAS = 0x203, frozenset({0x06, 0x206, 0x406})
_NUMBER_AT: Final = 6
_DOUBLE: Final = struct.Struct("<d")


def bare_xls(data: bytes, codes: IdCodes) -> bytes:
    """The bytes of an .xls without whole numbers, in texts and in number cells."""
    made = bytearray(data)
    for pattern, encoding, width in ((_NARROW, "latin-1", 1), (_WIDE, "utf-16-le", 2)):
        for run in pattern.finditer(data):
            text = run[0].decode(encoding)
            for found in id_numbers(text):
                for place, letter in zip(found.places, codes.code(found.number), strict=True):
                    at = run.start() + place * width
                    made[at : at + width] = letter.encode(encoding)
    for value, kept_number in _numbers(data):
        old, new = _DOUBLE.pack(value), _DOUBLE.pack(kept_number)
        at = made.find(old)
        while at >= 0:
            made[at : at + len(new)] = new
            at = made.find(old, at + len(new))
    return data if made == data else bytes(made)


def _numbers(data: bytes) -> Iterator[tuple[float, int]]:
    """The number cells and results that hold an identity number, with what is kept of each."""
    try:
        stream = workbook_stream(data)
    except PackageFault:
        return
    seen: set[float] = set()
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if (kind == _NUMBER or kind in _FORMULAS) and length >= _NUMBER_AT + _DOUBLE.size:
            (value,) = _DOUBLE.unpack_from(stream, at + 4 + _NUMBER_AT)
            if value not in seen and (kept := bare_number(value)) is not None:
                seen.add(value)
                yield value, kept
        at += 4 + length
