"""The phone desk by keyboard alone: type, Enter, look, Enter; then take it back."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

Settle = Callable[..., None]
LINE = ".st-key-phone-line input"


def enter(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_report_is_recorded_by_keyboard_alone_and_taken_back(
    page: Page, server: Any, settle: Settle, watch: Any
) -> None:
    page.goto(f"{server.url}phone")
    expect(page.locator(LINE)).to_be_focused(timeout=60_000)
    settle(page)
    enter(page, "zzzzzz")
    page.get_by_text("没有找到“zzzzzz”").wait_for()
    expect(page.locator(LINE)).to_be_focused()
    enter(page, "00138 y22:10 by 王书记")
    page.locator(".sd-phone-line", has_text="王书记来电").wait_for()
    expect(page.locator(LINE)).to_be_focused()
    enter(page, "0")
    page.get_by_text("写法:先写是谁").wait_for()
    enter(page, "P00001")
    page.locator(".sd-phone-line").wait_for()
    settle(page)
    enter(page, "")
    page.get_by_text("已登记。").wait_for()
    expect(page.locator(LINE)).to_be_focused()
    page.locator("[class*=st-key-phone-undo] button").focus()
    page.keyboard.press("Enter")
    page.locator(".sd-phone-gone").wait_for()
    expect(page.locator(LINE)).to_be_focused()
    assert watch.exceptions == []
