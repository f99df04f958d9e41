"""Pairing a screen: it shows a code, somebody who may confirms it, and the screen comes in by itself."""

from __future__ import annotations

import functools
from typing import Final

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from stormdesk.domain.access.records import Role
from stormdesk.door.devices import CODE_LIVES
from stormdesk.door.entrance import enter_device
from stormdesk.door.office import Office
from stormdesk.errors import N_
from stormdesk.ui.asgi import cookie, forms
from stormdesk.ui.asgi.entry import came_from, let_in, with_office
from stormdesk.ui.asgi.passage import cookies_of, passage_of, spoken
from stormdesk.ui.asgi.paths import door_url, root_of
from stormdesk.ui.text import catalogue

REFRESH_S: Final = 5
EXPIRED: Final = N_("配对码已过期,请重新取码。")


def pairing_routes() -> list[BaseRoute]:
    """Return the route at which a screen waits to be let in."""
    return [Route("/pair", with_office(_pair), methods=["GET", "POST"])]


async def _pair(request: Request, opened: Office) -> Response:
    if request.method == "POST":
        return await _asks(request, opened)
    visitor = passage_of(request.scope).visitor
    if visitor is not None and visitor.role is Role.WALL:
        return RedirectResponse(_wall_url(request), status_code=303)
    kept = cookie.value_of(cookies_of(request.scope), cookie.PAIRING)
    if kept is None:
        return forms.page(request, "pair", {"code": ""})
    code, _, secret = kept.partition(".")
    here, origin = passage_of(request.scope), came_from(request)
    done = await to_thread.run_sync(functools.partial(enter_device, opened, secret, **origin))
    if done is not None:
        said = await let_in(request, opened, done, _wall_url(request))
        cookie.take_back(said, cookie.PAIRING, is_secure=here.peer.is_secure)
        return said
    if await to_thread.run_sync(functools.partial(opened.devices.is_waiting, secret, at=origin["at"])):
        return forms.page(request, "pair", {"code": f"{code[:4]} {code[4:]}", "refresh_s": REFRESH_S})
    texts = catalogue(forms.asked_language(request))
    said = forms.page(request, "pair", {"code": "", "said": texts.get(EXPIRED, EXPIRED)})
    cookie.take_back(said, cookie.PAIRING, is_secure=here.peer.is_secure)
    return said


def _wall_url(request: Request) -> str:
    """Return the wall's address as the screen's own address asks for it: how it turns, in which language."""
    if forms.next_asked(request).partition("?")[0] == "/wall":
        return forms.onward_url(request)
    lang = "?lang=en" if forms.asked_language(request) == "en" else ""
    return f"{root_of(request.scope)}wall{lang}"


async def _asks(request: Request, opened: Office) -> Response:
    """Give the screen a code to show and a secret to keep."""
    try:
        await forms.read_form(request)
    except forms.StaleForm:
        texts = catalogue(forms.asked_language(request))
        return forms.page(
            request, "pair", {"code": "", "said": texts.get(forms.STALE, forms.STALE)}, status=400
        )
    here = passage_of(request.scope)
    ask = functools.partial(opened.devices.ask, **came_from(request))
    code, secret = await to_thread.run_sync(ask)
    lang = spoken(request.scope, forms.asked_language(request))
    again = door_url(root_of(request.scope), "/pair", next_=forms.next_asked(request), **lang)
    said = RedirectResponse(again, status_code=303)
    max_age_s = int(CODE_LIVES.total_seconds())
    cookie.put(said, cookie.PAIRING, f"{code}.{secret}", is_secure=here.peer.is_secure, max_age_s=max_age_s)
    return said
