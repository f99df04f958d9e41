"""What a stranger does: opens every page, rewinds it, drives the drill, and meets hostile names."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from stormdesk.ui.navigation import SCREENS
from tests.browser.pressing import press

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"desk": (1440, 900), "tablet": (1180, 820), "upright": (820, 1180)}
ADDRESSES = [screen.name for screen in SCREENS if screen.name not in {"wall", "access", "audit"}]
INCIDENT = re.compile(r"编号 [0-9a-f]{8}|incident [0-9a-f]{8}", re.IGNORECASE)


def text_of(page: Page) -> str:
    return page.locator("[data-testid=stApp]").inner_text()


def overflow(page: Page) -> int:
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_page_opens_whole_at_each_size(
    address: str, page: Page, server: Any, settle: Callable[..., None], watch: Any
) -> None:
    page.goto(f"{server.url}{address}?t=2022-09-14T08:00")
    page.get_by_text("09-14 08:00").first.wait_for(timeout=60_000)
    settle(page)
    assert not INCIDENT.search(text_of(page))
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        settle(page)
        assert overflow(page) <= 0, name
    assert watch.exceptions == []


def test_a_rewound_page_stands_still_says_so_and_finds_back(
    page: Page, server: Any, settle: Callable[..., None]
) -> None:
    page.goto(f"{server.url}evacuation?t=2022-09-12T08:00")
    settle(page)
    page.get_by_text("2022-09-12 08:00").wait_for(timeout=60_000)
    back = page.get_by_role("button", name="回到当前时刻")
    press(page.get_by_role("button", name="倒带"), back)
    back.click()
    page.wait_for_url(lambda url: "t=" not in url)
    page.get_by_text("2022-09-12 08:00").wait_for(state="detached")


def test_a_table_leaves_by_our_downloads_alone(page: Page, server: Any, settle: Callable[..., None]) -> None:
    page.goto(f"{server.url}evacuation?t=2022-09-14T08:00")
    settle(page)
    page.locator("[data-testid=stDataFrame]").first.hover()
    tools = page.locator("[data-testid=stElementToolbar]").first
    tools.get_by_label("Search").wait_for()
    theirs = page.locator('button[aria-label="Download as CSV"]')
    assert theirs.count() > 0
    assert not any(button.is_visible() for button in theirs.all())


def test_the_drill_pauses_and_jumps_for_every_screen(
    page: Page, server: Any, settle: Callable[..., None]
) -> None:
    page.goto(f"{server.url}sites")
    settle(page)
    pause = page.get_by_role("button", name="暂停", exact=True)
    press(page.get_by_role("button", name="演练控制"), pause)
    press(pause, page.get_by_text("演练 · 暂停"))
    shown = page.locator(".sd-moment").first.inner_text().split("\n")[0]
    other = page.context.new_page()
    other.goto(f"{server.url}duty")
    settle(other)
    other.locator(".sd-moment", has_text=shown).first.wait_for(timeout=60_000)
    press(page.get_by_role("button", name="继续"), page.get_by_text("演练 ×"))


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory, serve: Any) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, str(ROOT / "tests/browser/hostile.py"), str(home)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    running = serve(script=ROOT / "dashboard.py", home=home)
    running.start()
    yield running
    running.stop()


# The pages that draw foreign names on maps, in templates of our own or in the framework's own lists.
FOREIGN = ("data", "duty", "evacuation", "phone", "response", "vessels")


@pytest.mark.parametrize(
    ("address", "language"), [*((address, "zh") for address in FOREIGN), ("", "en"), ("storm", "en")]
)
def test_no_name_is_ever_run(
    address: str, language: str, page: Page, hostile_server: Any, settle: Callable[..., None], watch: Any
) -> None:
    page.goto(f"{hostile_server.url}{address}?lang={language}&object=h0")
    settle(page)
    page.wait_for_timeout(1500)
    assert page.evaluate("window.stormdeskHit") is None
    assert watch.dialogs == []
    assert watch.exceptions == []
    assert not INCIDENT.search(text_of(page))
    assert overflow(page) <= 0
