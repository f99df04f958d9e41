"""The framework's own scripts and styles, sent compressed: over a slow link they are most of the load."""

from __future__ import annotations

import functools
import gzip
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stormdesk.ui.asgi.paths import path_of

_FOLDER: Final = "/static/"
_SUFFIXES: Final = (".js", ".css")
_LEAST_BYTES: Final = 1_000
_MOST_FILES: Final = 400


class Squeezed:
    """Compresses each of the framework's files once; their names change with their content."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept = functools.lru_cache(maxsize=_MOST_FILES)(gzip.compress)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer in fewer bytes where the browser can read them."""
        if not _is_ours(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []

        async def gather(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            parts.append(message.get("body", b""))
            if start is not None and not message.get("more_body", False):
                await self._send(start, b"".join(parts), send)

        await self._app({**scope, "extensions": {}}, receive, gather)

    async def _send(self, start: Message, plain: bytes, send: Send) -> None:
        headers, body = MutableHeaders(scope=start), plain
        if start["status"] == 200 and len(plain) >= _LEAST_BYTES and "content-encoding" not in headers:
            body = await to_thread.run_sync(self._kept, plain)
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _is_ours(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path, headers = path_of(scope) or "", Headers(scope=scope)
    is_squeezable = path.startswith(_FOLDER) and path.endswith(_SUFFIXES) and "range" not in headers
    return is_squeezable and "gzip" in headers.get("accept-encoding", "")
