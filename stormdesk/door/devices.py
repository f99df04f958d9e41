"""Screens that show the wall: paired once by a code that they show, known by their own session, revocable."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.access.records import Visitor
from stormdesk.door.account import MOST_CHARACTERS, has_control_characters
from stormdesk.door.accounts import Accounts
from stormdesk.door.audit import Audit, Kind, deed_of
from stormdesk.door.passwords import ALPHABET, mark_of
from stormdesk.errors import N_, BadAccount, BadCode, TooManyTries
from stormdesk.store import Store

CODE_LENGTH: Final = 8
CODE_LIVES: Final = timedelta(minutes=10)
MOST_ASKING: Final = 200
MOST_PER_ADDRESS: Final = 5
MOST_TRIES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A paired screen."""

    device_id: str
    name: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None = None
    revoked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A screen that shows its code and waits; `device_id` stands once somebody has confirmed it."""

    code: str
    secret_hash: str
    asked_at: datetime
    address: str
    agent: str
    device_id: str | None = None


class Devices:
    """Every screen, held in memory and written through; those that ask live in memory alone."""

    def __init__(self, store: Store, audit: Audit, accounts: Accounts) -> None:
        self._store, self._audit, self._accounts = store, audit, accounts
        self._lock = threading.RLock()
        self._asking: OrderedDict[str, Asking] = OrderedDict()
        self._tries: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
        self._known = self._read()

    def who(self, device_id: str) -> Device | None:
        """The screen of this identifier, revoked or not."""
        return self._known.get(device_id)

    def all(self) -> list[Device]:
        """Every screen ever paired, the oldest first."""
        return list(self._known.values())

    def ask(self, *, at: datetime, address: str, agent: str) -> tuple[str, str]:
        """A screen asks to be let in; returns the code that it shows and the secret that it keeps."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old(at)
            same = [mark for mark, asking in self._asking.items() if asking.address == address]
            for mark in same[: max(0, len(same) - MOST_PER_ADDRESS + 1)]:
                del self._asking[mark]
            while len(self._asking) >= MOST_ASKING:
                self._asking.popitem(last=False)
            taken = {asking.code for asking in self._asking.values()}
            code = next(code for code in _codes() if code not in taken)
            mark = mark_of(secret)
            self._asking[mark] = Asking(
                code=code,
                secret_hash=mark,
                asked_at=at,
                address=address[:MOST_CHARACTERS],
                agent=agent[:MOST_CHARACTERS],
            )
        return code, secret

    def asking(self, code: str, *, by: Visitor, at: datetime) -> Asking:
        """Who shows this code and from where, for the administrator to compare; raises BadCode.

        The same wrong code counts once: a page that asks again tells nothing new.
        """
        with self._lock:
            self._require(by, at=at)
            self._forget_old(at)
            typed = "".join(code.split()).replace("-", "").casefold()[:MOST_CHARACTERS]
            tries = self._tries[by.account_id].items()
            recent = {tried: when for tried, when in tries if at - when < CODE_LIVES}
            self._tries[by.account_id] = recent
            if len(recent) >= MOST_TRIES and typed not in recent:
                raise TooManyTries(wait=int(CODE_LIVES.total_seconds()))
            found = next((each for each in self._asking.values() if each.code == typed), None)
            if found is None or found.device_id is not None:
                recent.setdefault(typed, at)
                raise BadCode
            return found

    def confirm(self, code: str, name: str, *, by: Visitor, at: datetime) -> Device:
        """Let the screen that shows this code in, under a name; raises BadCode, TooManyTries, NotAllowed."""
        named = name.strip()
        if not named or len(named) > MOST_CHARACTERS or has_control_characters(named):
            raise BadAccount(reason=N_("没有写屏幕的名称,或名称太长"))
        with self._lock:
            found = self.asking(code, by=by, at=at)
            device_id = secrets.token_hex(6)
            deed = deed_of(by, Kind.DEVICE, "pair", at=at, thing="device", thing_id=device_id)
            with self._audit.along(deed) as transaction:
                transaction.run(
                    "access/add_device", device_id=device_id, name=named, made_at=at, made_by=by.account_id
                )
            self._known = self._read()
            self._asking[found.secret_hash] = replace(found, device_id=device_id)
            return self._known[device_id]

    def is_waiting(self, secret: str | None, *, at: datetime) -> bool:
        """Whether the screen with this secret still has a code that may be confirmed."""
        with self._lock:
            self._forget_old(at)
            return mark_of(secret or "") in self._asking

    def waiting_count(self, *, at: datetime) -> int:
        """How many screens show a code that nobody has confirmed."""
        with self._lock:
            self._forget_old(at)
            return sum(asking.device_id is None for asking in self._asking.values())

    def collect(self, secret: str | None, *, at: datetime) -> str | None:
        """The identifier of the screen that was confirmed, given out once to whoever holds the secret."""
        with self._lock:
            self._forget_old(at)
            mark = mark_of(secret or "")
            found = self._asking.get(mark)
            if found is None or found.device_id is None:
                return None
            del self._asking[mark]
            return found.device_id

    def revoke(self, device_id: str, *, by: Visitor, at: datetime) -> None:
        """Shut a screen out at once."""
        with self._lock:
            self._require(by, at=at)
            deed = deed_of(by, Kind.DEVICE, "revoke", at=at, thing="device", thing_id=device_id)
            with self._audit.along(deed) as transaction:
                transaction.run(
                    "access/revoke_device", device_id=device_id, revoked_at=at, revoked_by=by.account_id
                )
            self._known = self._read()

    def _read(self) -> dict[str, Device]:
        columns, rows = self._store.head("access/devices", 1_000_000)
        found = [Device(**dict(zip(columns, row, strict=True))) for row in rows]
        return {device.device_id: device for device in found}

    def _require(self, by: Visitor, *, at: datetime) -> None:
        self._accounts.require(by, at=at, thing="devices")

    def _forget_old(self, at: datetime) -> None:
        """A code that is too old, or that a clock set back would keep for longer, is gone."""
        for mark, asking in list(self._asking.items()):
            if not timedelta() <= at - asking.asked_at < CODE_LIVES:
                del self._asking[mark]


def _codes() -> Iterator[str]:
    while True:
        yield "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
