"""A tablet held upright under a slow and breaking link: what is pressed arrives, once."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from stormdesk.domain.access.records import Role
from tests.browser.conftest import Everybody, Watch, enter

SLOW = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
UNDER_A_THUMB = """() => [...document.querySelectorAll("button, a, input, select")].map(
  (part) => [part.textContent || part.id, part.getBoundingClientRect()]).filter(
  ([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([name]) => name)"""


@pytest.fixture
def tablet(browser: Browser, everybody: Everybody, watch: Watch) -> Iterator[Page]:
    """A touch screen held upright, with a township's session."""
    made = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    enter(made, everybody, Role.TOWNSHIP)
    page = made.new_page()
    page.on("request", lambda request: watch.request(request.url))
    page.on("pageerror", lambda error: watch.exceptions.append(str(error)))
    yield page
    made.close()
    assert watch.outside == []
    assert watch.exceptions == []


def throttle(page: Page, *, is_offline: bool = False) -> CDPSession:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {"offline": is_offline, **SLOW})
    return line


def write_down(page: Page, name: str) -> None:
    """Tap the first object of a tab, its first status, and record."""
    page.locator("#rows .row").first.tap()
    page.locator("#statuses button", has_text=name).tap()
    page.locator("#note").fill("断线时写下 <b>x</b>")
    page.locator("#record").tap()


def test_what_is_pressed_while_the_link_is_dead_arrives_once(tablet: Page, server: Any) -> None:
    line = throttle(tablet)
    tablet.goto(f"{server.url}pad?lang=zh")
    tablet.locator("#rows .row").first.wait_for(timeout=60_000)
    assert tablet.evaluate(UNDER_A_THUMB) == []
    tablet.locator("#tabs button", has_text="转移人员").tap()
    object_id = tablet.evaluate("stormdeskPad.kept().subjects[0].rows[0][0]")
    posts: list[str] = []
    tablet.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)

    line.send("Network.emulateNetworkConditions", {"offline": True, **SLOW})
    write_down(tablet, "转移中")
    expect(tablet.locator("#link-queue")).to_have_text("待发送 1")
    expect(tablet.locator("#link-word")).to_have_text(re.compile("断线"))
    expect(tablet.locator("#queue .is-waiting")).to_contain_text("断线时写下 <b>x</b>")
    assert tablet.evaluate(UNDER_A_THUMB) == []
    tablet.locator("#sign-out").tap()
    expect(tablet.locator("#leave-word")).to_contain_text("1 条没有发送")
    tablet.locator("#leave-stay").tap()

    line.send("Network.emulateNetworkConditions", {"offline": False, **SLOW})
    expect(tablet.locator("#queue .is-taken")).to_have_count(1, timeout=60_000)
    expect(tablet.locator("#link-word")).to_have_text("已连接")
    expect(tablet.locator("#link-queue")).to_have_text("没有待发送")
    # The same report once more, as after an answer that never came back, is known.
    again = tablet.evaluate(
        """async () => {
          const kept = stormdeskPad.state.taken[0];
          const { label, refused, sentence, ...entry } = kept;
          const said = await fetch("pad/entries?lang=zh", { method: "POST", body: JSON.stringify(entry) });
          return [entry.object, JSON.stringify(await said.json())];
        }"""
    )
    assert again[0] == object_id
    assert json.loads(again[1])["sentence"] == "此前已登记,未重复。"


def test_what_is_typed_into_stays_above_the_keyboard(tablet: Page, server: Any) -> None:
    tablet.goto(f"{server.url}pad?lang=zh")
    tablet.locator("#rows .row").first.tap(timeout=60_000)
    tablet.locator("#note").focus()
    tablet.set_viewport_size({"width": 820, "height": 620})
    tablet.wait_for_timeout(400)
    for part in ("#note", "#number"):
        tablet.locator(part).focus()
        tablet.wait_for_timeout(200)
        box = tablet.locator(part).bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 620
    assert tablet.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_card_that_an_address_names_is_brought_into_view(page: Page, server: Any) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{server.url}shelters?object=H048&t=2022-09-13T08:00&lang=zh")
    page.wait_for_function(
        """() => {
          const card = document.querySelector(".sd-card:has(.sd-facts)")?.getBoundingClientRect();
          return card && card.top > 0 && card.top < innerHeight / 3;
        }""",
        timeout=60_000,
    )
