"""The pad's own page, its list and its entries: reports that a broken link does not lose."""

from __future__ import annotations

import functools
import gzip
import json
from datetime import UTC, datetime
from typing import Final

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from stormdesk.domain.access.records import ROLE_NAMES, Visitor
from stormdesk.door.visit import Visit
from stormdesk.ui.asgi.data import viewer_of
from stormdesk.ui.asgi.door_pages import SEALED, door_page
from stormdesk.ui.asgi.files import zipped
from stormdesk.ui.asgi.passage import language_of, passage_of
from stormdesk.ui.asgi.paths import root_of
from stormdesk.ui.asgi.refusing import SAID
from stormdesk.ui.maps import bundle
from stormdesk.ui.navigation import readable
from stormdesk.ui.pad.entering import Unreadable, read_entry, spoken_answer, take
from stormdesk.ui.pad.listing import listed
from stormdesk.ui.pad.words import texts
from stormdesk.ui.tab_bar import kept_choices, tabs_of
from stormdesk.ui.text import catalogue

LISTS: Final = "/pad/list"
ENTRIES: Final = "/pad/entries"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_AREA_LENGTHS: Final = frozenset({9, 12})


def pad_routes() -> list[BaseRoute]:
    """Return the routes of the pad."""
    return [
        Route("/pad", _pad),
        Route(LISTS, _list),
        Route(ENTRIES, _entries, methods=["POST"]),
    ]


def _visitor(request: Request) -> Visitor:
    visitor = passage_of(request.scope).visitor
    if visitor is None:
        raise HTTPException(401)
    return visitor


def _visit(request: Request) -> Visit:
    visit = viewer_of(_visitor(request))
    if not isinstance(visit, Visit):
        raise HTTPException(503)
    return visit


def _pad(request: Request) -> Response:
    visitor, language = _visitor(request), language_of(request.scope)
    visit = _visit(request)
    own = visitor.held_to
    told = {
        "account": visitor.account_id,
        "language": language,
        "root": root_of(request.scope),
        "areas": _areas(visit, language) if own is None else [],
        "words": texts(language),
    }
    area = visit.county.name_of(own or visit.county.profile.code, language) if own != "" else ""
    body = door_page(
        "pad",
        language,
        told=told,
        visitor=visitor,
        role=ROLE_NAMES[visitor.role],
        area=area,
        tabs=tabs_of(readable(visit.may)),
        kept=kept_choices(request.query_params),
        root=root_of(request.scope),
        script=f"{root_of(request.scope)}{bundle.ASSETS['pad.js'].url}",
    )
    return HTMLResponse(body, headers={**SEALED, "Content-Security-Policy": _POLICY})


def _areas(visit: Visit, language: str) -> list[tuple[str, str]]:
    return [
        (township.code, visit.county.name_of(township.code, language)) for township in visit.county.townships
    ]


def _list(request: Request) -> Response:
    visit, asked = _visit(request), request.query_params.get("area", "")
    if asked and (len(asked) not in _AREA_LENGTHS or not asked.isascii() or not asked.isdecimal()):
        raise HTTPException(400)
    told = listed(visit, language_of(request.scope), asked or None)
    plain = json.dumps(told | {"server_ms": _machine_ms()}, ensure_ascii=False).encode()
    body, encoding = zipped(request, plain, gzip.compress(plain))
    return Response(body, media_type="application/json", headers={**SEALED, **encoding})


async def _entries(request: Request) -> Response:
    body = await request.body()
    return await to_thread.run_sync(functools.partial(_take, request, body))


def _take(request: Request, body: bytes) -> Response:
    language = language_of(request.scope)
    try:
        entry = read_entry(body)
    except Unreadable:
        said = catalogue(language).get(SAID[400], SAID[400])
        return JSONResponse({"taken": False, "sentence": said}, status_code=400, headers=dict(SEALED))
    visit = _visit(request)
    answer = take(visit, entry, at=datetime.now(UTC))
    told = {
        "id": entry.entry_id,
        "taken": answer.is_taken,
        "sentence": spoken_answer(visit, answer, language),
        "server_ms": _machine_ms(),
    }
    return JSONResponse(told, headers=dict(SEALED))


def _machine_ms() -> int:
    return int(datetime.now(UTC).timestamp() * 1000)
