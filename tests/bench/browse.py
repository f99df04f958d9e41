"""A real browser that counts: bytes over HTTP and WebSocket, refreshes, and when each was on the screen."""

import shutil
import statistics
import time
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, Page, TimeoutError, sync_playwright  # noqa: A004
from streamlit.proto.BackMsg_pb2 import BackMsg

from stormdesk.ui.asgi.cookie import SESSION
from tests.bench.host import Host

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-quic",
)
MAP = "iframe[title='streamlit_folium.st_folium']"
RUN_OUT = "[data-testid=stApp][data-test-script-state=notRunning]"
RUN_S = 90.0
MAP_S = 20.0
SETTLE_MS = 1000
SIZE = {"width": 1920, "height": 1080}

# Once `benchGo` is set, the page's own refresh timers (4.5 to 10.6 s) run `pace` times as fast; requests,
# script states and redrawn maps leave their instants behind.
WATCH = """(() => {
  const pace = PACE;
  const isRhythm = (ms) => ms >= 4500 && ms <= 10600;
  const plainInterval = window.setInterval;
  const plainTimeout = window.setTimeout;
  window.setInterval = (run, ms, ...rest) => {
    if (!isRhythm(ms)) return plainInterval(run, ms, ...rest);
    let turn = 0;
    return plainInterval(() => {
      turn += 1;
      if (window.top.benchGo || turn % pace === 0) run(...rest);
    }, ms / pace);
  };
  window.setTimeout = (run, ms, ...rest) =>
    plainTimeout(run, isRhythm(ms) && window.top.benchGo ? ms / pace : ms, ...rest);
  if (window.top !== window) return;
  const now = () => performance.timeOrigin + performance.now();
  window.benchSent = [];
  window.benchShown = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    window.benchSent.push(now());
    return send.call(this, data);
  };
  window.benchShow = () => requestAnimationFrame(() => window.benchShown.push(now()));
  const watch = () => new MutationObserver((changes) => {
    const state = changes.at(-1).target.getAttribute("data-test-script-state");
    if (state === "notRunning") window.benchShow();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  watch();
})();"""
WATCH_MAP = """() => {
  const S = window.stormdesk;
  const plain = S.show;
  S.show = (name, kind, data) => {
    const layer = plain(name, kind, data);
    if (!layer.isFetched) window.top.benchShow();
    return layer;
  };
}"""
MAP_DRAWN = "() => window.stormdesk && window.stormdesk.layers && window.stormdesk.layers.size > 0"
START = "(isFast) => { window.benchGo = isFast; window.benchSent = []; window.benchShown = []; }"
POINTS_HELD = """() => window.stormdesk && window.stormdesk.layers
  ? [...window.stormdesk.layers.values()].reduce((sum, layer) => sum + ((layer.points || {}).count || 0), 0)
  : 0"""
SHOWN_AFTER = """() => window.benchSent.map((sent, place) => {
  const next = window.benchSent[place + 1] || Infinity;
  const shown = window.benchShown.filter((at) => at > sent && at < next);
  return shown.length ? Math.max(...shown) - sent : null;
})"""


