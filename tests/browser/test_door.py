"""The door in a real browser: in by keyboard, out as soon as the session ends, a wall that shows its code."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.signed_in import PASSPHRASE

Settle = Callable[[Page], None]
SIZES = [(1180, 820), (820, 1180), (3840, 2160), (360, 740)]
TARGET_PX = 44


@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_and_out_by_keyboard_alone(server: Any, page: Page, settle: Settle, language: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{server.url}duty?lang={language}")
    assert "/sign-in?" in page.url
    expect(page.locator("#account")).to_be_focused()
    page.keyboard.type("reviewer")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}duty?lang={language}")
    settle(page)
    page.goto(f"{server.url}sign-out?lang={language}")
    page.wait_for_function("document.activeElement?.tagName === 'BUTTON'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}sign-in?why=out*")
    page.goto(f"{server.url}duty")
    assert "/sign-in?" in page.url


@pytest.mark.parametrize("path", ["sign-in", "pair", "sign-out", "nowhere"])
def test_the_doors_pages_fit_and_are_wide_enough_for_a_thumb(server: Any, page: Page, path: str) -> None:
    if path in {"sign-in", "pair"}:
        page.context.clear_cookies()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{server.url}{path}?lang=zh")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), (width, height)
        boxes = page.locator("button, input:not([type=hidden]), a.button, nav a").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().height)"
        )
        assert min(boxes, default=TARGET_PX) >= TARGET_PX, (width, height)


def test_an_open_page_is_left_as_soon_as_its_session_ends(server: Any, page: Page, settle: Settle) -> None:
    page.context.clear_cookies()
    page.goto(f"{server.url}sign-in?lang=en&next=%2Fwater%3Flang%3Den")
    page.fill("#account", "commander")
    page.fill("#password", PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}water?lang=en")
    settle(page)
    other = page.context.new_page()
    other.goto(f"{server.url}sign-out")
    other.click("form button")
    other.wait_for_url("**/sign-in?why=out*")
    page.wait_for_url("**/sign-in?why=ended*", timeout=15_000)
    assert "next=%2Fwater" in page.url
    assert page.locator("[data-testid=stApp]").count() == 0


def test_a_wall_shows_its_code_large(server: Any, page: Page) -> None:
    page.context.clear_cookies()
    page.goto(f"{server.url}pair?lang=zh")
    page.locator("form button").press("Enter")
    shown = page.locator(".code").inner_text()
    assert re.fullmatch(r"\w{4} \w{4}", shown)
    size = page.locator(".code").evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= 48
