"""Maps in a real browser: layers, choices, hostile names, memory."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Frame, Page

from tests.browser.haste import hasten

Settle = Callable[[Page], None]
OpenMap = Callable[..., Frame]

FRAME = "iframe[title='streamlit_folium.st_folium']"


@pytest.fixture
def open_map(page: Page, map_app: Any, settle: Settle) -> OpenMap:
    """Open the map app with a query and return the map's frame once its layers are drawn."""

    def open_(query: str = "", *, layer: str = "objects") -> Frame:
        page.goto(map_app().url + "?" + query)
        settle(page)
        frame = page.wait_for_selector(FRAME).content_frame()
        frame.wait_for_function("name => window.stormdesk && stormdesk.layers.has(name)", arg=layer)
        return frame

    return open_


def runs(page: Page) -> int:
    found = re.search(r"runs=(\d+)", page.inner_text("[data-testid=stApp]"))
    return int(found.group(1)) if found else 0


def wait_for_runs(page: Page, count: int, timeout_s: float = 60) -> None:
    page.wait_for_function(
        "count => Number((document.body.innerText.match(/runs=(\\d+)/) || [])[1]) >= count",
        arg=count,
        timeout=timeout_s * 1000,
    )


def place_of(page: Page, frame: Frame, object_id: str) -> tuple[float, float]:
    """Return where an object lies on the page, in pixels."""
    spot = frame.evaluate(
        """id => {
            const points = stormdesk.layers.get('objects').points;
            const at = points.id.indexOf(id);
            const scale = 256 * Math.pow(2, stormdesk.map.getZoom());
            const world = L.point(points.x[at] * scale, points.y[at] * scale);
            const layerPoint = world.subtract(stormdesk.map.getPixelOrigin());
            const spot = stormdesk.map.layerPointToContainerPoint(layerPoint);
            return [spot.x, spot.y];
        }""",
        object_id,
    )
    box = page.query_selector(FRAME).bounding_box()
    return box["x"] + spot[0], box["y"] + spot[1]


def view(frame: Frame) -> list[float]:
    return frame.evaluate(
        "(() => { const c = stormdesk.map.getCenter(); return [c.lat, c.lng, stormdesk.map.getZoom()]; })()"
    )


def test_a_chosen_point_tells_its_id_and_open_water_clears_it(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=3&still=1")
    page.mouse.click(*place_of(page, frame, "object-1"))
    page.wait_for_function("document.body.innerText.includes('chosen=object-1')")
    box = page.query_selector(FRAME).bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] - 20)
    page.wait_for_function("document.body.innerText.includes('chosen=None')")


def test_panning_and_zooming_run_nothing(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=3&still=1")
    before = runs(page)
    start = view(frame)
    box = page.query_selector(FRAME).bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 420, box["y"] + 360, steps=5)
    page.mouse.up()
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(1500)
    assert view(frame) != start
    assert runs(page) == before


