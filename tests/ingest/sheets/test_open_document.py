"""OpenDocument tables, built part by part."""

import io
import zipfile

import pytest

from stormdesk.ingest.sheets.book import Book, Merge
from stormdesk.ingest.sheets.read import read_book
from stormdesk.ingest.sheets.reason import SheetReason

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def cell(words: str = "", extra: str = "", kind: str = "string") -> str:
    typed = f' office:value-type="{kind}"' if words else ""
    return (
        f"<table:table-cell{typed} {extra}>{f'<text:p>{words}</text:p>' if words else ''}</table:table-cell>"
    )


def row(*cells: str, extra: str = "") -> str:
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def read(*rows: str, before: str = "", head: str = "", mimetype: str = MIMETYPE) -> Book:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {NAMES}><office:body>'
        f'<office:spreadsheet><table:table table:name="名册">{before}{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mimetype)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return read_book("a.ods", held.getvalue())


def test_cells_hidden_parts_and_merges() -> None:
    book = read(
        row(cell("村"), cell("户主"), cell("人数")),
        row(
            cell("沙门村", 'table:number-rows-spanned="2"'),
            cell("甲"),
            cell("3", 'office:value="3"', "float"),
        ),
        row("<table:covered-table-cell/>", cell("乙"), extra='table:visibility="collapse"'),
        row(
            cell(extra='table:number-columns-repeated="16384"'), extra='table:number-rows-repeated="1048573"'
        ),
        before='<table:table-column/><table:table-column table:visibility="collapse"/>',
    )
    assert book.problems == ()
    (sheet,) = book.sheets
    assert sheet.name == "名册"
    assert sheet.rows[1] == ("沙门村", "甲", 3)
    assert (sheet.hidden_columns, sheet.hidden_rows) == ({1}, {3})
    assert sheet.merged == (Merge(2, 0, 3, 0),)
    assert [line[0] for line in sheet.filled({0})] == ["村", "沙门村", "沙门村"]


def test_errors_and_formulas_without_result_are_told() -> None:
    (sheet,) = read(
        row(cell("a"), cell("#REF!", 'calcext:value-type="error" table:formula="of:=x"')),
        row(cell("b"), cell(extra='table:formula="of:=1+1"')),
    ).sheets
    assert sheet.unread == {(1, 1): SheetReason.ERROR_CELL, (2, 1): SheetReason.NO_RESULT}


def test_a_value_repeated_over_the_whole_sheet_is_refused() -> None:
    wide = cell("x", 'table:number-columns-repeated="16384"')
    book = read(row(wide, extra='table:number-rows-repeated="1048576"'))
    assert [problem.reason for problem in book.problems] == [SheetReason.TOO_WIDE]


@pytest.mark.parametrize("times", ["4294967295", "99999999999999999999"])
def test_empty_cells_repeated_beyond_any_sheet_are_refused(times: str) -> None:
    gap = f'<table:table-cell table:number-columns-repeated="{times}"/>'
    far = read(row(gap, cell("x")))
    deep = read(row(cell(), extra=f'table:number-rows-repeated="{times}"'), row(cell("x")))
    untyped = read(row(f'<table:table-cell office:value="1" table:number-columns-repeated="{times}"/>'))
    gaping = read(row(cell(f'a<text:s text:c="{times}"/>b')))
    for book in (far, deep, untyped, gaping):
        assert [problem.reason for problem in book.problems] == [SheetReason.TOO_WIDE]


def test_entities_and_texts_are_refused() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "b">]>'
    assert [problem.reason for problem in read(row(cell("a")), head=head).problems] == [SheetReason.ENTITIES]
    text = read(row(cell("a")), mimetype="application/vnd.oasis.opendocument.text")
    assert [problem.reason for problem in text.problems] == [SheetReason.NOT_A_TABLE]
