"""A leader at a tablet of 1024 × 768: an evacuation approved by thumb, the directive that follows, one A5."""

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
from playwright.sync_api import Browser, Page, expect

from stormdesk.domain.access.records import Role
from stormdesk.ui.asgi.cookie import SESSION

TITLE = "扩面转移坎门低洼区 353 人"
THUMB_PX = 44
TAPS = (("去批示", "批准后"), ("批准", "确认批准,将会发生"), ("确认批准", "已批准"))
A5_PT = (595, 420)


def ask_for_it(page: Page, url: str) -> None:
    """Ask for the evacuation as the duty officer: first an empty form, at last a double press."""
    page.set_viewport_size({"width": 1180, "height": 700})
    page.goto(f"{url}response")
    page.get_by_text("提出请示(扩面转移").click(timeout=120_000)
    forward = page.get_by_role("button", name="下一步:核对").and_(page.locator(".st-key-order-next button"))
    forward.click()
    expect(page.get_by_text("请选择承办单位。")).to_be_in_viewport()
    page.get_by_label("请示事项").fill(TITLE)
    page.get_by_label("依据(预报、实况、名册数字)").fill("高潮位超黄色警戒 0.2 m")
    owner = page.get_by_label("承办单位")
    owner.click()
    owner.fill("应急管理局")
    owner.press("Enter")
    forward.click()
    expect(page.get_by_role("alertdialog", name="请核对:请示")).to_be_in_viewport()
    page.get_by_role("button", name="确认请示").dblclick()
    page.get_by_text("已请示,").wait_for()


def _printed(brief: Page) -> str:
    """The words of the one A5 that the brief prints."""
    with pypdfium2.PdfDocument(io.BytesIO(brief.pdf(prefer_css_page_size=True))) as sheet:
        assert len(sheet) == 1
        assert tuple(map(round, sheet[0].get_size())) == A5_PT
        return str(sheet[0].get_textpage().get_text_bounded())


def test_a_commander_approves_an_evacuation_by_thumb_and_prints_one_sheet(
    page: Page, browser: Browser, server: Any, everybody: Any, settle: Callable[..., None]
) -> None:
    ask_for_it(page, server.url)
    tablet = browser.new_context(viewport={"width": 1024, "height": 768}, has_touch=True)
    cookie = {"name": SESSION, "value": everybody.tokens[Role.COMMANDER], "domain": "127.0.0.1", "path": "/"}
    tablet.add_cookies([cookie])  # type: ignore[list-item]
    brief = tablet.new_page()
    brief.goto(server.url)
    brief.get_by_text(TITLE).first.wait_for(timeout=120_000)
    settle(brief)
    small = brief.locator("[class*=st-key-brief-] button:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(small, default=0) >= THUMB_PX
    assert brief.evaluate("document.documentElement.scrollWidth") <= 1024
    assert "需要您定的" in _printed(brief)
    for name, told in TAPS:
        button = brief.get_by_role("button", name=name, exact=True).first
        expect(button).to_be_in_viewport()
        button.tap()
        brief.get_by_text(told).first.wait_for()
        settle(brief)
    brief.get_by_text("没有待您定的事。").wait_for()
    brief.get_by_role("button", name="倒带").first.tap()
    brief.locator("[data-testid=stPopoverBody]").get_by_text("看这一刻").wait_for()
    assert "看这一刻" not in _printed(brief), "what stands open above the page is not of the paper"
    brief.goto(f"{server.url}response")
    brief.get_by_text(TITLE).first.wait_for(timeout=120_000)
    expect(brief.locator(".sd-order-done", has_text=TITLE)).to_be_visible()
    tablet.close()
