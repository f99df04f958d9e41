"""What the tests of requests ask the door about: its refusals, its sessions, an open file."""

from datetime import UTC, datetime

import pytest
from streamlit import config

from stormdesk.door.office import Office
from stormdesk.ui.asgi import cookie
from tests.ui.asgi.asgi_client import Client

LICENSE = "/vendor/leaflet-1.9.4/LICENSE"


def refusals(office: Office) -> list[tuple[str, str | None, str | None]]:
    """The newest refusals in the audit: what, which door, whose."""
    office.audit.settle(datetime.now(UTC))
    columns, rows = office.store.head("audit/chain", 100_000)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    return [(row["what"], row["thing"], row["account_id"]) for row in told if row["kind"] == "refused"]


def named(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """Let the server answer to a name."""
    ask_config = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda key: [host] if key == "server.allowedHosts" else ask_config(key)
    )


def session_of(office: Office, client: Client) -> str:
    visitor = office.sessions.visitor_of(client.cookies[cookie.SESSION], at=datetime.now(UTC))
    assert visitor is not None
    return visitor.session_id
