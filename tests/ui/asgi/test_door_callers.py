"""Who calls and from where: proxies, strangers, what is shared and what is noted."""

from collections import Counter
from collections.abc import Callable

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from stormdesk.door.office import Office
from stormdesk.ui import server
from stormdesk.ui.asgi.paths import next_path
from stormdesk.ui.asgi.peer import UnknownProxy, networks_of, peer_of
from tests.ui.asgi.asgi_asked import LICENSE, named, refusals
from tests.ui.asgi.asgi_client import Client, guarded


def test_answers_to_one_visitor_are_kept_by_no_shared_store(sign_in: Callable[..., Client]) -> None:
    client = sign_in("reviewer")
    assert client.get(LICENSE).headers["cache-control"] == "private, max-age=31536000, immutable"
    assert client.get("/layers/none").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "next_"),
    [
        ("/wall?area=331083002", "/wall?area=331083002"),
        ("/", "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/wall\r\nSet-Cookie: a=b", "/"),
        ("/%2f%2fevil.example", "/"),
        ("/wall?a=" + "x" * 500, "/"),
        ("wall", "/"),
        ("/..//evil.example", "/"),
        ("http:///evil.example", "/"),
    ],
)
def test_the_way_on_leads_only_to_pages_of_ours(asked: str, next_: str) -> None:
    assert next_path(asked) == next_


def test_who_calls_is_believed_of_a_trusted_proxy_only() -> None:
    def scope(peer: str, **headers: str) -> dict[str, object]:
        sent = [(name.replace("_", "-").encode(), word.encode()) for name, word in headers.items()]
        return {"type": "http", "client": (peer, 1), "scheme": "http", "headers": sent}

    proxies = networks_of("10.0.0.5, 10.1.0.0/16")
    told = {"x_forwarded_for": "203.0.113.9, 198.51.100.7, 10.1.2.3", "x_forwarded_proto": "https"}
    behind = peer_of(scope("10.0.0.5", host="desk.example", **told), proxies)
    assert (behind.address, behind.is_secure) == ("198.51.100.7", True)
    straight = peer_of(scope("203.0.113.50", host="desk.example", **told), proxies)
    assert (straight.address, straight.is_secure) == ("203.0.113.50", False)
    garbled = peer_of(scope("10.0.0.5", x_forwarded_for="<script>, 10.0.0.5"), proxies)
    assert (garbled.address, garbled.is_secure) == ("?", False)
    with pytest.raises(UnknownProxy):
        peer_of(scope("127.0.0.1", **told), ())
    assert peer_of(scope("127.0.0.1"), ()).address == "127.0.0.1"


def test_a_claim_to_come_from_elsewhere_is_refused_while_no_proxy_is_trusted(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = client.get("/sign-in", x_forwarded_for="203.0.113.9")
    assert refused.status == 403
    assert "STORMDESK_PROXY" in refused.text
    monkeypatch.setenv("STORMDESK_PROXY", "127.0.0.1")
    named(monkeypatch, "desk.example")
    client.host = "desk.example"
    told = {"x_forwarded_for": "203.0.113.9", "x_forwarded_proto": "https"}
    assert client.get("/sign-in", **told).status == 200
    assert "STORMDESK_PROXY" not in client.get("/sign-in", x_forwarded_for="203.0.113.9").text
    assert client.get("/sign-in", x_forwarded_for="203.0.113.9").status == 403
    client.host = "evil.example"
    assert client.get("/sign-in").status == 403
    told = {what for what, _thing, _who in refusals(office)}
    assert {"unknown_proxy", "not_secure", "foreign_host"} <= told


def test_while_the_system_starts_nothing_answers_but_the_probe(client: Client) -> None:
    server.register_office(None)
    for path in ("/", "/wall", "/sign-in", "/first", LICENSE, "/nowhere"):
        assert client.get(path).status == 503, path
    assert '"status"' in client.get("/healthz").text


def test_what_the_framework_tries_below_each_page_fills_no_audit(
    office: Office, sign_in: Callable[..., Client]
) -> None:
    client, before = sign_in("village"), Counter(refusals(office))
    assert client.get("/duty/_stcore/health", accept="*/*").status == 404
    assert client.get("/duty/_stcore/host-config", accept="*/*").status == 404
    assert client.get("/duty/_stcore/metrics", accept="*/*").status == 404
    told = Counter(refusals(office)) - before
    assert {each: count for each, count in told.items() if each[2] == "village"} == {
        ("undeclared", None, "village"): 1
    }


def test_a_feed_without_its_token_is_in_the_audit(office: Office, client: Client) -> None:
    async def no(_request: Request) -> Response:
        return Response(status_code=401)

    client.app = guarded([Route("/api/v1/events", no, methods=["POST"])])
    assert client.ask("POST", "/api/v1/events", origin="http://evil.example").status == 401
    assert ("bad_token", "/api/{rest:path}", None) in refusals(office)


def test_health_tells_strangers_one_word(sign_in: Callable[..., Client]) -> None:
    assert set(Client().get("/healthz").text.strip("{}").split(":")[0].split()) == {'"status"'}
    assert '"data_version"' in sign_in("reviewer").get("/healthz").text
