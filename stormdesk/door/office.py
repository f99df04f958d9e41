"""The office behind the door: the file of accounts, sessions and audit, opened once per process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from stormdesk.domain.access.rights import Rights
from stormdesk.door.accounts import Accounts
from stormdesk.door.audit import Audit, open_audit
from stormdesk.door.browsers import Browsers
from stormdesk.door.devices import Devices
from stormdesk.door.first import First
from stormdesk.door.holders import Holders
from stormdesk.door.lockout import Attempts
from stormdesk.door.oidc import Openid, open_openid
from stormdesk.door.passwords import SOUND, Cost, Passwords, load_common
from stormdesk.door.rights import load_rights
from stormdesk.door.session_file import SessionFile
from stormdesk.door.sessions import Sessions
from stormdesk.settings import Settings
from stormdesk.store import Store


@dataclass(frozen=True, slots=True)
class Office:
    """What the door works with; its file is apart from the ledger's, so that no import holds it up."""

    settings: Settings
    store: Store
    rights: Rights
    audit: Audit
    passwords: Passwords
    accounts: Accounts
    devices: Devices
    holders: Holders
    sessions: Sessions
    browsers: Browsers
    attempts: Attempts
    first: First
    openid: Openid | None

    def close(self) -> None:
        """Write down what is still gathered and let go of the file."""
        self.sessions.keep()
        self.audit.settle(datetime.now(UTC))
        self.store.close()


def open_office(
    settings: Settings,
    *,
    at: datetime | None = None,
    cost: Cost = SOUND,
    monotonic: Callable[[], float] = time.monotonic,
) -> Office:
    """Open the access file, read the table of rights, and take up the sessions that stand."""
    at = at or datetime.now(UTC)
    store, rights = _open_store(settings), load_rights(settings.access_dir / "rights.csv")
    passwords = Passwords(load_common(settings.access_dir / "common_passwords.txt"), cost)
    audit = open_audit(settings, store)
    accounts = Accounts(store, rights, audit, passwords)
    devices = Devices(store, audit, accounts)
    holders = Holders(accounts, devices, is_live=settings.mode == "live")
    return Office(
        settings=settings,
        store=store,
        rights=rights,
        audit=audit,
        passwords=passwords,
        accounts=accounts,
        devices=devices,
        holders=holders,
        sessions=Sessions(SessionFile(store), holders, audit, settings.idle_min, at=at, monotonic=monotonic),
        browsers=Browsers(store, at=at),
        attempts=Attempts(monotonic),
        first=First(store, audit, accounts, holders),
        openid=open_openid(settings, monotonic),
    )


def _open_store(settings: Settings) -> Store:
    return Store(
        settings.access_database,
        queries=settings.queries_dir,
        schema="schema_access",
        memory_limit="200MB",
        secret=settings.database_secret,
    )
