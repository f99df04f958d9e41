"""Sessions in the access file, and one of them as it is held in memory."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import pyarrow as pa

from stormdesk.door.passwords import mark_of
from stormdesk.store import Store, Transaction

KEPT: Final = timedelta(days=30)
LONGEST: Final = timedelta(hours=12)
LONGEST_DEVICE: Final = timedelta(days=366)
MOST_CHARACTERS: Final = 200
SEEN: Final = pa.schema(
    [
        ("session_id", pa.string()),
        ("seen_at", pa.timestamp("us", "UTC")),
        ("used_at", pa.timestamp("us", "UTC")),
        ("age_s", pa.float64()),
    ]
)
SeenRow = tuple[str, datetime, datetime, float]


@dataclass(slots=True, kw_only=True)
class Held:
    """One session in memory; readings of the monotonic clock end in `_s`."""

    session_id: str
    token_hash: str
    account_id: str
    device_id: str | None
    key_version: int
    made_at: datetime
    seen_at: datetime
    used_at: datetime
    age_s: float
    expires_at: datetime
    address: str
    agent: str
    begun_s: float = field(default=0, init=False)
    used_s: float = field(default=0, init=False)
    is_dirty: bool = field(default=False, init=False)
    is_carried: bool = field(default=False, init=False)

    def resume(self, at: datetime, now: float) -> None:
        """Count on from here by this process's own clock."""
        self.begun_s = now - max(self.age_s, (at - self.made_at).total_seconds())
        self.used_s = now - max(0, (at - self.used_at).total_seconds())

    def age(self, at: datetime, now: float) -> float:
        """How long it has stood, s, by whichever clock tells more."""
        return max(now - self.begun_s, (at - self.made_at).total_seconds())

    def idle(self, at: datetime, now: float) -> float:
        """How long nobody has used it, s, by whichever clock tells more."""
        return max(now - self.used_s, (at - self.used_at).total_seconds())

    def touch(self, at: datetime, now: float, *, is_active_use: bool) -> None:
        """It was seen, and perhaps used by a person."""
        self.seen_at = max(self.seen_at, at)
        self.is_dirty = True
        if is_active_use:
            self.used_at, self.used_s = at, now

    def seen_row(self, now: float) -> SeenRow:
        """What is to be written down of it now."""
        self.is_dirty = False
        return self.session_id, self.seen_at, self.used_at, now - self.begun_s


def new_held(  # noqa: PLR0913  the columns of a row
    account_id: str, token: str, *, device_id: str | None, at: datetime, address: str, agent: str
) -> Held:
    """A session that begins now."""
    return Held(
        session_id=secrets.token_hex(8),
        token_hash=mark_of(token),
        account_id=account_id,
        device_id=device_id,
        key_version=0,
        made_at=at,
        seen_at=at,
        used_at=at,
        age_s=0,
        expires_at=at + (LONGEST if device_id is None else LONGEST_DEVICE),
        address=address[:MOST_CHARACTERS],
        agent=agent[:MOST_CHARACTERS],
    )


class SessionFile:
    """The sessions' table."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def standing(self) -> list[Held]:
        """Every session that has not been ended."""
        columns, rows = self._store.head("access/standing_sessions", 1_000_000)
        return [Held(**dict(zip(columns, row, strict=True))) for row in rows]

    def end(self, session_id: str, *, at: datetime, why: str) -> None:
        """End a session in the file."""
        with self._store.write(changes_answers=False) as transaction:
            transaction.run("access/end_session", session_id=session_id, ended_at=at, ended_why=why)

    def keep(self, rows: Sequence[SeenRow]) -> None:
        """Write down when sessions were last seen and used."""
        incoming = pa.Table.from_pylist(
            [dict(zip(SEEN.names, row, strict=True)) for row in rows], schema=SEEN
        )
        with self._store.write(changes_answers=False) as transaction:
            transaction.run("access/keep_seen", tables={"incoming": incoming})


def begin_session(transaction: Transaction, held: Held) -> None:
    """Write a new session down, and forget those that ended long ago."""
    transaction.run("access/forget_sessions", ended_to=held.made_at - KEPT)
    transaction.run(
        "access/begin_session",
        session_id=held.session_id,
        token_hash=held.token_hash,
        account_id=held.account_id,
        device_id=held.device_id,
        key_version=held.key_version,
        made_at=held.made_at,
        expires_at=held.expires_at,
        address=held.address,
        agent=held.agent,
    )
