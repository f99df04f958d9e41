"""Workbooks that go out: every template comes back as its own list; returned rows complete the import."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.commit import commit
from stormdesk.ingest.lists.look import look
from stormdesk.settings import load_settings
from stormdesk.ui.data.returning import rows_at
from stormdesk.ui.data.workbooks import returned_workbook, template_workbook

CODES = sorted(known_lists(load_settings()))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("home"), mode="live")
    opened = open_desk(settings)
    yield opened
    opened.store.close()


@pytest.mark.parametrize("code", CODES)
def test_an_empty_template_is_its_own_list_and_brings_no_row(desk: Desk, code: str) -> None:
    described = known_lists(desk.settings)[code]
    required = {field.key for field in described.fields if field.required}
    for language in ("zh", "en"):
        data = template_workbook(described, desk.county, language, str)
        name = f"{described.name(language)}.xlsx"
        if language == "zh":
            assert look(desk, name, data).list_code == code
        found = look(desk, name, data, list_code=code)
        assert found.counts.taken == 0
        assert required <= {column.field for sheet in found.sheets for column in sheet.columns}


def filled(path: Path, *rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path.read_bytes()


def test_the_returned_rows_put_right_complete_the_import(desk: Desk, tmp_path: Path) -> None:
    heading = ["船名号", "船长(米)", "船员人数", "船主"]
    data = filled(
        tmp_path / "l.xlsx",
        ["坎门街道渔船名单"],
        heading,
        ["浙玉渔00001", 20, 6, "王示例"],
        [None, 22.5, 7, "李示例"],
    )
    seen = look(desk, "渔船名单.xlsx", data)
    assert (seen.counts.new, seen.counts.returned) == (1, 1)
    commit(desk, seen, by="test")
    book = openpyxl.load_workbook(io.BytesIO(returned_workbook(seen, str)))
    sheet = book.worksheets[0]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert texts[0][0] == "坎门街道渔船名单"
    assert texts[1][:4] == heading
    at = next(number for number, row in enumerate(texts, start=1) if row[1] == 22.5)
    assert sheet.cell(at, 1).comment or sheet.cell(at, 1).fill.fgColor.rgb == "FFFFC7CE"
    sheet.cell(at, 1).value = "浙玉渔00002"
    held = io.BytesIO()
    book.save(held)
    again = look(desk, "渔船名单_退回.xlsx", held.getvalue())
    assert (again.counts.new, again.counts.returned) == (1, 0)
    commit(desk, again, by="test")


def test_places_of_returned_rows_are_read_back() -> None:
    places = ["Sheet1!C7", "a!b!12", "文件", "Sheet1!", "x!AB1234567890"]
    assert rows_at(places) == {("Sheet1", 7), ("a!b", 12)}
