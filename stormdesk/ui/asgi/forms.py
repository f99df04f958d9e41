"""The door's forms: read within limits, and only when they come from a page that we gave out."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from stormdesk.door.office import Office
from stormdesk.errors import N_
from stormdesk.ui.asgi import cookie
from stormdesk.ui.asgi.door_pages import SEALED, door_page
from stormdesk.ui.asgi.passage import cookies_of, language_of, passage_of, spoken
from stormdesk.ui.asgi.paths import base_path, door_url, next_path, root_of

STALE: Final = N_("页面已过期,请再填一次。")
UNEQUAL: Final = N_("两次输入的新口令不一样。")
MOST_FIELDS: Final = 12
MOST_AT_ONCE: Final = 8
MOST_WAITING: Final = 40
_FORM_TYPE: Final = "application/x-www-form-urlencoded"
_LANGUAGE = re.compile(r"[?&]lang=(\w+)")
_BLANK: Final[Mapping[str, object]] = {
    "said": "",
    "account": "",
    "name": "",
    "is_new": False,
    "openid_url": "",
    "first_url": "",
}
_limiters: list[CapacityLimiter] = []


class StaleForm(Exception):
    """A form that did not come from a page that this browser was given."""


def entrance_limiter() -> CapacityLimiter | None:
    """Return what keeps slow sign-ins apart from everything else; None when too many wait already."""
    if not _limiters:
        _limiters.append(CapacityLimiter(MOST_AT_ONCE))
    is_crowded = _limiters[0].statistics().tasks_waiting >= MOST_WAITING
    return None if is_crowded else _limiters[0]


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form, the first of each name; raises StaleForm when it is not from us."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM_TYPE:
        raise StaleForm
    try:
        text = (await request.body()).decode()
        told = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise StaleForm from error
    fields = {name: values[0] for name, values in told.items()}
    known = cookie.value_of(cookies_of(request.scope), cookie.FORM) or ""
    if not known or not hmac.compare_digest(known.encode(), fields.pop("form", "").encode()):
        raise StaleForm
    return fields


def page(
    request: Request,
    template: str,
    values: Mapping[str, object],
    *,
    status: int = 200,
    headers: Mapping[str, str] = SEALED,
) -> Response:
    """Return one of the door's pages with a form that only this browser can send back."""
    language = asked_language(request)
    known = cookie.value_of(cookies_of(request.scope), cookie.FORM)
    form = known or secrets.token_urlsafe(24)
    told = {**_links(request, language), **_BLANK, "form": form, **values}
    said = HTMLResponse(door_page(template, language, **told), status_code=status, headers=dict(headers))
    if known is None:
        is_secure = passage_of(request.scope).peer.is_secure
        cookie.put(said, cookie.FORM, form, is_secure=is_secure)
    return said


def _links(request: Request, language: str) -> dict[str, object]:
    """Where a page of the door leads: to itself, to itself in the other language, to the first page."""
    onward, door, root = next_asked(request), own_path(request), root_of(request.scope)
    lang = spoken(request.scope, language)
    return {
        "action": door_url(root, door, next_=onward, **lang),
        "other_url": door_url(root, door, next_=onward, lang="zh" if language == "en" else "en"),
        "home": root,
        "spoken": door_url("", "", **lang),
    }


def asked_language(request: Request) -> str:
    """Return the language that the address asks for, itself or where it leads on to."""
    onward = _LANGUAGE.search(request.query_params.get("next", ""))
    is_asked = "lang" in request.query_params
    return language_of(request.scope, onward[1] if onward is not None and not is_asked else "")


def next_asked(request: Request) -> str:
    """Return where the address leads on to."""
    return next_path(request.query_params.get("next", "/"))


def openid_url(request: Request, opened: Office) -> str:
    """Return the way to the county's own identity; empty when there is none."""
    if opened.openid is None:
        return ""
    lang = spoken(request.scope, asked_language(request))
    return door_url(root_of(request.scope), "/oidc/start", next_=next_asked(request), **lang)


def own_path(request: Request) -> str:
    """Return the door's path below the base path."""
    return request.scope["path"].removeprefix(base_path())  # type: ignore[no-any-return]


def onward_url(request: Request) -> str:
    """Return the address after the door, in the language in which the person came in."""
    onward = next_asked(request)
    if asked_language(request) == "en" and "lang=" not in onward:
        onward += ("&" if "?" in onward else "?") + "lang=en"
    return root_of(request.scope) + onward.lstrip("/")
