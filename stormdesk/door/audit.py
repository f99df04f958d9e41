"""The audit: who did what at the door and behind it, one row after another, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from stormdesk.domain.access.records import Visitor
from stormdesk.store import Store


class Kind(StrEnum):
    """What kind of deed a row tells."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    REFUSED = "refused"
    UNMASK = "unmask"
    EXPORT = "export"
    IMPORT = "import"
    DECISION = "decision"
    RECORD = "record"
    ACCOUNT = "account"
    DEVICE = "device"
    SESSION = "session"
    SETTING = "setting"
    PURGE = "purge"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that somebody did or was refused; `detail` never holds personal data or secrets."""

    at: datetime
    kind: Kind
    what: str
    is_done: bool = True
    account_id: str | None = None
    role: str | None = None
    session_id: str | None = None
    address: str | None = None
    thing: str | None = None
    thing_id: str | None = None
    area_code: str | None = None
    operation_id: str | None = None
    reason: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def deed_of(visitor: Visitor, kind: Kind, what: str, *, at: datetime, **more: object) -> Deed:
    """A deed of a visitor."""
    return Deed(
        at=at,
        kind=kind,
        what=what,
        account_id=visitor.account_id,
        role=visitor.role,
        session_id=visitor.session_id,
        address=visitor.address,
        **more,  # type: ignore[arg-type]
    )


class Audit:
    """The one way into the audit."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note(self, deed: Deed) -> None:
        """Write a deed down; when this fails, the deed must not happen."""
        with self._store.write(changes_answers=False) as transaction:
            transaction.run(
                "audit/note",
                noted_at=deed.at,
                kind=deed.kind,
                what=deed.what,
                is_done=deed.is_done,
                account_id=deed.account_id,
                role=deed.role,
                session_id=deed.session_id,
                address=deed.address,
                thing=deed.thing,
                thing_id=deed.thing_id,
                area_code=deed.area_code,
                operation_id=deed.operation_id,
                reason=deed.reason,
                detail=json.dumps(dict(deed.detail), ensure_ascii=False, sort_keys=True, default=str),
            )