def test_the_view_survives_refreshes(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=300&every=0.5")
    frame.evaluate("stormdesk.map.setView([28.2, 121.3], 13, {animate: false})")
    kept = view(frame)
    count = "Object.keys(stormdesk.map._layers).length"
    start, layers = runs(page), frame.evaluate(count)
    wait_for_runs(page, start + 8)
    assert view(frame) == kept
    assert frame.evaluate(count) == layers


def test_the_map_is_reached_and_moved_by_keyboard(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=3&still=1")
    start = view(frame)
    frame.focus(".leaflet-container")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(800)
    page.keyboard.press("+")
    page.wait_for_timeout(800)
    assert view(frame)[1] > start[1]
    assert view(frame)[2] > start[2]


def test_an_untouched_map_refits_when_its_frame_grows(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=3&still=1")
    before = view(frame)
    page.add_style_tag(content="iframe { height: 1400px !important; }")
    page.set_viewport_size({"width": 2600, "height": 1500})
    page.wait_for_timeout(1000)
    assert view(frame)[2] > before[2]
    page.mouse.move(*place_of(page, frame, "object-1"))
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(800)
    kept = view(frame)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_timeout(800)
    assert view(frame)[2] == kept[2]


def test_a_shared_place_offers_its_objects(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=3&still=1")
    frame.evaluate(
        """() => {
            const layer = stormdesk.layers.get('objects');
            layer.update({styles: layer.points.styles, id: ['a', 'b'], lat: {least: 2810000, over: [0, 0]},
                lon: {least: 12130000, over: [0, 0]}, style: [1, 1], text: [{all: ['one', 'two']}]});
        }"""
    )
    page.mouse.click(*place_of(page, frame, "a"))
    frame.click("button.sd-choice:has-text('two')")
    page.wait_for_function("document.body.innerText.includes('chosen=b')")


def shown_names(frame: Frame) -> str:
    names = ".sd-area-name, .sd-place, .sd-line-name, .sd-storm-name"
    return " ".join(frame.locator(names).all_text_contents())


@pytest.mark.parametrize(("query", "layer"), [("n=8&still=1", "objects"), ("map=storm&bare=1", "storm")])
def test_hostile_names_are_text(page: Page, watch: Any, open_map: OpenMap, query: str, layer: str) -> None:
    frame = open_map(query, layer=layer)
    frame.wait_for_selector(".sd-area-name, .sd-storm-name")
    if layer == "objects":
        for place in range(8):
            page.mouse.move(*place_of(page, frame, f"object-{place}"))
            page.wait_for_timeout(100)
            assert frame.inner_text(".sd-tip") != ""
    shown = shown_names(frame)
    assert "<img src=x onerror=" in shown
    assert "${window.hacked=1}" in shown
    assert page.evaluate("window.hacked") is None
    assert frame.evaluate("window.hacked") is None
    assert watch.dialogs == []
    assert frame.evaluate("document.querySelectorAll('.sd-map img[onerror]').length") == 0
    assert page.evaluate("document.querySelectorAll('img[onerror]').length") == 0


def test_a_name_of_two_thousand_letters_is_cut_short(page: Page, open_map: OpenMap) -> None:
    frame = open_map("n=8&still=1")
    page.mouse.move(*place_of(page, frame, "object-5"))
    text = frame.inner_text(".sd-tip")
    assert "长…" in text
    assert len(text) < 400


def test_a_fetched_layer_asks_only_for_changes(page: Page, open_map: OpenMap) -> None:
    sizes: list[tuple[int, int]] = []
    page.on(
        "response",
        lambda answer: (
            sizes.append((answer.status, int(answer.headers.get("content-length", 0))))
            if "/layers/objects" in answer.url
            else None
        ),
    )
    frame = open_map("wall=1")
    page.wait_for_timeout(5000)
    assert frame.evaluate("stormdesk.layers.get('objects').points.count") == 4000
    whole, *changes = [size for status, size in sizes if status == 200]
    assert len(changes) >= 2
    assert max(changes) <= 20_000
    assert max(changes) * 5 < whole


def test_fetched_areas_and_storm_are_drawn_and_follow(page: Page, open_map: OpenMap) -> None:
    frame = open_map("wall=1", layer="storm")
    frame.wait_for_function("stormdesk.layers.has('townships')")
    frame.wait_for_selector(".sd-area-number:visible")
    assert frame.locator(".sd-storm-name").count() == 4
    numbers = ".sd-area-number"
    before = frame.locator(numbers).all_text_contents()
    page.wait_for_timeout(3500)
    after = frame.locator(numbers).all_text_contents()
    assert len(after) == len(before)
    assert after != before
    assert frame.locator("svg path[fill='url(#sd-hatch)']").count() == 1


def test_an_unchanged_layer_answers_304(page: Page, open_map: OpenMap) -> None:
    statuses: list[int] = []
    page.on(
        "response", lambda answer: statuses.append(answer.status) if "/layers/objects" in answer.url else None
    )
    open_map("wall=0.5&session=still")
    page.wait_for_timeout(3000)
    assert statuses[0] == 200
    assert set(statuses[1:]) == {304}


def test_a_dead_link_is_said_in_the_map(page: Page, open_map: OpenMap) -> None:
    hasten(page, 4)
    frame = open_map("wall=1&session=still")
    page.context.route("**/layers/**", lambda route: route.abort())
    frame.wait_for_selector(".sd-stale", state="visible", timeout=40_000)
    assert "不是最新" in frame.inner_text(".sd-stale")
    page.context.unroute("**/layers/**")
    frame.wait_for_selector(".sd-stale", state="hidden", timeout=15_000)


def heap_mb(session: CDPSession) -> float:
    session.send("HeapProfiler.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def test_fifty_refreshes_grow_nothing(page: Page, open_map: OpenMap) -> None:
    open_map("n=3083&every=0.2")
    session = page.context.new_cdp_session(page)
    wait_for_runs(page, 15)
    before, start = heap_mb(session), runs(page)
    wait_for_runs(page, start + 50, timeout_s=120)
    after = heap_mb(session)
    # As strict as 5 MB over a hundred.
    assert after - before < 2.5
