"""Headings under titles, in two levels, repeated, nearly right, and the rows beneath."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.ingest.sheets.book import Merge, Sheet
from stormdesk.ingest.sheets.heading import HeadingReason, find_heading
from stormdesk.ingest.sheets.read import read_book
from stormdesk.ingest.sheets.row_kind import RowKind, row_kind

FIELDS = {
    "village": ("行政村", "村(社区)", "村名"),
    "household": ("户主", "户主姓名"),
    "people": ("居住人数", "人数"),
    "household_phone": ("户主手机", "户主>手机", "户主>联系电话"),
    "mover": ("转移责任人", "转移责任人>姓名"),
    "mover_phone": ("转移责任人手机", "转移责任人>手机", "转移责任人>联系电话"),
    "warner": ("预警责任人", "预警责任人>姓名"),
    "warner_phone": ("预警责任人手机", "预警责任人>手机", "预警责任人>联系电话"),
    "shelter": ("避灾场所", "避灾场所名称"),
    "keeper": ("避灾场所管理员",),
    "length": ("海塘长度",),
}
REQUIRED = ("village", "household", "people")


def sheet(*rows: tuple[object, ...], merged: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet("名册", rows, merged=merged)


def test_a_plain_heading_under_titles() -> None:
    found = find_heading(
        sheet(
            ("2022年危险区人员转移清单", None, None),
            (None, None, "单位:人"),
            ("*行 政 村", "户主\n姓名", "居住人数（人）"),
            ("沙门村", "甲", 3),
        ),
        FIELDS,
        REQUIRED,
    )
    assert (found.row_first, found.row_last) == (3, 3)
    assert found.fields == {"village": 0, "household": 1, "people": 2}
    assert found.columns[2].unit == "人"
    assert found.columns[2].text == "居住人数（人）"
    assert found.problems == ()


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("海塘长度(米)", "米"),
        ("海塘长度[km]", "km"),
        ("海塘长度/公里", "公里"),
        ("海塘长度：m", "m"),
        ("３．海塘长度", ""),
    ],
)
def test_units_are_split_off(heading: str, unit: str) -> None:
    found = find_heading(sheet((heading, "行政村")), FIELDS)
    assert found.fields == {"length": 0, "village": 1}
    assert found.columns[0].unit == unit


def test_a_hint_in_brackets_is_no_unit() -> None:
    found = find_heading(sheet(("行政村(全称)", "户主(必填)")), FIELDS)
    assert [(name.field, name.unit) for name in found.columns.values()] == [
        ("village", ""),
        ("household", ""),
    ]


def test_repeated_headings_belong_to_the_column_before_them() -> None:
    found = find_heading(
        sheet(("行政村", "户主", "手机", "转移责任人", "职务", "手机", "预警责任人", "职务", "手机")), FIELDS
    )
    assert found.fields == {
        "village": 0,
        "household": 1,
        "household_phone": 2,
        "mover": 3,
        "mover_phone": 5,
        "warner": 6,
        "warner_phone": 8,
    }


def test_who_a_phone_belongs_to_is_known_from_its_place_alone() -> None:
    fields = {
        "phone": ("户主手机", "手机", "联系电话"),
        "mover": ("转移责任人", "转移负责人"),
        "mover_post": ("转移责任人职务",),
        "mover_phone": ("转移责任人手机",),
        "shelter": ("避灾场所", "安置点"),
        "keeper": ("避灾场所管理员",),
        "keeper_phone": ("避灾场所管理员手机",),
    }
    found = find_heading(sheet(("转移负责人", "职务", "联系方式", "安置点", "管理员", "电话")), fields)
    assert found.fields == {
        "mover": 0,
        "mover_post": 1,
        "mover_phone": 2,
        "shelter": 3,
        "keeper": 4,
        "keeper_phone": 5,
    }
    assert find_heading(sheet(("联系电话", "转移责任人")), fields).fields == {"phone": 0, "mover": 1}


def test_a_heading_made_of_a_known_one_and_a_phone_or_a_name_means_that_field() -> None:
    fields = {
        "manager": ("项目经理", "项目负责人"),
        "phone": ("项目经理手机", "联系电话"),
        "keeper": ("避灾场所管理员",),
        "keeper_phone": ("避灾场所管理员手机",),
        "shelter": ("避灾场所",),
    }
    named = sheet(("避灾场所", "管理员", "管理员联系电话", "项目经理姓名", "项目负责人手机号码"))
    assert find_heading(named, fields).fields == {
        "shelter": 0,
        "keeper": 1,
        "keeper_phone": 2,
        "manager": 3,
        "phone": 4,
    }
    assert find_heading(sheet(("避灾场所", "项目经理及电话")), fields).fields == {"shelter": 0, "manager": 1}
    below = sheet(("项目经理", None, "避灾场所"), ("姓名", "电话", "名称"))
    assert find_heading(below, fields).fields == {"manager": 0, "phone": 1, "shelter": 2}


def test_two_levels_with_merged_groups_from_a_file() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["转移清单"])
    page.append(["行政村", "户主", None, "转移责任人", None, "避灾场所", None])
    page.append([None, "户主姓名", "联系电话", "姓名", "手机", "名称", "管理员"])
    page.append(["沙门村", "甲", "13800001111", "乙", "13900001111", "小学", "丙"])
    for cells in ("A1:G1", "A2:A3", "B2:C2", "D2:E2", "F2:G2"):
        page.merge_cells(cells)
    held = io.BytesIO()
    book.save(held)
    found = find_heading(read_book("a.xlsx", held.getvalue()).sheets[0], FIELDS, REQUIRED)
    assert (found.row_first, found.row_last) == (2, 3)
    assert found.fields == {
        "village": 0,
        "household": 1,
        "household_phone": 2,
        "mover": 3,
        "mover_phone": 4,
        "shelter": 5,
        "keeper": 6,
    }
    assert found.columns[5].text == "避灾场所>名称"
    flat = sheet(tuple(name.text for name in found.columns.values()))
    assert find_heading(flat, FIELDS).fields == found.fields


def test_two_levels_without_marks_of_merging() -> None:
    found = find_heading(
        sheet(("行政村", "转移责任人", None, "预警责任人", None), (None, "姓名", "手机", "姓名", "手机")),
        FIELDS,
    )
    assert found.fields == {"village": 0, "mover": 1, "mover_phone": 2, "warner": 3, "warner_phone": 4}


def test_nearly_the_same_is_said_and_exact_wins() -> None:
    found = find_heading(sheet(("行政村", "避灾场所管理人员", "避灾场所管理员")), FIELDS)
    assert found.fields == {"village": 0, "keeper": 2}
    found = find_heading(sheet(("行政村", "避灾场所管理人员")), FIELDS)
    assert found.fields == {"village": 0, "keeper": 1}
    assert [(problem.place, problem.reason) for problem in found.problems] == [("B1", HeadingReason.NEARLY)]


def test_other_people_are_never_nearly_the_same() -> None:
    found = find_heading(sheet(("行政村", "巡查责任人手机", "户主")), FIELDS)
    assert found.fields == {"village": 0, "household": 2}


def test_the_same_heading_twice_is_said() -> None:
    found = find_heading(sheet(("行政村", "户主", "户主姓名")), FIELDS)
    assert found.fields == {"village": 0, "household": 1}
    assert [(problem.place, problem.reason) for problem in found.problems] == [("C1", HeadingReason.TWICE)]


def test_of_two_alike_the_one_with_a_unit_is_the_measure() -> None:
    fields = {"name": ("船名",), "length_m": ("船长",)}
    found = find_heading(sheet(("船名", "船长", "船长(米)")), fields)
    assert found.fields == {"name": 0, "length_m": 2}
    assert [problem.place for problem in found.problems] == ["B1"]


def test_no_heading_names_what_was_expected() -> None:
    found = find_heading(sheet(("甲", "乙"), (1, 2)), FIELDS, REQUIRED)
    assert not found.is_found
    assert [(problem.value, problem.reason) for problem in found.problems] == [
        ("行政村、户主、居住人数", HeadingReason.NOT_FOUND)
    ]
    assert find_heading(Sheet("空", ()), FIELDS).problems


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ((None, " ", None), RowKind.EMPTY),
        (("沙门村", "甲", 3), RowKind.RECORD),
        (("合 计", None, 30), RowKind.TOTAL),
        ((None, "总计", 30), RowKind.TOTAL),
        (("沙门镇小计", None, 30), RowKind.TOTAL),
        (("合计：", None, 30), RowKind.TOTAL),
        (("共计30人", None, None), RowKind.TOTAL),
        (("计家村", "计总", 3), RowKind.RECORD),
        (("行政村", "户主", "人数"), RowKind.HEADING),
        (("行政村", "甲", 3), RowKind.RECORD),
        ((1, 2, 3, 4), RowKind.NUMBERS),
        (("（1）", "（2）", "（3）", "（4）"), RowKind.NUMBERS),
        (("填表人：张三", None, "审核人:李四"), RowKind.REMARK),
        (("注：以上人数为常住", None, None), RowKind.REMARK),
    ],
)
def test_rows_under_a_heading(row: tuple[object, ...], kind: RowKind) -> None:
    heading = find_heading(sheet(("行政村", "户主", "居住人数", "备注"), ("沙门村", "甲", 3)), FIELDS)
    assert row_kind(row, heading) == kind


CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.integers(0, 9),
    st.floats(),
    st.sampled_from(["行政村", "手机", "户主", "合计"]),
)


@given(
    rows=st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=8),
    span=st.tuples(*[st.integers(-1, 9)] * 4),
)
def test_any_grid_has_a_heading_or_a_problem(
    rows: list[tuple[object, ...]], span: tuple[int, int, int, int]
) -> None:
    page = Sheet("x", rows, merged=(Merge(span[0], max(span[1], 0), span[2], span[3]),))
    found = find_heading(page, FIELDS, REQUIRED)
    assert found.is_found or found.problems
    assert len(set(found.fields.values())) == len(found.fields)
    for row in rows:
        assert row_kind(row, found) in RowKind
