"""Identity numbers out of texts: a code stands in place of each."""

import codecs
import re
from typing import Final

from stormdesk.domain.id_number import IdCodes, id_numbers
from stormdesk.ingest.sheets.text_table import decoded

# Fifteen digits with little between them, in half or full width.
_RUN: Final = re.compile(
    r"[1-8\uff11-\uff18](?:[^0-9\uff10-\uff19<>\"]{0,3}[0-9\uff10-\uff19Xx\uff38\uff58]){14,}"
)
_BYTES: Final = re.compile(rb"(?<![0-9.])[1-8][0-9]{5}[ \-]?[0-9]{6,8}[ \-]?[0-9]{3}")
_WIDE_DIGIT: Final = re.compile(rb"\xef\xbc[\x90-\x99]|\xa3[\xb0-\xb9]")
_HIDDEN: Final = re.compile(
    rb"(?<=[0-9])(?:\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xc2[\xad\xa0]|\xef\xbb\xbf|\xe3\x80\x80)"
)
_WIDE_MARKS: Final = (b"\xef\xbc", b"\xa3")
_HIDDEN_MARKS: Final = (b"\xe2\x80", b"\xe2\x81", b"\xc2", b"\xef\xbb\xbf", b"\xe3\x80\x80")
_DIGITS_ALIKE: Final = bytes.maketrans(b"123456789", b"000000000")
_NOUGHTS: Final = b"0" * 15
_ESCAPED: Final = re.compile(rb"\\u003([0-9])")
_ENTITY: Final = re.compile(rb"&#(?:[xX]0*3([0-9])|0*(4[89]|5[0-7]));")
_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def may_hold_numbers(data: bytes) -> bool:
    """Whether bytes of a text in UTF-8 or GB18030 may hold a number; sure only of a no."""
    is_long = _NOUGHTS in data.translate(_DIGITS_ALIKE, b" -")
    return (
        (is_long and _BYTES.search(data) is not None)
        or (any(mark in data for mark in _WIDE_MARKS) and _WIDE_DIGIT.search(data) is not None)
        or (any(mark in data for mark in _HIDDEN_MARKS) and _HIDDEN.search(data) is not None)
    )


def bare_words(text: str, codes: IdCodes) -> str:
    """A text without whole numbers, everything else as it was."""
    parts: list[str] = []
    at = 0
    for run in _RUN.finditer(text):
        start, end = max(run.start() - 1, at), min(run.end() + 1, len(text))
        piece = text[start:end]
        for found in id_numbers(piece):
            first, last = start + found.start, start + found.end
            parts += [text[at:first], codes.code(found.number)]
            at = last
    return "".join([*parts, text[at:]]) if parts else text


def plain_digits(data: bytes) -> bytes:
    """Bytes in which digits that a file writes as escapes stand as digits."""
    if b"\\u003" not in data and b"&#" not in data:
        return data
    return _ENTITY.sub(_digit, _ESCAPED.sub(rb"\1", data))


def _digit(entity: re.Match[bytes]) -> bytes:
    return entity[1] or bytes([int(entity[2])])


def bare_text(data: bytes, codes: IdCodes) -> bytes:
    """The bytes of a text in UTF-8, UTF-16 or GB18030 without whole numbers."""
    plain = plain_digits(data)
    if plain is not data:
        made = _bare_text(plain, codes)
        return data if made == plain else made
    return _bare_text(data, codes)


def _bare_text(data: bytes, codes: IdCodes) -> bytes:
    if not data.startswith(_BOMS) and b"\0" not in data[:4096] and not may_hold_numbers(data):
        return data
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding) != data:
            continue
        made = bare_words(text, codes)
        return data if made == text else made.encode(encoding)
    return data


def _encodings(data: bytes) -> tuple[str, ...]:
    """The encodings by which a text may be read and written again; the last one takes any bytes."""
    if data.startswith(_BOMS):
        return ("utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be", "latin-1")
    if b"\0" in data[:4096]:
        return ("utf-16-le", "utf-16-be", "latin-1")
    _text, is_whole = decoded(data)
    return ("utf-8", "gb18030", "latin-1") if is_whole else ("latin-1",)
