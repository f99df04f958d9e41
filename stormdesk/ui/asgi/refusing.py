"""How the door says no: a plain sentence to people, a word to programs, and a row in the audit."""

from __future__ import annotations

import functools
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from stormdesk.door.audit import Kind, deed_of
from stormdesk.door.office import Office
from stormdesk.errors import N_
from stormdesk.ui.asgi.api_gate import PROBLEM_TYPE
from stormdesk.ui.asgi.door_pages import SEALED, door_page
from stormdesk.ui.asgi.passage import Passage, language_of, spoken
from stormdesk.ui.asgi.paths import door_url, next_path, root_of
from stormdesk.ui.text import catalogue

_log = logging.getLogger("stormdesk.door")
REPEAT_S: Final = 60.0
NOT_SIGNED_IN: Final = N_("请先登录。")
SAID: Final[Mapping[int, str]] = {
    400: N_("请求无法读取。"),
    401: NOT_SIGNED_IN,
    403: N_("您的角色不能打开这一页或使用这项功能。如确有需要,请联系管理员。"),
    404: N_("没有这个地址。"),
    405: N_("这个地址不接受这种方法。"),
    408: N_("内容没有在规定时间内送完。"),
    413: N_("内容过大。"),
    429: N_("请求过于频繁,请稍后再试。"),
    500: N_("系统遇到问题。请把编号 {number} 告诉管理员。"),
    503: N_("系统正在启动,请稍候再试。"),
}
FOREIGN: Final = N_("这个请求来自别的网站,没有执行。请回到本系统的页面再试。")


def is_navigation(scope: Scope) -> bool:
    """Say whether a person's browser asks for a page, not a page for its parts."""
    headers = Headers(scope=scope)
    mode = headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in headers.get("accept", "")


def answer(scope: Scope, status: int, sentence: str = "", **values: object) -> Response:
    """Return a refusal in the manner of whoever asks."""
    language = language_of(scope)
    text = catalogue(language).get(sentence or SAID[status], sentence or SAID[status]).format(**values)
    headers = {**SEALED, "Retry-After": "10"} if status in {429, 503} else dict(SEALED)
    if is_navigation(scope):
        body = door_page("door_refused", language, text=text, home=root_of(scope))
        return HTMLResponse(body, status_code=status, headers=headers)
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": text}
    return JSONResponse(told, status_code=status, headers=headers, media_type=PROBLEM_TYPE)


def to_sign_in(scope: Scope, path: str, *, had_token: bool, is_first: bool) -> Response:
    """Send a person to the sign-in, from where he goes on to what he asked for."""
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    onward = next_path(path + (f"?{query}" if query else ""))
    why = "ended" if had_token and not is_first else ""
    asked = spoken(scope, language_of(scope))
    url = door_url(root_of(scope), "/first" if is_first else "/sign-in", next_=onward, why=why, **asked)
    return RedirectResponse(url, status_code=303, headers={"Cache-Control": "no-store"})


class Repeats:
    """What one session was refused in the last minute: a row for the first time, a count for the rest."""

    def __init__(self, most: int = 500) -> None:
        self._met: OrderedDict[tuple[str, ...], tuple[float, int]] = OrderedDict()
        self._most = most

    def meet(self, key: tuple[str, ...], now_s: float) -> int | None:
        """Count a refusal; returns how many went unwritten before it, None when it stays unwritten too."""
        since_s, count = self._met.get(key, (-math.inf, 0))
        if now_s - since_s < REPEAT_S:
            self._met[key] = (since_s, count + 1)
            return None
        self._met.pop(key, None)
        self._met[key] = (now_s, 0)
        if len(self._met) > self._most:
            self._met.popitem(last=False)
        return count


_repeats = Repeats()


async def note(office: Office | None, what: str, passage: Passage, thing: str | None) -> None:
    """Tell the audit of a refusal; that it cannot be told makes nothing pass."""
    if office is None:
        return
    at, visitor = datetime.now(UTC), passage.visitor
    if visitor is None:
        tell = functools.partial(
            office.audit.stranger, what, at=at, address=passage.peer.address, thing=thing
        )
    else:
        unwritten = _repeats.meet((visitor.session_id, what, thing or ""), time.monotonic())
        if unwritten is None:
            return
        detail = {"unwritten": unwritten} if unwritten else {}
        deed = deed_of(visitor, Kind.REFUSED, what, at=at, is_done=False, thing=thing, detail=detail)
        tell = functools.partial(office.audit.note, deed)
    try:
        await to_thread.run_sync(tell)
    except Exception:  # noqa: BLE001  the refusal stands all the same
        _log.exception("the audit did not take a refusal")
