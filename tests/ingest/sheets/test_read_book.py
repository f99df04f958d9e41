"""Workbooks of every kind, whole and broken, through one door."""

import io
import re
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlwt
from openpyxl.workbook.protection import WorkbookProtection

from stormdesk.ingest.sheets.book import Book, Merge, address, column_number
from stormdesk.ingest.sheets.read import read_book
from stormdesk.ingest.sheets.reason import SheetReason


def saved(book: openpyxl.Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def reasons(book: Book) -> list[str]:
    return [problem.reason for problem in book.problems]


def rewritten(data: bytes, path: str, change: tuple[bytes, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == path:
                if change[0] not in part:  # as lxml writes it, where that is installed
                    part = re.sub(rb"<v></v>|<v/>", b"<v />", part)
                assert change[0] in part
                part = part.replace(*change)
            new.writestr(name, part)
    return held.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_keeps_types_and_places() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人员"
    sheet["B2"], sheet["C2"] = " 张三 ", "'13800001111"
    sheet["B3"], sheet["C3"] = 13800001111, datetime.fromisoformat("2022-09-14T08:30")
    sheet["D3"], sheet["E3"] = date(2022, 9, 14), time(8, 30)
    sheet["F3"] = True
    read = read_book("a.xlsx", saved(book))
    assert read.problems == ()
    (only,) = read.sheets
    assert (only.name, only.first_row) == ("人员", 1)
    assert not any(only.rows[0])
    assert only.rows[1][1:3] == (" 张三 ", "'13800001111")
    assert only.rows[2][1] == 13800001111
    assert only.rows[2][2:] == (
        datetime.fromisoformat("2022-09-14T08:30"),
        date(2022, 9, 14),
        time(8, 30),
        True,
    )


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 5):
        sheet.append([row, row, row, row])
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("旧").sheet_state = "veryHidden"
    read = read_book("a.xlsx", saved(book))
    assert read.sheets[0].hidden_columns == {1}
    assert read.sheets[0].hidden_rows == {3}
    assert [sheet.is_hidden for sheet in read.sheets] == [False, True]


def test_a_formula_without_result_and_an_error_are_told_by_cell() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"], book.active["C3"] = "x", "=1+1", "#REF!"
    (sheet,) = read_book("a.xlsx", saved(book)).sheets
    assert sheet.unread == {(2, 1): SheetReason.NO_RESULT, (3, 2): SheetReason.ERROR_CELL}


def test_a_stored_result_counts_but_a_zero_never_computed_does_not() -> None:
    data = workbook(("n",), ("=1+1",))
    told = rewritten(data, SHEET, (b"<v />", b"<v>2</v>"))
    assert read_book("a.xlsx", told).sheets[0].rows[1] == (2,)
    assert read_book("a.xlsx", told).sheets[0].unread == {}
    zero = rewritten(data, SHEET, (b"<v />", b"<v>0</v>"))
    assert read_book("a.xlsx", zero).sheets[0].unread == {(2, 0): SheetReason.NO_RESULT}


def test_merged_cells_fill_downwards_in_chosen_columns_only() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("名册", None), ("村", "姓名"), ("沙门村", "甲"), (None, "乙"), (None, "丙")):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:A5")
    (read,) = read_book("a.xlsx", saved(book)).sheets
    assert Merge(3, 0, 5, 0) in read.merged
    assert [row[0] for row in read.filled({0})] == ["名册", "村", "沙门村", "沙门村", "沙门村"]
    assert read.filled({1}) == read.rows
    assert read.filled({0})[0] == ("名册", None)


def test_an_old_workbook_is_read_with_hidden_parts_and_merges() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("旧表")
    sheet.write(0, 0, "村")
    sheet.write_merge(1, 2, 0, 0, "沙门村")
    sheet.write(1, 1, 30)
    sheet.col(1).hidden = True
    sheet.row(2).hidden = True
    held = io.BytesIO()
    book.save(held)
    (read,) = read_book("a.xls", held.getvalue()).sheets
    assert read.rows[1] == ("沙门村", 30)
    assert (read.hidden_columns, read.hidden_rows) == ({1}, {3})
    assert read.merged == (Merge(2, 0, 3, 0),)


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("旧表")
    sheet.write(0, 0, "村")
    sheet.write(1, 0, 30)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("record", "changed", "reason"),
    [
        # WINDOWPROTECT made into FILEPASS.
        (b"\x19\0\2\0", b"\x2f\0\2\0", SheetReason.PASSWORD),
        # DIMENSIONS that begin behind their end.
        (b"\0\2\x0e\0\0\0\0\0", b"\0\2\x0e\0\0\0\0\1", SheetReason.BROKEN),
        # SST with more strings than the file has bytes.
        (b"\xfc\0\x0d\0\1\0\0\0\1\0\0\0", b"\xfc\0\x0d\0\1\0\0\0\xff\xff\xff\x7f", SheetReason.BROKEN),
    ],
)
def test_an_old_workbook_that_lies_about_itself_is_refused(
    record: bytes, changed: bytes, reason: SheetReason
) -> None:
    data = old_workbook()
    assert read_book("a.xls", data).sheets[0].rows == [("村",), (30,)]
    assert record in data
    assert reasons(read_book("a.xls", data.replace(record, changed, 1))) == [reason]


