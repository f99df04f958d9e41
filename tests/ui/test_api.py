"""The API: who may send what, how much, and what each item is told."""

import gzip
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from stormdesk.domain.feed import FeedKind
from stormdesk.domain.geo import wgs84_to_gcj02
from stormdesk.ingest.delivery.items import ITEMS
from stormdesk.ingest.desk import Desk, open_desk
from stormdesk.ingest.sources import revoke_tokens, switch_source
from stormdesk.settings import Settings
from stormdesk.ui import server
from stormdesk.ui.asgi import api, api_gate
from stormdesk.ui.asgi.api_gate import Buckets
from stormdesk.ui.asgi.api_spec import docs_page, specification
from tests.ui.api_client import (
    AT,
    EVENT,
    POSITION,
    READING,
    SAMPLES,
    WARNING,
    Client,
    Sender,
    add_source,
    results,
)

# What the first start brings of a past storm is no sender's.
PAST = "past-"


@pytest.fixture
def desk(plain_settings: Settings) -> Iterator[Desk]:
    opened = open_desk(plain_settings)
    yield opened
    opened.store.close()


@pytest.fixture
def sender(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setattr(api, "_desk", lambda: desk)
    monkeypatch.setattr(api, "_buckets", Buckets())
    parts = server.options()
    app = Starlette(routes=parts["routes"], middleware=parts["middleware"])
    return Sender(desk, Client(app), add_source(desk, "gate"))


@pytest.mark.parametrize("kind", SAMPLES)
def test_an_item_is_recorded_once_however_often_it_is_sent(sender: Sender, kind: str) -> None:
    first = sender.post(kind, [SAMPLES[kind]])
    assert first.status_code == 200, first.text
    assert (first.json()["outcome"], results(first)) == ("taken", ["recorded"])
    again = sender.post(kind, {"items": [SAMPLES[kind], SAMPLES[kind]]})
    assert (again.json()["outcome"], results(again)) == ("repeated", ["repeated", "repeated"])
    table = {"events": "event", "positions": "position", "readings": "reading", "warnings": "weather_warning"}
    found = sender.desk.store._read(lambda cursor: cursor.table(table[kind]).fetchall())
    assert len([row for row in found if not any(str(cell).startswith(PAST) for cell in row)]) == 1


def test_a_batch_is_answered_item_by_item_in_order(sender: Sender) -> None:
    batch: list[object] = [
        EVENT,
        {**EVENT, "event_id": "gate-2", "status": "flying"},
        "no object",
        {**EVENT, "event_id": "gate-3", "happened_at": "2022-09-14T08:00:00"},
        {**EVENT, "event_id": "gate-4", "colour": "red"},
        {**EVENT, "event_id": "gate-5", "quantity": -1},
        EVENT,
        {**EVENT, "event_id": "gate-6", "happened_at": "2099-01-01T00:00:00Z"},
        {"event_id": "gate-7", "subject": "<img src=x onerror=alert(1)>"},
    ]
    answer = sender.post("events", batch)
    assert answer.status_code == 200
    assert results(answer) == ["recorded", *["refused"] * 5, "repeated", "flagged", "refused"]
    told = answer.json()
    assert [item["index"] for item in told["items"]] == list(range(len(batch)))
    ids = ["gate-1", "gate-2", None, "gate-3", "gate-4", "gate-5", "gate-1", "gate-6", "gate-7"]
    assert [item["id"] for item in told["items"]] == ids
    assert "晚于现在" in told["items"][7]["reason"]
    assert all(item["reason"] for item in told["items"] if item["result"] == "refused")
    assert (told["outcome"], told["accepted"], told["repeated"], told["refused"]) == ("partly", 2, 1, 6)
    seen = sender.get(f"imports/{told['import_id']}").json()
    assert (seen["outcome"], seen["accepted"], len(seen["problems"])) == ("partly", 2, 7)


def test_an_item_that_cannot_be_is_refused_with_a_reason(sender: Sender) -> None:
    for item, kind in (
        ({**POSITION, "lat": 91}, "positions"),
        ({**POSITION, "lat": "28"}, "positions"),
        ({key: value for key, value in POSITION.items() if key != "mmsi"}, "positions"),
        ({**READING, "quantity": "luck"}, "readings"),
        ({**READING, "value": 1e300}, "readings"),
        ({**READING, "value": True}, "readings"),
        ({**READING, "read_at": "0001-01-01T00:00:00+08:00"}, "readings"),
        ({**WARNING, "colour": "green"}, "warnings"),
        ({**EVENT, "subject_id": "a\x00b"}, "events"),
        ({**EVENT, "event_id": "x" * 201}, "events"),
    ):
        answer = sender.post(kind, [item])
        assert results(answer) == ["refused"], item
        assert answer.json()["outcome"] == "quarantined"


def test_an_impossible_report_is_kept_flagged_and_not_counted(sender: Sender) -> None:
    moved = {**EVENT, "subject": "evacuee", "subject_id": "p1", "facet": "move"}
    first = {**moved, "event_id": "m1", "status": "listed"}
    wrong = {**moved, "event_id": "m2", "status": "returned", "happened_at": "2022-09-14T09:00:00+08:00"}
    answer = sender.post("events", [first, wrong])
    assert results(answer) == ["recorded", "flagged"]
    assert answer.json()["flagged"] == 1


def test_the_same_id_with_other_content_keeps_the_first_and_says_so(sender: Sender) -> None:
    sender.post("events", [EVENT])
    answer = sender.post("events", [{**EVENT, "subject_id": "another"}])
    assert results(answer) == ["repeated"]
    assert answer.json()["items"][0]["reason"]


def test_the_same_batch_by_two_senders_at_once_is_recorded_once_and_both_are_told(sender: Sender) -> None:
    other = add_source(sender.desk, "other")
    batch = [{**EVENT, "event_id": f"e{number}", "subject_id": f"s{number % 7}"} for number in range(300)]
    senders = [sender, Sender(sender.desk, sender.client, other)]
    answers: list[Any] = []
    ready = threading.Barrier(2)

    def send(one: Sender) -> None:
        ready.wait()
        answers.append(one.post("events", batch))

    threads = [threading.Thread(target=send, args=(one,)) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200, 200]
    both = list(zip(*(results(answer) for answer in answers), strict=True))
    assert all(sorted(pair) == ["recorded", "repeated"] for pair in both)
    assert (
        len(
            [
                row
                for row in sender.desk.store.rows("ledger/all_events")
                if not any(str(cell).startswith(PAST) for cell in row)
            ]
        )
        == 300
    )


def test_a_repeated_request_under_its_key_gets_the_same_answer(sender: Sender) -> None:
    first = sender.post("events", [EVENT], idempotency_key="k-1")
    again = sender.post("events", [EVENT], idempotency_key="k-1")
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    other = sender.post("events", [{**EVENT, "event_id": "e9"}], idempotency_key="k-1")
    assert other.status_code == 422
    assert sender.post("events", [EVENT], idempotency_key="k 1").status_code == 400


def test_without_a_token_there_is_nothing(sender: Sender) -> None:
    for token in ("", "x", "x" * 10_000, sender.token[:-1], sender.token + "é"):
        answer = sender.client.request("POST", "/api/v1/events", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"detail", "do", "status"} <= set(answer.json())
    assert sender.client.get("/api/v1/status").status_code == 401
    revoke_tokens(sender.desk.store, "gate", at=AT)
    assert sender.get("status").status_code == 401


def test_a_source_sends_only_what_it_may_and_only_while_it_is_on(sender: Sender) -> None:
    sender.token = add_source(sender.desk, "rain", FeedKind.READINGS)
    assert sender.post("events", [EVENT]).status_code == 403
    assert sender.post("readings", [READING]).status_code == 200
    storm = sender.post("files?name=e.jsonl", json.dumps(EVENT).encode())
    assert storm.json()["outcome"] == "quarantined"
    switch_source(sender.desk.store, "rain", is_active=False, by="test", at=AT)
    assert sender.post("readings", [READING]).status_code == 403


def test_another_sources_import_is_not_shown(sender: Sender) -> None:
    import_id = sender.post("events", [EVENT]).json()["import_id"]
    sender.token = add_source(sender.desk, "other")
    assert sender.get(f"imports/{import_id}").status_code == 404


def test_who_sends_too_often_is_told_when_to_come_again(sender: Sender) -> None:
    sender.token = add_source(sender.desk, "eager", max_per_min=2)
    assert [sender.get("status").status_code for _ in range(3)] == [200, 200, 429]
    late = sender.get("status")
    assert 1 <= int(late.headers["retry-after"]) <= 30


def test_a_bucket_fills_evenly() -> None:
    buckets = Buckets()
    assert [buckets.wait_s("a", 2, now_s=0) for _ in range(2)] == [0, 0]
    assert buckets.wait_s("a", 2, now_s=0) == pytest.approx(30)
    assert buckets.wait_s("b", 2, now_s=0) == 0
    assert buckets.wait_s("a", 2, now_s=30) == 0
    assert buckets.wait_s("a", 2, now_s=10) > 0


UNREADABLE: tuple[tuple[bytes, dict[str, str], int], ...] = (
    (b"{", {}, 400),
    (b"\xff\xfe", {}, 400),
    (b"[NaN]", {}, 400),
    (b"[" * 100_000, {}, 400),
    (b"[]", {}, 422),
    (b"5", {}, 422),
    (b'{"items": 5}', {}, 422),
    (b"[]", {"content_type": "text/csv"}, 415),
    (b"[]", {"content_encoding": "br"}, 415),
    (b"[]", {"content_encoding": "gzip"}, 400),
    (gzip.compress(b"[]")[:-4], {"content_encoding": "gzip"}, 400),
    (gzip.compress(b" " * 50_000_000, 9), {"content_encoding": "gzip"}, 413),
    (b" " * 10_000_001, {}, 413),
    (b"[" + b"1," * 10_000 + b"1]", {}, 413),
)


def test_a_request_that_cannot_be_read_is_refused(sender: Sender) -> None:
    for content, headers, status in UNREADABLE:
        answer = sender.post("events", content, **headers)
        assert answer.status_code == status, content[:20]
        assert answer.headers["content-type"] == "application/problem+json"


def test_packed_items_and_lines_are_read(sender: Sender) -> None:
    packed = sender.post("events", gzip.compress(json.dumps([EVENT]).encode()), content_encoding="gzip")
    assert results(packed) == ["recorded"]
    lines = "\n".join(json.dumps({**EVENT, "event_id": f"l{number}"}) for number in range(3)).encode()
    assert results(sender.post("events", lines, content_type="application/x-ndjson")) == ["recorded"] * 3


def test_what_is_not_there_is_said_so(sender: Sender) -> None:
    for method, path, status in (
        ("GET", "/api/v1/events", 405),
        ("DELETE", "/api/v1/status", 405),
        ("OPTIONS", "/api/v1/events", 405),
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v2/events", 404),
        ("GET", "/api/", 404),
    ):
        answer = sender.client.request(method, path)
        assert answer.status_code == status, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert "access-control-allow-origin" not in answer.headers
        assert (status == 405) == ("allow" in answer.headers)


def test_a_host_elsewhere_is_kept_out(sender: Sender) -> None:
    answer = sender.client.get("/api/v1/status", headers={"host": "evil.example"})
    assert answer.status_code == 403


def test_before_the_desk_is_open_the_api_says_so(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_desk", None)
    assert sender.get("status").status_code == 503


def test_a_source_sees_how_it_stands(sender: Sender) -> None:
    assert sender.get("status").json()["state"] == "never"
    sender.post("events", [EVENT])
    told = sender.get("status").json()
    assert (told["state"], told["item_count"], told["operation_id"]) == ("ok", 1, "test-1")


def test_a_file_is_taken_once_by_content(sender: Sender) -> None:
    data = json.dumps(EVENT).encode()
    assert sender.post("files?name=e.jsonl", data).json()["outcome"] == "taken"
    again = sender.post("files?name=../../other.jsonl", data).json()
    assert (again["outcome"], again["accepted"]) == ("repeated", 0)
    assert sender.post("files", b"").status_code == 422
    assert sender.post("files", b"\x00what").json()["outcome"] == "quarantined"


def test_a_file_may_come_with_the_datum_of_its_points(sender: Sender) -> None:
    lat, lon = wgs84_to_gcj02(28.05, 121.4)
    data = json.dumps([{"name": "样例渔9", "time": "2022-09-14T08:00:00+08:00", "lat": lat, "lon": lon}])
    assert sender.post("files?name=p.json&datum=mars", data.encode()).status_code == 422
    told = sender.post("files?name=p.json&datum=GCJ02", data.encode())
    assert told.json()["accepted"] == 1, told.json()
    found = sender.desk.store._read(
        lambda cursor: cursor.execute("select lat, lon from position where source = 'gate'").fetchall()
    )
    assert [pytest.approx(point, abs=1e-6) for point in found] == [(28.05, 121.4)]


def test_the_description_knows_every_route_and_its_examples_hold(sender: Sender) -> None:
    assert sender.client.get("/api/v1/openapi.json").status_code == 401
    told = sender.get("openapi.json").json()
    routes = {
        route.path: next(
            iter({"POST"} if "imports" not in route.path and "status" not in route.path else {"GET"})
        )
        for route in api.api_routes()
        if route.path not in {"/api/v1/openapi.json", "/api/v1/docs", "/api/{rest:path}"}  # type: ignore[attr-defined]
    }
    assert {path: next(iter(ways)).upper() for path, ways in told["paths"].items()} == routes
    assert told == json.loads(json.dumps(specification()))
    for kind, model in ITEMS.items():
        content = told["paths"][f"/api/v1/{kind}"]["post"]["requestBody"]["content"]["application/json"]
        assert content["example"]
        for example in content["example"]:
            model.model_validate(example)
    names = {name for name in json.dumps(told).split('"') if name.startswith("#/components/schemas/")}
    assert {name.rsplit("/", 1)[-1] for name in names} <= set(told["components"]["schemas"])


def test_every_refusal_has_a_sentence_in_both_languages(sender: Sender) -> None:
    for status, (sentence, do) in api_gate.SAID.items():
        assert sentence
        assert do, status
    zh = sender.client.get("/api/v1/status").json()["detail"]
    en = sender.client.get("/api/v1/status", headers={"accept-language": "en"}).json()["detail"]
    assert zh != en
    assert en.isascii()


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "外部系统接口"), ("en", "Data interface"), ("<b>", "外部系统接口")]
)
def test_the_page_for_people_shows_each_kind_and_no_foreign_address(language: str, title: str) -> None:
    page = docs_page(language, "/desk")
    assert f"<h1>{title}</h1>" in page
    assert all(f"/desk/api/v1/{kind}" in page for kind in ITEMS)
    assert "YOUR-TOKEN" in page
    assert "<b>" not in page
    assert [word for word in page.split('"') if "://" in word and "127.0.0.1" not in word] == []
