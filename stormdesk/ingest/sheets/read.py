"""Any workbook or text table, known by its content, as a book of neutral grids."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.ingest.sheets.book import Book, Sheet
from stormdesk.ingest.sheets.grid import check_extent, read_grids
from stormdesk.ingest.sheets.look import Look
from stormdesk.ingest.sheets.ods_look import look_at_ods
from stormdesk.ingest.sheets.package import Package, PackageFault, open_package
from stormdesk.ingest.sheets.reason import SheetReason
from stormdesk.ingest.sheets.text_table import read_text_table
from stormdesk.ingest.sheets.xls_look import look_at_xls
from stormdesk.ingest.sheets.xlsx_look import counts_on_opening, look_at, sheet_parts

LARGEST_FILE: Final = 200 << 20
ZIP_START: Final = b"PK"
OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_ENDINGS: Final = frozenset({"csv", "tsv", "txt"})
_HEAD: Final = 4096
_WEB_PAGE: Final = re.compile(
    rb"<(!doctype\s+html|html|head|body|table|meta)\b|^mime-version:", re.IGNORECASE
)
_OLD_XML: Final = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet", re.IGNORECASE)
_OTHER_FILES: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"GIF8",
    b"\x1f\x8b",
    b"{\\rtf",
)
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_book(name: str, data: bytes) -> Book:
    """Read a workbook or text table by its content; what is wrong with it is a problem, never an error."""
    try:
        sheets, problems = _read(name, data)
    except PackageFault as fault:
        return Book(problems=(Problem(name, "", fault.reason),))
    if not sheets and not problems:
        problems = [Problem(name, "", SheetReason.NO_SHEET)]
    if sheets and not any(sheet.rows for sheet in sheets):
        problems.append(Problem(name, "", SheetReason.NO_CELL))
    return Book(tuple(sheets), tuple(problems))


def _read(name: str, data: bytes) -> tuple[list[Sheet], list[Problem]]:
    if not data.strip(b"\0\t\r\n "):
        raise PackageFault(SheetReason.EMPTY_FILE)
    if len(data) > LARGEST_FILE:
        raise PackageFault(SheetReason.TOO_LARGE)
    ending = PurePath(name).suffix.lower().lstrip(".")
    kind = "zip" if data.startswith(ZIP_START) else "ole" if data.startswith(OLE_START) else "text"
    if kind == "text":
        return _read_text(name, data, ending)
    sheets, problems = _read_package(data) if kind == "zip" else _read_ole(data)
    if ending in TEXT_ENDINGS:
        problems.append(Problem(name, ending, SheetReason.OTHER_ENDING))
    return sheets, problems


def _read_text(name: str, data: bytes, ending: str) -> tuple[list[Sheet], list[Problem]]:
    head = data[:_HEAD]
    plain = head.replace(b"\0", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    if _OLD_XML.search(plain):
        raise PackageFault(SheetReason.OLD_XML)
    if plain.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"<", b"M", b"m"} and _WEB_PAGE.search(plain):
        raise PackageFault(SheetReason.WEB_PAGE)
    if plain.startswith(_OTHER_FILES) or _is_binary(data):
        raise PackageFault(SheetReason.NOT_A_TABLE)
    sheet, problems = read_text_table(PurePath(name).stem or name, data)
    if ending not in TEXT_ENDINGS:
        problems.append(Problem(name, ending, SheetReason.OTHER_ENDING))
    return [sheet], problems


def _is_binary(data: bytes) -> bool:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    head = data[:_HEAD]
    odd = sum(1 for byte in head if byte < 32 and byte not in b"\0\t\n\v\f\r\x1a\x1b")
    return odd * 20 > len(head)


def _read_package(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    package = open_package(data)
    if "xl/workbook.bin" in package:
        raise PackageFault(SheetReason.BINARY_WORKBOOK)
    if "xl/workbook.xml" in package:
        return read_grids(data, _xlsx_looker(package))
    if "content.xml" in package and _is_ods(package):
        looks = look_at_ods(package)
        check_extent(looks.values())
        return read_grids(data, lambda _, name: _known(looks.get(name)))
    raise PackageFault(SheetReason.NOT_A_TABLE)


def _is_ods(package: Package) -> bool:
    if "mimetype" not in package:
        return True
    return b"spreadsheet" in b"".join(package.stream("mimetype"))[:200]


def _xlsx_looker(package: Package) -> Callable[[int, str], Look]:
    parts = sheet_parts(package)
    is_uncounted = counts_on_opening(package)
    for path in ("xl/sharedStrings.xml", "xl/styles.xml"):
        if path in package:
            package.check(path)

    def look(_: int, name: str) -> Look:
        if name not in parts:
            raise PackageFault(SheetReason.SHEET_BROKEN)
        return look_at(package, parts[name], is_uncounted=is_uncounted)

    return look


def _read_ole(data: bytes) -> tuple[list[Sheet], list[Problem]]:
    if _PROTECTED in data:
        raise PackageFault(SheetReason.PASSWORD)
    looks = look_at_xls(data)
    check_extent(looks)
    return read_grids(data, lambda at, _: _known(looks[at] if at < len(looks) else None))


def _known(look: Look | None) -> Look:
    if look is None:
        raise PackageFault(SheetReason.SHEET_BROKEN)
    return look
