"""The one table of doors: every path that the server answers, and who may pass it. The rest is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from starlette.routing import compile_path
from streamlit import config

from stormdesk.domain.access.records import Action
from stormdesk.ui.asgi.api_gate import FILE_BYTES, ITEM_BYTES
from stormdesk.ui.asgi.paths import FULL
from stormdesk.ui.navigation import SCREENS

Right = tuple[Action, str]
FORM_BYTES: Final = 8_000
BODY_S: Final = 15.0
LONG_BODY_S: Final = 300.0
_FRAMING_BYTES: Final = 1_000_000
_READING: Final = frozenset({"GET", "HEAD"})
_FORM: Final = frozenset({"GET", "HEAD", "POST"})
_ANY: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PAD: Final = tuple(
    (Action.RECORD, subject) for subject in ("evacuee", "vessel", "site", "shelter", "responsible_person")
)
_UPLOADS: Final = ((Action.MANAGE, "imports"), (Action.MANAGE, "boundaries"))


class Need(StrEnum):
    """What must be shown at a door."""

    OPEN = "open"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105  a word, not a secret
    EITHER = "session or token"
    NOBODY = "nobody"


class Owner(StrEnum):
    """Whose a thing must be besides: a page's own upload folder, or a file that a page of one's own shows."""

    UPLOAD = "upload"
    MEDIA = "media"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One door; of several rights any one is enough, none at all means whoever has a session.

    `is_use` keeps a session awake, `is_kept` may lie in the browser's store, `is_quiet` is refused to
    people with a session without a row in the audit.
    """

    path: str
    need: Need = Need.SESSION
    rights: tuple[Right, ...] = ()
    methods: frozenset[str] = _READING
    owner: Owner | None = None
    most_bytes: int = 0
    body_s: float = BODY_S
    is_use: bool = False
    is_kept: bool = False
    is_quiet: bool = False
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Compile the path in the manner of the router, so that both read it alike."""
        object.__setattr__(self, "pattern", compile_path(self.path)[0])


def _page_doors() -> Iterator[Door]:
    yield Door(path="/", is_use=True)
    for screen in SCREENS:
        yield Door(path=f"/{screen.name}", rights=((Action.READ, screen.name),), is_use=True)


def _own_doors() -> Iterator[Door]:
    for path in ("/sign-in", "/first", "/pair"):
        yield Door(path=path, need=Need.OPEN, methods=_FORM, most_bytes=FORM_BYTES)
    for path in ("/oidc/start", "/oidc/callback"):
        yield Door(path=path, need=Need.OPEN)
    yield Door(path="/healthz", need=Need.OPEN)
    yield Door(path=FULL)
    yield Door(path="/sign-out", methods=_FORM, most_bytes=FORM_BYTES)
    yield Door(path="/layers/{name}", rights=((Action.READ, "wall"),))
    for path in ("/vendor/{rest:path}", "/assets/{name}", "/shapes/{name}", "/tiles/{zoom}/{column}/{row}"):
        yield Door(path=path, is_kept=True)


def _pad_doors() -> Iterator[Door]:
    """The pad: its page and its entries are a person's use, its list is fetched anew by itself."""
    yield Door(path="/pad", rights=_PAD, is_use=True)
    yield Door(path="/pad/list", rights=_PAD)
    yield Door(
        path="/pad/entries", rights=_PAD, methods=frozenset({"POST"}), most_bytes=FORM_BYTES, is_use=True
    )


def _api_doors() -> Iterator[Door]:
    for path in ("/api/v1/docs", "/api/v1/openapi.json"):
        yield Door(path=path, need=Need.EITHER)
    yield Door(path="/api/v1/files", need=Need.TOKEN, methods=_ANY, most_bytes=FILE_BYTES, body_s=LONG_BODY_S)
    yield Door(path="/api/{rest:path}", need=Need.TOKEN, methods=_ANY, most_bytes=ITEM_BYTES, body_s=60.0)


def _framework_doors() -> Iterator[Door]:
    """What the pages' own script needs of the framework, and what nobody needs."""
    for path in ("/static/{rest:path}", "/favicon.png", "/component/{rest:path}"):
        yield Door(path=path, is_kept=True)
    yield Door(path="/_stcore/bidi-components/{rest:path}", is_kept=True)
    yield Door(path="/_stcore/health")
    yield Door(path="/_stcore/host-config")
    yield Door(path="/_stcore/stream", methods=frozenset({"WEBSOCKET"}))
    yield Door(path="/media/{file_id}", owner=Owner.MEDIA)
    yield Door(
        path="/_stcore/upload_file/{session_id}/{file_id}",
        methods=frozenset({"PUT", "DELETE"}),
        rights=_UPLOADS,
        owner=Owner.UPLOAD,
        most_bytes=int(config.get_option("server.maxUploadSize")) * 1024 * 1024 + _FRAMING_BYTES,
        body_s=LONG_BODY_S,
        is_use=True,
    )


def _shut_doors() -> Iterator[Door]:
    """The framework's metrics, agents and sign-in of its own, and pages by the names of their files."""
    for path in ("/_stcore/metrics", "/_stcore/agent/{rest:path}", "/_stcore/script-health-check"):
        yield Door(path=path, need=Need.NOBODY)
    for path in ("/auth/login", "/auth/logout", "/oauth2callback", "/app/static/{rest:path}"):
        yield Door(path=path, need=Need.NOBODY)
    for path in ("/index.html", "/manifest.json"):
        yield Door(path=path, need=Need.NOBODY)
    # The framework's script tries these below each page before it tries them at the root.
    for path in ("/{page}/_stcore/health", "/{page}/_stcore/host-config"):
        yield Door(path=path, need=Need.NOBODY, is_quiet=True)


def doors() -> tuple[Door, ...]:
    """Return the table; of two doors that fit, the first one counts."""
    return (*_own_doors(), *_pad_doors(), *_api_doors(), *_framework_doors(), *_shut_doors(), *_page_doors())


def door_at(table: tuple[Door, ...], path: str) -> Door | None:
    """Return the door of a path, None when it is not declared."""
    return next((door for door in table if door.pattern.fullmatch(path)), None)
