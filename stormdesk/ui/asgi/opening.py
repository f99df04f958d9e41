"""Words on the framework's empty page, which is white for seconds while its scripts come over a slow link."""

from __future__ import annotations

from functools import cache
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stormdesk.errors import N_
from stormdesk.ui.render import html
from stormdesk.ui.text import LANGUAGES, catalogue

_ROOT: Final = b'id="root">'
# Only the framework's own page is called so; the pages of its components are not.
_NAMELESS: Final = b">Streamlit</title"
_OPENING: Final = N_("正在打开指挥台……")


@cache
def _words() -> bytes:
    """The words in every language: which one it will be is known only to the scripts."""
    texts = {language: catalogue(language).get(_OPENING, _OPENING) for language in LANGUAGES}
    told = [{"language": language, "text": text} for language, text in texts.items()]
    return html("opening", {"told": told}).encode()


class Opening:
    """Puts words into the page before the framework's scripts put the first picture there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a page that the framework leaves empty says what is going on."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []

        async def told(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_page(message):
                start = message
            elif start is None:
                await send(message)
            else:
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    await _send(start, b"".join(parts), send)

        await self._app({**scope, "extensions": {}}, receive, told)


def _is_page(start: Message) -> bool:
    headers = Headers(scope=start)
    is_html = headers.get("content-type", "").startswith("text/html")
    return bool(is_html and start["status"] == 200 and "content-encoding" not in headers)


async def _send(start: Message, page: bytes, send: Send) -> None:
    if _NAMELESS in page:
        page = page.replace(_ROOT, _ROOT + _words()).replace(_NAMELESS, b">stormdesk</title")
        headers = MutableHeaders(scope=start)
        headers["Content-Length"] = str(len(page))
        for validator in ("ETag", "Last-Modified"):
            del headers[validator]
    await send(start)
    await send({"type": "http.response.body", "body": page})
