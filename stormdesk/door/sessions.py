"""Sessions: who is signed in, held in memory for every message, written through to outlive a restart."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from stormdesk.domain.access.records import Visitor
from stormdesk.door.audit import Audit, Kind, deed_of
from stormdesk.door.holders import Holder, Holders
from stormdesk.door.passwords import mark_of
from stormdesk.door.session_file import Held, SessionFile, begin_session, new_held
from stormdesk.errors import NotAllowed

TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 100
WRITE_EVERY_S: Final = 30
MOST_OF_ONE: Final = 200
CLOCK_SLACK: Final = timedelta(minutes=5)


class End(StrEnum):
    """Why a session ended."""

    SIGN_OUT = "sign_out"
    ADMINISTRATOR = "administrator"
    IDLE = "idle"
    AGE = "age"
    PASSWORD = "password"  # noqa: S105  a reason, no secret
    ACCOUNT_OFF = "account_off"
    DEVICE_REVOKED = "device_revoked"
    CLOCK = "clock"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as it is shown; nothing in it opens anything."""

    session_id: str
    account_id: str
    name: str
    is_device: bool
    made_at: datetime
    seen_at: datetime
    used_at: datetime
    expires_at: datetime
    address: str
    agent: str


class Sessions:
    """All sessions that stand.

    Their age is the larger of what the machine's clock and a clock that nobody can set tell, so that a
    clock set back lengthens none; an ended session is gone from memory and stays ended in the file.
    """

    def __init__(  # noqa: PLR0913  what it works with
        self,
        file: SessionFile,
        holders: Holders,
        audit: Audit,
        idle_min: int,
        *,
        at: datetime,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._holders, self._audit = file, holders, audit
        self._idle_s, self._monotonic = idle_min * 60, monotonic
        self._lock = threading.Lock()
        now = monotonic()
        self._written_s = now
        self._held: dict[str, Held] = {}
        for held in file.standing():
            held.resume(at, now)
            self._held[held.token_hash] = held
            if held.device_id is None and at < held.seen_at - CLOCK_SLACK:
                self._end(held, at=at, why=End.CLOCK)

    def begin(  # noqa: PLR0913  the columns of a row
        self,
        account_id: str,
        *,
        at: datetime,
        address: str = "",
        agent: str = "",
        device_id: str | None = None,
        how: str = "password",
    ) -> str:
        """Let a session begin and return its token, of which only the hash is kept; the audit tells how."""
        holder = self._holders.find(account_id)
        if holder is None:
            raise NotAllowed
        token = secrets.token_urlsafe(TOKEN_BYTES)
        held = new_held(account_id, token, device_id=device_id, at=at, address=address, agent=agent)
        held.key_version = holder.key_version
        held.resume(at, self._monotonic())
        self._sweep(at)
        self._make_room(account_id, at=at)
        visitor = holder.visitor(held.session_id, held.address)
        with self._audit.along(deed_of(visitor, Kind.SIGN_IN, how, at=at)) as transaction:
            begin_session(transaction, held)
        with self._lock:
            self._held[held.token_hash] = held
        return token

    def visitor_of(
        self, token: str | None, *, at: datetime, address: str = "", is_active_use: bool = False
    ) -> Visitor | None:
        """Who holds this token, by what his account may at this instant; None when it opens nothing.

        Only `is_active_use` keeps a session from idling out: a refresh that nobody asked for does not.
        """
        if not token or len(token) > LONGEST_TOKEN:
            return None
        now = self._monotonic()
        held = self._held.get(mark_of(token))
        if held is None:
            return None
        holder = self._holders.find(held.account_id)
        with self._lock:
            over = self._over(held, holder, at=at, now=now)
            if over is None:
                held.touch(at, now, is_active_use=is_active_use)
                is_due = now - self._written_s >= WRITE_EVERY_S
                self._written_s = now if is_due else self._written_s
        if over is not None or holder is None:
            self._end(held, at=at, why=over or End.ACCOUNT_OFF)
            return None
        if is_due:
            self.keep()
        return holder.visitor(held.session_id, address or held.address)

    def end(
        self, session_id: str, *, at: datetime, why: End = End.SIGN_OUT, by: Visitor | None = None
    ) -> bool:
        """End a session for good; whether there was one."""
        held = next((held for held in self._all() if held.session_id == session_id), None)
        if held is None:
            return False
        self._end(held, at=at, why=why, by=by)
        return True

    def end_all(
        self,
        account_id: str,
        *,
        at: datetime,
        why: End,
        but: str | None = None,
        by: Visitor | None = None,
    ) -> int:
        """End every session of an account but one; returns how many there were."""
        ending = [held for held in self._all() if held.account_id == account_id and held.session_id != but]
        for held in ending:
            self._end(held, at=at, why=why, by=by)
        return len(ending)

    @contextmanager
    def carrying(self, session_id: str) -> Iterator[None]:
        """Let a session outlive the change of its holder's password that is made meanwhile."""
        carried = [held for held in self._all() if held.session_id == session_id]
        for held in carried:
            held.is_carried = True
        try:
            yield
        finally:
            for held in carried:
                if (holder := self._holders.find(held.account_id)) is not None:
                    held.key_version = min(held.key_version + 1, holder.key_version)
                held.is_carried = False

    def standing(self, at: datetime) -> list[Session]:
        """Every session that opens something, the last seen first."""
        self._sweep(at)
        return sorted(
            (self._shown(held) for held in self._all()), key=lambda each: each.seen_at, reverse=True
        )

    def used_at(self, session_id: str) -> datetime | None:
        """When a person last did something in a session; None where it is over."""
        return next((held.used_at for held in self._all() if held.session_id == session_id), None)

    def keep(self) -> None:
        """Write down when each session was last seen and used."""
        now = self._monotonic()
        with self._lock:
            dirty = [held for held in self._held.values() if held.is_dirty]
            rows = [held.seen_row(now) for held in dirty]
        if rows:
            self._file.keep(rows)

    def _all(self) -> list[Held]:
        with self._lock:
            return list(self._held.values())

    def _sweep(self, at: datetime) -> None:
        now = self._monotonic()
        for held in self._all():
            over = self._over(held, self._holders.find(held.account_id), at=at, now=now)
            if over is not None:
                self._end(held, at=at, why=over)

    def _make_room(self, account_id: str, *, at: datetime) -> None:
        """Whoever signs in without end ends his own oldest sessions."""
        same = sorted((held for held in self._all() if held.account_id == account_id), key=_last_seen)
        for held in same[: max(0, len(same) - MOST_OF_ONE + 1)]:
            self._end(held, at=at, why=End.CROWDED)

    def _over(self, held: Held, holder: Holder | None, *, at: datetime, now: float) -> End | None:
        """Why a session opens nothing any more."""
        is_device = held.device_id is not None
        if holder is None:
            return End.DEVICE_REVOKED if is_device else End.ACCOUNT_OFF
        if holder.key_version not in (held.key_version, held.key_version + held.is_carried):
            return End.PASSWORD
        if held.age(at, now) >= (held.expires_at - held.made_at).total_seconds():
            return End.AGE
        if not is_device and held.idle(at, now) >= self._idle_s:
            return End.IDLE
        return None

    def _end(self, held: Held, *, at: datetime, why: End, by: Visitor | None = None) -> None:
        """Shut it in memory first: whatever fails after that, the token opens nothing here any more."""
        with self._lock:
            is_first = self._held.pop(held.token_hash, None) is not None
        if not is_first:
            return
        self._file.end(held.session_id, at=at, why=why)
        kind = Kind.SIGN_OUT if why is End.SIGN_OUT else Kind.SESSION
        who = by or Visitor(
            account_id=held.account_id,
            name="",
            role=holder.role if (holder := self._holders.find(held.account_id)) else None,  # type: ignore[arg-type]
            session_id=held.session_id,
            address=held.address,
        )
        self._audit.note(
            deed_of(
                who,
                kind,
                why,
                at=at,
                thing="session",
                thing_id=held.session_id,
                detail={"of": held.account_id},
            )
        )

    def _shown(self, held: Held) -> Session:
        holder = self._holders.find(held.account_id)
        return Session(
            session_id=held.session_id,
            account_id=held.account_id,
            name=holder.name if holder else held.account_id,
            is_device=held.device_id is not None,
            made_at=held.made_at,
            seen_at=held.seen_at,
            used_at=held.used_at,
            expires_at=held.expires_at,
            address=held.address,
            agent=held.agent,
        )


def _last_seen(held: Held) -> datetime:
    return held.seen_at
