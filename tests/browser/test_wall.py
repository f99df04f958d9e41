"""The wall in a real browser: it fits, it follows, it says when it is dead, and it comes back by itself."""

import contextlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as TooLate

from stormdesk.domain.moment import parse_instant
from stormdesk.ingest.desk import open_desk
from stormdesk.settings import load_settings
from stormdesk.ui import render
from tests.browser.haste import hasten
from tests.browser.pressing import press

ROOT = Path(__file__).resolve().parents[2]
MOMENT = "2022-09-13T13:00"
SIZES = [(1920, 1080), (2560, 1440), (3840, 2160)]
EARLY, LATE = "2022-09-12T20:00", "2022-09-14T08:00"
# Each two of moment, kiosk and language meet in one of them.
ADDRESSES = [EARLY, f"{EARLY}&embed=true&lang=en", f"{LATE}&lang=en", f"{LATE}&embed=true"]
RELAID_MS = 500
# What one refresh would leave behind at the least, if it left anything.
LEAST_LEAK_MB = 0.05
SECTIONS = ("w-head", "w-clocks", "w-map", "w-list", "w-curve", "w-feed", "w-matrix", "w-inset")

# Refreshes come thirty times as often; everything else keeps its pace.
HASTE = """
  const interval = window.setInterval.bind(window);
  window.setInterval = (act, ms, ...rest) => interval(act, ms >= 7000 && ms <= 9000 ? 300 : ms, ...rest);
  const timeout = window.setTimeout.bind(window);
  window.setTimeout = (act, ms, ...rest) => timeout(act, ms >= 7000 && ms <= 9000 ? 300 : ms, ...rest);
"""
SMALLEST = """() => {
  const sizes = [];
  const walk = document.createTreeWalker(document.querySelector('.sdw'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement;
    if (walk.currentNode.data.trim() && box.offsetParent) {
      sizes.push([parseFloat(getComputedStyle(box).fontSize), walk.currentNode.data.trim()]);
    }
  }
  sizes.sort((one, other) => one[0] - other[0]);
  return sizes[0];
}"""
CUT = """() => {
  const wide = [...document.querySelectorAll(
    '.w-done, .w-left-n, .w-clock > b, .w-matrix td, .w-matrix th, .w-moment b, .w-level b, .w-glyph,'
    + ' .w-one, .w-what')];
  const high = [...document.querySelectorAll('.w-clock, .w-feed, .w-storm, .w-block, .w-list')];
  return [
    ...wide.filter((box) => box.scrollWidth > box.clientWidth + 1),
    ...high.filter((box) => box.scrollHeight > box.clientHeight + 2),
  ].map((box) => box.className + ': ' + box.textContent.trim());
}"""


@pytest.fixture(scope="module")
def paused(tmp_path_factory: pytest.TempPathFactory, seeded_home: Path, serve: Any) -> Iterator[Any]:
    """A server whose drill stands still while the last boats are on their way home."""
    home = tmp_path_factory.mktemp("paused") / "home"
    shutil.copytree(seeded_home, home)
    desk = open_desk(replace(load_settings(), home=home))
    machine_at = datetime.now(UTC)
    setting = desk.clock.setting
    assert setting is not None
    operation = next(row[0] for row in desk.store.rows("operation/list") if row[4] == "202212")
    shown = replace(setting, operation_id=operation, anchored_at=machine_at, shown_at=parse_instant(MOMENT))
    desk.clock.set(replace(shown, is_paused=True, set_by="test"))
    desk.store.close()
    running = serve(script=ROOT / "dashboard.py", home=home)
    running.start()
    yield running
    running.stop()


def open_wall(page: Any, url: str, settle: Callable[..., None]) -> None:
    page.goto(url)
    settle(page)
    page.wait_for_selector(".sdw .w-matrix td", timeout=30_000)


def vessels(page: Any) -> int:
    text = page.inner_text('[data-subject="vessel"] .w-done')
    return int(text.split("/")[0].replace(",", ""))


