"""Routes for what changes: the layers that browsers fetch, and the server's own health."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from stormdesk.domain.access.records import Visitor
from stormdesk.ui.asgi.files import holds, zipped
from stormdesk.ui.asgi.passage import passage_of
from stormdesk.ui.maps import layers

_VALUE_LENGTH = 200
_VALUES = 12
_NEVER_STORED = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Health:
    """What a watchdog may know: whether we serve, which data, at which moment, how old."""

    status: str
    data_version: str | None = None
    moment: datetime | None = None
    data_age_s: float | None = None


_health: Callable[[], Health] | None = None


def register_health(ask: Callable[[], Health]) -> None:
    """Plug in whoever knows the state of the data; until then the server says `starting`."""
    global _health  # noqa: PLW0603  one state per server, set once at start
    _health = ask


def register_viewer(make: Callable[[Visitor], object]) -> None:
    """Plug in who makes of a visitor what the layers' source works with; until then it is the visitor."""
    global _viewer  # noqa: PLW0603  one way per server, set once at start
    _viewer = make


def viewer_of(visitor: Visitor) -> object:
    """Return what routes work with on behalf of a visitor."""
    return _viewer(visitor)


def _same(visitor: Visitor) -> object:
    return visitor


_viewer: Callable[[Visitor], object] = _same


def data_routes() -> list[BaseRoute]:
    """Return the routes whose answers change from second to second."""
    return [Route("/healthz", _healthz), Route("/layers/{name}", _layer)]


def _healthz(request: Request) -> Response:
    health = Health(status="starting") if _health is None else _health()
    words: dict[str, object] = {"status": health.status}
    if passage_of(request.scope).visitor is not None:
        words |= asdict(health)
        words["moment"] = None if health.moment is None else health.moment.isoformat()
    code = 200 if health.status == "ok" else 503
    return JSONResponse(words, status_code=code, headers=_NEVER_STORED)


def _layer(request: Request) -> Response:
    visitor = passage_of(request.scope).visitor
    if visitor is None:
        raise HTTPException(401)
    book = layers.layer_book(_viewer(visitor))
    if book is None:
        raise HTTPException(503)
    query = dict(request.query_params)
    since = query.pop("since", "")
    if len(query) > _VALUES or any(len(value) > _VALUE_LENGTH for value in query.values()):
        raise HTTPException(400)
    try:
        answer = book.answer(request.path_params["name"], query, since=since)
    except layers.UnknownLayerError as error:
        raise HTTPException(404) from error
    headers = {"ETag": f'"{answer.version}"', **_NEVER_STORED}
    if answer.body_gzip is None or holds(request, answer.version):
        return Response(status_code=304, headers=headers)
    return _sent(request, answer.body_gzip, headers)


def _sent(request: Request, body_gzip: bytes, headers: dict[str, str]) -> Response:
    plain = b"" if "gzip" in request.headers.get("accept-encoding", "") else gzip.decompress(body_gzip)
    body, encoding = zipped(request, plain, body_gzip)
    return Response(body, media_type="application/json", headers={**headers, **encoding})
