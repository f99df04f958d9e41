"""The API by which other systems send events, positions, readings, warnings and files."""

from __future__ import annotations

import functools
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.geo import Datum
from stormdesk.errors import N_, StoreBroken
from stormdesk.ingest.delivery import Delivery, DeliveryReason, Taken, take, take_items
from stormdesk.ingest.delivery.items import check_items
from stormdesk.ingest.delivery.taking import ground_of
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.sources import Source
from stormdesk.ui.asgi import api_gate as gate
from stormdesk.ui.asgi.api_answers import batch_said
from stormdesk.ui.asgi.api_gate import HEADERS, Buckets, Refusal
from stormdesk.ui.asgi.api_keys import Keys
from stormdesk.ui.asgi.api_look import import_told, status_told
from stormdesk.ui.asgi.api_spec import docs_page, specification
from stormdesk.ui.text import catalogue

JSON_TYPES: Final = {"application/json": False, "application/x-ndjson": True, "application/jsonl": True}
ITEM_KINDS: Final = (FeedKind.EVENTS, FeedKind.POSITIONS, FeedKind.READINGS, FeedKind.WARNINGS)
LONGEST_NAME: Final = 200
Answer = Callable[[Request, "_Asked"], Awaitable[Response]]

_buckets = Buckets()
_keys = Keys()
_desk: Callable[[], Desk] | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request that passed the gate."""

    desk: Desk
    source: Source


def register_api(ask: Callable[[], Desk]) -> None:
    """Plug in whoever holds the data; until then the API says that the system is starting."""
    global _desk  # noqa: PLW0603  one desk per server, set once at start
    _desk = ask


def bears_token(request: Request) -> bool:
    """Say whether a request bears the token of a feed; raises Refusal when it does not."""
    return _desk is not None and gate.sender_of(request, _desk()).is_active


def api_routes() -> list[BaseRoute]:
    """Return the routes of the API; whatever is not among them is answered in the same manner."""
    items = [
        _route(f"/api/v1/{kind}", functools.partial(_items, kind=kind), method="POST", kind=kind)
        for kind in ITEM_KINDS
    ]
    return [
        *items,
        _route("/api/v1/files", _file, method="POST"),
        _route("/api/v1/imports/{import_id}", _import, method="GET"),
        _route("/api/v1/status", _status, method="GET"),
        Route("/api/v1/openapi.json", _openapi),
        Route("/api/v1/docs", _docs),
        Route("/api/{rest:path}", _nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ]


def _route(path: str, answer: Answer, *, method: str, kind: FeedKind | None = None) -> Route:
    """Return a route behind the gate: method, token, scope and rate are checked in this order."""

    async def guarded(request: Request) -> Response:
        try:
            return await answer(request, await _admitted(request, method, kind))
        except Refusal as refusal:
            return gate.refused(request, refusal)
        except ClientDisconnect:
            return gate.refused(request, Refusal(400))
        except StoreBroken:
            return gate.refused(request, Refusal(503, headers={"Retry-After": "60"}))

    return Route(path, guarded, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])


async def _admitted(request: Request, method: str, kind: FeedKind | None) -> _Asked:
    if request.method not in {method, "HEAD" if method == "GET" else method}:
        raise Refusal(405, headers={"Allow": method})
    if _desk is None:
        raise Refusal(503, headers={"Retry-After": "10"})
    opened = await to_thread.run_sync(_desk)
    source = await to_thread.run_sync(gate.sender_of, request, opened)
    gate.check_scope(source, kind)
    gate.check_rate(source, _buckets, now_s=time.monotonic())
    return _Asked(opened, source)


async def _items(request: Request, asked: _Asked, *, kind: FeedKind) -> Response:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in JSON_TYPES:
        raise Refusal(415)
    key = gate.key_of(request)
    body = await gate.body_of(request, gate.ITEM_BYTES)
    items = _listed(body, by_line=JSON_TYPES[media])
    work = functools.partial(_take_items, asked, kind, body, items)
    return await _answered(request, asked, key, hashlib.sha256(kind.encode() + body).hexdigest(), work)


def _listed(body: bytes, *, by_line: bool) -> list[Any]:
    try:
        text = body.decode("utf-8-sig")
        if by_line:
            told: Any = [_parsed(line) for line in text.split("\n") if line.strip()]
        else:
            told = _parsed(text)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, N_("内容不是 UTF-8 的 JSON。")) from error
    if isinstance(told, dict) and set(told) == {"items"}:
        told = told["items"]
    if not isinstance(told, list) or not told:
        raise Refusal(422)
    if len(told) > gate.MOST_ITEMS:
        raise Refusal(413)
    return told


def _parsed(text: str) -> Any:  # noqa: ANN401  JSON may be anything
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(text, parse_constant=refuse)


def _delivery(asked: _Asked, name: str, body: bytes, datum: Datum | None = None) -> Delivery:
    return Delivery(
        name=name,
        data=body,
        source_id=asked.source.source_id,
        by=f"API {asked.source.source_id}",
        received_at=datetime.now(UTC),
        kinds=asked.source.kinds,
        datum=datum,
    )


def _take_items(asked: _Asked, kind: FeedKind, body: bytes, items: list[Any]) -> Taken:
    delivery = _delivery(asked, f"POST /api/v1/{kind}", body)
    ground = ground_of(asked.desk, delivery)
    answers = check_items(kind, items, ground, asked.desk.ledger.statuses)
    taken = take_items(asked.desk, delivery, kind, answers)
    named = (replace(item, id=item.id or _own_name(items[item.index])) for item in taken.items)
    return replace(taken, items=tuple(named))


def _own_name(item: object) -> str | None:
    """What a refused item calls itself, so that its sender finds it."""
    told = (item.get("event_id") or item.get("warning_id")) if isinstance(item, dict) else None
    return told[:LONGEST_NAME].encode("utf-8", "replace").decode() if isinstance(told, str) else None


def _declared(request: Request) -> Datum | None:
    told = request.query_params.get("datum", "").strip().lower()
    if told and told not in set(Datum):
        raise Refusal(422, DeliveryReason.UNKNOWN_DATUM)
    return Datum(told) if told else None


async def _file(request: Request, asked: _Asked) -> Response:
    key = gate.key_of(request)
    name = request.query_params.get("name", "").strip() or "file"
    name = "".join(mark for mark in name.rsplit("/", 1)[-1] if mark.isprintable())[:LONGEST_NAME] or "file"
    datum = _declared(request)
    body = await gate.body_of(request, gate.FILE_BYTES)
    if not body:
        raise Refusal(422, N_("文件是空的"))
    digest = await to_thread.run_sync(
        lambda: hashlib.sha256(f"{name}\0{datum or ''}\0".encode() + body).hexdigest()
    )
    work = functools.partial(take, asked.desk, _delivery(asked, name, body, datum))
    return await _answered(request, asked, key, digest, work)


async def _answered(
    request: Request, asked: _Asked, key: str | None, digest: str, work: Callable[[], Taken]
) -> Response:
    """Do the work once per key, and answer a repeated key as the first time."""
    texts = catalogue(gate.language_of(request))

    def done() -> tuple[int, str]:
        said = batch_said(work(), lambda text: texts.get(text, text))
        return 200, said.model_dump_json()

    status, answer, is_replay = await to_thread.run_sync(
        functools.partial(_keys.once, asked.desk.store, asked.source.source_id, key, digest, done)
    )
    replay = {"Idempotent-Replayed": "true"} if is_replay else {}
    return Response(answer, status_code=status, media_type="application/json", headers={**HEADERS, **replay})


async def _import(request: Request, asked: _Asked) -> Response:
    texts = catalogue(gate.language_of(request))
    told = await to_thread.run_sync(
        import_told, asked.desk, asked.source, request.path_params["import_id"], texts
    )
    if told is None:
        raise Refusal(404)
    return JSONResponse(told.model_dump(mode="json"), headers=HEADERS)


async def _status(_request: Request, asked: _Asked) -> Response:
    told = await to_thread.run_sync(status_told, asked.desk, asked.source, datetime.now(UTC))
    return JSONResponse(told.model_dump(mode="json"), headers=HEADERS)


def _openapi(_request: Request) -> Response:
    return JSONResponse(specification(), headers=HEADERS)


def _docs(request: Request) -> Response:
    base = str(request.scope.get("root_path", ""))
    return HTMLResponse(docs_page(request.query_params.get("lang", ""), base), headers=HEADERS)


def _nothing(request: Request) -> Response:
    return gate.refused(request, Refusal(404))
