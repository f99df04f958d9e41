"""The guard before everything that the server answers: nothing passes that the table does not let pass."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stormdesk.ui.asgi import cookie, passage
from stormdesk.ui.asgi.api_gate import Refusal
from stormdesk.ui.asgi.declared import Door, Need, door_at, doors
from stormdesk.ui.asgi.judging import SAFE, Call, ground
from stormdesk.ui.asgi.limits import Intake, TooMuch, check_length
from stormdesk.ui.asgi.passage import passage_of
from stormdesk.ui.asgi.paths import path_of
from stormdesk.ui.asgi.refusing import FOREIGN, answer, is_navigation, note, to_sign_in
from stormdesk.ui.asgi.socket_door import keep_socket

_log = logging.getLogger("stormdesk.door")


class SessionDoor:
    """Lets in who may pass the door of a path, and says no to everybody else."""

    def __init__(self, app: ASGIApp, *, bears_token: Callable[[Request], bool]) -> None:
        self._app = app
        self._bears_token = bears_token
        self._doors = doors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        call = await self._call(scope)
        if scope["type"] == "websocket":
            await keep_socket(self._app, call, receive, send)
            return
        said = await self._refusal(call)
        if said is None:
            await self._let_in(call, receive, send)
        else:
            await said(call.scope, receive, send)

    async def _call(self, scope: Scope) -> Call:
        """Return the request with its door, and the visitor whose session its cookie opens."""
        here = passage_of(scope)
        if here.peer.is_secure:
            scope = passage.without_plain_cookies(scope)
        path = path_of(scope)
        door = None if path is None else door_at(self._doors, path)
        office = await passage.office()
        token, visitor = cookie.session_token(passage.cookies_of(scope)), None
        if office is not None and token is not None:
            visitor = await passage.visitor_of(
                office, token, address=here.peer.address, is_active_use=door is not None and door.is_use
            )
        passage.lay_down(scope, replace(here, token=token, visitor=visitor))
        is_asked = door is not None and door.need is Need.EITHER and visitor is None
        return Call(scope, path, door, office, bears_token=is_asked and await self._has_token(scope))

    async def _has_token(self, scope: Scope) -> bool:
        try:
            return await to_thread.run_sync(self._bears_token, Request(scope))
        except Refusal:
            return False

    async def _refusal(self, call: Call) -> Response | None:
        """Return the answer of a shut door, noted in the audit; None when it is open to this request."""
        status, what = ground(call)
        if not status:
            return None
        is_quiet = call.door is not None and call.door.is_quiet and call.here.visitor is not None
        if call.office is not None and not is_quiet:
            await note(call.office, what, call.here, call.thing)
        if status == 401 and call.scope["method"] in SAFE and is_navigation(call.scope):
            return await _way_in(call)
        return answer(call.scope, status, FOREIGN if what == "foreign_site" else "")

    async def _let_in(self, call: Call, receive: Receive, send: Send) -> None:
        """Pass the request on within its limits; what goes wrong behind the door shows no details."""
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _seal(MutableHeaders(scope=message), call.door, is_secure=call.here.peer.is_secure)
            await send(message)

        try:
            await self._within_limits(call, receive, send_on)
        except TooMuch as error:
            await note(call.office, "too_much", call.here, call.thing)
            said = answer(call.scope, error.status)
        except ClientDisconnect:
            return
        except Exception:  # noqa: BLE001  the traceback goes to the log, the sentence to the person
            number = uuid4().hex[:8]
            _log.exception("incident %s at %s", number, call.thing)
            said = answer(call.scope, 500, number=number)
        else:
            if status in {401, 403} and call.door is not None and call.door.need is Need.TOKEN:
                await note(call.office, "bad_token", call.here, call.thing)
            return
        if not status:
            await said(call.scope, receive, send)

    async def _within_limits(self, call: Call, receive: Receive, send: Send) -> None:
        most_bytes, body_s = (0, 0.0) if call.door is None else (call.door.most_bytes, call.door.body_s)
        check_length(call.scope, most_bytes)
        await self._app(call.scope, Intake(receive, most_bytes=most_bytes, body_s=body_s), send)


async def _way_in(call: Call) -> Response:
    """Send a person to the sign-in; before there is any account, to where the first one is made."""
    here = call.here
    is_first = call.office is not None and await to_thread.run_sync(call.office.first.is_only_way)
    said = to_sign_in(call.scope, call.path or "/", had_token=here.token is not None, is_first=is_first)
    if here.token is not None:
        cookie.take_back(said, cookie.SESSION, is_secure=here.peer.is_secure)
    return said


def _seal(headers: MutableHeaders, door: Door | None, *, is_secure: bool) -> None:
    """Keep answers out of shared stores, and cookies off the plain way."""
    if door is None or not door.is_kept:
        headers["Cache-Control"] = "no-store"
    elif "public" in headers.get("cache-control", ""):
        headers["Cache-Control"] = headers["cache-control"].replace("public", "private")
    if is_secure:
        told = headers.getlist("set-cookie")
        del headers["set-cookie"]
        for line in told:
            headers.append("set-cookie", line if "secure" in line.lower() else f"{line}; Secure")
