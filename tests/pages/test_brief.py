"""The brief: what waits for whom, what it says of changes, and that a decision takes two hands and a look."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.domain.order_places import OrderPlace
from stormdesk.domain.orders import OrderDraft, order_proposed
from stormdesk.ingest.desk import Desk
from tests.pages.conftest import HOME, SHOWN_H, at

TITLE = "扩面转移低洼区 353 人"
ASKED_H = SHOWN_H - 0.2
NEXT = "331083003"


def body(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def words(app: AppTest) -> str:
    return body(app) + " ".join(one.value for one in (*app.success, *app.error, *app.info))


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


@pytest.fixture
def order(desk: Desk, put_on_list: Callable[..., None]) -> Event:
    """An order that the duty officer has asked for."""
    put_on_list("member_unit", unit_id="emergency", name="应急管理局", is_main=True)
    draft = OrderDraft(
        kind="evacuation",
        title=TITLE,
        basis="高潮位超警 0.2 m",
        owner_unit="emergency",
        due_at=at(SHOWN_H + 4),
        places=(OrderPlace(HOME["township_code"], 210), OrderPlace(NEXT, 143)),
    )
    said = Event(
        event_id="order-1",
        operation_id="drill",
        subject="log",
        subject_id="x",
        facet="entry",
        status="noted",
        happened_at=at(ASKED_H),
        recorded_at=at(ASKED_H),
        source="form",
        actor="duty_officer",
    )
    event = order_proposed(draft, said, order_id="0913-abc")
    assert desk.record([event]).recorded == 1
    return event


def test_a_commander_begins_with_the_brief_approves_in_three_presses_and_the_directive_stands(
    desk: Desk,
    order: Event,
    sign_in: Callable[..., object],
    open_page: Callable[..., AppTest],
    project: Path,
) -> None:
    assert "没有待您定的事。" in body(open_page("command/brief")), "nobody decides on his own"
    sign_in("commander")
    app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=60).run()
    assert not app.exception
    assert TITLE in body(app)
    assert "高潮位超警 0.2 m" in body(app)
    press(app, "去批示")
    for fact in (
        "210 人、",
        "143 人",
        ">353 人<",
        "请示人",
        "开出 2 项督办",
        "督办 0913-abc-2,由应急管理局承办",
    ):
        assert fact in body(app)
    press(app, "批准")
    assert desk.ledger.event("order-1-approved") is None, "the second press only asks once more"
    press(app, "确认批准")
    assert f"已批准:{TITLE}" in body(app), "what was decided is told under what got done"
    assert "督办 2 项:交办 2" in body(app)
    assert "没有待您定的事。" in body(app)
    found = desk.store.frame(
        "response/directives", operation_id="drill", as_of=desk.now(), known_at=desk.now()
    ).to_dict("records")
    opened = [(row["directive_id"], row["title_zh"], row["persons"]) for row in found]
    assert opened == [(f"{order.subject_id}-1", TITLE, 210), (f"{order.subject_id}-2", TITLE, 143)]


def test_looking_back_it_offers_no_decision_and_it_goes_back_with_a_reason_only(
    desk: Desk, order: Event, sign_in: Callable[..., object], open_page: Callable[..., AppTest]
) -> None:
    sign_in("commander")
    then = (at(SHOWN_H - 0.1) + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")
    app = open_page("command/brief", t=then)
    assert TITLE in body(app)
    assert "正在倒带" in words(app)
    assert not {"去批示", "批准", "都看过了,从现在起重新比较"} & labels(app)
    app = open_page("command/brief")
    press(app, "去批示")
    press(app, "退回")
    press(app, "确认退回")
    assert "退回时请写明理由。" in words(app)
    app.text_input(key="brief-note").set_value("人数再核").run()
    press(app, "确认退回")
    answer = desk.ledger.event("order-1-sent_back")
    assert answer is not None
    assert "人数再核" in str(answer.payload)
    assert desk.ledger.event(f"{order.event_id}-directive") is None


def test_what_got_worse_and_done_is_told_once_and_seen_away(
    desk: Desk,
    put_on_list: Callable[..., None],
    report: Callable[..., Event],
    sign_in: Callable[..., object],
    open_page: Callable[..., AppTest],
) -> None:
    for vessel_id in ("v1", "v2"):
        put_on_list("vessel", vessel_id=vessel_id, vessel_class="fishing", crew_count=7)
    put_on_list(
        "responsible_person", person_id="p1", name="王大海", phone="13812342071", role_code="village_head"
    )
    report("vessel.berth", "out_of_contact", "v1", h=SHOWN_H - 1)
    report("vessel.berth", "in_port", "v2", h=SHOWN_H - 1)
    moved = report(
        "evacuee.move", "at_shelter", "e1", h=SHOWN_H - 1, quantity=12, category="low_lying", **HOME
    )
    report("evacuee.move", "listed", "e2", h=SHOWN_H - 1, quantity=30, category="low_lying", **HOME)
    sign_in("commander")
    app = open_page("command/brief")
    told = body(app)
    assert "1 艘船失联,船员 7 人" in told
    assert "人员转移 +12(0 → 12)" in told
    assert re.search(r'brief-told">[^<]+ · 60 分钟前<', told), "each number says by whom and how long ago"
    assert "首次查看" in told
    assert "差 30 人" in told
    press(app, "都看过了,从现在起重新比较")
    assert "没有变差的。上次查看" in body(app)
    assert "还没有新办成的。" in body(app)
    still = {"happened_at": desk.now(), "recorded_at": desk.now()}
    desk.record([replace(moved, event_id="later", subject_id="e3", quantity=5, **still)])
    assert "人员转移 +5(12 → 17)" in body(app.run()), "the clock is held, yet it came later"
    press(app, "看村")
    press(app, next(label for label in labels(app) if "差 30 人" in label))
    assert "王**" in body(app)
    assert "王大海" not in body(app)
    assert "13812342071" not in str(app)


def test_an_order_of_two_townships_is_asked_for_on_one_form_with_its_sum_counted(
    desk: Desk, put_on_list: Callable[..., None], open_page: Callable[..., AppTest]
) -> None:
    put_on_list("member_unit", unit_id="emergency", name="应急管理局", is_main=True)
    app = open_page("command/response")
    app.multiselect(key="order-places").set_value([HOME["township_code"], NEXT]).run()
    app.text_input(key=f"order-persons-{HOME['township_code']}-number").set_value("２１０")
    app.text_input(key=f"order-persons-{NEXT}-number").set_value("3e9")
    app.text_area(key="order-title").set_value(TITLE)
    app.text_area(key="order-basis").set_value("高潮位超警 0.2 m")
    app.selectbox(key="order-owner").set_value("each_township")
    press(app, "下一步:核对")
    assert "没有收下“3e9”:超出范围。请填 0 到 1,000,000 之间的整数。" in app.error[0].value
    app.text_input(key=f"order-persons-{NEXT}-number").set_value("143人")
    press(app, "下一步:核对")
    assert ">353 人<" in body(app)
    press(app, "返回修改")
    assert app.text_area(key="order-title").value == TITLE
    # Loaded anew: another page, the same session.
    app = open_page("command/response")
    assert app.text_area(key="order-title").value == TITLE
    assert app.text_input(key=f"order-persons-{NEXT}-number").value == "143人"
    press(app, "下一步:核对")
    press(app, "确认请示")
    assert app.text_area(key="order-title").value == ""
    assert open_page("command/response").text_area(key="order-title").value == ""
    at_once = {"operation_id": "drill", "as_of": desk.now(), "known_at": desk.now(), "area_code": None}
    (row,) = desk.store.frame("orders/list", **at_once).to_dict("records")
    asked = json.loads(str(row["payload"]))
    assert (row["township_code"], row["persons"], asked["owner_unit"]) == (None, None, "each_township")
    assert [place["persons"] for place in asked["places"]] == [210, 143]
    assert "各镇街自办" in body(app)
    assert "共 353 人" in body(app)