@pytest.mark.parametrize(("number", "address"), list(enumerate(ADDRESSES)))
def test_it_fills_the_screen_without_scrolling(
    page: Any, paused: Any, settle: Any, number: int, address: str
) -> None:
    """Each address is opened on one size of screen, each size by several addresses, then seen on all."""
    turned = number % len(SIZES)
    for at, (width, height) in enumerate((*SIZES[turned:], *SIZES[:turned])):
        page.set_viewport_size({"width": width, "height": height})
        if at == 0:
            open_wall(page, f"{paused.url}?t={address}", settle)
        else:
            page.wait_for_timeout(RELAID_MS)
        check_fill(page, width, height)


def check_fill(page: Any, width: int, height: int) -> None:
    root = "document.scrollingElement"
    assert page.evaluate("[innerWidth, innerHeight]") == [width, height]
    assert page.evaluate(f"{root}.scrollHeight <= innerHeight && {root}.scrollWidth <= innerWidth")
    for part in SECTIONS:
        box = page.locator(f".{part}").first.bounding_box()
        assert box, part
        assert box["x"] >= 0, part
        assert box["y"] >= 0, part
        assert box["x"] + box["width"] <= width + 1, part
        assert box["y"] + box["height"] <= height + 1, part
    assert page.evaluate(CUT) == []
    smallest, text = page.evaluate(SMALLEST)
    assert smallest >= 12 / 1080 * height - 0.1, text
    for figure in (".w-done", ".w-left-n"):
        size = page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{figure}')).fontSize)")
        assert size >= 34 / 1080 * height - 0.1, figure


def test_the_map_fills_its_place_and_its_texts_can_be_read(page: Any, paused: Any, settle: Any) -> None:
    page.set_viewport_size({"width": 3840, "height": 2160})
    open_wall(page, f"{paused.url}?embed=true", settle)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function(
        "window.stormdesk && stormdesk.map && stormdesk.layers.size === 2", timeout=30_000
    )
    frame.wait_for_timeout(1500)
    assert frame.evaluate(
        "stormdesk.map.getSize().y === innerHeight && stormdesk.map.getSize().x === innerWidth"
    )
    smallest = frame.evaluate(
        "Math.min(...[...document.querySelectorAll('.sd-area-name, .sd-area-number, .sd-credits, .sd-north')]"
        ".map((box) => parseFloat(getComputedStyle(box).fontSize)))"
    )
    assert smallest >= 12 / 1080 * 2160
    assert len(frame.query_selector_all(".sd-area-label")) == 11


def test_a_boat_recorded_in_port_is_on_the_wall_within_ten_seconds(
    page: Any, paused: Any, settle: Any
) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_wall(page, paused.url, settle)
    before = vessels(page)
    answer = page.request.get(f"{paused.url}layers/wall-undone").json()
    boat = next(one for one in answer["columns"]["id"] if one.startswith("vessel:")).split(":", 1)[1]
    desk = page.context.new_page()
    desk.goto(f"{paused.url}vessels?object={boat}")
    settle(desk)
    status = desk.locator(f".st-key-vessels-{boat}-berth-status input")
    option = desk.get_by_role("option", name="在港", exact=True)
    for _attempt in range(4):
        # A refresh of the page may close the list while it opens.
        status.click()
        status.fill("在港")
        with contextlib.suppress(TooLate):
            option.click(timeout=4000)
            break
    confirm = desk.get_by_role("button", name="确认登记")
    press(desk.get_by_role("button", name="下一步:核对"), confirm)
    press(confirm, desk.get_by_text("已登记 1 条"))
    recorded = time.monotonic()
    page.wait_for_function(
        "(n) => parseInt(document.querySelector('[data-subject=vessel] .w-done').innerText) === n",
        arg=before + 1,
        timeout=15_000,
    )
    assert time.monotonic() - recorded < 10
    desk.close()


