"""Text tables in every encoding and with every delimiter, quotes broken or not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.ingest.sheets.read import read_book
from stormdesk.ingest.sheets.reason import SheetReason

ROWS = [("行政村", "户主", "备注"), ("沙门村", "张三", "a;b|c"), ("坎门", "李四", None)]
TEXT = '行政村{0}户主{0}备注\r\n沙门村{0}张三{0}"a;b|c"\r\n坎门{0}李四{0}\r\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    book = read_book("a.csv", TEXT.format(delimiter).encode(encoding))
    assert book.problems == ()
    assert book.sheets[0].rows == ROWS
    assert book.sheets[0].name == "a"


def test_cells_stay_text_and_keep_spaces_and_marks() -> None:
    (sheet,) = read_book("a.csv", b"'13800001111, 007 ,1.38E+10\n").sheets
    assert sheet.rows == [("'13800001111", " 007 ", "1.38E+10")]


def test_a_title_above_does_not_hide_the_delimiter() -> None:
    data = "玉环市、坎门街道，名册；2022\n\n村;户主;人数\n甲;乙;3\n".encode()
    assert read_book("a.csv", data).sheets[0].rows[2] == ("村", "户主", "人数")


def test_the_delimiter_that_excel_was_told_is_taken() -> None:
    (sheet,) = read_book("a.csv", b"sep=|\na|b,c\n").sheets
    assert sheet.rows == [(), ("a", "b,c")]


def test_line_breaks_and_doubled_quotes_inside_quotes() -> None:
    (sheet,) = read_book("a.csv", 'a,"第一行\n第二行","说""好""",\n1,2,3\n'.encode()).sheets
    assert sheet.rows == [("a", "第一行\n第二行", '说"好"', None), ("1", "2", "3")]


def test_an_unclosed_quote_costs_one_row_and_is_told() -> None:
    lines = [f"村{number},户主{number},3" for number in range(300)]
    lines[10] = '村10,"户主10,3'
    book = read_book("a.csv", "\n".join(lines).encode())
    assert len(book.sheets[0].rows) == 300
    assert book.sheets[0].rows[10] == ("村10", '"户主10', "3")
    assert [(problem.place, problem.reason) for problem in book.problems] == [("A11", SheetReason.QUOTES)]


def test_words_in_quotes_inside_a_cell_are_kept_and_told() -> None:
    book = read_book("a.csv", '"玉环"大酒店,3\nx,4\n'.encode())
    assert book.sheets[0].rows == [('"玉环"大酒店', "3"), ("x", "4")]
    assert [problem.reason for problem in book.problems] == [SheetReason.QUOTES]


def test_long_cells_and_nul_bytes_survive() -> None:
    long = "x" * 300_000
    book = read_book("a.csv", f'a,{long}\nb,"{long}"\nc\0d,e\n'.encode())
    assert [len(row) for row in book.sheets[0].rows] == [2, 2, 2]
    assert book.sheets[0].rows[0][1] == long
    assert book.sheets[0].rows[1][1].strip('"') == long


def test_bytes_that_make_no_sense_are_shown_and_told() -> None:
    cut = ("行政村,户主\n" + "沙门村,张三\n" * 50).encode()[:-2]
    book = read_book("a.csv", cut)
    assert [problem.reason for problem in book.problems] == [SheetReason.ENCODING]
    assert book.sheets[0].rows[0] == ("行政村", "户主")
    assert book.sheets[0].rows[1] == ("沙门村", "张三")


def test_a_letter_of_one_column_is_a_table_of_one_column() -> None:
    assert read_book("a.txt", b"13800001111\n13900001111\n").sheets[0].rows == [
        ("13800001111",),
        ("13900001111",),
    ]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=["Cc"]), max_size=12
)


@given(table=st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=3, max_size=30))
def test_what_a_spreadsheet_writes_is_read_back(table: list[list[str]]) -> None:
    width = len(table[0])
    rows = [["甲" * 3, *row[1:], *["x"] * width][:width] for row in table]
    held = io.StringIO()
    csv.writer(held, quoting=csv.QUOTE_ALL).writerows(rows)
    (sheet,) = read_book("a.csv", held.getvalue().encode("utf-8-sig")).sheets
    assert [[cell or "" for cell in row] for row in sheet.rows] == rows
