"""An office with an account of every role, and a client that speaks to the guards without a network."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.settings import load_settings
from stormdesk.ui import server
from stormdesk.ui.asgi import cookie
from tests.ui.asgi.asgi_client import Client

PASSPHRASE = "seven herons on the dyke"  # noqa: S105  opens nothing
AREAS = {Role.TOWNSHIP: "331083002", Role.VILLAGE: "331083002001"}


@pytest.fixture(scope="session")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all tests that leave the accounts as they are."""
    opened = open_office(replace(load_settings(), home=tmp_path_factory.mktemp("door")), cost=CHEAP)
    for role in Role:
        if role is not Role.WALL:
            add_account(opened, role.value, role)
    yield opened
    opened.close()


@pytest.fixture
def office(shared_office: Office) -> Iterator[Office]:
    """The office that the guard asks."""
    server.register_office(lambda: shared_office)
    yield shared_office
    server.register_office(None)


@pytest.fixture
def blank_office(tmp_path: Path) -> Iterator[Office]:
    """An office without any account, which the guard asks."""
    opened = open_office(replace(load_settings(), home=tmp_path / "blank"), cost=CHEAP)
    server.register_office(lambda: opened)
    yield opened
    server.register_office(None)
    opened.close()


@pytest.fixture
def client() -> Client:
    """The server's own routes behind its guards."""
    return Client()


@pytest.fixture
def sign_in(office: Office, client: Client) -> Callable[..., Client]:
    """Sign a role in: sign_in("township") returns the client with its session."""

    def signed_in(role: str) -> Client:
        client.cookies[cookie.SESSION] = token_of(office, role)
        return client

    return signed_in


def add_account(office: Office, account_id: str, role: Role) -> Account:
    made = Account(account_id=account_id, name=f"{account_id} 的主人", role=role, area_code=AREAS.get(role))
    return office.accounts.add(made, PASSPHRASE, by=COMMAND, at=datetime.now(UTC))


def token_of(office: Office, role: str) -> str:
    """Begin a session in a role; a wall is a paired screen."""
    now = datetime.now(UTC)
    if role != Role.WALL:
        return office.sessions.begin(role, at=now)
    code, _secret = office.devices.ask(at=now, address="", agent="")
    device_id = office.devices.confirm(code, "大屏", by=COMMAND, at=now).device_id
    return office.sessions.begin(f"device:{device_id}", at=now, device_id=device_id)
