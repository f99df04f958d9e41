"""Coming in and going out: the sign-in, the first administrator, paired screens, the sign-out."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import Office
from stormdesk.ui.asgi import cookie
from stormdesk.ui.text import catalogue
from tests.ui.asgi.asgi_client import ELSEWHERE, Client, Reply
from tests.ui.asgi.conftest import PASSPHRASE
from tests.ui.asgi.test_door_requests import named

ONCE = "one-time words here"
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}'


def form_of(reply: Reply) -> str:
    """The token in the form that a page holds."""
    found = re.search(r'name="form" value="([^"]+)"', reply.text)
    assert found is not None
    return found[1]


def fill(client: Client, path: str, *, query: str = "", **fields: str) -> Reply:
    """Open a page and send its form back."""
    form = form_of(client.get(path, query=query))
    return client.post(path, {"form": form, **fields}, query=query)


@pytest.mark.usefixtures("office")
def test_a_right_password_lets_in_and_leads_on(client: Client) -> None:
    query = "next=%2Fclock%3Farea%3D331083002"
    reply = fill(client, "/sign-in", query=query, account="reviewer", password=PASSPHRASE)
    assert (reply.status, reply.location) == (303, "/clock?area=331083002")
    session = next(line for line in reply.set_cookies if line.startswith("stormdesk_session="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Path=/" in session
    assert "Max-Age" not in session
    assert "Secure" not in session
    assert client.get("/vendor/leaflet-1.9.4/LICENSE").status == 200
    assert client.get("/sign-in", query=query).location == "/clock?area=331083002"
    assert cookie.TRUSTED in client.cookies


@pytest.mark.usefixtures("office")
def test_over_https_every_cookie_is_bound_to_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, "desk.example")
    client = Client(client=ELSEWHERE, scheme="https", host="desk.example")
    reply = fill(client, "/sign-in", account="reviewer", password=PASSPHRASE)
    assert reply.status == 303
    kept = [line for line in reply.set_cookies if "Max-Age=0" not in line]
    assert len(kept) == 2
    for line in kept:
        assert line.startswith("__Host-")
        assert "Secure" in line
        assert "Domain" not in line


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("account", "password"),
    [("reviewer", "wrong"), ("nobody", PASSPHRASE), ("", ""), (HOSTILE, HOSTILE), ("reviewer", "x" * 4000)],
)
def test_a_wrong_one_learns_nothing(client: Client, account: str, password: str) -> None:
    reply = fill(client, "/sign-in", account=account, password=password)
    assert reply.status == 401
    assert "账号或口令不对。" in reply.text
    assert "<script" not in reply.text
    assert cookie.SESSION not in client.cookies
    if account == HOSTILE:
        assert "&#34;&gt;&lt;script&gt;" in reply.text
        assert "{{ 7*7 }}" in reply.text


@pytest.mark.usefixtures("office")
def test_a_session_is_never_one_that_somebody_chose_before(client: Client) -> None:
    client.cookies[cookie.SESSION] = "chosen-by-a-stranger"
    fill(client, "/sign-in", account="reviewer", password=PASSPHRASE)
    first = client.cookies[cookie.SESSION]
    assert first != "chosen-by-a-stranger"
    form = form_of(client.get("/sign-out"))
    client.post("/sign-in", {"form": form, "account": "commander", "password": PASSPHRASE})
    assert client.cookies[cookie.SESSION] != first
    replayed = Client(cookies={cookie.SESSION: first})
    assert replayed.get("/wall").status == 303


@pytest.mark.usefixtures("office")
def test_a_form_counts_once_it_was_given_out_here(client: Client) -> None:
    right = {"account": "reviewer", "password": PASSPHRASE}
    for fields in (right, {**right, "form": "x"}, {**right, "form": ""}):
        assert client.post("/sign-in", fields).status == 400
    foreign = form_of(Client().get("/sign-in"))
    client.get("/sign-in")
    assert client.post("/sign-in", {**right, "form": foreign}).status == 400
    form = form_of(client.get("/sign-in"))
    body = f"form={form}&account=reviewer&password={PASSPHRASE}".encode()
    assert (
        client.ask("POST", "/sign-in", body=body, content_type="text/plain", origin=client.origin).status
        == 400
    )
    many = "&".join(f"a{place}=1" for place in range(20))
    crowded = client.ask(
        "POST",
        "/sign-in",
        body=many.encode(),
        content_type="application/x-www-form-urlencoded",
        origin=client.origin,
    )
    assert crowded.status == 400
    assert client.post("/sign-in", {"form": form, "account": "x" * 9000}).status == 413
    assert client.post("/sign-in", {"form": form, **right}).status == 303


@pytest.mark.usefixtures("office")
def test_who_tries_too_often_waits(client: Client) -> None:
    client.client = ("127.0.0.77", 5000)
    replies = [fill(client, "/sign-in", account="nobody", password=f"wrong {place}") for place in range(12)]
    last = replies[-1]
    assert {reply.status for reply in replies} == {401, 429}
    assert int(last.headers["retry-after"]) > 0


def test_a_one_time_password_is_changed_at_the_door(office: Office, client: Client) -> None:
    now = datetime.now(UTC)
    once = Account(account_id="newcomer", name="新人", role=Role.REVIEWER)
    office.accounts.add(once, ONCE, by=COMMAND, at=now, must_change=True)
    asked = fill(client, "/sign-in", account="newcomer", password=ONCE)
    assert asked.status == 401
    assert "请设一个自己的口令。" in asked.text
    assert ONCE not in asked.text
    fields = {"account": "newcomer", "password": ONCE, "new": "four quiet boats home"}
    unequal = client.post("/sign-in", {"form": form_of(asked), **fields, "again": "four quiet boats"})
    assert "两次输入的新口令不一样。" in unequal.text
    assert 'name="again"' in unequal.text
    entered = client.post("/sign-in", {"form": form_of(unequal), **fields, "again": fields["new"]})
    assert entered.status == 303


def test_the_first_administrator_is_made_once(blank_office: Office, client: Client) -> None:
    code = blank_office.first.offer(at=datetime.now(UTC))
    assert code is not None
    fields = {"account": "li", "name": "李四", "password": PASSPHRASE, "again": PASSPHRASE}
    wrong = fill(client, "/first", code="abcde-abcde", **fields)
    assert wrong.status == 401
    assert 'value="李四"' in wrong.text
    assert PASSPHRASE not in wrong.text
    assert "两次" in fill(client, "/first", code=code, **{**fields, "again": "x"}).text
    entered = fill(client, "/first", query="next=%2Fdata", code=code, **fields)
    assert (entered.status, entered.location) == (303, "/data")
    assert client.get("/data").status != 403
    stranger = Client()
    assert stranger.get("/first").location == "/sign-in"
    form = form_of(stranger.get("/sign-in"))
    assert stranger.post("/first", {"form": form, "code": code, **fields}).location == "/sign-in"


def test_a_screen_comes_in_once_its_code_is_confirmed_and_goes_when_revoked(
    office: Office, client: Client
) -> None:
    assert 'http-equiv="refresh"' not in client.get("/pair").text
    assert fill(client, "/pair").location == "/pair"
    shown = client.get("/pair")
    assert '<meta http-equiv="refresh" content="5">' in shown.text
    found = re.search(r'class="code"[^>]*>([^<]+)<', shown.text)
    assert found is not None
    assert cookie.SESSION not in client.cookies
    device = office.devices.confirm(found[1], "大厅屏", by=COMMAND, at=datetime.now(UTC))
    entered = client.get("/pair")
    assert (entered.status, entered.location) == (303, "/wall")
    assert any("stormdesk_session=" in line and "Max-Age=316" in line for line in entered.set_cookies)
    assert cookie.PAIRING not in client.cookies
    again = client.get("/pair", query="next=%2Fwall%3Frotate%3D30")
    assert (again.status, again.location) == (303, "/wall?rotate=30"), "a screen is paired once"
    assert client.get("/pair", query="next=%2Fdata").location == "/wall"
    assert client.get("/vendor/leaflet-1.9.4/LICENSE").status == 200
    assert client.get("/evacuation").status == 403
    assert client.get("/data").status == 403
    office.devices.revoke(device.device_id, by=COMMAND, at=datetime.now(UTC))
    assert client.get("/wall").status == 303


def test_a_code_that_is_too_old_is_asked_for_anew(office: Office, client: Client) -> None:
    code, secret = office.devices.ask(
        at=datetime.now(UTC) - timedelta(minutes=11), address="127.0.0.1", agent=""
    )
    client.cookies[cookie.PAIRING] = f"{code}.{secret}"
    assert "配对码已过期" in client.get("/pair").text
    assert cookie.PAIRING not in client.cookies
    client.cookies[cookie.PAIRING] = "no-dot"
    assert client.get("/pair").status == 200


def test_signing_out_ends_the_session(office: Office, sign_in: Callable[..., Client]) -> None:
    client = sign_in("commander")
    token = client.cookies[cookie.SESSION]
    page = client.get("/sign-out", query="lang=en")
    assert "Commander" in page.text
    assert client.get("/sign-out").status == 200
    assert office.sessions.visitor_of(token, at=datetime.now(UTC)) is not None
    reply = client.post("/sign-out", {"form": form_of(page)}, query="lang=en")
    assert reply.location == "/sign-in?why=out&lang=en"
    assert office.sessions.visitor_of(token, at=datetime.now(UTC)) is None
    assert Client().get("/sign-out").status == 303


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("path", ["/sign-in", "/pair", "/sign-out", "/nowhere"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_doors_pages_hold_no_script_and_ask_nobody(
    sign_in: Callable[..., Client], path: str, language: str
) -> None:
    client = sign_in("reviewer") if path in {"/sign-out", "/nowhere"} else Client()
    reply = client.get(path, query=f"lang={language}")
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "script" not in policy
    assert not re.search(r"<script|\son\w+=|https?://|javascript:|@import|url\(", reply.text)
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in reply.text
    has_han = re.search(r"[\u4e00-\u9fff]", re.sub(r"font-family[^;]*;|>中文<|<b>.*?</b>", "", reply.text))
    assert (has_han is None) is (language == "en")
    assert reply.headers["cache-control"] == "no-store"


def test_the_language_follows_where_one_was_going(client: Client, office: Office) -> None:
    assert office.accounts.all()
    reply = client.get("/storm", query="lang=en")
    assert reply.location == "/sign-in?lang=en&next=%2Fstorm%3Flang%3Den"
    assert catalogue("en")["登录"] in client.get("/sign-in", query="next=%2Fstorm%3Flang%3Den").text
    entered = fill(client, "/sign-in", query="lang=en&next=%2Fstorm", account="reviewer", password=PASSPHRASE)
    assert entered.location == "/storm?lang=en"
