"""A server under measurement: started on a free loopback port, its CPU time and memory read, stopped."""

import os
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

ROOT = Path(__file__).resolve().parents[2]
START_S = 240.0


class Host:
    """One running Streamlit server."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._watched = psutil.Process(process.pid)
        self.url = f"http://127.0.0.1:{port}"

    def cpu_s(self) -> float:
        """CPU seconds that the process has used since its start, in user and system mode."""
        used = self._watched.cpu_times()
        return float(used.user + used.system)

    def memory_mb(self) -> float:
        """Resident memory."""
        return float(self._watched.memory_info().rss / 1e6)

    def wait(self) -> None:
        """Wait until the server answers."""
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError("the server ended while it started")
            try:
                with urllib.request.urlopen(self.url + "/_stcore/health", timeout=5):  # noqa: S310  loopback
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
    script: Path, *, folder: Path, environment: Mapping[str, str], log: Path, flags: Sequence[str] = ()
) -> Iterator[Host]:
    """Run a script with `streamlit run` from a folder for as long as the block lasts."""
    port = _free_port()
    options = (f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true")
    command = (sys.executable, "-m", "streamlit", "run", str(script), *options, *flags)
    known = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with log.open("ab") as lines:
        process = subprocess.Popen(command, cwd=folder, env=known, stdout=lines, stderr=lines)
    host = Host(process, port)
    try:
        host.wait()
        yield host
    finally:
        host.stop()


@contextmanager
def serve_desk(home: Path, *, tick_s: int = 5) -> Iterator[Host]:
    """Run the dashboard on a data folder, with the moment moving every `tick_s` seconds."""
    environment = {"STORMDESK_HOME": str(home), "STORMDESK_REFRESH_S": str(tick_s)}
    with serve(ROOT / "dashboard.py", folder=ROOT, environment=environment, log=home / "server.log") as host:
        yield host


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
