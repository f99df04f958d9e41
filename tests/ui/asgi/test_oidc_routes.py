"""The way over an OpenID provider through the guards: there, back, back again, and without a provider."""

from collections.abc import Iterator
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
from tests.door.openid_provider import CLIENT_ID, Provider, running
from tests.ui.asgi.asgi_client import Client

PASSPHRASE = "seven herons on the dyke"  # noqa: S105  opens nothing
SUB = "zhang@county"
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running() as started:
        yield started


@pytest.fixture
def bound_office(tmp_path: Path, provider: Provider) -> Iterator[Office]:
    settings = replace(
        load_settings(),
        home=tmp_path,
        mode="drill",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret="shh",  # noqa: S106  the provider's own
    )
    opened = open_office(settings, cost=CHEAP)
    now = datetime.now(UTC)
    for account_id, role, openid in (
        ("root-1", Role.ADMINISTRATOR, None),
        ("zhang", Role.DUTY_OFFICER, SUB),
    ):
        account = Account(account_id=account_id, name="某人", role=role, openid=openid)
        opened.accounts.add(account, PASSPHRASE, by=COMMAND, at=now)
    server.register_office(lambda: opened)
    yield opened
    server.register_office(None)
    opened.close()


def test_a_person_goes_there_and_comes_back_signed_in(
    bound_office: Office, provider: Provider, client: Client
) -> None:
    assert "/oidc/start?next=%2Fduty" in client.get("/sign-in", query="next=%2Fduty").text
    away = client.get("/oidc/start", query="next=%2Fduty%3Flang%3Den")
    assert away.status == 303
    assert away.headers["location"].startswith(provider.issuer)
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8501%2Foidc%2Fcallback" in away.headers["location"]
    code, state = provider.sign_in(away.headers["location"])
    stranger = Client()
    assert stranger.get("/oidc/callback", query=f"code=x&state={state}x").status == 401
    back = client.get("/oidc/callback", query=f"code={code}&state={state}")
    assert (back.status, back.location) == (303, "/duty?lang=en")
    assert bound_office.sessions.visitor_of(client.cookies[cookie.SESSION], at=datetime.now(UTC)) is not None
    assert all("httponly" in line.lower() and "samesite=lax" in line.lower() for line in back.set_cookies)
    again = Client(cookies=dict(client.cookies))
    again.cookies.pop(cookie.SESSION)
    refused = again.get("/oidc/callback", query=f"code={code}&state={state}")
    assert refused.status == 401
    assert cookie.SESSION not in again.cookies


def test_a_return_in_another_browser_signs_nobody_in(
    bound_office: Office, provider: Provider, client: Client
) -> None:
    away = client.get("/oidc/start")
    code, state = provider.sign_in(away.headers["location"])
    other = Client()
    other.get("/oidc/start")
    refused = other.get("/oidc/callback", query=f"code={code}&state={state}")
    assert refused.status == 401
    assert cookie.SESSION not in other.cookies
    assert bound_office.sessions.standing(datetime.now(UTC)) == []


def test_a_hostile_name_and_a_next_elsewhere_do_no_harm(
    bound_office: Office, provider: Provider, client: Client
) -> None:
    away = client.get("/oidc/start", query="next=https%3A%2F%2Felsewhere.example")
    code, state = provider.sign_in(away.headers["location"], "<script>alert(1)</script>")
    refused = client.get("/oidc/callback", query=f"code={code}&state={state}")
    assert refused.status == 401
    assert "&lt;script&gt;" in refused.text
    assert "<script" not in refused.text
    away = client.get("/oidc/start", query="next=https%3A%2F%2Felsewhere.example")
    code, state = provider.sign_in(away.headers["location"])
    back = client.get("/oidc/callback", query=f"code={code}&state={state}")
    assert (back.status, back.location) == (303, "/")
    assert [each.account_id for each in bound_office.sessions.standing(datetime.now(UTC))] == ["zhang"]


def test_when_the_provider_is_down_the_password_form_is_there(
    bound_office: Office, provider: Provider, client: Client
) -> None:
    provider.is_down = True
    try:
        down = client.get("/oidc/start", query="lang=en")
    finally:
        provider.is_down = False
    assert down.status == 503
    assert 'name="password"' in down.text
    assert client.get("/oidc/start").status == 303
    denied = client.get("/oidc/callback", query="error=access_denied&state=x")
    assert denied.status == 401
    assert 'action="../sign-in' in denied.text
    assert bound_office.sessions.standing(datetime.now(UTC)) == []


@pytest.mark.usefixtures("office")
def test_without_a_provider_there_is_nothing(client: Client) -> None:
    assert "oidc" not in client.get("/sign-in").text
    for path in ("/oidc/start", "/oidc/callback"):
        assert client.get(path).status == 404
