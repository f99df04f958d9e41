"""What the grid of an .xlsx does not tell: extent, hidden rows and columns, formulas and errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import normpath
from typing import Final

from stormdesk.ingest.sheets.book import column_number
from stormdesk.ingest.sheets.look import LAST_COLUMN, Look
from stormdesk.ingest.sheets.package import Package
from stormdesk.ingest.sheets.reason import SheetReason

LONGEST_ROW: Final = 64 << 20
_ROOT: Final = re.compile(rb"<(?:(\w+):)?worksheet\b")
_SPACED_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7})(\d{1,12})""")
_USUAL_REFERENCE: Final = re.compile(rb' r="([A-Za-z]{1,7})(\d{1,12})')
# How an attribute `r` may begin other than ` r="`.
_UNUSUAL: Final = (
    b"\tr",
    b"\nr",
    b"\rr",
    b" r ",
    b" r\t",
    b" r\n",
    b" r\r",
    b" r='",
    b" r= ",
    b" r=\t",
    b" r=\n",
    b" r=\r",
)
_AFTER_NAME: Final = (b" ", b">", b"/", b"\t", b"\n", b"\r")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_TRUE: Final = {b"1", b"true"}
_ZERO: Final = {b"0", b""}


@dataclass(frozen=True, slots=True)
class Marks:
    """The patterns of a sheet's XML under the prefix that it uses."""

    column: re.Pattern[bytes]
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    value: re.Pattern[bytes]
    row_end: bytes
    formula: bytes
    cell_start: bytes


def _marks(prefix: bytes) -> Marks:
    return Marks(
        re.compile(rb"<%bcol\s([^>]*)>" % prefix),
        re.compile(rb"<%brow\b([^>]*)>" % prefix),
        re.compile(rb"<%bc\b((?:[^>/]|/(?!>))*)>(.*?)</%bc>" % (prefix, prefix), re.DOTALL),
        re.compile(rb"<%bv\b[^>]*>([^<]+)<" % prefix),
        b"</%brow>" % prefix,
        b"<%bf" % prefix,
        b"<%bc" % prefix,
    )


def sheet_parts(package: Package) -> dict[str, str]:
    """Where the XML of each sheet lies in the package, by sheet name."""
    links = package.elements("xl/_rels/workbook.xml.rels")
    targets = {said.get("Id"): said.get("Target", "") for _, said in links}
    parts = {}
    for name, said in package.elements("xl/workbook.xml"):
        if name.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(next((said[key] for key in said if key.endswith("}id")), ""), "")
        path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        if path in package:
            parts[said.get("name", "")] = path
    return parts


def counts_on_opening(package: Package) -> bool:
    """Whether the file asks to be counted anew when opened: then a stored zero is no result."""
    marks = [said for name, said in package.elements("xl/workbook.xml") if name.endswith("}calcPr")]
    return any(said.get("fullCalcOnLoad") in {"1", "true"} for said in marks)


def look_at(package: Package, path: str, *, is_uncounted: bool) -> Look:
    """Read through the XML of a sheet once, in pieces of whole rows."""
    look = Look()
    marks: Marks | None = None
    for piece in _whole_rows(package.xml(path)):
        if marks is None:
            marks = _marks(_prefix(piece))
            _note_columns(look, marks, piece)
        _note_extent(look, marks, piece)
        if b"hidden" in piece:
            _note_hidden(look, marks, piece)
        if marks.formula in piece or b'"e"' in piece or b"'e'" in piece:
            _note_unread(look, marks, piece, is_uncounted=is_uncounted)
    return look


def _prefix(piece: bytes) -> bytes:
    root = _ROOT.search(piece)
    return root[1] + b":" if root and root[1] else b""


def _whole_rows(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        cut = piece.rfind(b"row>")
        if cut < 0 and size < LONGEST_ROW:
            held.append(piece)
            size += len(piece)
            continue
        yield b"".join([*held, piece[: cut + 4]])
        held = [piece[cut + 4 :]]
        size = len(held[0])
    yield b"".join(held)


def _note_columns(look: Look, marks: Marks, piece: bytes) -> None:
    for found in marks.column.finditer(piece):
        said = dict(_ATTRIBUTE.findall(found[1]))
        first, last = (_whole(said.get(name)) for name in (b"min", b"max"))
        if said.get(b"hidden") in _TRUE and 1 <= first <= last:
            look.hidden_columns.update(range(first - 1, min(last, LAST_COLUMN)))


def _whole(digits: bytes | None) -> int:
    return int(digits) if digits and digits.isdigit() and len(digits) < 9 else 0


def _note_extent(look: Look, marks: Marks, piece: bytes) -> None:
    is_usual = not any(mark in piece for mark in _UNUSUAL)
    found = (_USUAL_REFERENCE if is_usual else _SPACED_REFERENCE).findall(piece)
    if _cells_in(piece, marks) > len(found):
        rows = piece.split(marks.row_end)
        look.loose_rows += len(rows)
        look.loose_columns = max(look.loose_columns, *(_cells_in(row, marks) for row in rows))
    if not found:
        return
    look.last_row = max(look.last_row, *map(int, {row for _, row in found}))
    names = {name for name, _ in found}
    look.last_column = max(look.last_column, *(column_number(name.decode().upper()) for name in names))


def _cells_in(piece: bytes, marks: Marks) -> int:
    return sum(piece.count(marks.cell_start + mark) for mark in _AFTER_NAME)


def _note_hidden(look: Look, marks: Marks, piece: bytes) -> None:
    for found in marks.row.finditer(piece):
        if b"hidden" in found[1]:
            said = dict(_ATTRIBUTE.findall(found[1]))
            if said.get(b"hidden") in _TRUE and said.get(b"r"):
                look.hidden_rows.add(_whole(said[b"r"]))


def _note_unread(look: Look, marks: Marks, piece: bytes, *, is_uncounted: bool) -> None:
    for row in piece.split(marks.row_end):
        if marks.formula not in row and b'"e"' not in row and b"'e'" not in row:
            continue
        for cell in marks.cell.finditer(row):
            reason = _why_unread(marks, cell, is_uncounted=is_uncounted)
            place = _SPACED_REFERENCE.search(cell[0]) if reason else None
            if reason and place:
                look.note(int(place[2]), column_number(place[1].decode()), reason)


def _why_unread(marks: Marks, cell: re.Match[bytes], *, is_uncounted: bool) -> SheetReason | None:
    said = dict(_ATTRIBUTE.findall(cell[1]))
    if said.get(b"t") == b"e":
        return SheetReason.ERROR_CELL
    if marks.formula not in cell[2] or said.get(b"t") == b"str":
        return None
    value = marks.value.search(cell[2])
    stored = value[1].strip() if value else b""
    if not stored or (is_uncounted and stored in _ZERO):
        return SheetReason.NO_RESULT
    return None
