"""The replay in a browser: the cursor moves at once, the server follows, and other pages stand there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

MOMENT = "2022-09-14T08:00"


@pytest.fixture
def replay(page: Page, server: Any, settle: Callable[..., None]) -> Page:
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{server.url}replay?op=drill-muifa-1&t={MOMENT}")
    page.locator(".rp-axis").wait_for(timeout=120_000)
    settle(page, 120.0)
    return page


def test_the_cursor_moves_at_once_and_every_page_after_it(replay: Page, watch: Any) -> None:
    clock, stage = replay.locator(".rp-clock"), replay.locator(".rp-stage")
    expect(clock).to_have_text("09-14 08:00")
    box = stage.bounding_box()
    assert box is not None
    figures = replay.locator(".rp-axis text.rp-value")
    before = figures.all_text_contents()
    replay.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 300)
    replay.mouse.down()
    replay.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 300, steps=5)
    replay.mouse.up()
    expect(clock).not_to_have_text("09-14 08:00")
    dragged = clock.inner_text()
    assert "09-12" < dragged < "09-14 08:00"
    assert figures.all_text_contents() != before
    replay.wait_for_url(re.compile(rf"t=2022-{dragged[:5]}T{dragged[6:8]}(:|%3A){dragged[9:]}"))
    stage.focus()
    replay.keyboard.press("Home")
    expect(clock).to_have_text("09-10 08:00")
    replay.keyboard.press("Shift+ArrowRight")
    replay.keyboard.press("ArrowRight")
    expect(clock).to_have_text("09-10 09:10")
    replay.wait_for_url(re.compile(r"t=2022-09-10T09(:|%3A)10"))
    replay.locator(".sd-moment", has_text="09-10 09:10").wait_for()
    replay.keyboard.press(" ")
    replay.wait_for_function(
        "known => location.search.includes('t=') && !location.search.includes(known)", arg="09%3A10"
    )
    replay.keyboard.press(" ")
    assert clock.inner_text() > "09-10 09:10"
    assert watch.exceptions == []


def test_a_sign_on_the_axis_shows_its_rows(replay: Page, settle: Callable[..., None]) -> None:
    replay.locator(".rp-kind-landfall, .rp-kind-moved_90").first.click()
    replay.get_by_role("heading", name=re.compile("转移九成|登陆")).wait_for(timeout=30_000)
    settle(replay)