@dataclass
class Traffic:
    """What went over the wire so far (no slots: Playwright keeps its wrappers on the listener)."""

    http_bytes: float = 0
    socket_bytes: int = 0
    requests: int = 0
    refreshes: int = 0
    layer_bytes: list[float] = field(default_factory=list)
    _layers: set[str] = field(default_factory=set)
    _deflaters: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """All bytes received."""
        return self.http_bytes + self.socket_bytes

    @property
    def data(self) -> float:
        """Bytes that this application chose to send: its messages and layers, not the framework's files."""
        return self.socket_bytes + sum(self.layer_bytes)

    def follow(self, session: CDPSession) -> None:
        """Count what the browser's network log tells."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketHandshakeResponseReceived", self._agreed)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.webSocketFrameSent", self._sent)

    def _asked(self, event: dict[str, Any]) -> None:
        self.requests += 1
        if "/layers/" in event["request"]["url"]:
            self._layers.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        self.http_bytes += event["encodedDataLength"]
        if event["requestId"] in self._layers:
            self._layers.discard(event["requestId"])
            self.layer_bytes.append(event["encodedDataLength"])

    def _agreed(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if "permessage-deflate" in headers.get("sec-websocket-extensions", ""):
            self._deflaters[event["requestId"]] = zlib.compressobj(wbits=-12, memLevel=5)

    def _frame(self, event: dict[str, Any]) -> None:
        """Count a message; the browser tells only what came out, so compressing is done over again."""
        data, is_binary = event["response"]["payloadData"], event["response"]["opcode"] == 2
        payload = b64decode(data) if is_binary else data.encode()
        deflater = self._deflaters.get(event["requestId"])
        if deflater is not None:
            payload = deflater.compress(payload) + deflater.flush(zlib.Z_SYNC_FLUSH)
        self.socket_bytes += len(payload)

    def _sent(self, event: dict[str, Any]) -> None:
        if event["response"]["opcode"] == 2:
            request = BackMsg.FromString(b64decode(event["response"]["payloadData"]))
            self.refreshes += request.rerun_script.is_auto_rerun


@dataclass(slots=True)
class Visit:
    """One page on the screen of a browser that had nothing in its cache."""

    page: Page
    session: CDPSession
    traffic: Traffic
    visible_s: float
    has_map: bool

    def watch(self, *, is_fast: bool = False) -> None:
        """From now on, a map that is drawn anew counts as shown, and refreshes may come faster."""
        for frame in _map_frames(self.page):
            with suppress(Error):
                frame.evaluate(WATCH_MAP)
        self.page.evaluate(START, is_fast)

    def shown_s(self) -> float | None:
        """Median seconds from asking for a refresh until it was on the screen."""
        took = [value for value in self.page.evaluate(SHOWN_AFTER) if value is not None]
        return statistics.median(took) / 1000 if took else None

    def refreshed(self, count: int, *, within_s: float) -> int:
        """Wait until the page has asked for so many refreshes; return how many it did."""
        start, until = self.traffic.refreshes, time.monotonic() + within_s
        while self.traffic.refreshes - start < count and time.monotonic() < until:
            self.page.wait_for_timeout(100)
        return self.traffic.refreshes - start

    def points(self) -> int:
        """How many points the page's maps hold."""
        return sum(frame.evaluate(POINTS_HELD) for frame in _map_frames(self.page))

    def points_beyond(self, held: int, *, within_s: float) -> int:
        """Wait until the maps hold more points than that; return how many they hold."""
        until = time.monotonic() + within_s
        while (found := self.points()) <= held and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        return found

    def heap_mb(self) -> float:
        """What the page's scripts hold after collecting garbage."""
        self.session.send("HeapProfiler.enable")
        for _ in range(3):
            self.session.send("HeapProfiler.collectGarbage")
        return float(self.session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)

    def trouble(self) -> str:
        """What the page says went wrong, in short."""
        alerts = self.page.locator("[data-testid=stAlert]")
        words = [alerts.nth(place).inner_text() for place in range(min(alerts.count(), 2))]
        return "; ".join(" ".join(text.split())[:60] for text in words)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("Chromium is missing")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        running.close()


@contextmanager
def open_page(
    running: Browser, host: Host, address: str, *, pace: int = 1, role: str = ""
) -> Iterator[Visit]:
    """Open a page with an empty cache and wait until it is visible: script run out and maps drawn."""
    context = running.new_context(viewport=SIZE)
    token = host.token_of(role) if role else host.token_for(address.partition("?")[0])
    context.add_cookies([{"name": SESSION, "value": token, "domain": "127.0.0.1", "path": "/"}])
    context.add_init_script(WATCH.replace("PACE", str(pace)))
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = Traffic()
    traffic.follow(session)
    try:
        began = time.monotonic()
        page.goto(f"{host.url}/{address}")
        with suppress(TimeoutError):
            page.wait_for_selector(RUN_OUT, timeout=RUN_S * 1000)
        has_map = _wait_for_maps(page)
        visible_s = time.monotonic() - began
        page.wait_for_timeout(SETTLE_MS)
        yield Visit(page, session, traffic, visible_s, has_map)
    finally:
        context.close()


def _map_frames(page: Page) -> list[Any]:
    handles = page.query_selector_all(MAP)
    return [frame for handle in handles if (frame := handle.content_frame()) is not None]


def _wait_for_maps(page: Page) -> bool:
    frames = _map_frames(page)
    for frame in frames:
        with suppress(TimeoutError):
            frame.wait_for_function(MAP_DRAWN, timeout=MAP_S * 1000)
    return bool(frames)
