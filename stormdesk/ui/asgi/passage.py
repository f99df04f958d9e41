"""What the guard knows of a request that it let through, and whom it asks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Scope

from stormdesk.domain.access.records import Visitor
from stormdesk.door.office import Office
from stormdesk.ui.asgi import cookie
from stormdesk.ui.asgi.peer import Peer
from stormdesk.ui.text import LANGUAGES

_KEY: Final = "stormdesk.passage"
_ask: list[Callable[[], Office]] = []
# The token of whoever speaks over the socket out of which something is done; none outside of sockets.
asker: ContextVar[str | None] = ContextVar("asker", default=None)


@dataclass(frozen=True, slots=True)
class Passage:
    """Who is at the door: from where, with which token, and as whom when he has a session."""

    peer: Peer
    token: str | None = None
    visitor: Visitor | None = None


def register_office(ask: Callable[[], Office] | None) -> None:
    """Plug in whoever holds accounts and sessions; until then nothing passes but the health probe."""
    _ask[:] = [] if ask is None else [ask]


async def office() -> Office | None:
    """Return the open office, None while the system starts."""
    return await to_thread.run_sync(_ask[0]) if _ask else None


def lay_down(scope: Scope, passage: Passage) -> None:
    """Keep what is known with the request."""
    scope[_KEY] = passage


def passage_of(scope: Scope) -> Passage:
    """Return what is known of a request."""
    return scope[_KEY]  # type: ignore[no-any-return]


def cookies_of(scope: Scope) -> dict[str, str]:
    """Return the cookies of a request, the last of each name."""
    return {
        name: value
        for line in Headers(scope=scope).getlist("cookie")
        for name, value in cookie_parser(line).items()
    }


def without_plain_cookies(scope: Scope) -> Scope:
    """Return the request without door cookies that anybody on the network may have planted."""
    kept = [(name, value if name != b"cookie" else _sieved(value)) for name, value in scope["headers"]]
    return {**scope, "headers": kept}


def _sieved(line: bytes) -> bytes:
    parts = (part.strip() for part in line.split(b";"))
    return b"; ".join(part for part in parts if part.split(b"=")[0].decode("latin-1") not in cookie.NAMES)


async def visitor_of(
    office: Office, token: str | None, *, address: str, is_active_use: bool = False
) -> Visitor | None:
    """Return who holds a token at this instant."""
    if token is None:
        return None
    ask = functools.partial(
        office.sessions.visitor_of,
        token,
        at=datetime.now(UTC),
        address=address,
        is_active_use=is_active_use,
    )
    return await to_thread.run_sync(ask)


def language_of(scope: Scope, asked: str = "") -> str:
    """Return the language of whoever calls: as the address says, else as his browser prefers."""
    for part in (asked, *_queried(scope)):
        if part in LANGUAGES:
            return part
    return _preferred(scope)


def spoken(scope: Scope, language: str) -> dict[str, str]:
    """Return what an address must say so that the next page speaks this language too."""
    return {} if language == _preferred(scope) else {"lang": language}


def _preferred(scope: Scope) -> str:
    preferred = Headers(scope=scope).get("accept-language", "")[:2].lower()
    return preferred if preferred in LANGUAGES else LANGUAGES[0]


def _queried(scope: Scope) -> list[str]:
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    return [part.removeprefix("lang=") for part in query.split("&") if part.startswith("lang=")]
