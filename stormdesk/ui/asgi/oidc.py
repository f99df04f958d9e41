"""The way over the county's own identity: to its provider, and back with an answer that counts once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from stormdesk.door.entrance import BUSY, Entered, Refused
from stormdesk.door.office import Office
from stormdesk.door.oidc import AWAY_S
from stormdesk.door.oidc_entrance import enter_openid
from stormdesk.errors import N_, ProviderDown
from stormdesk.ui.asgi import cookie, forms
from stormdesk.ui.asgi.door_pages import SEALED
from stormdesk.ui.asgi.entry import came_from, let_in, with_office
from stormdesk.ui.asgi.passage import cookies_of, passage_of
from stormdesk.ui.asgi.paths import base_path, door_url, next_path, root_of
from stormdesk.ui.asgi.refusing import answer
from stormdesk.ui.text import catalogue

T = TypeVar("T")
CALLBACK: Final = "/oidc/callback"
LONGEST: Final = 2000
NOT_LET: Final = N_("统一身份认证没有让您登录。")


def oidc_routes() -> list[BaseRoute]:
    """Return the routes to the provider and back; without a provider they say that there is nothing."""
    return [
        Route("/oidc/start", with_office(_start), methods=["GET"]),
        Route(CALLBACK, with_office(_callback), methods=["GET"]),
    ]


async def _start(request: Request, opened: Office) -> Response:
    if opened.openid is None:
        return answer(request.scope, 404)
    onward = forms.next_asked(request)
    if forms.asked_language(request) == "en" and "lang=" not in onward:
        onward += ("&" if "?" in onward else "?") + "lang=en"
    leave = functools.partial(
        opened.openid.leave,
        redirect_url=opened.settings.oidc_redirect or _own_address(request),
        onward=onward,
        address=passage_of(request.scope).peer.address,
    )
    try:
        leaving = await _apart(leave)
    except ProviderDown as error:
        return _turned_away(request, Refused(sentence=error.sentence), onward, status=503)
    if leaving is None:
        return _turned_away(request, Refused(sentence=BUSY, wait_s=5), onward, status=429)
    said = RedirectResponse(leaving.url, status_code=303, headers={"Cache-Control": "no-store"})
    is_secure = passage_of(request.scope).peer.is_secure
    cookie.put(said, cookie.OPENID, leaving.browser, is_secure=is_secure, max_age_s=AWAY_S)
    return said


async def _callback(request: Request, opened: Office) -> Response:
    if opened.openid is None:
        return answer(request.scope, 404)
    enter = functools.partial(
        enter_openid,
        opened,
        state=request.query_params.get("state", "")[:LONGEST],
        code=request.query_params.get("code", "")[: LONGEST + 1],
        browser=cookie.value_of(cookies_of(request.scope), cookie.OPENID),
        **came_from(request),
    )
    done, onward = await _apart(enter) or (Refused(sentence=BUSY, wait_s=5), "/")
    onward = next_path(onward)
    if isinstance(done, Entered):
        said = await let_in(request, opened, done, root_of(request.scope) + onward.lstrip("/"))
    else:
        if "error" in request.query_params:
            done = Refused(sentence=NOT_LET)
        said = _turned_away(request, done, onward, status=429 if done.wait_s else 401)
    cookie.take_back(said, cookie.OPENID, is_secure=passage_of(request.scope).peer.is_secure)
    return said


async def _apart(work: Callable[[], T]) -> T | None:
    """Do what waits for another machine apart from everything else; None when too many wait already."""
    limiter = forms.entrance_limiter()
    return None if limiter is None else await to_thread.run_sync(work, limiter=limiter)


def _own_address(request: Request) -> str:
    peer = passage_of(request.scope).peer
    return f"{'https' if peer.is_secure else 'http'}://{peer.host}{base_path()}{CALLBACK}"


def _turned_away(request: Request, done: Refused, onward: str, *, status: int) -> Response:
    """Show the sign-in with the reason; passwords work whatever the provider does."""
    root = root_of(request.scope)
    language = "en" if "lang=en" in onward else forms.asked_language(request)
    words = catalogue(language)
    values = {
        "said": words.get(done.sentence, done.sentence).format(**done.values),
        "action": door_url(root, "/sign-in", next_=onward),
        "other_url": door_url(root, "/sign-in", next_=onward, lang="zh" if language == "en" else "en"),
        "openid_url": door_url(root, "/oidc/start", next_=onward),
    }
    headers = {**SEALED, "Retry-After": str(done.wait_s)} if done.wait_s else SEALED
    return forms.page(request, "sign_in", values, status=status, headers=headers)
