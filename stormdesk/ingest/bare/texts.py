"""Identity numbers out of texts: a cell that is one becomes its code, one among words is shortened."""

import codecs
import re
from typing import Final

from stormdesk.domain.id_number import Found, IdCodes, id_numbers, short_id_number
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
_SKIPPED: Final = " \t'‘’`＇\u3000\u00a0"
_EDGES: Final = '\r\n,;|\t<>"\ufeff'
_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def may_hold_numbers(data: bytes) -> bool:
    """Whether bytes of a text in UTF-8 or GB18030 may hold a number; sure only of a no."""
    return any(pattern.search(data) for pattern in (_BYTES, _WIDE_DIGIT, _HIDDEN))


def bare_words(text: str, codes: IdCodes) -> str:
    """A text without whole numbers, everything else as it was."""
    parts: list[str] = []
    at = 0
    for run in _RUN.finditer(text):
        start, end = max(run.start() - 1, at), min(run.end() + 1, len(text))
        piece = text[start:end]
        for found in id_numbers(piece):
            first, last = start + found.start, start + found.end
            parts += [text[at:first], _instead(text, first, last, found, codes)]
            at = last
    return "".join([*parts, text[at:]]) if parts else text


def _instead(text: str, first: int, last: int, found: Found, codes: IdCodes) -> str:
    is_cell = _is_edge(text, first - 1, -1) and _is_edge(text, last, 1)
    return codes.code(found.number) if is_cell else short_id_number(found.number)


def _is_edge(text: str, at: int, step: int) -> bool:
    while 0 <= at < len(text) and text[at] in _SKIPPED:
        if text[at] in _EDGES:
            return True
        at += step
    return not 0 <= at < len(text) or text[at] in _EDGES


def bare_text(data: bytes, codes: IdCodes) -> bytes:
    """The bytes of a text in UTF-8, UTF-16 or GB18030 without whole numbers."""
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
