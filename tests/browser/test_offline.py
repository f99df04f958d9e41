"""A map appears without any outside request: at the root, under a base path, behind a proxy's prefix."""

import contextlib
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from typing import Any

import pytest
from playwright.sync_api import Page

from stormdesk.ui.asgi.cookie import SESSION
from tests.signed_in import PASSPHRASE

Settle = Callable[[Page], None]
FRAME = "iframe[title='streamlit_folium.st_folium']"
PREFIX = "/county/desk"


class PrefixProxy:
    """A proxy that strips its prefix, one request per connection; upgraded connections stay open."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                front, _ = self._door.accept()
                threading.Thread(target=self._relay, args=(front,), daemon=True).start()

    def _relay(self, front: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = front.recv(65536)
            if not received:
                front.close()
                return
            head += received
        back = socket.create_connection(("127.0.0.1", self._behind))
        back.sendall(self._rewritten(head))
        answering = threading.Thread(target=self._pump, args=(back, front), daemon=True)
        answering.start()
        self._pump(front, back)
        answering.join()
        front.close()
        back.close()

    @staticmethod
    def _rewritten(head: bytes) -> bytes:
        lines, body = head.split(b"\r\n\r\n", 1)
        method, path, version = lines.split(b"\r\n")[0].split(b" ")
        headers = lines.split(b"\r\n")[1:]
        assert path.startswith(PREFIX.encode()), f"the page left its prefix: {path!r}"
        if b"upgrade:" not in lines.lower():
            headers = [line for line in headers if not line.lower().startswith(b"connection:")]
            headers.append(b"Connection: close")
        first = b" ".join((method, path.removeprefix(PREFIX.encode()) or b"/", version))
        return b"\r\n".join((first, *headers)) + b"\r\n\r\n" + body

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while received := source.recv(65536):
                sink.sendall(received)
            sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def proxied(map_app: Any) -> Iterator[str]:
    proxy = PrefixProxy(map_app().port)
    yield f"http://127.0.0.1:{proxy.port}{PREFIX}/"
    proxy.close()


@pytest.fixture
def address(request: pytest.FixtureRequest, map_app: Any) -> str:
    if request.param == "root":
        return map_app().url
    if request.param == "base path":
        return map_app("--server.baseUrlPath=desk/yuhuan", base="/desk/yuhuan").url
    return request.getfixturevalue("proxied")


def get(url: str, **headers: str) -> HTTPResponse | urllib.error.HTTPError:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  loopback
    try:
        return urllib.request.urlopen(request, timeout=10)  # noqa: S310  loopback
    except urllib.error.HTTPError as refusal:
        return refusal


EVERYWHERE = pytest.mark.parametrize("address", ["root", "base path", "proxy"], indirect=True)


@EVERYWHERE
def test_the_map_draws_land_points_and_areas(page: Page, watch: Any, settle: Settle, address: str) -> None:
    page.goto(address + "?n=50&still=1")
    settle(page)
    frame = page.wait_for_selector(FRAME).content_frame()
    frame.wait_for_function("stormdesk.layers.has('objects')")
    frame.wait_for_selector(".sd-area-name")
    assert (
        frame.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).overflow") == "hidden"
    )
    inked = """() => {
        const canvas = document.querySelector('canvas.sd-points');
        return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
    }"""
    assert frame.evaluate(inked)
    assert watch.exceptions == []
    assert [error for error in watch.errors if "Content Security Policy" in error] == []
    assert watch.outside == []


@EVERYWHERE
def test_a_fetched_layer_arrives(page: Page, address: str) -> None:
    page.goto(address + "?wall=1&session=still")
    frame = page.wait_for_selector(FRAME, timeout=60_000).content_frame()
    frame.wait_for_function("window.stormdesk && stormdesk.layers.has('objects')")
    assert frame.evaluate("stormdesk.layers.get('objects').points.count") == 4000


@EVERYWHERE
@pytest.mark.parametrize(
    "path", ["", "healthz", "vendor/leaflet-1.9.4/leaflet.js", "assets/map.js", "shapes/land.geojson"]
)
def test_every_answer_carries_the_policy(address: str, path: str, everybody: Any) -> None:
    answer = get(address + path, Cookie=f"{SESSION}={everybody.tokens['duty_officer']}")
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status == 200
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@EVERYWHERE
@pytest.mark.parametrize("path", ["_stcore/metrics", "_stcore/agent/openapi.json"])
def test_unneeded_doors_are_closed(address: str, path: str, everybody: Any) -> None:
    assert get(address + path, Cookie=f"{SESSION}={everybody.tokens['duty_officer']}").status == 404
    assert get(address + path).status == 401


@EVERYWHERE
def test_a_stranger_is_led_to_the_sign_in_wherever_the_server_hangs(page: Page, address: str) -> None:
    page.context.clear_cookies()
    page.goto(address + "?wall=1")
    assert page.url.startswith(address + "sign-in?")
    page.fill("#account", "reviewer")
    page.fill("#password", PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(address + "?wall=1*")
    page.wait_for_selector("[data-testid=stApp]")


def test_a_foreign_host_name_is_refused(map_app: Any) -> None:
    assert get(map_app().url, Host="evil.example").status == 403


def test_the_guard_of_this_test_sees_outside_requests(page: Page, watch: Any) -> None:
    page.goto("about:blank")
    page.evaluate("fetch('https://outside.invalid/').catch(() => null)")
    page.wait_for_timeout(300)
    seen, watch.outside[:] = list(watch.outside), []
    assert seen == ["https://outside.invalid/"]


@pytest.mark.usefixtures("page")
def test_the_map_component_is_served_before_any_page_ran(map_app: Any, everybody: Any) -> None:
    url = map_app().url + "component/streamlit_folium.st_folium/index.html"
    assert get(url, Cookie=f"{SESSION}={everybody.tokens['wall']}").status == 200
