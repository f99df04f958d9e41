"""Text tables: encoding, delimiter and quotes found out, every cell kept as text."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.ingest.sheets.book import Row, Sheet, address
from stormdesk.ingest.sheets.reason import SheetReason

DELIMITERS: Final = (",", "\t", ";", "|")
HEAD_RECORDS: Final = 200
LONGEST_RECORD_LINES: Final = 60
SHOWN: Final = 80
_HINT: Final = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
_MOST_TOLD: Final = 100


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of a file in UTF-8, UTF-16 or GB18030, and whether every byte made sense."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lenient(data, "utf-16")
    wide = _wide_encoding(data[:4096])
    if wide:
        return _lenient(data, wide)
    for encoding in ("utf-8-sig", "gb18030"):
        text, is_whole = _lenient(data, encoding)
        if is_whole or (encoding == "utf-8-sig" and _is_mostly_right(text)):
            return text, is_whole
    return _lenient(data, "gb18030")


def _lenient(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), False


def _is_mostly_right(text: str) -> bool:
    wrong = text.count("\ufffd")
    right = sum(1 for letter in text[:200_000] if letter > "\x7f") - wrong
    return right > 20 * wrong


def _wide_encoding(head: bytes) -> str | None:
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 6 and even < odd // 8:
        return "utf-16-le"
    if even > len(head) // 6 and odd < even // 8:
        return "utf-16-be"
    return None


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that cuts the head of a table into the most even rows, quotes honoured."""
    hint = _HINT.fullmatch(lines[0].rstrip("\n")) if lines else None
    if hint:
        return hint[1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    records = (cells for cells, _ in _records(lines[: HEAD_RECORDS * 2], delimiter))
    widths = Counter(
        len(cells) for cells, _ in zip(records, range(HEAD_RECORDS), strict=False) if len(cells) > 1
    )
    if not widths:
        return 0
    width, times = max(widths.items(), key=lambda found: found[1] * found[0])
    return times * min(width, 100)


def read_text_table(name: str, data: bytes) -> tuple[Sheet, list[Problem]]:
    """Read a text table into one sheet; a row with broken quotes is read as it stands and told."""
    text, is_whole = decoded(data)
    problems = [] if is_whole else [Problem(name, "", SheetReason.ENCODING)]
    lines = list(io.StringIO(text, newline=None))
    delimiter = delimiter_of(lines)
    rows: list[Row] = []
    pool: dict[str, str] = {}
    for cells, is_even in _records(lines, delimiter):
        if not is_even and len(problems) < _MOST_TOLD:
            value = delimiter.join(cells)[:SHOWN]
            problems.append(Problem(address(len(rows) + 1, 0), value, SheetReason.QUOTES))
        rows.append(tuple([pool.get(cell, cell) or None for cell in cells]))
        if len(pool) < 50_000:
            pool.update(zip(cells, cells, strict=True))
    if rows and _HINT.fullmatch(lines[0].rstrip("\n")):
        rows[0] = ()
    return Sheet(name, trimmed(rows)), problems


def trimmed(rows: list[Row]) -> list[Row]:
    """The rows without the empty ones at the end."""
    while rows and all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in rows[-1]):
        rows.pop()
    return rows


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[list[str], bool]]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if '"' not in line:
            yield line.rstrip("\n").split(delimiter), True
            at += 1
            continue
        cells, taken = _quoted(lines[at : at + LONGEST_RECORD_LINES], delimiter)
        yield cells if taken else line.rstrip("\n").split(delimiter), bool(taken)
        at += taken or 1


def _quoted(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return [], 0
    return cells, reader.line_num
