"""The guard on the pages' web socket: at the handshake, at every message, and every few seconds."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from stormdesk.domain.access.records import Action, Visitor
from stormdesk.door.office import Office
from stormdesk.ui.asgi import streams
from stormdesk.ui.asgi.judging import Call
from stormdesk.ui.asgi.messages import Said, understood
from stormdesk.ui.asgi.passage import Passage, asker, visitor_of
from stormdesk.ui.asgi.paths import FULL, door_url, next_path
from stormdesk.ui.asgi.peer import is_own_origin
from stormdesk.ui.asgi.refusing import note
from stormdesk.ui.navigation import SCREENS

WATCH_S: Final = 5.0
MOST_BYTES: Final = 8_000_000
MOST_SOCKETS: Final = 24
_NOT_BYTES, _REFUSED, _TOO_BIG, _LATER = 1003, 1008, 1009, 1013
_RESUMES: Final = 2
_PAGES: Final = frozenset(screen.name for screen in SCREENS)
_log = logging.getLogger("stormdesk.door")
_open: Counter[str] = Counter()


async def keep_socket(app: ASGIApp, call: Call, receive: Receive, send: Send) -> None:
    """Let a socket in that a page of ours opened in a session that stands, and watch it while it is open."""
    here, office = call.here, call.office
    what = _refusal(call)
    if what or office is None or here.visitor is None:
        await note(office, what, here, call.thing)
        await WebSocketClose(code=_REFUSED)(call.scope, receive, send)
        return
    session_id = here.visitor.session_id
    if _open[session_id] >= MOST_SOCKETS:
        await note(office, "too_many_sockets", here, call.thing)
        await _show_full(call.scope, send)
        return
    _open[session_id] += 1
    try:
        socket = _Socket(office, here, here.visitor, receive, send)
        await socket.run(app, _own_stream(call.scope, session_id))
    finally:
        _open[session_id] -= 1
        if not _open[session_id]:
            del _open[session_id]


async def _show_full(scope: Scope, send: Send) -> None:
    """Let a socket in just to show its window the page that says why there is none for it."""
    asked = Headers(scope=scope).get("sec-websocket-protocol", "").partition(",")[0].strip()
    await send({"type": "websocket.accept", "subprotocol": asked or None, "headers": []})
    await send({"type": "websocket.send", "bytes": _sent_to(f".{FULL}")})
    await send({"type": "websocket.close", "code": _LATER})


def _sent_to(url: str) -> bytes:
    message = ForwardMsg()
    message.auth_redirect.url = url
    return bytes(message.SerializeToString())


def _refusal(call: Call) -> str:
    if call.path is None:
        return "misleading_path"
    if call.door is None or "WEBSOCKET" not in call.door.methods:
        return "undeclared"
    if not is_own_origin(Headers(scope=call.scope).get("origin", ""), call.here.peer):
        return "foreign_site"
    return "no_session" if call.here.visitor is None else ""


def _own_stream(scope: Scope, session_id: str) -> Scope:
    """Return the handshake without an earlier stream that is not this session's own to take up again."""
    headers: list[tuple[bytes, bytes]] = []
    for name, value in scope["headers"]:
        parts = [part.strip() for part in value.decode("latin-1").split(",")]
        if name == b"sec-websocket-protocol" and len(parts) > _RESUMES:
            kept = parts[_RESUMES] if streams.holds(session_id, parts[_RESUMES]) else ""
            headers.append((name, ", ".join((*parts[:_RESUMES], kept)).encode("latin-1")))
        else:
            headers.append((name, value))
    return {**scope, "headers": headers}


