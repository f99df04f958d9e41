"""A server under measurement: started on a free loopback port, its CPU time and memory read, stopped."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from stormdesk.domain.access.records import Role
from stormdesk.settings import server_environment
from tests.signed_in import begin_more, let_everybody_in

ROOT = Path(__file__).resolve().parents[2]
START_S = 240.0
SESSIONS = 5
NOBODY: Mapping[str, str] = {}


class Host:
    """One running Streamlit server."""

    def __init__(
        self, process: subprocess.Popen[bytes], port: int, people: Mapping[str, str], crowd: Sequence[str]
    ) -> None:
        self._process = process
        self._people, self.crowd = dict(people), tuple(crowd)
        self._watched = psutil.Process(process.pid)
        self.url = f"http://127.0.0.1:{port}"

    @property
    def _probe(self) -> str:
        return "/healthz" if self.crowd else "/_stcore/health"

    def token_for(self, page: str) -> str:
        """The session of somebody who may read a page; empty where nobody signs in."""
        return self._people.get("commander" if page == "audit" else "duty_officer", "")

    def token_of(self, role: str) -> str:
        """The session of somebody of a role."""
        return self._people[role]

    def socket_count(self) -> int:
        """How many connections stand open at the server's port."""
        mine = self._watched.net_connections(kind="tcp")
        return sum(one.status == psutil.CONN_ESTABLISHED for one in mine)

    @property
    def is_running(self) -> bool:
        """Whether the process still lives."""
        return self._process.poll() is None

    def cpu_s(self) -> float:
        """CPU seconds that the process has used since its start, in user and system mode."""
        used = self._watched.cpu_times()
        return float(used.user + used.system)

    def memory_mb(self) -> float:
        """Resident memory."""
        return float(self._watched.memory_info().rss / 1e6)

    def wait(self) -> None:
        """Wait until the server answers; ours tells strangers no more than that it is there."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError("the server ended while it started")
            try:
                with urllib.request.urlopen(self.url + self._probe, timeout=5):  # noqa: S310  loopback
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise RuntimeError("the server did not answer in time")

    def stop(self) -> None:
        """End the process, gently first."""
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def serve(
    script: Path,
    *,
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    flags: Sequence[str] = (),
    people: Mapping[str, str] = NOBODY,
    crowd: Sequence[str] = (),
) -> Iterator[Host]:
    """Run a script with `streamlit run` from a folder for as long as the block lasts."""
    port = _free_port()
    options = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    command = (sys.executable, "-m", "streamlit", "run", str(script), *options, *flags)
    known = {**server_environment(), "PYTHONPATH": str(ROOT), **environment}
    with log.open("ab") as lines:
        process = subprocess.Popen(command, cwd=folder, env=known, stdout=lines, stderr=lines)
    host = Host(process, port, people, crowd)
    try:
        host.wait()
        yield host
    finally:
        host.stop()


@contextmanager
def serve_desk(home: Path, *, tick_s: int = 5) -> Iterator[Host]:
    """Run the dashboard on a data folder with people signed in, the moment moving every `tick_s` seconds."""
    environment = {"STORMDESK_HOME": str(home), "STORMDESK_REFRESH_S": str(tick_s)}
    told = {
        "folder": ROOT,
        "environment": environment,
        "log": home / "server.log",
        "people": let_everybody_in(home),
        "crowd": begin_more(home, Role.DUTY_OFFICER, SESSIONS),
    }
    with serve(ROOT / "dashboard.py", **told) as host:
        yield host


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
