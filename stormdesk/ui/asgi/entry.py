"""The sign-in, the first administrator and the sign-out: pages without script, and what their forms do."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final, TypedDict

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from stormdesk.door.browsers import LIVES
from stormdesk.door.entrance import BUSY, Entered, Refused, enter_first, sign_in
from stormdesk.door.holders import DEVICE
from stormdesk.door.office import Office
from stormdesk.door.sessions import End
from stormdesk.errors import N_
from stormdesk.ui.asgi import cookie, forms, streams
from stormdesk.ui.asgi.door_pages import SEALED
from stormdesk.ui.asgi.forms import STALE, UNEQUAL, StaleForm, entrance_limiter, read_form
from stormdesk.ui.asgi.passage import cookies_of, office, passage_of, spoken
from stormdesk.ui.asgi.paths import FULL, door_url, root_of
from stormdesk.ui.asgi.refusing import answer
from stormdesk.ui.text import catalogue

WHYS: Final = {
    "ended": N_("登录已结束或超时,请重新登录。"),
    "out": N_("已退出。"),
}
CROWDED: Final = N_("这次登录打开的窗口太多,这个窗口没有打开。请关掉不用的窗口,再返回首页。")
Handler = Callable[[Request, Office], Awaitable[Response]]
DEVICE_S: Final = 366 * 24 * 3600


class _From(TypedDict):
    at: datetime
    address: str
    agent: str


def entry_routes() -> list[BaseRoute]:
    """Return the routes by which people come and go."""
    return [
        Route("/sign-in", with_office(_sign_in), methods=["GET", "POST"]),
        Route("/first", with_office(_first), methods=["GET", "POST"]),
        Route("/sign-out", with_office(_sign_out), methods=["GET", "POST"]),
        Route(FULL, _full),
    ]


def _full(request: Request) -> Response:
    return answer(request.scope, 429, CROWDED)


def with_office(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return a route that says that the system is starting as long as there is no office."""

    async def asked(request: Request) -> Response:
        opened = await office()
        return answer(request.scope, 503) if opened is None else await handler(request, opened)

    return asked


async def _sign_in(request: Request, opened: Office) -> Response:
    if request.method == "POST":
        return await _try_sign_in(request, opened)
    if passage_of(request.scope).visitor is not None:
        return RedirectResponse(forms.onward_url(request), status_code=303)
    if await to_thread.run_sync(opened.first.is_only_way):
        return RedirectResponse(_door(request, "/first", next_=forms.next_asked(request)), status_code=303)
    why = WHYS.get(request.query_params.get("why", ""), "")
    openid_url = forms.openid_url(request, opened)
    first_url = _door(request, "/first") if opened.first.is_needed() else ""
    values = {"said": _text(request, why), "is_calm": True, "openid_url": openid_url, "first_url": first_url}
    return forms.page(request, "sign_in", values)


async def _try_sign_in(request: Request, opened: Office) -> Response:
    try:
        fields = await read_form(request)
    except StaleForm:
        return forms.page(request, "sign_in", {"said": _text(request, STALE)}, status=400)
    new, account_id = fields.get("new") or None, fields.get("account", "")
    if new is not None and new != fields.get("again"):
        values = {"said": _text(request, UNEQUAL), "account": account_id, "is_new": True}
        return forms.page(request, "sign_in", values, status=400)
    work = functools.partial(
        sign_in,
        opened,
        account_id,
        fields.get("password", ""),
        trusted=cookie.value_of(cookies_of(request.scope), cookie.TRUSTED),
        new_password=new,
        **came_from(request),
    )
    openid_url = forms.openid_url(request, opened)
    return await _entered(request, opened, work, "sign_in", account=account_id, openid_url=openid_url)