class _Socket:
    """One open socket: every message passes here, both ways."""

    def __init__(self, office: Office, here: Passage, visitor: Visitor, receive: Receive, send: Send) -> None:
        self._office, self._here, self._visitor = office, here, visitor
        self._receive, self._send = receive, send
        self._is_over = self._has_stream = self._is_accepted = False
        self._where = "/"

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        """Hand the socket on, and look every few seconds whether its session still stands."""
        watch = asyncio.create_task(self._watch())
        asker.set(self._here.token)
        try:
            await app(scope, self._next, self._on)
        finally:
            watch.cancel()

    async def _watch(self) -> None:
        while not self._is_over:
            await asyncio.sleep(WATCH_S)
            try:
                if self._is_accepted:
                    await self._check(is_active_use=False)
            except Exception:  # noqa: BLE001  it must outlive a fault of the file
                _log.exception("a session could not be looked up")

    async def _next(self) -> Message:
        """The browser's next message, unless its session is over."""
        message = await self._receive()
        if self._is_over:
            return {"type": "websocket.disconnect", "code": _REFUSED}
        if message["type"] != "websocket.receive":
            return message
        payload = message.get("bytes")
        if payload is None or len(payload) > MOST_BYTES:
            await self._end(_NOT_BYTES if payload is None else _TOO_BIG)
        else:
            await self._hear(understood(payload))
        return {"type": "websocket.disconnect", "code": _REFUSED} if self._is_over else message

    async def _hear(self, said: Said) -> None:
        """Look at the session, then at what is asked for; what no page of ours says ends the socket."""
        self._where = said.where or self._where
        await self._check(is_active_use=said.is_use)
        if self._is_over:
            return
        may_read = said.page not in _PAGES or self._office.rights.allows(
            self._visitor, Action.READ, str(said.page)
        )
        if not said.is_known or not may_read:
            what, thing = ("no_right", f"/{said.page}") if said.is_known else ("unknown_message", None)
            await note(self._office, what, self._here, thing)
            await self._end(_REFUSED)

    async def _check(self, *, is_active_use: bool) -> None:
        """Show the way out when the session is over; begin anew when it may now see something else."""
        known = self._visitor
        held = await visitor_of(
            self._office, self._here.token, address=known.address, is_active_use=is_active_use
        )
        if self._is_over:
            return
        if held is None:
            streams.let_go(known.session_id)
            await self._leave(
                door_url("./", "/sign-in", next_=self._place(), why="ended", **self._language())
            )
        elif (held.role, held.area_code, held.subjects) != (known.role, known.area_code, known.subjects):
            streams.let_go(known.session_id)
            await self._leave("." + self._place())

    def _place(self) -> str:
        """Where this page stands, as the browser tells it; a path of our own or the first page."""
        try:
            parts = urlsplit(self._where)
        except ValueError:
            return "/"
        name = parts.path.rstrip("/").rpartition("/")[2]
        path = f"/{name}" if name in _PAGES else "/"
        return next_path(path + (f"?{parts.query}" if parts.query else ""))

    def _language(self) -> Mapping[str, str]:
        return {"lang": "en"} if "lang=en" in self._where else {}

    async def _leave(self, url: str) -> None:
        """Send the browser elsewhere, so that nothing stays on the screen, and hang up."""
        self._is_over = True
        await self._send({"type": "websocket.send", "bytes": _sent_to(url)})
        await self._send({"type": "websocket.close", "code": _REFUSED})

    async def _end(self, code: int) -> None:
        self._is_over = True
        await self._send({"type": "websocket.close", "code": code})

    async def _on(self, message: Message) -> None:
        """Send on what the pages say, and learn from it what belongs to this session."""
        if self._is_over:
            return
        if message["type"] == "websocket.accept":
            self._is_accepted = True
        elif message["type"] == "websocket.send" and (payload := message.get("bytes")):
            streams.note_files(self._visitor.session_id, payload)
            if not self._has_stream:
                self._learn(payload)
        elif message["type"] == "websocket.close":
            self._is_over = True
        await self._send(message)

    def _learn(self, payload: bytes) -> None:
        told = ForwardMsg.FromString(payload)
        if told.WhichOneof("type") == "new_session":
            self._has_stream = True
            streams.hold(self._visitor.session_id, told.new_session.initialize.session_id)
