"""Who may speak to the server, and under which prefix it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config

from stormdesk.errors import N_
from stormdesk.ui.asgi.passage import Passage, lay_down, office
from stormdesk.ui.asgi.paths import base_path
from stormdesk.ui.asgi.peer import Networks, Peer, UnknownProxy, is_loopback, peer_of
from stormdesk.ui.asgi.refusing import answer, note

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_SAID: Final[Mapping[str, str]] = {
    "unknown_proxy": UnknownProxy.sentence,
    "foreign_host": N_("本系统不以这个名称对外服务。请核对网址,或请管理员把名称写进 server.allowedHosts。"),
    "not_secure": N_("从别的机器只能经 https 访问。请核对网址,或请管理员检查代理。"),
}


def is_named(host: str, patterns: Iterable[str]) -> bool:
    """Say whether a Host header is one of the names, where a leading `*.` stands for any subdomain."""
    name = _host_name(host)
    return any(_matches(name, pattern.strip().lower()) for pattern in patterns)


def _host_name(host: str) -> str:
    """Return the name in a Host header; empty when there is anything in it but a name and a port."""
    if not _HOST.fullmatch(host):
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return name.endswith(pattern[1:])
    return bool(name) and name == pattern


class HostDoor:
    """Lets in this machine, and over https others that call it by a name in `server.allowedHosts`."""

    def __init__(self, app: ASGIApp, *, proxies: Networks) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with what is known of its sender, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        what = ""
        try:
            peer = peer_of(scope, self._proxies)
            what = _objection(peer)
        except UnknownProxy:
            peer, what = Peer((scope.get("client") or ("", 0))[0], "", is_secure=False), "unknown_proxy"
        here = Passage(peer)
        if not what:
            lay_down(scope, here)
            await self._app(scope, receive, send)
            return
        await note(await office(), what, here, None)
        if scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await answer(scope, 403, _SAID[what])(scope, receive, send)


def _objection(peer: Peer) -> str:
    """Why somebody may not even speak; empty when he may."""
    if is_loopback(peer.address) and is_named(peer.host, _LOOPBACK_NAMES):
        return ""
    if not is_named(peer.host, config.get_option("server.allowedHosts") or ()):
        return "foreign_host"
    return "" if peer.is_secure or is_loopback(peer.address) else "not_secure"


class BasePath:
    """Lets our own routes answer under `server.baseUrlPath`, as the framework's do."""

    def __init__(self, app: ASGIApp, *, own: Iterable[str]) -> None:
        self._app = app
        self._own = frozenset(own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hide the base path from the routes when the request is for one of ours."""
        base = base_path()
        if scope["type"] == "http" and base and self._is_own(scope["path"], base):
            scope = {**scope, "root_path": scope.get("root_path", "") + base}
        await self._app(scope, receive, send)

    def _is_own(self, path: str, base: str) -> bool:
        if not path.startswith(base + "/"):
            return False
        return path[len(base) + 1 :].split("/", 1)[0] in self._own
