"""The door's cookies: what they are called, and how they are read and set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

# Over https every cookie bears the prefix: no other host, port or plain-text page can plant one.
SECURE_PREFIX: Final = "__Host-"
SESSION: Final = "stormdesk_session"
TRUSTED: Final = "stormdesk_trusted"
PAIRING: Final = "stormdesk_pairing"
FORM: Final = "stormdesk_form"
OPENID: Final = "stormdesk_openid"
NAMES: Final = (SESSION, TRUSTED, PAIRING, FORM, OPENID)
LONGEST: Final = 200


def session_token(cookies: Mapping[str, str]) -> str | None:
    """Return the session's token among the cookies of a request, if there is one."""
    return value_of(cookies, SESSION)


def value_of(cookies: Mapping[str, str], name: str) -> str | None:
    """Return one of the door's cookies; the https one before the plain one."""
    found = cookies.get(SECURE_PREFIX + name) or cookies.get(name)
    return found if found and len(found) <= LONGEST else None


def put(response: Response, name: str, value: str, *, is_secure: bool, max_age_s: int | None = None) -> None:
    """Lay a cookie into an answer, out of reach of scripts and of other sites."""
    response.set_cookie(
        SECURE_PREFIX + name if is_secure else name,
        value,
        max_age=max_age_s,
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="lax",
    )


def take_back(response: Response, name: str, *, is_secure: bool) -> None:
    """Have the browser forget a cookie."""
    put(response, name, "", is_secure=is_secure, max_age_s=0)
