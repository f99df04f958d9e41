"""Whether a request may pass its door, and if not, on what ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from stormdesk.door.office import Office
from stormdesk.ui.asgi.declared import Door, Need, Owner
from stormdesk.ui.asgi.passage import Passage, passage_of
from stormdesk.ui.asgi.peer import is_own_origin
from stormdesk.ui.asgi.streams import is_own_media, is_own_upload

SAFE = frozenset({"GET", "HEAD"})
_OWNERS: dict[Owner, Callable[[str, dict[str, str]], bool]] = {
    Owner.UPLOAD: is_own_upload,
    Owner.MEDIA: is_own_media,
}


@dataclass(frozen=True, slots=True)
class Call:
    """A request at the door; `path` is None when it is written to mislead, `door` when it is undeclared."""

    scope: Scope
    path: str | None
    door: Door | None
    office: Office | None
    bears_token: bool = False

    @property
    def here(self) -> Passage:
        """Who calls."""
        return passage_of(self.scope)

    @property
    def thing(self) -> str | None:
        """The door as the audit names it, never the path as it was written."""
        return self.door.path if self.door is not None else None


def ground(call: Call) -> tuple[int, str]:
    """Return the status of a refusal and its word for the audit; 0 when the request may pass."""
    return next(_grounds(call), (0, ""))


def _grounds(call: Call) -> Iterator[tuple[int, str]]:
    here, door = call.here, call.door
    if call.path is None:
        yield 400, "misleading_path"
    need = Need.NOBODY if door is None else door.need
    if call.office is None and need not in {Need.TOKEN, Need.EITHER} and call.path != "/healthz":
        yield 503, "starting"
    if need in {Need.SESSION, Need.NOBODY} and here.visitor is None:
        yield 401, "no_session"
    if door is None or need is Need.NOBODY:
        yield 404, "undeclared"
        return
    if call.scope["method"] not in door.methods:
        yield 405, "method"
    if need is not Need.TOKEN and call.scope["method"] not in SAFE and not _is_from_us(call):
        yield 403, "foreign_site"
    if need is Need.EITHER and here.visitor is None and not call.bears_token:
        yield 401, "no_session"
    if not _has_right(call, door) or not _is_owner(call, door):
        yield 403, "no_right"


def _is_from_us(call: Call) -> bool:
    """Whether a page of ours sent this, by headers that only a browser writes."""
    headers = Headers(scope=call.scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in {None, "same-origin"}:
        return False
    return is_own_origin(origin, call.here.peer) if origin is not None else site == "same-origin"


def _has_right(call: Call, door: Door) -> bool:
    office, visitor = call.office, call.here.visitor
    if not door.rights:
        return True
    if office is None or visitor is None:
        return False
    return any(office.rights.allows(visitor, action, thing) for action, thing in door.rights)


def _is_owner(call: Call, door: Door) -> bool:
    """Whether the upload folder or file that the path names belongs to a page of this session."""
    if door.owner is None:
        return True
    found = door.pattern.fullmatch(call.path or "")
    visitor = call.here.visitor
    return (
        found is not None
        and visitor is not None
        and _OWNERS[door.owner](visitor.session_id, found.groupdict())
    )