def test_a_dead_link_is_told_in_letters_for_the_room_and_forgotten_when_it_is_back(
    page: Any, paused: Any, settle: Any
) -> None:
    hasten(page, 4)
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_wall(page, paused.url, settle)
    page.wait_for_function("document.documentElement.dataset.sdwLive === '1'", timeout=15_000)
    page.context.set_offline(True)
    cut = time.monotonic()
    page.wait_for_selector("#sdw-cover.is-on", timeout=60_000)
    assert time.monotonic() - cut < 60
    for part, words in ((".w-zh", "连接中断"), (".w-en", "CONNECTION LOST"), (".w-since", "SINCE")):
        found = page.locator(f"#sdw-cover {part}")
        assert words in found.inner_text()
        assert found.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 0.1 * 1080
        box = found.bounding_box()
        assert box["width"] <= 1920
    assert re.search(r"\d\d:\d\d:\d\d", page.inner_text("#sdw-cover .w-since"))
    assert page.evaluate("document.documentElement.dataset.sdwLive") == "0"
    page.context.set_offline(False)
    page.wait_for_selector("#sdw-cover", state="detached", timeout=60_000)
    page.wait_for_selector(".sdw .w-matrix td", timeout=30_000)


def test_a_server_that_restarts_finds_its_wall_again(
    page: Any, paused: Any, settle: Any, sign_in: Any
) -> None:
    hasten(page, 4)
    sign_in("wall")
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_wall(page, paused.url, settle)
    page.evaluate("window.isOldPage = true")
    page.wait_for_timeout(3000)
    paused.stop()
    page.wait_for_selector("#sdw-cover.is-on", timeout=60_000)
    paused.start()
    page.wait_for_function("!window.isOldPage", timeout=90_000)
    page.wait_for_selector(".sdw .w-matrix td", timeout=60_000)
    page.wait_for_function("document.documentElement.dataset.sdwLive === '1'", timeout=30_000)
    assert page.query_selector("#sdw-cover") is None


STOPPED = "document.documentElement.dataset.sdwStop === 'news'"


def test_a_new_exception_stops_the_turning_until_it_is_seen_whatever_the_clock_says(
    page: Any, paused: Any, settle: Any, sign_in: Any
) -> None:
    sign_in("wall")
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_wall(page, f"{paused.url}?rotate=10&hold=2", settle)
    view = "document.documentElement.dataset.sdwView"
    page.wait_for_function("window.stormdeskTurn && stormdeskTurn.known.size > 0")
    for name in ("map", "matrix", "clock", "storm", "list"):
        page.keyboard.press("ArrowRight")
        assert page.evaluate(view) == name
        assert page.evaluate(CUT) == [], name
    assert page.locator(".w-item").count() > 7
    what = page.locator(".w-line .w-what").first.inner_text()
    page.evaluate("stormdeskTurn.known.clear()")
    page.wait_for_function(STOPPED, timeout=30_000)
    assert page.evaluate(view) == "main"
    said = page.inner_text("#sdw-turn")
    for words in ("轮播已停", what, "09-13 13:00 起", "2 分钟后续播"):
        assert words in said
    assert page.locator(".w-line.is-new").count() > 0
    check_fill(page, 1920, 1080)
    page.evaluate("const real = Date.now; Date.now = () => real() + 3600e3; window.isOldPage = true")
    page.wait_for_selector("#sdw-cover.is-band", timeout=20_000)
    assert "本机时钟跳变" in page.inner_text("#sdw-cover")
    assert page.evaluate(f"window.isOldPage && {STOPPED}"), "neither loaded anew nor resumed by the jump"
    page.goto(f"{paused.url}?rotate=10&hold=2&lang=en")
    page.wait_for_function(STOPPED, timeout=60_000)
    page.wait_for_function("document.getElementById('sdw-turn').innerText.startsWith('Stopped')")
    page.wait_for_selector(".w-line.is-new", timeout=30_000)
    assert not re.search("[\u4e00-\u9fff]", page.inner_text("#sdw-turn"))
    page.keyboard.press("Space")
    page.wait_for_function(f"!({STOPPED})")


