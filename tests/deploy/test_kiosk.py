"""The script that keeps the wall on its screen: it waits, starts, and starts again with the same cookie."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import sync_playwright

HEADLESS = "--headless=new --no-sandbox --disable-gpu"
PATIENCE_S = 60.0
STEADY_S = 3.0
needs_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("chromium", "curl", "pgrep", "setsid")),
    reason="chromium, curl, pgrep or setsid is not installed here",
)


@dataclass
class Door:
    """A server that remembers who came with which cookie; it may be told to be dead."""

    is_dead: bool = True
    visits: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0

    def answering(self) -> type[BaseHTTPRequestHandler]:
        door = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/healthz":
                    body = b"502" if door.is_dead else b'{"status":"ok"}'
                elif self.path.startswith("/pair"):
                    body = b"<!doctype html><title>wall</title><p>wall"
                    door.visits.append((self.path, self.headers.get("cookie", "")))
                else:
                    body = b""
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        return Answer


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    server = ThreadingHTTPServer(("127.0.0.1", 0), made.answering())
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def pair(chromium: str, profile: Path, port: int) -> None:
    """Put the cookie of a pairing into a profile, as a browser keeps it that was closed."""
    profile.mkdir()
    cookie = {
        "name": "screen",
        "value": "paired",
        "url": f"http://127.0.0.1:{port}",
        "expires": time.time() + 9e5,
    }
    flags = [*HEADLESS.split(), "--password-store=basic"]
    with sync_playwright() as driver:
        kept = driver.chromium.launch_persistent_context(profile, executable_path=chromium, args=flags)
        kept.add_cookies([cookie])
        kept.close()


def browsers(script: subprocess.Popen[bytes], kind: str) -> list[psutil.Process]:
    """The browser itself, or its page."""
    found = []
    for child in psutil.Process(script.pid).children(recursive=True):
        try:
            line = child.cmdline()
        except psutil.NoSuchProcess:
            continue
        if any("chromium" in part for part in line[:1]) and (
            kind in line if kind else not any(part.startswith("--type=") for part in line)
        ):
            found.append(child)
    return found


@needs_tools
@pytest.mark.browser
def test_a_browser_that_dies_comes_back_with_its_pairing(door: Door, project: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    pair(str(shutil.which("chromium")), profile, door.port)
    told = {"WALL_URL": f"http://127.0.0.1:{door.port}/", "WALL_PROFILE": str(profile)}
    environment = {**os.environ, **told, "KIOSK_FLAGS": HEADLESS, "WALL_ROTATE": "30", "WALL_LOOK": "0.5"}
    script = subprocess.Popen([project / "deploy" / "kiosk.sh"], env=environment, stderr=subprocess.PIPE)
    try:
        until(lambda: browsers(script, "--type=renderer"))
        assert door.visits == [], "it waits while only a proxy answers"
        door.is_dead = False
        until(lambda: len(door.visits) == 1)
        kept = profile / "Default" / "Preferences"
        kept.write_text(kept.read_text().replace('"exit_type":"Normal"', '"exit_type":"Crashed"'))
        browsers(script, "")[0].kill()
        until(lambda: len(door.visits) == 2)
        assert '"exit_type":"Normal"' in kept.read_text()
        time.sleep(STEADY_S)
        browsers(script, "--type=renderer")[0].kill()
        until(lambda: len(door.visits) == 3)
    finally:
        script.terminate()
        script.wait(timeout=20)
    assert {cookie for _path, cookie in door.visits} == {"screen=paired"}
    assert "next=%2Fwall%3Frotate%3D30%26hold%3D10" in door.visits[0][0]
    assert browsers_left(profile) == []


def browsers_left(profile: Path) -> list[int]:
    return [
        one.pid for one in psutil.process_iter(["cmdline"]) if str(profile) in str(one.info["cmdline"] or "")
    ]


def test_the_screen_asks_no_machine_but_the_server(project: Path) -> None:
    text = (project / "deploy" / "kiosk.sh").read_text(encoding="utf-8")
    assert "MAP * ~NOTFOUND , EXCLUDE $(host_of" in text
    waiting = (project / "deploy" / "kiosk_wait.html").read_text(encoding="utf-8")
    assert "http" not in waiting


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed here")
def test_the_script_has_no_fault_that_shellcheck_knows(project: Path) -> None:
    said = subprocess.run(
        ["shellcheck", str(project / "deploy" / "kiosk.sh")], capture_output=True, text=True, check=False
    )
    assert said.stdout == ""
