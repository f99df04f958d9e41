"""The guard on the web socket: who may open it, what it lets through, and when it closes it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.routing import WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import COMMAND
from stormdesk.door.office import Office
from stormdesk.door.sessions import End
from stormdesk.ui.asgi import cookie, socket_door, streams
from tests.ui.asgi.asgi_client import ELSEWHERE, Client, guarded, run
from tests.ui.asgi.conftest import add_account, token_of
from tests.ui.asgi.test_door_requests import refusals

STREAM = "/_stcore/stream"


async def pages(socket: WebSocket) -> None:
    """Stands for the framework: names its stream, then says back what it hears."""
    named = ForwardMsg()
    wanted = socket.headers.get("sec-websocket-protocol", "").split(", ")
    named.new_session.initialize.session_id = wanted[2] if len(wanted) > 2 and wanted[2] else "new-stream"
    await socket.accept()
    await socket.send_bytes(named.SerializeToString())
    try:
        while True:
            await socket.send_bytes(b"\x00heard " + await socket.receive_bytes())
    except WebSocketDisconnect:
        return


@dataclass
class Wire:
    """The browser's end of a socket: what to say at which turn, and everything that came."""

    client: Client
    came: list[Message] = field(default_factory=list)

    def open(self, *said: bytes | Callable[[], object], protocol: str = "", **headers: str) -> "Wire":
        """Open a socket, say these things one after another (or do them), and leave."""
        sent = {"origin": self.client.origin} | headers
        if protocol:
            sent["sec_websocket_protocol"] = protocol
        run(self._speak(self.client.scope("websocket", STREAM, "", sent), said))
        return self

    async def _speak(self, scope: dict[str, Any], said: tuple[bytes | Callable[[], object], ...]) -> None:
        waiting: list[bytes | Callable[[], object]] = list(said)
        is_first = True

        async def receive() -> Message:
            nonlocal is_first
            if is_first:
                is_first = False
                return {"type": "websocket.connect"}
            while waiting:
                word = waiting.pop(0)
                if isinstance(word, bytes):
                    await asyncio.sleep(0)
                    return {"type": "websocket.receive", "bytes": word}
                done = word()
                if isinstance(done, Awaitable):
                    await done
            return {"type": "websocket.disconnect", "code": 1000}

        async def send(message: Message) -> None:
            self.came.append(message)

        app = self.client.app or guarded([WebSocketRoute(STREAM, pages)])
        await app(scope, receive, send)  # type: ignore[arg-type]

    @property
    def is_let_in(self) -> bool:
        return any(message["type"] == "websocket.accept" for message in self.came)

    @property
    def close_code(self) -> int | None:
        return next((each["code"] for each in self.came if each["type"] == "websocket.close"), None)

    @property
    def heard(self) -> list[bytes]:
        told = [each.get("bytes") or b"" for each in self.came if each["type"] == "websocket.send"]
        return [word.removeprefix(b"\x00heard ") for word in told if word.startswith(b"\x00heard ")]

    @property
    def sent_to(self) -> str | None:
        """Where the browser was sent."""
        for message in self.came:
            if message["type"] == "websocket.send" and not message["bytes"].startswith(b"\x00"):
                told = ForwardMsg.FromString(message["bytes"])
                if told.WhichOneof("type") == "auth_redirect":
                    return told.auth_redirect.url
        return None


def rerun(*, url: str = "http://localhost:8501/wall?area=331083002", is_auto: bool = False) -> bytes:
    asked = BackMsg()
    asked.rerun_script.context_info.url = url
    asked.rerun_script.is_auto_rerun = is_auto
    return asked.SerializeToString()


@pytest.fixture
def house(office: Office) -> Office:
    """An office with an account of its own for a test that changes it."""
    if office.accounts.who("changing") is None:
        add_account(office, "changing", Role.DUTY_OFFICER)
    return office


def change(house: Office, **facts: object) -> None:
    account = house.accounts.who("changing")
    assert account is not None
    house.accounts.change("changing", version=account.version, by=COMMAND, at=datetime.now(UTC), **facts)


