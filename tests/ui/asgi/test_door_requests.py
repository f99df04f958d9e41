"""What the guard lets through and what it refuses, request by request."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message
from streamlit import config

from stormdesk.domain.access.records import Role
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import Office
from stormdesk.ui.asgi import cookie, streams
from stormdesk.ui.asgi.declared import Door
from tests.ui.asgi.asgi_asked import LICENSE, named, refusals, session_of
from tests.ui.asgi.asgi_client import ELSEWHERE, Client, guarded, run
from tests.ui.asgi.conftest import add_account, token_of


def test_a_deep_link_leads_to_the_sign_in_and_says_where_to_go_on(office: Office, client: Client) -> None:
    reply = client.get("/evacuation", query="area=331083002&t=2022-09-14T08:00")
    assert reply.status == 303
    assert reply.location == "/sign-in?next=%2Fevacuation%3Farea%3D331083002%26t%3D2022-09-14T08%3A00"
    assert reply.headers["cache-control"] == "no-store"
    assert ("no_session", "/evacuation", None) in refusals(office)


def test_before_there_is_an_account_every_page_leads_to_the_first(
    blank_office: Office, client: Client
) -> None:
    assert client.get("/wall").location == "/first?next=%2Fwall"
    assert client.get("/sign-in").location == "/first"
    assert blank_office.first.is_needed()


def test_in_a_drill_its_accounts_sign_in_though_there_is_no_administrator(
    blank_office: Office, client: Client
) -> None:
    account = Account(account_id="drill-duty", name="演练", role=Role.DUTY_OFFICER, is_drill=True)
    blank_office.accounts.add(account, "seven herons on the dyke", by=COMMAND, at=datetime.now(UTC))
    assert client.get("/wall").location == "/sign-in?next=%2Fwall"
    said = client.get("/sign-in")
    assert 'name="password"' in said.text
    assert 'href="./first"' in said.text
    assert client.get("/first").status == 200


@pytest.mark.parametrize(
    "token", ["", "forged", "x" * 5000, "☃".encode().decode("latin-1"), "' or 1=1 --", "a.b.c", "null"]
)
def test_a_forged_cookie_opens_nothing_and_is_taken_back(office: Office, client: Client, token: str) -> None:
    client.cookies[cookie.SESSION] = token
    assert client.get(LICENSE, accept="*/*").status == 401
    assert client.get("/wall").status == 303
    client.cookies[cookie.SESSION] = token_of(office, "reviewer")
    assert client.get(LICENSE).status == 200


def test_an_ended_session_stays_ended_for_whoever_replays_its_cookie(office: Office, client: Client) -> None:
    token = token_of(office, "reviewer")
    client.cookies[cookie.SESSION] = token
    assert client.get(LICENSE).status == 200
    visitor = office.sessions.visitor_of(token, at=datetime.now(UTC))
    assert visitor is not None
    office.sessions.end(visitor.session_id, at=datetime.now(UTC))
    assert client.get(LICENSE, accept="*/*").status == 401
    ended = client.get("/wall")
    assert ended.location == "/sign-in?why=ended&next=%2Fwall"
    assert any("stormdesk_session=" in line and "Max-Age=0" in line for line in ended.set_cookies)


def test_a_cookie_that_anybody_could_plant_counts_for_nothing_over_https(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(monkeypatch, "desk.example")
    client = Client(client=ELSEWHERE, scheme="https", host="desk.example")
    token = token_of(office, "reviewer")
    client.cookies[cookie.SESSION] = token
    assert client.get(LICENSE, accept="*/*").status == 401
    client.cookies[f"__Host-{cookie.SESSION}"] = token
    assert client.get(LICENSE).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/wall",
        "/wall//",
        "/./wall",
        "/vendor/../wall",
        "/vendor/..",
        "/vendor/leaflet-1.9.4/%2e%2e/LICENSE",
        "/vendor\\..\\wall",
        "/wall\x00",
        "/wall%00",
        "/墙",
        "/" + "a" * 600,
    ],
)
def test_a_path_that_is_written_to_mislead_is_refused_with_or_without_a_session(
    sign_in: Callable[..., Client], path: str
) -> None:
    assert Client().get(path).status == 400
    assert sign_in("reviewer").get(path).status == 400


def test_hidden_slashes_in_the_raw_path_are_refused(sign_in: Callable[..., Client]) -> None:
    client = sign_in("reviewer")

    async def reached(_request: Request) -> Response:
        return PlainTextResponse("reached")

    client.app = guarded([Route("/vendor/{rest:path}", reached)])
    scope = client.scope("http", "/vendor/a/b", "", {})
    assert scope["raw_path"] == b"/vendor/a/b"
    assert client.get("/vendor/a/b").text == "reached"
    assert client.get("/vendor/a/b", raw=b"/vendor/a%2Fb").status == 400
    assert client.get("/vendor/a/b", raw=b"/vendor/a%252fb").status == 400


@pytest.mark.parametrize("path", ["/WALL", "/Wall", "/wall/x", "/wall;x", "/wall.html", "/wall/../wall"])
def test_a_page_has_one_spelling(sign_in: Callable[..., Client], path: str) -> None:
    assert sign_in("commander").get(path).status in {400, 404}


def test_the_base_path_opens_no_second_way(
    sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_config = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda key: "desk" if key == "server.baseUrlPath" else ask_config(key)
    )
    stranger = Client()
    for path in ("/desk/wall", "/desk", "/desk/", "/desk/desk/wall", f"/desk{LICENSE}"):
        reply = stranger.get(path)
        assert reply.location.split("?")[0] == "/desk/sign-in", path
    for path in ("/wall", LICENSE):
        assert stranger.get(path).status == 303
    assert stranger.get("/desk/sign-in").status == 200
    client = sign_in("commander")
    assert client.get(f"/desk{LICENSE}").status == 200
    assert client.get("/desk/desk/wall").status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://localhost:8501"}, 303),
        ({"sec_fetch_site": "same-origin"}, 303),
        ({"origin": "http://localhost:8501", "sec_fetch_site": "cross-site"}, 403),
        ({"origin": "http://localhost:8501", "sec_fetch_site": "same-site"}, 403),
        ({"origin": "https://localhost:8501"}, 403),
        ({"origin": "http://localhost:9999"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({}, 403),
    ],
)
def test_only_a_page_of_ours_may_ask_for_a_change(
    office: Office, sign_in: Callable[..., Client], headers: dict[str, str], status: int
) -> None:
    client = sign_in("reviewer")
    form = client.get("/sign-out").text.partition('name="form" value="')[2].partition('"')[0]
    sent = {"content_type": "application/x-www-form-urlencoded"} | headers
    assert client.ask("POST", "/sign-out", body=f"form={form}".encode(), **sent).status == status
    if status == 403:
        assert ("foreign_site", "/sign-out", "reviewer") in refusals(office)


def test_methods_that_a_door_does_not_know_are_refused(sign_in: Callable[..., Client]) -> None:
    client = sign_in("commander")
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        assert client.ask(method, "/wall", origin=client.origin).status == 405
    assert client.ask("HEAD", LICENSE).status == 200
    assert client.get("/_stcore/stream").status == 405


def test_an_upload_goes_only_into_a_page_of_this_session(
    office: Office, sign_in: Callable[..., Client]
) -> None:
    async def took(_request: Request) -> Response:
        return Response(status_code=204)

    path = "/_stcore/upload_file/{session_id}/{file_id}"
    client = sign_in("duty_officer")
    client.app = guarded([Route(path, took, methods=["PUT", "DELETE"])])
    mine = session_of(office, client)
    streams.hold(mine, "stream-1")
    assert client.ask("PUT", "/_stcore/upload_file/stream-1/f", origin=client.origin).status == 204
    assert client.ask("PUT", "/_stcore/upload_file/stream-2/f", origin=client.origin).status == 403
    other = sign_in("commander")
    streams.hold(session_of(office, other), "stream-3")
    assert other.ask("PUT", "/_stcore/upload_file/stream-3/f", origin=other.origin).status == 403
    streams.let_go(mine)


def test_a_file_is_handed_out_only_to_the_session_that_was_shown_it(
    office: Office, sign_in: Callable[..., Client]
) -> None:
    async def file(_request: Request) -> Response:
        return PlainTextResponse("a list")

    shown = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    client = sign_in("reviewer")
    client.app = guarded([Route("/media/{file_id:path}", file)])
    assert client.get(f"/media/{shown}.csv").status == 403
    streams.note_files(session_of(office, client), b"\x12\x08/media/" + shown.encode() + b".csv\x00")
    reply = client.get(f"/media/{shown}.csv")
    assert (reply.text, reply.headers["cache-control"]) == ("a list", "no-store")
    client.cookies[cookie.SESSION] = token_of(office, "commander")
    assert client.get(f"/media/{shown}.csv").status == 403


def test_too_much_and_too_slow_content_is_cut_off(
    sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    table = (Door(path="/read", methods=frozenset({"POST"}), most_bytes=10, body_s=0.2),)
    monkeypatch.setattr("stormdesk.ui.asgi.session_door.doors", lambda: table)
    client = sign_in("reviewer")
    client.app = guarded([Route("/read", read, methods=["POST"])])
    own = {"origin": client.origin, "accept": "*/*"}
    assert client.ask("POST", "/read", body=b"x" * 10, **own).text == "10"
    assert client.ask("POST", "/read", body=b"x" * 11, **own).status == 413
    assert client.ask("POST", "/read", body=b"x", content_length="11", **own).status == 413
    assert client.ask("POST", "/read", body=b"x", content_length="1e3", **own).status == 400
    assert client.ask("POST", "/read", body=b"x", is_endless=True, **own).status == 408


@pytest.mark.usefixtures("office")
def test_whoever_leaves_in_the_middle_is_no_incident(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sent = {"origin": client.origin, "content-type": "application/x-www-form-urlencoded"}
    scope = client.scope("http", "/sign-in", "", sent) | {"method": "POST"}
    said: list[Message] = []

    async def leave() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        said.append(message)

    run(guarded()(scope, leave, send))  # type: ignore[arg-type]
    assert said == []
    assert caplog.text == ""


def test_what_goes_wrong_behind_the_door_shows_a_number_and_no_details(
    sign_in: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_request: Request) -> Response:
        raise ValueError("a secret of 张三")

    client = sign_in("reviewer")
    client.app = guarded([Route("/vendor/{rest:path}", broken)])
    reply = client.get("/vendor/x")
    assert reply.status == 500
    assert "secret" not in reply.text
    assert "张三" not in reply.text
    number = reply.text.partition("编号 ")[2][:8]
    assert number in caplog.text


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(office: Office, client: Client) -> None:
    now = datetime.now(UTC)
    account = add_account(office, "leaving", Role.COMMANDER)
    client.app = guarded([Route("/wall", lambda _request: PlainTextResponse("the wall"))])
    client.cookies[cookie.SESSION] = office.sessions.begin("leaving", at=now)
    assert client.get("/wall").text == "the wall"
    changed = office.accounts.change(
        "leaving", version=account.version, by=COMMAND, at=now, role=Role.ADMINISTRATOR
    )
    assert client.get("/wall").status == 403
    office.accounts.change("leaving", version=changed.version, by=COMMAND, at=now, is_active=False)
    assert client.get("/wall").status == 303
