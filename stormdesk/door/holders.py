"""Whoever may hold a session: a person's account or a paired screen, by what stands at this instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import Accounts
from stormdesk.door.devices import Devices

DEVICE: Final = "device:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What a session's holder is and may."""

    account_id: str
    name: str
    role: Role
    key_version: int
    area_code: str | None = None
    subjects: frozenset[str] = frozenset()
    person_id: str | None = None

    def visitor(self, session_id: str, address: str) -> Visitor:
        """The holder in front of the screen."""
        return Visitor(
            account_id=self.account_id,
            name=self.name,
            role=self.role,
            area_code=self.area_code,
            subjects=self.subjects,
            person_id=self.person_id,
            session_id=session_id,
            address=address,
        )


class Holders:
    """Finds holders; an account that is switched off, or a drill's in live mode, holds nothing."""

    def __init__(self, accounts: Accounts, devices: Devices, *, is_live: bool) -> None:
        self._accounts, self._devices, self.is_live = accounts, devices, is_live

    def find(self, account_id: str) -> Holder | None:
        """Who this is now, or None when nothing opens for him."""
        if account_id.startswith(DEVICE):
            device = self._devices.who(account_id.removeprefix(DEVICE))
            if device is None or device.revoked_at is not None:
                return None
            return Holder(account_id=account_id, name=device.name, role=Role.WALL, key_version=1)
        account = self._accounts.who(account_id)
        if account is None or not account.is_active or (account.is_drill and self.is_live):
            return None
        return Holder(
            account_id=account.account_id,
            name=account.name,
            role=account.role,
            key_version=account.key_version,
            area_code=account.area_code,
            subjects=account.subjects,
            person_id=account.person_id,
        )
