"""A running server and a watched browser for every browser test.

`server`   the dashboard on a free loopback port with a data folder of its own
`serve`    makes a server of the test's own
`sign_in`  gives the page the session of another role: sign_in("township"); it has a duty officer's
`map_app`  starts the small map app; takes extra command-line flags
`page`     a Playwright page; a request to another machine fails the test when it ends
`watch`    what the page did: outside requests, console errors, uncaught exceptions
`settle`   waits until the page's script has run
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright

from stormdesk.domain.access.records import Role
from stormdesk.ui.asgi.cookie import SESSION
from tests.signed_in import let_everybody_in

ROOT = Path(__file__).resolve().parents[2]
MAP_APP = Path(__file__).parent / "mapapp" / "dashboard.py"
START_S = 240.0
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-quic",
    "--process-per-site",
)
KEEPER = "http://127.0.0.1/kept-open"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}

# What a test waits for is said by its sentence, not by the machine's pace: speed belongs to tests/bench.
expect.set_options(timeout=60_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True, slots=True)
class Everybody:
    """A folder with an account of every role, and the token of each one's session: for every server alike."""

    home: Path
    tokens: dict[str, str]


@pytest.fixture(scope="session")
def everybody(tmp_path_factory: pytest.TempPathFactory) -> Everybody:
    home = tmp_path_factory.mktemp("everybody")
    return Everybody(home, let_everybody_in(home))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One Streamlit server on the loopback address."""

    script: Path
    home: Path
    everybody: Everybody
    flags: tuple[str, ...] = ()
    base: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.base}/"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def start(self) -> None:
        if not (self.home / "access.duckdb").exists():
            shutil.copytree(self.everybody.home, self.home, dirs_exist_ok=True)
        command = (sys.executable, "-m", "streamlit", "run", str(self.script))
        flags = (f"--server.port={self.port}", "--server.address=127.0.0.1", "--server.headless=true")
        environment = {**os.environ, "STORMDESK_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                (*command, *flags, *self.flags), cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self._wait()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self.process is not None and self.process.poll() is not None:
                break
            if self._is_healthy():
                return
            time.sleep(0.2)
        pytest.fail(f"the server did not become healthy:\n{self.log.read_text(encoding='utf-8')[-4000:]}")

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "healthz", timeout=5) as answer:  # noqa: S310  loopback
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, everybody: Everybody, seeded_home: Path
) -> Iterator[Server]:
    script = ROOT / "dashboard.py"
    if not script.exists():
        pytest.skip("there is no dashboard.py yet")
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(seeded_home, home, dirs_exist_ok=True)
    running = Server(script=script, home=home, everybody=everybody)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def serve(everybody: Everybody) -> Callable[..., Server]:
    return partial(Server, everybody=everybody)


@pytest.fixture(scope="session")
def map_app(
    tmp_path_factory: pytest.TempPathFactory, everybody: Everybody
) -> Iterator[Callable[..., Server]]:
    with ExitStack() as stack:
        running: dict[tuple[str, ...], Server] = {}

        def start(*flags: str, base: str = "") -> Server:
            if flags not in running:
                home = tmp_path_factory.mktemp("mapapp")
                made = Server(script=MAP_APP, home=home, everybody=everybody, flags=flags, base=base)
                stack.callback(made.stop)
                made.start()
                running[flags] = made
            return running[flags]

        yield start


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program without windows where it is installed: a third less work for the same pages."""
    named = os.environ.get("CHROMIUM")
    found = (
        named
        if named and Path(named).exists()
        else shutil.which("chromium-headless-shell") or shutil.which("chromium")
    )
    if found is None:
        pytest.skip("Chromium is missing: install the package chromium or set CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@dataclass
class Watch:
    """What a page did while a test looked on."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOOPBACK:
            self.outside.append(url)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser for all tests: what it has fetched and compiled once, it need not again.

    A page that stays keeps the process of all others, and with it their compiled scripts: a third of a load.
    """
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    keeper = made.new_page()
    keeper.route(KEEPER, lambda route: route.fulfill(body=""))
    keeper.goto(KEEPER)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch, everybody: Everybody) -> Iterator[Page]:
    enter(context, everybody, Role.DUTY_OFFICER)
    opened = context.new_page()
    opened.on("request", lambda request: watch.request(request.url))
    opened.on("websocket", lambda socket_: watch.request(socket_.url))
    opened.on("pageerror", lambda error: watch.exceptions.append(str(error)))
    opened.on("console", lambda line: watch.errors.append(line.text) if line.type == "error" else None)

    def dismiss(dialog: Dialog) -> None:
        watch.dialogs.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", dismiss)
    yield opened
    forget(context)
    assert watch.outside == [], "the page asked another machine"


def forget(context: BrowserContext) -> None:
    """Close every page of a browser but the one that keeps it warm, and empty what sites keep in it."""
    context.unroute_all(behavior="ignoreErrors")
    context.set_offline(False)
    opened = [page for page in context.pages if page.url != KEEPER]
    origins = {page.url.split("/", 3)[2] for page in opened if page.url.startswith("http")}
    blank = context.new_page()
    for page in opened:
        page.close()
    storage = context.new_cdp_session(blank)
    for host in origins:
        kept = "local_storage,session_storage,indexeddb"
        storage.send("Storage.clearDataForOrigin", {"origin": f"http://{host}", "storageTypes": kept})
    blank.close()


@pytest.fixture
def sign_in(page: Page, everybody: Everybody) -> Callable[[str | None], None]:
    def signed_in(role: str | None) -> None:
        enter(page.context, everybody, role)

    return signed_in


def enter(context: BrowserContext, everybody: Everybody, role: str | None) -> None:
    """Give a browser the session of a role; None takes it away. Ports of one machine share cookies."""
    context.clear_cookies()
    if role is not None:
        token = everybody.tokens[role]
        context.add_cookies([{"name": SESSION, "value": token, "domain": "127.0.0.1", "path": "/"}])


@pytest.fixture
def settle() -> Callable[[Page], None]:
    def wait(page: Page, timeout_s: float = 60.0) -> None:
        page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=timeout_s * 1000
        )

    return wait
