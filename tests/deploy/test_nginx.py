"""The shipped nginx configuration in front of the running application, over TLS, on loopback."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from stormdesk.domain.access.records import Role
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.settings import load_settings

NAME = "desk.example.gov.cn"
PASSWORD = "seven boats came home"  # noqa: S105  of a test's own account
SESSION = "__Host-stormdesk_session"
START_S = 60.0
FETCHED = Path(__file__).resolve().parents[2] / ".uv/nginx/usr/sbin"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{FETCHED}")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed here")


@dataclass(frozen=True)
class Front:
    """nginx with the application behind it."""

    port: int
    plain_port: int
    certificate: Path
    home: Path

    def visitor(self) -> "Visitor":
        """A browser that knows the county's certificate and goes to loopback for its name."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        client = httpx.Client(
            verify=context, headers={"Host": NAME, "Accept": "text/html"}, trust_env=False, timeout=30
        )
        return Visitor(f"https://127.0.0.1:{self.port}", client)


@dataclass
class Visitor:
    """One browser with its cookies, kept by hand: the jar of the library goes by address, not by name."""

    base: str
    client: httpx.Client
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request, the name in its handshake too."""
        headers = {"Origin": f"https://{NAME}"} if method == "POST" else {}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= more.pop("headers", {})
        told = {"sni_hostname": NAME}
        answer = self.client.request(method, self.base + path, headers=headers, extensions=told, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def sign_in(self, password: str = PASSWORD, **headers: str) -> httpx.Response:
        """Fill in the form as it came."""
        fields = hidden_in(self.ask("GET", "/sign-in").text)
        fields |= {"account": "lin", "password": password}
        return self.ask("POST", "/sign-in", data=fields, headers=headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> Path:
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "private.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "fullchain.pem"


def configured(project: Path, folder: Path, ports: tuple[int, int, int]) -> Path:
    """The shipped file with other ports and folders, inside the smallest nginx.conf."""
    port, plain_port, behind = ports
    text = (project / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for before, after in (
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("listen 80", f"listen 127.0.0.1:{plain_port}"),
        ("http://127.0.0.1:8501", f"http://127.0.0.1:{behind}"),
        ("/etc/stormdesk/tls", str(folder / "tls")),
        ("/var/log/nginx", str(folder)),
    ):
        assert before in text
        text = text.replace(before, after)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    main.write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} "
        f"http {{ access_log off; {places} include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    return main


def wait_for(port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.fixture(scope="module")
def front(project: Path, tmp_path_factory: pytest.TempPathFactory, live_home: Path) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate = make_certificate(folder / "tls")
    port, plain_port, behind = free_port(), free_port(), free_port()
    environment = {
        **os.environ,
        "STORMDESK_HOME": str(live_home),
        "STORMDESK_MODE": "live",
        "STORMDESK_PROXY": "127.0.0.1",
        "FORWARDED_ALLOW_IPS": "",
        "STREAMLIT_SERVER_ALLOWED_HOSTS": NAME,
        "PYTHONPATH": str(project),
    }
    command = (sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={behind}")
    with (folder / "server.log").open("wb") as log:
        application = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
        main = configured(project, folder, (port, plain_port, behind))
        nginx = subprocess.Popen(
            (str(NGINX), "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(main)),
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(behind)
            wait_for(port)
            yield Front(port, plain_port, certificate, live_home)
        finally:
            for process in (nginx, application):
                process.terminate()
                process.wait(timeout=20)


@pytest.fixture(scope="module")
def live_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a commander and an administrator in it."""
    settings = replace(load_settings(), home=tmp_path_factory.mktemp("live") / "home", mode="live")
    office = open_office(settings, cost=CHEAP)
    for account in (
        Account(account_id="lin", name="林指挥", role=Role.COMMANDER),
        Account(account_id="guan", name="关管理", role=Role.ADMINISTRATOR),
    ):
        office.accounts.add(account, PASSWORD, by=COMMAND, at=datetime.now(UTC))
    office.close()
    return settings.home


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = ((re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in hidden)
    return {name[1]: value[1] for name, value in pairs if name and value}


def test_plain_http_is_sent_to_tls_and_another_name_learns_nothing(front: Front) -> None:
    answer = httpx.get(f"http://127.0.0.1:{front.plain_port}/replay?x=1", headers={"Host": NAME})
    assert answer.status_code == 308
    assert answer.headers["location"] == f"https://{NAME}/replay?x=1"
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://127.0.0.1:{front.plain_port}/", headers={"Host": "elsewhere.example"})
    unverified = ssl._create_unverified_context()  # noqa: S323  the handshake itself is refused
    with (
        socket.create_connection(("127.0.0.1", front.port), timeout=5) as raw,
        pytest.raises(ssl.SSLError),
    ):
        unverified.wrap_socket(raw, server_hostname="elsewhere.example")


def test_old_tls_is_refused(front: Front) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", front.port), timeout=5) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw, server_hostname=NAME)


def test_a_visitor_signs_in_over_tls_with_a_cookie_that_never_leaves_it(front: Front) -> None:
    visitor = front.visitor()
    strange = visitor.ask("GET", "/evacuation")
    assert strange.status_code == 303
    assert strange.headers["location"].removeprefix(".").startswith("/sign-in")
    assert "max-age=31536000" in strange.headers["strict-transport-security"]
    entered = visitor.sign_in()
    assert entered.status_code == 303, entered.text
    lines = entered.headers.get_list("set-cookie")
    session = next(line for line in lines if line.startswith(f"{SESSION}="))
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in session.split(";")}
    assert visitor.ask("GET", "/evacuation").status_code == 200


def test_a_socket_opens_with_a_session_only(front: Front) -> None:
    def handshake(cookie: str) -> str:
        context = ssl.create_default_context(cafile=str(front.certificate))
        with (
            socket.create_connection(("127.0.0.1", front.port), timeout=30) as raw,
            context.wrap_socket(raw, server_hostname=NAME) as line,
        ):
            line.sendall(
                (
                    f"GET /_stcore/stream HTTP/1.1\r\nHost: {NAME}\r\nOrigin: https://{NAME}\r\n"
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: {cookie}\r\n\r\n"
                ).encode()
            )
            return line.recv(64).split(b"\r\n")[0].decode()

    visitor = front.visitor()
    visitor.sign_in()
    token = visitor.cookies[SESSION]
    assert handshake(f"{SESSION}={token}").split()[1] == "101"
    assert handshake(f"{SESSION}=made-up").split()[1] == "403"
    assert handshake(f"stormdesk_session={token}").split()[1] == "403"


def test_a_claimed_address_is_not_believed_and_a_large_form_is_refused(front: Front) -> None:
    visitor = front.visitor()
    refused = visitor.sign_in("not this one at all", **{"X-Forwarded-For": "203.0.113.9"})
    assert refused.status_code < 500
    assert SESSION not in visitor.cookies
    assert visitor.ask("POST", "/sign-in", content=b"x" * 100_000).status_code == 413
    wal = front.home / "access.duckdb.wal"
    told = (front.home / "access.duckdb").read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    assert b"127.0.0.1" in told
    assert b"203.0.113.9" not in told