async def _first(request: Request, opened: Office) -> Response:
    if not await to_thread.run_sync(opened.first.is_needed):
        return RedirectResponse(_door(request, "/sign-in", next_=forms.next_asked(request)), status_code=303)
    if request.method != "POST":
        return forms.page(request, "first", {})
    try:
        fields = await read_form(request)
    except StaleForm:
        return forms.page(request, "first", {"said": _text(request, STALE)}, status=400)
    kept = {"account": fields.get("account", ""), "name": fields.get("name", "")}
    if fields.get("password") != fields.get("again"):
        return forms.page(request, "first", {"said": _text(request, UNEQUAL), **kept}, status=400)
    work = functools.partial(
        enter_first,
        opened,
        fields.get("code", ""),
        kept["account"],
        kept["name"],
        fields.get("password", ""),
        **came_from(request),
    )
    return await _entered(request, opened, work, "first", **kept)


def came_from(request: Request) -> _From:
    """Return when and from where a request came, as the door and the audit keep it."""
    return {
        "at": datetime.now(UTC),
        "address": passage_of(request.scope).peer.address,
        "agent": request.headers.get("user-agent", ""),
    }


async def _entered(
    request: Request, opened: Office, work: Callable[[], Entered | Refused], template: str, **kept: str
) -> Response:
    """Do the slow part apart from everything else, and send the person on or show him why not."""
    limiter = entrance_limiter()
    done = (
        Refused(sentence=BUSY, wait_s=5)
        if limiter is None
        else await to_thread.run_sync(work, limiter=limiter)
    )
    if isinstance(done, Entered):
        return await let_in(request, opened, done, forms.onward_url(request))
    status = 429 if done.wait_s else 401
    headers = {**SEALED, "Retry-After": str(done.wait_s)} if done.wait_s else SEALED
    told = {
        name: _text(request, word) if isinstance(word, str) else word for name, word in done.values.items()
    }
    said = _text(request, done.sentence).format(**told)
    values = {"said": said, "is_new": done.needs_new_password, **kept}
    return forms.page(request, template, values, status=status, headers=headers)


async def let_in(request: Request, opened: Office, done: Entered, url: str) -> Response:
    """Hand out the new session's cookie, end the one that this browser had, and send it on."""
    here = passage_of(request.scope)
    if here.visitor is not None:
        await to_thread.run_sync(functools.partial(_end, opened, here.visitor.session_id))
    said = RedirectResponse(url, status_code=303)
    is_secure = here.peer.is_secure
    max_age_s = DEVICE_S if done.visitor.account_id.startswith(DEVICE) else None
    cookie.put(said, cookie.SESSION, done.token, is_secure=is_secure, max_age_s=max_age_s)
    cookie.take_back(said, cookie.FORM, is_secure=is_secure)
    if done.trusted is not None:
        max_age_s = int(LIVES.total_seconds())
        cookie.put(said, cookie.TRUSTED, done.trusted, is_secure=is_secure, max_age_s=max_age_s)
    return said


async def _sign_out(request: Request, opened: Office) -> Response:
    here = passage_of(request.scope)
    if here.visitor is None:
        return answer(request.scope, 401)
    if request.method != "POST":
        return forms.page(request, "sign_out", {"visitor": here.visitor})
    try:
        await read_form(request)
    except StaleForm:
        return forms.page(
            request, "sign_out", {"visitor": here.visitor, "said": _text(request, STALE)}, status=400
        )
    await to_thread.run_sync(functools.partial(_end, opened, here.visitor.session_id))
    lang = spoken(request.scope, forms.asked_language(request))
    said = RedirectResponse(_door(request, "/sign-in", why="out", **lang), status_code=303)
    cookie.take_back(said, cookie.SESSION, is_secure=here.peer.is_secure)
    return said


def _end(opened: Office, session_id: str) -> None:
    opened.sessions.end(session_id, at=datetime.now(UTC), why=End.SIGN_OUT)
    streams.let_go(session_id)


def _door(request: Request, door: str, **told: str) -> str:
    return door_url(root_of(request.scope), door, **told)


def _text(request: Request, sentence: str) -> str:
    return catalogue(forms.asked_language(request)).get(sentence, sentence)
