"""Accounts for a drill: one per role, with passwords made up for the day; they open nothing in live mode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stormdesk.domain.access.records import ROLE_NAMES, Role, Visitor
from stormdesk.door.accounts import Account
from stormdesk.door.office import Office
from stormdesk.door.passwords import made_up
from stormdesk.errors import N_, BadAccount, NoDrillAccounts

PREFIX: Final = "drill-"
SUBJECTS: Final = frozenset({"vessel", "site", "shelter", "responsible_person"})


@dataclass(frozen=True, slots=True)
class DrillKey:
    """What is handed to whoever plays a role; shown this once."""

    account: Account
    password: str


def make_drill_accounts(
    office: Office, *, township_code: str, village_code: str, by: Visitor, at: datetime
) -> list[DrillKey]:
    """Make an account per role, or give those that exist new passwords and switch them on again.

    Raises NoDrillAccounts in live mode.
    """
    if office.holders.is_live:
        raise NoDrillAccounts
    areas = {Role.TOWNSHIP: township_code, Role.VILLAGE: village_code}
    return [_make(office, role, areas.get(role), by=by, at=at) for role in Role]


def _make(office: Office, role: Role, area_code: str | None, *, by: Visitor, at: datetime) -> DrillKey:
    wanted = Account(
        account_id=PREFIX + role.replace("_", "-"),
        name=f"演练 {ROLE_NAMES[role]}",
        role=role,
        area_code=area_code,
        subjects=SUBJECTS if role is Role.DEPARTMENT else frozenset(),
        is_drill=True,
    )
    password = made_up()
    known = office.accounts.who(wanted.account_id)
    if known is None:
        return DrillKey(office.accounts.add(wanted, password, by=by, at=at), password)
    if not known.is_drill:
        raise BadAccount(reason=N_("已经有这个账号"))
    changed = office.accounts.change(
        known.account_id, version=known.version, by=by, at=at, role=role, area_code=area_code, is_active=True
    )
    return DrillKey(office.accounts.set_password(changed.account_id, password, by=by, at=at), password)
