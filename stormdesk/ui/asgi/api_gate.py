"""Who may send what, how often and how much: the checks before a request's content is looked at."""

from __future__ import annotations

import math
import re
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from stormdesk.domain.feed import FeedKind
from stormdesk.errors import N_
from stormdesk.ingest.desk import Desk
from stormdesk.ingest.sources import Source, holder
from stormdesk.ui.text import catalogue

ITEM_BYTES: Final = 10_000_000
FILE_BYTES: Final = 200_000_000
MOST_ITEMS: Final = 10_000
LONGEST_TOKEN: Final = 200
PROBLEM_TYPE: Final = "application/problem+json"
HEADERS: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_KEY = re.compile(r"[\x21-\x7e]{1,200}")

# Sentence and what to do, by status.
SAID: Final[Mapping[int, tuple[str, str]]] = {
    400: (N_("请求无法读取。"), N_("请核对请求的写法,例子见 /api/v1/docs。")),
    401: (N_("没有令牌,或令牌无效。"), N_("请在 Authorization 头里写 Bearer 和县防指发给这个来源的令牌。")),
    403: (N_("这个来源不可以这样做。"), N_("请与县防指核对这个来源是否启用、可以送哪些数据。")),
    404: (N_("没有这个地址或这次导入。"), N_("地址见 /api/v1/docs;只能查自己送来的导入。")),
    405: (N_("这个地址不接受这种方法。"), N_("可用的方法见 Allow 头。")),
    409: (N_("同一个 Idempotency-Key 的请求正在处理。"), N_("请稍后用同一个键重发。")),
    413: (N_("内容过大。"), N_("请分批发送;文件至多 200 MB,其余至多 10 MB、10000 条。")),
    415: (
        N_("不接受这种内容类型或编码。"),
        N_("请用 application/json 或 application/x-ndjson,可用 gzip;其他格式发到 /api/v1/files。"),
    ),
    422: (N_("内容不合要求。"), N_('请发送 JSON 数组,或 {"items": […]},1 到 10000 条;键不可换内容重用。')),
    429: (N_("发送过于频繁。"), N_("请等 Retry-After 头所说的秒数再发。")),
    503: (N_("系统正在启动或数据文件有故障。"), N_("请稍后重发;重发不会重复记录。")),
}


class Refusal(Exception):
    """A request that is not looked at any further, with the status that says why."""

    def __init__(self, status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def language_of(request: Request) -> str:
    """Return the language that the sender reads: English where it asks for it, Chinese otherwise."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def refused(request: Request, refusal: Refusal) -> Response:
    """Say in a sentence why a request was refused, and what to do."""
    texts = catalogue(language_of(request))
    sentence, do = SAID[refusal.status]
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": texts.get(sentence, sentence),
        "do": texts.get(do, do),
    }
    if refusal.detail:
        told["reason"] = texts.get(refusal.detail, refusal.detail)
    return JSONResponse(
        told, status_code=refusal.status, headers={**HEADERS, **refusal.headers}, media_type=PROBLEM_TYPE
    )


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_s: float


class Buckets:
    """One bucket of requests per source, filled evenly through the minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def wait_s(self, source_id: str, per_min: int, *, now_s: float) -> float:
        """Take one request out; returns 0, or how many seconds to wait for the next."""
        rate = per_min / 60
        with self._lock:
            bucket = self._buckets.setdefault(source_id, _Bucket(float(per_min), now_s))
            bucket.tokens = min(float(per_min), bucket.tokens + max(0.0, now_s - bucket.at_s) * rate)
            bucket.at_s = now_s
            if bucket.tokens >= 1:
                bucket.tokens -= 1
                return 0.0
            return (1 - bucket.tokens) / rate


def sender_of(request: Request, desk: Desk) -> Source:
    """Return the source whose token the request bears."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST_TOKEN:
        raise Refusal(401, headers={"WWW-Authenticate": "Bearer"})
    source = holder(desk.store, token)
    if source is None:
        raise Refusal(401, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if not source.is_active:
        raise Refusal(403, N_("这个来源已停用。"))
    return source


def check_scope(source: Source, kind: FeedKind | None) -> None:
    """Refuse what the source may not bring."""
    if kind is not None and kind not in source.kinds:
        raise Refusal(403, N_("这个来源不可以送这类数据。"))


def check_rate(source: Source, buckets: Buckets, *, now_s: float) -> None:
    """Refuse a source that asks too often."""
    wait_s = buckets.wait_s(source.source_id, source.max_per_min, now_s=now_s)
    if wait_s > 0:
        raise Refusal(429, headers={"Retry-After": str(math.ceil(wait_s))})


def key_of(request: Request) -> str | None:
    """Return the key under which a repeated request gets the same answer."""
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Refusal(400, N_("Idempotency-Key 应为 1 到 200 个可见 ASCII 字符。"))
    return key


async def body_of(request: Request, most_bytes: int) -> bytes:
    """Read the content while it comes in, unpacked, and stop as soon as it is too large."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip"}:
        raise Refusal(415)
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length[:20]) > most_bytes:
        raise Refusal(413)
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    parts, size = [], 0
    async for part in request.stream():
        plain = part if unpack is None else _unpacked(unpack, part, most_bytes - size)
        size += len(plain)
        if size > most_bytes:
            raise Refusal(413)
        parts.append(plain)
    if unpack is not None and (not unpack.eof or unpack.unused_data):
        raise Refusal(400, N_("gzip 内容不完整或有多余部分。"))
    return b"".join(parts)


def _unpacked(unpack: zlib._Decompress, part: bytes, room: int) -> bytes:
    """Unpack no more than one byte over what is allowed, however small the part."""
    try:
        return unpack.decompress(part, room + 1)
    except zlib.error as error:
        raise Refusal(400, N_("gzip 内容已损坏。")) from error
