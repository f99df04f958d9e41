"""Templates: what a person can fill in, and that it comes back as the list it was made for."""

import io

import openpyxl

from stormdesk.domain.sheet_marks import NOTES, is_note_sheet
from stormdesk.ingest.sheets.heading import find_heading
from stormdesk.ingest.sheets.read import read_book
from stormdesk.report.template import Template, TemplateColumn, is_example_row, template_bytes

VILLAGES = tuple(f"第{number}村" for number in range(300))
TEMPLATE = Template(
    "转移人员名单",
    (
        TemplateColumn(title="行政村", required=True, choices=VILLAGES, example="沙门村", note="填全名"),
        TemplateColumn(title="户主手机", required=True, is_text=True, is_personal=True, example=13800001111),
        TemplateColumn(title="居住人数", unit="人", example=3),
        TemplateColumn(title="有无安全鉴定", choices=("有", "无"), example="有"),
        TemplateColumn(title="备注", example="=1+1"),
    ),
    ("各镇每月更新一次",),
)
FIELDS = {"village": ["行政村"], "phone": ["户主手机"], "people": ["居住人数"], "checked": ["有无安全鉴定"]}


def test_the_heading_is_found_again_with_units() -> None:
    page = read_book("t.xlsx", template_bytes(TEMPLATE)).sheets[0]
    heading = find_heading(page, FIELDS)
    assert heading.fields == {"village": 0, "phone": 1, "people": 2, "checked": 3}
    assert heading.columns[2].unit == "人"
    assert heading.problems == ()
    assert page.rows[0][0] == "*行政村"


def test_the_example_is_known_and_rows_are_not() -> None:
    page = read_book("t.xlsx", template_bytes(TEMPLATE)).sheets[0]
    assert len(page.rows) == 2
    assert is_example_row(page.rows[1])
    assert page.rows[1][1:4] == ("13800001111", 3, "有")
    assert is_example_row((None, "Example: x"))
    assert is_example_row(("示例：沙门村", 3))
    assert is_example_row(("示例", 3))
    assert not is_example_row(("示例村避灾安置点", 3))
    assert not is_example_row(("沙门村", "示例"))
    assert not is_example_row((None, 3))


def test_phone_columns_are_text_and_choices_drop_down() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(TEMPLATE)))
    page = book.worksheets[0]
    assert page.column_dimensions["B"].width == 14.7109375 or page.column_dimensions["B"].width > 8
    assert page["B2"].number_format == "@"
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules["D2"] == '"有,无"'
    shelf, cells = rules["A2"].split("!")
    assert cells == "$A$1:$A$300"
    choices = book[shelf.strip("'")]
    assert choices.sheet_state == "hidden"
    assert [row[0].value for row in choices.iter_rows(max_col=1)] == list(VILLAGES)
    assert page.freeze_panes == "B2"
    assert page["A1"].comment.text == "填全名"


def test_every_column_is_explained_and_nothing_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(TEMPLATE)))
    notes = [[cell.value for cell in row] for row in book[str(NOTES)].iter_rows()]
    explained = {row[0]: row for row in notes}
    assert explained["户主手机"][1] == "是"
    assert explained["户主手机"][6] == "是"
    assert explained["居住人数"][1:3] == ["否", "人"]
    assert "各镇每月更新一次" in explained
    assert is_note_sheet(book.sheetnames[1])
    assert is_note_sheet(book.sheetnames[2])
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_its_own_words_can_be_said_in_another_language() -> None:
    english = {"示例": "Example", "填表说明": "Filling in", "选项": "Choices", "是": "yes"}
    book = read_book("t.xlsx", template_bytes(TEMPLATE, say=lambda words: english.get(words, words)))
    assert [is_note_sheet(page.name) for page in book.sheets] == [False, True, True]
    assert is_example_row(book.sheets[0].rows[1])
