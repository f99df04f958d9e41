"""The pad's routes: the list of one's own area, a report that is taken once, and who is refused."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stormdesk.domain.access.records import Role
from stormdesk.domain.moment import Clock, ClockMode
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.office import Office, open_office
from stormdesk.door.passwords import CHEAP
from stormdesk.door.visit import Visit
from stormdesk.ingest.desk import Desk
from stormdesk.ui import server
from stormdesk.ui.asgi import cookie, data
from stormdesk.ui.maps import bundle
from stormdesk.ui.pad.entering import _waited
from stormdesk.ui.pad.listing import _told_apart
from tests.queries.scope_ground import NOW, OPERATION, OWN_TOWNSHIP, fill
from tests.ui.asgi.asgi_client import Client, Reply

OWN, FOREIGN = "AX-P1", "BX-P1"
ACCOUNTS = (
    Account(account_id="pad-town", name="乡镇<b>", role=Role.TOWNSHIP, area_code=OWN_TOWNSHIP),
    Account(account_id="pad-duty", name="值班", role=Role.DUTY_OFFICER),
    Account(account_id="pad-reviewer", name="复盘", role=Role.REVIEWER),
)


@dataclass
class Ground:
    desk: Desk
    office: Office

    def client(self, account_id: str) -> Client:
        token = self.office.sessions.begin(account_id, at=datetime.now(UTC))
        return Client(cookies={cookie.SESSION: token})

    def told(self, object_id: str) -> list[Any]:
        found = self.desk.store.frame(
            "objects/history",
            operation_id=OPERATION,
            subject="responsible_person",
            object_id=object_id,
            as_of=NOW + timedelta(days=1),
            known_at=NOW + timedelta(days=1),
        )
        return [row for row in found.to_dict("records") if row["source"] == "pad"]

    def refusals(self) -> list[tuple[str, str]]:
        columns, rows = self.office.store.head("audit/chain", 10_000)
        told = [dict(zip(columns, row, strict=True)) for row in rows]
        return [(row["what"], row["account_id"]) for row in told if row["kind"] == "refused"]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    desk = fill(tmp_path_factory.mktemp("pad"))
    setting = Clock(
        operation_id=OPERATION,
        mode=ClockMode.DRILL,
        anchored_at=datetime.now(UTC),
        shown_at=NOW + timedelta(hours=1),
        speed=1.0,
    )
    desk.clock.set(setting)
    office = open_office(desk.settings, cost=CHEAP)
    for account in ACCOUNTS:
        office.accounts.add(account, None, by=COMMAND, at=datetime.now(UTC))
    yield Ground(desk, office)
    office.close()
    desk.store.close()


@pytest.fixture
def ground(opened: Ground, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    server.register_office(lambda: opened.office)
    monkeypatch.setattr(data, "_viewer", lambda visitor: Visit(visitor, opened.office, opened.desk))
    yield opened
    server.register_office(None)


def entry(object_id: str = OWN, **more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "id": "0" * 31 + "1",
        "operation": OPERATION,
        "subject": "responsible_person",
        "object": object_id,
        "facet": "duty",
        "status": "on_post",
        "number": None,
        "note": "<img src=x> 路口积水",
        "pressed_ms": int(datetime.now(UTC).timestamp() * 1000),
    }
    return told | more


def send(client: Client, told: object, **headers: str) -> Reply:
    sent = {"content_type": "application/json", "accept": "*/*", "origin": client.origin} | headers
    return client.ask("POST", "/pad/entries", body=json.dumps(told).encode(), **sent)


def test_the_same_report_sent_twice_is_one_event_at_the_instant_of_the_press(ground: Ground) -> None:
    client = ground.client("pad-town")
    pressed = datetime.now(UTC) - timedelta(minutes=30)
    told = entry(pressed_ms=int(pressed.timestamp() * 1000))
    first, second = send(client, told), send(client, told)
    assert [json.loads(reply.body)["taken"] for reply in (first, second)] == [True, True]
    assert json.loads(second.body)["sentence"] == "此前已登记,未重复。"
    (event,) = ground.told(OWN)
    assert (event["status"], event["actor"]) == ("on_post", "pad-town")
    assert abs(event["happened_at"] - (NOW + timedelta(minutes=30))) < timedelta(minutes=1)
    assert json.loads(event["payload"])["text"] == "<img src=x> 路口积水"
    other = send(ground.client("pad-duty"), told | {"status": "relieved"})
    assert json.loads(other.body)["taken"] is True
    assert len(ground.told(OWN)) == 2, "another account's press is another report"


def test_a_foreign_object_is_refused_with_a_sentence_and_a_row_in_the_audit(ground: Ground) -> None:
    said = json.loads(send(ground.client("pad-town"), entry(FOREIGN, id="2" * 32)).body)
    assert (said["taken"], "辖区" in said["sentence"]) == (False, True)
    assert ground.told(FOREIGN) == []
    assert ("not_own", "pad-town") in ground.refusals()


def test_without_session_right_or_origin_nothing_is_taken(ground: Ground) -> None:
    assert send(Client(), entry(id="3" * 32)).status == 401
    assert send(ground.client("pad-reviewer"), entry(id="3" * 32)).status == 403
    assert ground.client("pad-reviewer").get("/pad").status == 403
    client = ground.client("pad-town")
    assert send(client, entry(id="3" * 32), origin="https://elsewhere.example").status == 403
    assert client.get("/pad/entries").status == 405
    assert Client().get("/pad").location.startswith("/sign-in?next=%2Fpad")


@pytest.mark.parametrize(
    "bad",
    [
        [],
        entry(id="../../x"),
        entry(subject="response"),
        entry(facet="nothing"),
        entry(number=True),
        entry(note="\x00"),
        entry(note="x" * 501),
        entry(pressed_ms=10**30),
        entry(object=7),
        {"id": "4" * 32},
    ],
)
def test_what_no_pad_writes_is_refused_unread(ground: Ground, bad: object) -> None:
    reply = send(ground.client("pad-town"), bad)
    assert (reply.status, json.loads(reply.body)["taken"]) == (400, False)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"operation": "another"}, "正在进行"),
        ({"object": "nobody"}, "名册里没有"),
        ({"status": "nonsense"}, "没有这种状态"),
        ({"pressed_ms": 0}, "七天"),
    ],
)
def test_a_report_that_cannot_count_is_answered_with_its_reason(
    ground: Ground, changed: dict[str, object], said: str
) -> None:
    reply = json.loads(send(ground.client("pad-duty"), entry(id="5" * 32, **changed)).body)
    assert reply["taken"] is False
    assert said in reply["sentence"]


def test_the_list_holds_ones_own_area_masked_and_small(ground: Ground) -> None:
    town = ground.client("pad-town").get("/pad/list", accept_encoding="gzip")
    told = json.loads(gzip.decompress(town.body))
    assert {one["subject"] for one in told["subjects"]} >= {"evacuee", "vessel", "site", "shelter"}
    seen = {row[0] for one in told["subjects"] for row in one["rows"]}
    assert any(name.startswith("AX") for name in seen)
    assert not any(name.startswith(("BX", "CX")) for name in seen)
    people = [row for one in told["subjects"] if one["subject"] == "evacuee" for row in one["rows"]]
    assert any("*" in row[1] for row in people)
    assert all("*" in row[1] or row[1] == row[0] for row in people), "who is on no list has no name"
    whole = json.loads(ground.client("pad-duty").get("/pad/list").body)
    assert {row[0][:2] for one in whole["subjects"] for row in one["rows"]} > {"AX", "BX"}
    assert ground.client("pad-duty").get("/pad/list", query="area=x").status == 400


def test_the_page_is_sealed_small_and_runs_our_script_alone(ground: Ground) -> None:
    reply = ground.client("pad-town").get("/pad", query="lang=en")
    assert "script-src 'self';" in reply.headers["content-security-policy"]
    assert "乡镇<b>" not in reply.text
    assert reply.text.count("<script") == 1
    script = bundle.ASSETS["pad.js"]
    assert len(reply.body) + len(script.body) < 60_000
    assert "innerHTML" not in script.body.decode()


def test_a_report_that_waited_keeps_its_place_on_a_live_clock_and_on_a_paused_one(opened: Ground) -> None:
    half_hour = timedelta(minutes=30)
    account = opened.office.sessions.visitor_of(
        opened.office.sessions.begin("pad-duty", at=datetime.now(UTC)), at=datetime.now(UTC)
    )
    assert account is not None
    visit = Visit(account, opened.office, opened.desk)
    setting = opened.desk.clock.setting
    assert setting is not None
    found = []
    for changed in ({"mode": ClockMode.LIVE}, {"speed": 60.0}, {"is_paused": True}):
        opened.desk.clock.set(replace(setting, **changed))
        found.append(_waited(visit, half_hour))
    opened.desk.clock.set(setting)
    assert found == [half_hour, half_hour * 60, timedelta()]
    assert _waited(visit, timedelta(seconds=2)) == timedelta()


def test_two_of_one_household_who_are_called_alike_are_told_apart() -> None:
    alike = [(["e1", "童**", "环峰村", "G5", {}, {}], {"phone": "199****7342"})]
    alike.append((["e2", "童**", "环峰村", "G5", {}, {}], {"phone": "199****6734"}))
    alike.append((["e3", "吴**", "环峰村", "G5", {}, {}], {"phone": "199****2112"}))
    assert [row[3] for row in _told_apart(alike)] == ["G5 · …7342", "G5 · …6734", "G5"]
