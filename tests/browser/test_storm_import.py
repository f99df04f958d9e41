"""A typhoon file of another year, brought in by hand and looked at, and a step on the replay axis."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

Settle = Callable[..., None]
HOSTILE = '<img src=x onerror="window.hacked=1">'

AGENCIES_ON_MAP = """() => [...document.querySelectorAll('iframe')].some((frame) => {
    const shown = [...(frame.contentDocument?.querySelectorAll('.sd-storm-name') ?? [])];
    return ['中国', '日本', '美国'].every((name) => shown.some((label) => label.textContent === name));
})"""


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.fixture
def gaemi(tmp_path: Path, storm_of_2024: bytes) -> Path:
    path = tmp_path / "zj_202403.json"
    path.write_bytes(storm_of_2024)
    return path


@pytest.fixture
def hostile(tmp_path: Path, storm_of_2024: bytes) -> Path:
    storm = json.loads(storm_of_2024) | {"tfid": "202499", "name": HOSTILE, "enname": "${window.hacked=1}"}
    storm["points"] = storm["points"][-12:]
    storm["points"][-1]["forecast"][0]["tm"] = HOSTILE
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(storm, ensure_ascii=False), encoding="utf-8")
    return path


def upload(page: Page, path: Path) -> None:
    page.get_by_text("导入台风文件", exact=True).first.click()
    page.locator("input[type=file]").set_input_files(path)
    confirm = page.get_by_role("button", name="确认导入")
    expect(confirm).to_be_visible(timeout=30_000)
    confirm.click()


def test_a_file_of_another_year_is_taken_in_and_each_forecast_seen_as_issued(
    server: Any, page: Page, settle: Settle, gaemi: Path, watch: Any
) -> None:
    page.goto(f"{server.url}storm")
    settle(page)
    upload(page, gaemi)
    expect(page.get_by_text("新增定位 102 条、预报点 2550 条")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("按它自己的时刻 2024-07-23 19:00 显示")).to_be_visible(timeout=30_000)
    assert address(page)["storm"] == ["202403"]
    for hour in ("19", "18"):
        page.get_by_role("button", name="更早").click()
        page.wait_for_url(f"**issue=2024-07-23T{hour}*", timeout=30_000)
    expect(page.get_by_text("起报 07-23 18:00").first).to_be_visible(timeout=30_000)
    page.wait_for_function(AGENCIES_ON_MAP, timeout=30_000)
    assert watch.exceptions == []


def test_a_hostile_name_in_a_file_stays_text(
    server: Any, page: Page, settle: Settle, hostile: Path, watch: Any
) -> None:
    page.goto(f"{server.url}storm")
    settle(page)
    upload(page, hostile)
    expect(page.get_by_text("新增定位 12 条").first).to_be_visible(timeout=60_000)
    settle(page)
    assert address(page)["storm"] == ["202499"]
    assert page.evaluate("window.hacked") is None
    assert watch.dialogs == []


def test_one_key_on_the_replay_axis_rewinds_the_page(server: Any, page: Page, settle: Settle) -> None:
    page.goto(f"{server.url}replay?t=2022-09-13T18:00")
    settle(page)
    expect(page.get_by_text("本页停在 2022-09-13 18:00")).to_be_visible(timeout=30_000)
    page.get_by_role("slider").last.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("本页停在 2022-09-13 18:10")).to_be_visible(timeout=30_000)
    assert address(page)["t"] == ["2022-09-13T18:10:00"]