@pytest.mark.parametrize(
    ("headers", "has_session"),
    [
        ({}, False),
        ({"cookie": "stormdesk_session=forged"}, False),
        ({"origin": "http://evil.example"}, True),
        ({"origin": "https://localhost:8501"}, True),
        ({"origin": "null"}, True),
        ({"origin": ""}, True),
        ({"host": "evil.example", "origin": "http://evil.example"}, True),
    ],
)
def test_a_socket_opens_only_for_a_page_of_ours_in_a_session(
    office: Office, client: Client, headers: dict[str, str], *, has_session: bool
) -> None:
    if has_session:
        client.cookies[cookie.SESSION] = token_of(office, "reviewer")
    refused = Wire(client).open(rerun(), **headers)
    assert (refused.is_let_in, refused.close_code, refused.heard) == (False, 1008, [])


def test_a_session_gets_its_socket_and_every_word_through(sign_in: Callable[..., Client]) -> None:
    wire = Wire(sign_in("wall")).open(rerun(), rerun(is_auto=True))
    assert wire.is_let_in
    assert wire.heard == [rerun(), rerun(is_auto=True)]


def test_from_elsewhere_only_the_sockets_of_https_open(office: Office, client: Client) -> None:
    client.cookies[cookie.SESSION] = token_of(office, "reviewer")
    client.client = ELSEWHERE
    assert Wire(client).open(rerun()).close_code == 1008


def test_an_ended_session_is_sent_to_the_sign_in_at_its_next_word(office: Office, client: Client) -> None:
    token = token_of(office, "reviewer")
    client.cookies[cookie.SESSION] = token
    visitor = office.sessions.visitor_of(token, at=datetime.now(UTC))
    assert visitor is not None
    english = rerun(url="http://localhost:8501/storm?lang=en")

    def end() -> None:
        office.sessions.end(visitor.session_id, at=datetime.now(UTC))

    wire = Wire(client).open(english, end, rerun(url="http://localhost:8501/storm?lang=en&t=1"), rerun())
    assert wire.heard == [english]
    assert wire.sent_to == "./sign-in?why=ended&lang=en&next=%2Fstorm%3Flang%3Den%26t%3D1"
    assert wire.close_code == 1008


def test_an_account_that_is_switched_off_hears_nothing_more(house: Office, client: Client) -> None:
    client.cookies[cookie.SESSION] = house.sessions.begin("changing", at=datetime.now(UTC))
    wire = Wire(client).open(rerun(), lambda: change(house, is_active=False), rerun())
    assert (len(wire.heard), wire.close_code) == (1, 1008)
    change(house, is_active=True)
    assert Wire(client).open(rerun()).close_code == 1008


def test_a_changed_role_begins_anew(house: Office, client: Client) -> None:
    client.cookies[cookie.SESSION] = house.sessions.begin("changing", at=datetime.now(UTC))
    wire = Wire(client).open(rerun(), lambda: change(house, role=Role.REVIEWER), rerun())
    assert (len(wire.heard), wire.sent_to) == (1, "./wall?area=331083002")
    assert Wire(client).open(rerun()).heard == [rerun()]
    change(house, role=Role.DUTY_OFFICER)


def test_a_silent_socket_is_looked_after_too(
    house: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_door, "WATCH_S", 0.05)
    client.cookies[cookie.SESSION] = house.sessions.begin("changing", at=datetime.now(UTC))

    def end() -> Awaitable[None]:
        house.sessions.end_all("changing", at=datetime.now(UTC), why=End.ADMINISTRATOR)
        return asyncio.sleep(0.4)

    wire = Wire(client).open(rerun(), end)
    assert (wire.sent_to or "").startswith("./sign-in?why=ended")
    assert wire.close_code == 1008


