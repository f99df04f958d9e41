"""The audit: who did what at the door and behind it, one row after another, never changed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from stormdesk.domain.access.records import Visitor
from stormdesk.door.audit_chain import NOTHING, Keyring, Link, keyring_of, micros
from stormdesk.door.audit_head import HeadFile
from stormdesk.door.audit_verdict import Verdict, examine
from stormdesk.door.strangers import Gathered, Strangers
from stormdesk.errors import AuditBroken
from stormdesk.settings import Settings
from stormdesk.store import Store, Transaction

MOST_CHARACTERS: Final = 500
LEAST_KEPT: Final = 16


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
    PAPER = "paper"
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
    """The one way into the audit: rows chained by keyed hashes, the last one told in a file beside."""

    def __init__(self, store: Store, keys: Keyring, head: HeadFile) -> None:
        self._store = store
        self._keys = keys
        self._head = head
        self._head_lock = threading.Lock()
        self._floor = NOTHING
        self._strangers = Strangers()

    def note(self, deed: Deed) -> None:
        """Write a deed down; when this fails, the deed must not happen."""
        with self.along(deed):
            pass

    @contextmanager
    def along(self, deed: Deed) -> Iterator[Transaction]:
        """Change the access file and note the deed in one transaction: both land or neither."""
        with self._store.write(changes_answers=False) as transaction:
            yield transaction
            tail = self._add(transaction, deed, self.head())
            for refused in self._strangers.due(deed.at):
                tail = self._add(transaction, _gathered(refused), tail)
        self._tell_head(tail)

    @contextmanager
    def around(self, deed: Deed) -> Iterator[None]:
        """Note a deed, then let it happen; when it fails, a second row says that it was not done."""
        self.note(deed)
        try:
            yield
        except Exception as error:
            self.note(_undone(deed, error))
            raise

    def stranger(  # noqa: PLR0913  the columns of a row
        self,
        what: str,
        *,
        at: datetime,
        address: str,
        kind: Kind = Kind.REFUSED,
        thing: str | None = None,
        account_id: str | None = None,
    ) -> None:
        """Note what somebody without a session was refused: the first at once, then counts."""
        name = (what, kind, thing, account_id)
        for refused in (*self._strangers.due(at), *self._strangers.meet(name, at=at, address=address)):
            self.note(_gathered(refused))

    def settle(self, at: datetime) -> None:
        """Write the counts that are still gathered, whether their minute is over or not."""
        for refused in self._strangers.due(at, is_all=True):
            self.note(_gathered(refused))

    def verify(self, progress: Callable[[float], None] = lambda _share: None) -> Verdict:
        """Go through the whole chain as it stands now and tell every place where it does not hold."""
        told = self._head.read(self._keys)
        with self._store.snapshot() as snapshot:
            return examine(snapshot, self._keys, told, progress)

    def check(
        self, by: Visitor, *, at: datetime, progress: Callable[[float], None] = lambda _share: None
    ) -> Verdict:
        """Verify on somebody's behalf, and note what was found."""
        verdict = self.verify(progress)
        found = {"rows": verdict.checked, "faults": verdict.fault_count, "head": verdict.head.hash[:16]}
        self.note(deed_of(by, Kind.AUDIT, "verified", at=at, thing="audit", detail=found))
        return verdict

    def holds(self, kept: Link) -> bool:
        """Whether the row that somebody kept elsewhere still stands as it was."""
        found = [str(row[0]) for row in self._store.rows("audit/hash_at", seq=kept.seq)]
        return [kept.hash] == [each[: len(kept.hash)] for each in found] and len(kept.hash) >= LEAST_KEPT

    def head(self) -> Link:
        """The last row's number and hash, to be kept where nobody who can write here can."""
        rows = self._store.rows("audit/tail")
        return max(Link(*rows[0]) if rows else NOTHING, self._floor, key=lambda link: link.seq)

    def _add(self, transaction: Transaction, deed: Deed, last: Link) -> Link:
        columns = _columns(deed)
        link = self._keys.link(last, micros(deed.at), columns)
        transaction.run(
            "audit/note",
            noted_at=deed.at.astimezone(UTC),
            seq=link.seq,
            prev_hash=last.hash,
            hash=link.hash,
            key_mark=self._keys.mark,
            **columns,
        )
        return link

    def _tell_head(self, tail: Link) -> None:
        try:
            with self._head_lock:
                self._head.tell(tail, self._keys)
        except OSError as error:
            raise AuditBroken(reason=error.strerror or "") from error

    def resume(self, at: datetime) -> None:
        """Go on where the chain ends; an end that the head does not know stays a visible gap for ever."""
        told, tail = self._head.read(self._keys), self.head()
        if told is None:
            if tail.seq:
                self._note_broken("head_missing", at, told=0, found=tail.seq)
        elif not self._leads_to(told):
            self._floor = told
            self._note_broken("tail_missing", at, told=told.seq, found=tail.seq)

    def _note_broken(self, what: str, at: datetime, *, told: int, found: int) -> None:
        detail = {"head_seq": told, "found_seq": found}
        self.note(Deed(at=at, kind=Kind.AUDIT, what=what, is_done=False, detail=detail))

    def _leads_to(self, told: Link) -> bool:
        """Whether the row that the head tells stands; rows after it are those of a sudden end."""
        if not told.seq:
            return True
        return self._store.rows("audit/hash_at", seq=told.seq) == [(told.hash,)]


def told_head(settings: Settings) -> Link | None:
    """What the head's file says, also while another process holds the audit itself."""
    return HeadFile(settings.audit_head).read(keyring_of(settings))


def open_audit(settings: Settings, store: Store) -> Audit:
    """Open the audit of a home: its key, its head, its rows."""
    audit = Audit(store, keyring_of(settings), HeadFile(settings.audit_head))
    audit.resume(datetime.now(UTC))
    return audit


def _columns(deed: Deed) -> dict[str, Any]:
    detail = {str(name): _short(value) for name, value in deed.detail.items()}
    return {
        "kind": str(deed.kind),
        "what": _short(deed.what),
        "is_done": deed.is_done,
        "account_id": _short(deed.account_id),
        "role": _short(deed.role),
        "session_id": _short(deed.session_id),
        "address": _short(deed.address),
        "thing": _short(deed.thing),
        "thing_id": _short(deed.thing_id),
        "area_code": _short(deed.area_code),
        "operation_id": _short(deed.operation_id),
        "reason": _short(deed.reason),
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
    }


def _short(value: object) -> object:
    """A text that any file can hold, cut to a bearable length; what is no text stays as it is."""
    if not isinstance(value, str):
        return value
    return str(value)[:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8").replace("\0", "�")


def _gathered(refused: Gathered) -> Deed:
    what, kind, thing, account_id = refused.name
    return Deed(
        at=refused.at,
        kind=Kind(kind),
        what=what,
        is_done=False,
        thing=thing,
        account_id=account_id,
        address=refused.address,
        detail=refused.detail,
    )


def _undone(deed: Deed, error: Exception) -> Deed:
    return replace(
        deed, is_done=False, at=datetime.now(UTC), detail=dict(deed.detail) | {"failed": type(error).__name__}
    )
