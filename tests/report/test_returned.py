"""Returned workbooks: marked in their own cells, and taken again once they are put right."""

import io
from datetime import UTC, date, datetime, time

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.sheet_marks import is_reason_title
from stormdesk.ingest.sheets.cells import phone, text, whole_number
from stormdesk.ingest.sheets.heading import find_heading
from stormdesk.ingest.sheets.read import read_book
from stormdesk.report.returned import Returned, ReturnedFault, ReturnedRow, ReturnedSheet, returned_bytes

FIELDS = {"village": ["行政村"], "phone": ["户主手机"], "people": ["居住人数"]}
ROW = ReturnedRow(
    (
        "沙门村",
        "1380000111",
        "约30人",
        datetime.fromisoformat("2022-09-14T08:30"),
        date(2022, 9, 14),
        time(8),
        True,
        None,
    ),
    {
        1: [ReturnedFault("电话号码位数不对")],
        2: [ReturnedFault("写的是约数", "30")],
        7: [ReturnedFault("必填而没有填")],
    },
    ("整行说明",),
)
HEADING = ("行政村", "户主手机", "居住人数（人）", "时间", "日期", "钟点", "有无", None)


def returned(*rows: ReturnedRow, titles: tuple[str, ...] = ("沙门镇名册",)) -> bytes:
    return returned_bytes(Returned((ReturnedSheet("沙门镇", HEADING, rows, titles),)))


def test_rows_come_back_under_their_own_headings_with_values_as_typed() -> None:
    page = read_book("r.xlsx", returned(ROW)).sheets[0]
    assert page.name == "沙门镇"
    assert page.rows[0][0] == "沙门镇名册"
    heading = find_heading(page, FIELDS)
    assert (heading.row_first, heading.fields) == (2, {"village": 0, "phone": 1, "people": 2})
    assert page.rows[2][:8] == ROW.cells
    assert is_reason_title(heading.columns[8].text)


def test_bad_cells_are_coloured_and_say_why() -> None:
    page = openpyxl.load_workbook(io.BytesIO(returned(ROW)))["沙门镇"]
    marked = [cell.coordinate for cell in page[3] if cell.fill.fgColor.rgb == "FFFFC7CE"]
    assert marked == ["B3", "C3", "H3"]
    assert page["C3"].comment.text == "写的是约数 (建议改为 30)"
    assert page["I3"].value == (
        "整行说明\n户主手机: 电话号码位数不对\n居住人数（人）: 写的是约数 (建议改为 30)\n必填而没有填"
    )


def test_long_numbers_come_back_as_text_and_formulas_as_words() -> None:
    page = openpyxl.load_workbook(io.BytesIO(returned(ReturnedRow(("=1+1", 13800001111.0, 30, 28.13)))))[
        "沙门镇"
    ]
    assert [page.cell(3, at).data_type for at in (1, 2, 3, 4)] == ["s", "s", "n", "n"]
    assert page["A3"].value == "'=1+1"
    assert page["B3"].value == "13800001111"
    assert page["B3"].number_format == "@"


def test_old_days_instants_with_a_zone_and_odd_numbers_survive() -> None:
    cells = (
        date(1850, 1, 1),
        datetime(2022, 9, 14, 0, 30, tzinfo=UTC),
        float("nan"),
        10**400,
        "\x00a",
        "x" * 40_000,
    )
    page = read_book("r.xlsx", returned(ReturnedRow(cells))).sheets[0]
    assert page.rows[2][:2] == ("1850-01-01", datetime.fromisoformat("2022-09-14T08:30"))
    assert page.rows[2][4] == "a"


def test_sheets_of_one_name_do_not_collide() -> None:
    one = ReturnedSheet("名/册", HEADING, (ROW,))
    book = read_book("r.xlsx", returned_bytes(Returned((one, one))))
    assert len({page.name for page in book.sheets}) == 2
    assert read_book("r.xlsx", returned_bytes(Returned(()))).sheets


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(
    cells=st.lists(st.one_of(WORDS, WORDS.map("={}".format), WORDS.map("-{}".format)), min_size=1, max_size=7)
)
def test_what_was_typed_is_read_the_same_after_the_round(cells: list[str]) -> None:
    page = read_book("r.xlsx", returned(ReturnedRow(tuple(cells)))).sheets[0]
    for typed, back in zip(cells, page.rows[2], strict=False):
        for reader in (text, phone, whole_number):
            assert reader(back) == reader(typed)
