"""Whatever bytes arrive: a book with sheets, or with a sentence about them, and never an error."""

import io
import zipfile
from functools import cache

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormdesk.ingest.sheets.book import Book
from stormdesk.ingest.sheets.read import read_book

STARTS = (
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<html",
    b"a,b\n",
)


@cache
def sample(kind: str) -> bytes:
    held = io.BytesIO()
    if kind == "xls":
        old = xlwt.Workbook()
        sheet = old.add_sheet("名册")
        for at in range(30):
            sheet.write(at, 0, f"村{at}")
            sheet.write(at, 1, at / 7)
            sheet.write(at, 2, xlwt.Formula("1+1"))
        sheet.write_merge(30, 31, 0, 1, "合")
        old.save(held)
        return held.getvalue()
    book = openpyxl.Workbook()
    for at in range(30):
        book.active.append([f"村{at}", at / 7, "=1+1", at % 2 == 0])
    book.active.merge_cells("A1:A3")
    book.active.column_dimensions["B"].hidden = True
    book.save(held)
    return held.getvalue()


def parts_changed(data: bytes, path: str, change: tuple[int, int, bytes]) -> bytes:
    at, length, new = change
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as package:
        for name in old.namelist():
            part = old.read(name)
            if name == path:
                start = at % (len(part) + 1)
                part = part[:start] + new + part[start + length :]
            package.writestr(name, part)
    return held.getvalue()


def check(book: Book) -> None:
    assert book.problems or any(sheet.rows for sheet in book.sheets)
    for sheet in book.sheets:
        assert all(isinstance(row, tuple) for row in sheet.rows)
        assert not any(isinstance(cell, str) and not cell for row in sheet.rows for cell in row)
        assert all(row >= 1 and column >= 0 for row, column in sheet.unread)
        sheet.filled({0, 1})


@given(
    start=st.sampled_from(STARTS),
    rest=st.binary(max_size=600),
    name=st.sampled_from(["a.xlsx", "", "a.csv", "../x"]),
)
def test_random_bytes(start: bytes, rest: bytes, name: str) -> None:
    check(read_book(name, start + rest))


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 10**6), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6
    )
)
def test_changed_bytes(kind: str, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(sample(kind))
    for at, new in changes:
        start = at % len(data)
        data[start : start + len(new)] = new
    check(read_book("a", bytes(data)))


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@settings(max_examples=30)
@given(length=st.integers(0, 10**6))
def test_cut_files(kind: str, length: int) -> None:
    data = sample(kind)
    check(read_book("a", data[: length % len(data)]))


PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
)
PIECES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [
            b'r="XFD1048576"',
            b"<row>",
            b"</row>",
            b"<c t='e'/>",
            b"<f>",
            b'hidden="1"',
            b"NaN",
            b"1e999",
            b"&#0;",
        ]
    ),
)


@settings(max_examples=30)
@given(path=st.sampled_from(PARTS), change=st.tuples(st.integers(0, 10**6), st.integers(0, 40), PIECES))
def test_changed_parts_of_a_package(path: str, change: tuple[int, int, bytes]) -> None:
    check(read_book("a.xlsx", parts_changed(sample("xlsx"), path, change)))
