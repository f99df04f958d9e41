import csv
import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.report.table_file import TableFile, csv_bytes, safe_text, workbook_bytes

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DANGEROUS = [
    "=1+1",
    "+cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＠x",
    " =1",
    "\u3000＝1",
    "\u00a0-1",
    " \t\r@x",
]
NOON = datetime(2022, 9, 14, 4, 30, tzinfo=UTC)
TABLE = TableFile(
    "未回港/船舶:[1]",
    [("时刻", "2022-09-14 12:30"), ("范围", "=玉环市")],
    ["船名", "人数", "自"],
    [['=HYPERLINK("x")', 7, NOON], ["浙玉渔 <1>\x00\x07", 3.5, None]],
)


def read_csv(table: TableFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))))


def cells(table: TableFile) -> dict[str, tuple[str | None, str]]:
    """Kind and text of each cell by place."""
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(table))) as book:
        texts = ["".join(si.itertext()) for si in ET.fromstring(book.read("xl/sharedStrings.xml"))]  # noqa: S314
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    assert not list(sheet.iter(f"{SHEET}f")), "a cell holds a formula"
    found = {}
    for cell in sheet.iter(f"{SHEET}c"):
        value = cell.findtext(f"{SHEET}v") or ""
        kind = cell.get("t")
        found[cell.get("r") or ""] = (kind, texts[int(value)] if kind == "s" else value)
    return found


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["浙玉渔00502", "1=1", "a-b", "", "张**", "王\u3000明", " 1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


@given(st.text(max_size=200))
def test_whatever_comes_in_nothing_that_runs_comes_out(text: str) -> None:
    said = safe_text(text)
    assert not said.startswith(("\t", "\r", "\n"))
    assert not said.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_csv_says_its_scope_then_its_header_then_its_rows() -> None:
    assert csv_bytes(TABLE).startswith(b"\xef\xbb\xbf")
    assert read_csv(TABLE) == [
        ["时刻", "2022-09-14 12:30"],
        ["范围", "'=玉环市"],
        [],
        ["船名", "人数", "自"],
        ['\'=HYPERLINK("x")', "7", "2022-09-14 12:30"],
        ["浙玉渔 <1>", "3.5", ""],
    ]


def test_a_cell_is_never_cut_in_two_where_another_separator_is_usual() -> None:
    table = TableFile("t", [], ["a"], [["x;=1+1"], ["x\t=1+1"]])
    assert csv_bytes(table).decode("utf-8-sig").splitlines()[-2:] == ['"x;=1+1"', '"x\t=1+1"']


def test_a_workbook_keeps_numbers_as_numbers_and_texts_as_texts() -> None:
    found = cells(TABLE)
    assert found["A5"] == ("s", '\'=HYPERLINK("x")')
    assert found["B5"] == (None, "7")
    assert found["C5"] == ("s", "2022-09-14 12:30")
    assert found["B2"] == ("s", "'=玉环市")
    assert "C6" not in found


def test_an_empty_table_and_an_impossible_sheet_name_still_make_files() -> None:
    empty = TableFile("[]:*?/\\" * 20, [("范围", "x")], ["船名"], [])
    assert read_csv(empty)[-1] == ["船名"]
    assert cells(empty)["A3"] == ("s", "船名")


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_text_makes_a_readable_workbook(texts: list[str]) -> None:
    table = TableFile("t", [("范围", texts[0])], ["名称"], [[text] for text in texts])
    assert {kind for kind, _ in cells(table).values()} <= {"s", None}
