"""Accounts and sessions made in a data folder before a server opens it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from stormdesk.domain.access.records import Role
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.holders import DEVICE
from stormdesk.door.office import open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.settings import load_settings

PASSPHRASE = "seven herons on the dyke"  # noqa: S105  opens nothing
AREAS = {Role.TOWNSHIP: "331083002", Role.VILLAGE: "331083002001"}


def let_everybody_in(home: Path) -> dict[str, str]:
    """Make an account of every role with a session, and pair a screen; returns the tokens by role."""
    office, now = open_office(replace(load_settings(), home=home), cost=CHEAP), datetime.now(UTC)
    tokens = {}
    for role in Role:
        if role is Role.WALL:
            code, _secret = office.devices.ask(at=now, address="", agent="")
            device_id = office.devices.confirm(code, "大屏", by=COMMAND, at=now).device_id
            tokens[role.value] = office.sessions.begin(DEVICE + device_id, at=now, device_id=device_id)
        else:
            known = Account(
                account_id=role.value, name=f"{role.value} 的主人", role=role, area_code=AREAS.get(role)
            )
            office.accounts.add(known, PASSPHRASE, by=COMMAND, at=now)
            tokens[role.value] = office.sessions.begin(role.value, at=now)
    office.close()
    return tokens


def begin_more(home: Path, role: Role, count: int) -> list[str]:
    """Begin so many more sessions of a role's account; returns their tokens."""
    office = open_office(replace(load_settings(), home=home), cost=CHEAP)
    tokens = [office.sessions.begin(role.value, at=datetime.now(UTC)) for _ in range(count)]
    office.close()
    return tokens
