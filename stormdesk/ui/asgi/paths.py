"""Paths as the door reads them: below the base path, without tricks, and where to go next."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.types import Scope
from streamlit import config

LONGEST_PATH: Final = 500
LONGEST_NEXT: Final = 400
FULL: Final = "/too-many-windows"
_PLAIN = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
_HIDDEN = re.compile(rb"%(?:2f|5c|00|25|2e)", re.IGNORECASE)
_QUERY = re.compile(r"[\x21-\x7e]*")


def base_path() -> str:
    """Return the prefix under which everything answers: empty, or `/desk` without a slash at the end."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def path_of(scope: Scope) -> str | None:
    """Return the path below the base path as routes see it; None when it is written to mislead."""
    path = str(scope["path"])
    raw = scope.get("raw_path") or b""
    if len(path) > LONGEST_PATH or not _PLAIN.fullmatch(path) or _HIDDEN.search(raw):
        return None
    if "//" in path or any(part in {".", ".."} for part in path.split("/")):
        return None
    base = base_path()
    if base and (path == base or path.startswith(base + "/")):
        return path.removeprefix(base) or "/"
    return path


def next_path(asked: str) -> str:
    """Return where to go after the door: a path of our own with its query, else the first page."""
    try:
        parts = urlsplit(asked)
    except ValueError:
        return "/"
    is_ours = not parts.scheme and not parts.netloc and asked.startswith("/") and not asked.startswith("//")
    path_is_plain = path_of({"path": parts.path, "raw_path": b""}) is not None
    if not is_ours or not path_is_plain or not _QUERY.fullmatch(parts.query) or len(asked) > LONGEST_NEXT:
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def root_of(scope: Scope) -> str:
    """Return the way from a request's address to the first page.

    It is told from where the browser stands, so it holds behind a proxy that cuts a prefix off too.
    """
    path, base = str(scope["path"]), base_path()
    if base and path == base:
        return base.rsplit("/", 1)[1] + "/"
    return "../" * (path.removeprefix(base).count("/") - 1) or "./"


def door_url(root: str, door: str, *, next_: str = "/", **values: str) -> str:
    """Return the address of one of the door's own pages, which leads on to `next_`."""
    told = {**values, **({"next": next_} if next_ != "/" else {})}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in told.items() if value)
    return root + door.lstrip("/") + (f"?{query}" if query else "")
