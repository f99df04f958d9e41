"""A list brought in by hand: looked into, corrected, taken in while the page refreshes, and taken back."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pressing import press

Settle = Callable[..., None]
HOSTILE = '<img src=x onerror="window.hacked=1">${window.hacked=1}'
HEADING = ["船名号", "船舶类别", "船员人数", "船主", "手机", "乡镇街道", "经度", "纬度", HOSTILE]


@pytest.fixture
def boats(tmp_path: Path) -> Path:
    """A workbook with a good row, an approximate number, a row without a name, and hostile words."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "船<b>舶"
    for row in (
        HEADING,
        ["浙玉渔91001", "渔船", 6, HOSTILE, "13900000001", "坎门街道", 121.26, 28.05, HOSTILE],
        ["浙玉渔91002", "渔船", "约8人", "李示例", "13900000002", "坎门街道", 121.27, 28.04, "x"],
        [None, "渔船", 5, HOSTILE, "13900000003", "坎门街道", 121.27, 28.04, "x"],
    ):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    path = tmp_path / "渔船名单.xlsx"
    path.write_bytes(held.getvalue())
    return path


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name).first


def test_a_list_is_taken_in_and_taken_back_by_hand(
    server: Any, page: Page, settle: Settle, boats: Path, watch: Any, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(f"{server.url}data")
    settle(page)
    page.locator("input[type=file]").set_input_files(boats)
    expect(page.get_by_text("认作哪一种名册")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("采纳全部 1 条建议")).to_be_visible()
    page.wait_for_timeout(12_000)
    expect(page.get_by_text("认作哪一种名册")).to_be_visible()
    press(button(page, "采纳全部 1 条建议"), page.get_by_text("已采纳 1 条建议"))
    press(button(page, "确认导入"), page.get_by_text("部分收下"))
    with page.expect_download() as got:
        button(page, "下载退回的 1 行").click()
    got.value.save_as(tmp_path / "back.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "back.xlsx").worksheets[0].iter_rows(values_only=True))
    assert any("13900000003" in map(str, row) for row in rows)
    confirm = button(page, "确认:撤销这次导入")
    press(button(page, "看导入记录"), button(page, "撤销这次导入"))
    page.wait_for_url("**import=*")
    assert address(page)["part"] == ["imports"]
    press(button(page, "撤销这次导入"), confirm)
    press(confirm, page.get_by_text("已撤销:结束 2 行"))
    settle(page)
    assert page.evaluate("window.hacked") is None
    assert watch.dialogs == []
    assert watch.exceptions == []


def test_the_parts_of_the_page_stand_in_the_address_and_fit(server: Any, page: Page, settle: Settle) -> None:
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for width, height in ((1180, 820), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{server.url}data?lang=en")
        settle(page)
        for title, part in (("Sources", "sources"), ("Checks", "checks"), ("Duplicates", "duplicates")):
            page.get_by_role("radio", name=title).or_(page.get_by_role("button", name=title)).first.click()
            page.wait_for_url(f"**part={part}*")
            settle(page)
            assert int(page.evaluate(script)) <= 0