@pytest.mark.parametrize("at", [40, 44, 64, 72])
def test_a_compound_file_with_more_sectors_than_bytes_is_refused(at: int) -> None:
    data = bytearray(old_workbook())
    data[at : at + 4] = b"\xff\xff\xff\x7f"
    assert reasons(read_book("a.xls", bytes(data))) == [SheetReason.BROKEN]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", SheetReason.EMPTY_FILE),
        (b"\r\n  \n", SheetReason.EMPTY_FILE),
        (b"<html><table><tr><td>1</td></tr></table></html>", SheetReason.WEB_PAGE),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", SheetReason.WEB_PAGE),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            SheetReason.OLD_XML,
        ),
        (b"%PDF-1.7 x", SheetReason.NOT_A_TABLE),
        (bytes(range(1, 32)) * 40, SheetReason.NOT_A_TABLE),
        (b"PK\x03\x04 broken", SheetReason.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), SheetReason.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), SheetReason.PASSWORD),
    ],
)
def test_what_is_no_workbook_says_what_to_do(data: bytes, reason: SheetReason) -> None:
    book = read_book("名册.xls", data)
    assert book.sheets == ()
    assert reasons(book) == [reason]


def test_a_cut_workbook_is_broken_and_a_sheet_lock_is_no_password() -> None:
    data = workbook(("a",), (1,))
    assert reasons(read_book("a.xlsx", data[: len(data) // 2])) == [SheetReason.BROKEN]
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.protection.set_password("x")
    book.security = WorkbookProtection(workbookPassword="x", lockStructure=True)
    assert read_book("a.xlsx", saved(book)).sheets[0].rows == [("a",)]


def test_content_counts_not_the_ending() -> None:
    named = read_book("a.csv", workbook(("村", "人数"), ("甲", 3)))
    assert named.sheets[0].rows[1] == ("甲", 3)
    assert reasons(named) == [SheetReason.OTHER_ENDING]
    text = read_book("a.xlsx", "村,人数\n甲,3\n".encode())
    assert text.sheets[0].rows[1] == ("甲", "3")
    assert reasons(text) == [SheetReason.OTHER_ENDING]


def test_entities_bombs_and_wild_extents_are_refused() -> None:
    data = workbook(("a",), (1,))
    entity = rewritten(data, SHEET, (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'))
    assert SheetReason.ENTITIES in reasons(read_book("a.xlsx", entity))
    wide = rewritten(data, SHEET, (b'r="A2"', b'r="XFD1048576"'))
    assert reasons(read_book("a.xlsx", wide)) == [SheetReason.TOO_WIDE]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a/>" + b" " * (9 << 20))
    assert reasons(read_book("a.xlsx", held.getvalue())) == [SheetReason.BOMB]


def test_a_part_larger_than_it_says_is_refused() -> None:
    data = bytearray(workbook(*[("x" * 100,)] * 500))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        size = package.getinfo(SHEET).file_size
    real, told = size.to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert reasons(read_book("a.xlsx", bytes(data).replace(real, told))) == [SheetReason.BOMB]


def test_a_prefix_and_single_quotes_in_the_xml_are_read_alike() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B2"], book.active["C3"] = 1, "=1+1", 3
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    data = saved(book)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = package.read(SHEET)
    prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=").replace(b'"', b"'")
    (sheet,) = read_book("a.xlsx", rewritten(data, SHEET, (part, prefixed))).sheets
    assert sheet.rows[2] == (None, None, 3)
    assert (sheet.hidden_columns, sheet.hidden_rows) == ({1}, {3})
    assert sheet.unread == {(2, 1): SheetReason.NO_RESULT}
    wide = re.sub(rb"r='C3'", rb"r='XFD1048576'", prefixed)
    assert reasons(read_book("a.xlsx", rewritten(data, SHEET, (part, wide)))) == [SheetReason.TOO_WIDE]


def test_other_packages_and_binary_workbooks_are_named() -> None:
    for entry, reason in (
        ("word/document.xml", SheetReason.NOT_A_TABLE),
        ("xl/workbook.bin", SheetReason.BINARY_WORKBOOK),
    ):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as package:
            package.writestr(entry, "x")
        assert reasons(read_book("a.xlsx", held.getvalue())) == [reason]


def test_an_empty_workbook_is_told() -> None:
    assert reasons(read_book("a.xlsx", saved(openpyxl.Workbook()))) == [SheetReason.NO_CELL]


def test_addresses_are_those_of_a_spreadsheet() -> None:
    assert [address(12, 2), address(1, 26), address(7, 702)] == ["C12", "AA1", "AAA7"]
    assert [column_number("A"), column_number("AA"), column_number("XFD")] == [0, 26, 16383]