def test_until_its_first_picture_it_says_that_it_loads_and_much_later_that_none_came(page: Any) -> None:
    """The watch alone, on a page without a server, a minute a second."""
    script = render.html("wall_watch", {"every_s": 8})
    style = "<style>#sdw-cover { display: none } #sdw-cover.is-on { display: flex }</style>"
    page.route(
        "**/wall/", lambda asked: asked.fulfill(body=style + script, content_type="text/html; charset=utf-8")
    )
    page.route("**/healthz", lambda asked: asked.fulfill(json={"status": "ok"}))
    hasten(page, 60)
    page.goto("http://127.0.0.1:9/wall/")
    cover = page.locator("#sdw-cover")
    page.wait_for_selector("#sdw-cover.is-loading")
    assert re.search(r"正在载入\s+LOADING\s+已等 \d+ 秒", cover.inner_text())
    page.wait_for_timeout(1500)
    assert "正在载入" in cover.inner_text(), "a minute and a half is no fault on a slow machine"
    page.wait_for_selector("#sdw-cover.is-on:not(.is-loading)")
    assert "没有画面" in cover.inner_text()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i data-sdw-beat=1></i>')")
    page.wait_for_function("document.documentElement.dataset.sdwLive === '1'")
    assert cover.count() == 0


def test_a_dead_session_behind_a_live_server_is_noticed(page: Any, paused: Any, settle: Any) -> None:
    hasten(page, 4)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.add_init_script(
        "const Real = WebSocket; window.sockets = [];"
        "window.WebSocket = class extends Real {"
        " constructor(...args) { super(...args); sockets.push(this); } };"
    )
    open_wall(page, paused.url, settle)
    page.evaluate("window.isOldPage = true")
    page.evaluate(
        "() => { window.WebSocket = class extends EventTarget { send() {} close() {} };"
        " sockets.forEach((socket) => socket.close()); }"
    )
    page.wait_for_function("!window.isOldPage", timeout=90_000)
    page.wait_for_selector(".sdw .w-matrix td", timeout=60_000)


def test_no_listed_name_is_on_the_wire(
    page: Any, paused: Any, seeded_home: Path, settle: Any, tmp_path: Path
) -> None:
    copied = tmp_path / "home"
    shutil.copytree(seeded_home, copied)
    desk = open_desk(replace(load_settings(), home=copied))
    with desk.store._connection.cursor() as cursor:
        listed = cursor.execute(
            "select name from responsible_person union select owner_name from vessel"
            " union select manager_name from construction_site union select phone from evacuee"
        ).fetchall()
    desk.store.close()
    names = {row[0] for row in listed if row[0] and len(row[0]) > 2}
    assert len(names) > 1000
    heard: list[bytes] = []
    page.on(
        "websocket",
        lambda link: link.on(
            "framereceived", lambda frame: heard.append(frame if isinstance(frame, bytes) else frame.encode())
        ),
    )
    page.on(
        "response",
        lambda answer: heard.append(answer.body()) if "/layers/" in answer.url and answer.ok else None,
    )
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_wall(page, f"{paused.url}?t=2022-09-14T08:00", settle)
    page.wait_for_timeout(4000)
    everything = b"\n".join(heard).decode("utf-8", errors="ignore")
    assert "坎门街道" in everything
    assert [name for name in names if name in everything] == []


def test_fifty_refreshes_leave_the_heap_as_it_was(page: Any, paused: Any, settle: Any) -> None:
    page.add_init_script(HASTE)
    beats: list[int] = []
    page.on(
        "websocket",
        lambda link: link.on(
            "framereceived", lambda frame: beats.append(1) if b"data-sdw-beat" in bytes(frame) else None
        ),
    )
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_wall(page, paused.url, settle)
    tools = page.context.new_cdp_session(page)

    def heap_mb() -> float:
        tools.send("HeapProfiler.collectGarbage")
        tools.send("HeapProfiler.collectGarbage")
        return tools.send("Runtime.getHeapUsage")["usedSize"] / 1e6

    def wait_for(count: int) -> None:
        until = time.monotonic() + 240
        while len(beats) < count and time.monotonic() < until:
            page.wait_for_timeout(500)
        assert len(beats) >= count

    wait_for(25)
    before = heap_mb()
    wait_for(75)
    after = heap_mb()
    assert after - before < 50 * LEAST_LEAK_MB, (before, after)
