"""Who may speak to the server, and under which prefix it answers."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(address: str) -> bool:
    """Say whether an address of a peer is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def is_named(host: str, patterns: Iterable[str]) -> bool:
    """Say whether a Host header is one of the names, where a leading `*.` stands for any subdomain."""
    name = _host_name(host)
    return any(_matches(name, pattern.strip().lower()) for pattern in patterns)


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return name.endswith(pattern[1:])
    return bool(name) and name == pattern


class LoopbackDoor:
    """Lets in peers on this machine, and those that call it by a name in `server.allowedHosts`; else 403."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"} or _may_enter(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await PlainTextResponse("only this machine may enter", status_code=403)(scope, receive, send)


def _may_enter(scope: Scope) -> bool:
    host = Headers(scope=scope).get("host", "")
    if is_named(host, config.get_option("server.allowedHosts") or ()):
        return True
    peer = scope.get("client")
    return peer is not None and is_loopback(peer[0]) and is_named(host, _LOOPBACK_NAMES)


class BasePath:
    """Lets our own routes answer under `server.baseUrlPath`, as the framework's do."""

    def __init__(self, app: ASGIApp, *, own: Iterable[str]) -> None:
        self._app = app
        self._own = frozenset(own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hide the base path from the routes when the request is for one of ours."""
        base = "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")
        if scope["type"] == "http" and base != "/" and self._is_own(scope["path"], base):
            scope = {**scope, "root_path": scope.get("root_path", "") + base}
        await self._app(scope, receive, send)

    def _is_own(self, path: str, base: str) -> bool:
        if not path.startswith(base + "/"):
            return False
        return path[len(base) + 1 :].split("/", 1)[0] in self._own