def test_only_what_a_person_does_keeps_the_session_awake(
    office: Office, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    uses: list[bool] = []
    ask = type(office.sessions).visitor_of

    def noted(self: object, token: str, *, is_active_use: bool = False, **more: object) -> Visitor | None:
        uses.append(is_active_use)
        return ask(self, token, is_active_use=is_active_use, **more)  # type: ignore[arg-type]

    beat = BackMsg(app_heartbeat=True).SerializeToString()
    stop = BackMsg(stop_script=True).SerializeToString()
    client = sign_in("reviewer")
    monkeypatch.setattr(type(office.sessions), "visitor_of", noted)
    Wire(client).open(rerun(), rerun(is_auto=True), beat, stop)
    assert uses == [False, True, False, False, True]


def test_what_no_page_of_ours_says_ends_the_socket(office: Office, sign_in: Callable[..., Client]) -> None:
    client = sign_in("administrator")
    install = BackMsg()
    install.backend_operation_request.install_skills.SetInParent()
    for word in (BackMsg(clear_cache=True), BackMsg(debug_shutdown_runtime=True), BackMsg(), install):
        wire = Wire(client).open(word.SerializeToString(), rerun())
        assert (wire.heard, wire.close_code) == ([], 1008), word
    assert Wire(client).open(b"\xff\xffgarbage").close_code == 1008
    fetch = BackMsg()
    fetch.backend_operation_request.deferred_file.file_id = "f"
    assert Wire(client).open(fetch.SerializeToString()).heard == [fetch.SerializeToString()]
    assert ("unknown_message", None, "administrator") in refusals(office)


@pytest.mark.parametrize(("role", "is_let"), [("commander", True), ("wall", False), ("township", False)])
def test_a_page_asked_for_by_its_name_or_mark_needs_its_right(
    office: Office, sign_in: Callable[..., Client], role: str, *, is_let: bool
) -> None:
    client = sign_in(role)
    named, marked = BackMsg(), BackMsg()
    named.rerun_script.page_name = "audit"
    marked.rerun_script.page_script_hash = calc_hash("audit")
    for word in (named.SerializeToString(), marked.SerializeToString()):
        wire = Wire(client).open(word)
        assert (wire.heard, wire.close_code) == (([word], None) if is_let else ([], 1008))
    told = [what for what, thing, _who in refusals(office) if (what, thing) == ("no_right", "/audit")]
    assert bool(told) or is_let


def test_an_earlier_stream_is_taken_up_by_its_own_session_only(sign_in: Callable[..., Client]) -> None:
    first = sign_in("reviewer")
    own = Wire(first).open(rerun(), protocol="streamlit, x, stolen-stream")
    assert b"stolen-stream" not in own.came[1]["bytes"]
    assert b"new-stream" in own.came[1]["bytes"]
    again = Wire(first).open(rerun(), protocol="streamlit, x, new-stream")
    assert b"new-stream" in again.came[1]["bytes"]
    streams.hold("somebody-else", "their-stream")
    assert b"their-stream" not in Wire(first).open(protocol="streamlit, x, their-stream").came[1]["bytes"]


def test_a_word_that_is_too_long_closes_the_socket(
    sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_door, "MOST_BYTES", 100)
    wire = Wire(sign_in("reviewer")).open(rerun(), b"x" * 101)
    assert (len(wire.heard), wire.close_code) == (1, 1009)


def test_one_session_holds_so_many_sockets_and_is_told_why_there_are_no_more(
    office: Office, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_door, "MOST_SOCKETS", 0)
    client = sign_in("reviewer")
    full = Wire(client).open(rerun(), protocol="streamlit, , ")
    assert (full.close_code, full.heard, full.sent_to) == (1013, [], "./too-many-windows")
    assert full.came[0] == {"type": "websocket.accept", "subprotocol": "streamlit", "headers": []}
    assert ("too_many_sockets", "/_stcore/stream", "reviewer") in refusals(office)
    told = client.get("/too-many-windows")
    assert (told.status, "窗口太多" in told.text) == (429, True)
    monkeypatch.setattr(socket_door, "MOST_SOCKETS", 1)
    assert Wire(client).open(rerun()).is_let_in
    assert Wire(client).open(rerun()).is_let_in


def test_a_session_that_idles_out_is_shown_out(office: Office, client: Client) -> None:
    opened = datetime.now(UTC) - timedelta(minutes=31)
    client.cookies[cookie.SESSION] = office.sessions.begin("reviewer", at=opened)
    assert Wire(client).open(rerun()).close_code == 1008
