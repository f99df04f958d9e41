"""Decisions on the response page: proposed by one, answered by another, taken back, or brought on paper."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Visitor
from stormdesk.domain.decisions import Verdict, decided
from stormdesk.domain.event import Event
from stormdesk.ingest.desk import Desk
from tests.pages.response.response_page import (
    PAGE,
    PROPOSAL,
    Open,
    Put,
    Report,
    at,
    facts,
    sayings,
    sheet,
    words,
)

SignIn = Callable[..., Visitor]


def pick(visitor: AppTest, key: str, value: str) -> None:
    visitor.selectbox(key=key).set_value(value)


def fill(visitor: AppTest, *, hazard: str = "typhoon", level: str = "2") -> AppTest:
    """Fill in a proposal and put it up for confirmation."""
    if hazard != "typhoon":
        visitor.selectbox(key="response-hazard").set_value(hazard).run()
    pick(visitor, f"response-level-{hazard}", level)
    visitor.text_area(key="response-reason").set_value("风雨加大")
    visitor.text_area(key=f"response-basis-{hazard}").set_value("依据丙")
    visitor.text_area(key="response-measures").set_value("措施丁")
    return visitor.button(key="response-next").click().run()


def open_proposals(desk: Desk) -> list[Event]:
    found = desk.store.frame("response/proposals", operation_id="drill", as_of=at(73), known_at=at(73))
    newest = found.drop_duplicates("subject_id")
    ids = newest.loc[newest["status"] == "proposed", "event_id"]
    return [event for event in map(desk.ledger.event, ids) if event is not None]


def buttons(visitor: AppTest) -> set[str]:
    """The buttons that stand on the page for what was proposed or decided."""
    ends = ("-approve", "-reject", "-revoke", "-confirm")
    return {str(one.key) for one in visitor.button if str(one.key).endswith(ends)}


@pytest.mark.usefixtures("storm")
def test_one_proposes_another_approves_and_the_level_opens_its_checklist(
    open_page: Open, desk: Desk, sign_in: SignIn
) -> None:
    visitor = fill(open_page(PAGE), level="1")
    assert "请核对:提请" in words(visitor)
    visitor.button(key="response-confirm").click().run()
    event_id = open_proposals(desk)[0].event_id
    assert buttons(visitor) == {f"response-{event_id}-revoke"}
    setting = desk.clock.setting
    assert setting is not None
    desk.clock.set(replace(setting, shown_at=at(72.5)))
    sign_in("commander")
    visitor = open_page(PAGE)
    assert "王值班" in words(visitor)
    visitor.button(key=f"response-{event_id}-approve").click().run()
    visitor.button(key="response-decide").click().run()
    shown = words(visitor)
    assert "防台风 Ⅰ级" in shown
    assert "措施丁" in shown
    assert "海塘旱闸" in sheet(visitor, "联络电话")["行动"].str.cat()
    assert "已批准" in sayings(visitor)
    assert "王值班 提请,李指挥 批准" in shown
    approved = desk.ledger.event(f"{event_id}-approved")
    assert approved is not None
    assert approved.actor == "commander"


@pytest.mark.usefixtures("storm")
def test_a_proposal_needs_all_its_parts_and_sending_it_back_a_reason_and_the_level_stays(
    open_page: Open, desk: Desk, sign_in: SignIn
) -> None:
    visitor = open_page(PAGE)
    visitor.button(key="response-next").click().run()
    assert "请选择级别" in sayings(visitor)
    pick(visitor, "response-level-typhoon", "end")
    visitor.button(key="response-next").click().run()
    for missing in ("理由", "措施", "终止前请确认"):
        assert missing in sayings(visitor), missing
    visitor = fill(visitor, level="1")
    visitor.button(key="response-confirm").click().run()
    event_id = open_proposals(desk)[0].event_id
    sign_in("commander")
    visitor = open_page(PAGE)
    visitor.button(key=f"response-{event_id}-reject").click().run()
    assert "退回时请写明理由" in sayings(visitor)
    visitor.text_input(key=f"response-{event_id}-note").set_value("再观察")
    visitor.button(key=f"response-{event_id}-reject").click().run()
    visitor.button(key="response-decide").click().run()
    assert "防台风 Ⅱ级" in words(visitor)
    assert open_proposals(desk) == []


@pytest.mark.usefixtures("storm")
def test_a_decision_taken_back_leaves_the_level_before_and_its_trace(
    open_page: Open, desk: Desk, report: Report, sign_in: SignIn
) -> None:
    asked = report(PROPOSAL, "proposed", "typhoon", h=70, category="1", actor="值班长", source="form")
    desk.record(
        decided(asked, Verdict(approver="指挥", authority="市防指", is_approved=True, at=at(71)), "2")
    )
    key = f"response-undo-{asked.event_id}-level"
    assert f"{key}-confirm" not in buttons(open_page(PAGE))
    sign_in("commander")
    visitor = open_page(PAGE)
    assert "防台风 Ⅰ级" in words(visitor)
    visitor.text_input(key=f"{key}-reason").set_value("误录")
    visitor.button(key=f"{key}-confirm").click().run()
    assert "防台风 Ⅱ级" in words(visitor)
    assert "记录仍留在台账里" in sayings(visitor)
    assert desk.ledger.event(asked.event_id) is not None


def test_an_emergency_flood_period_is_declared_under_a_head_by_two_hands(
    open_page: Open, desk: Desk, put_on_list: Put, sign_in: SignIn
) -> None:
    put_on_list("responsible_person", person_id="mayor", name="赵大海", post_name="市长", tier="county")
    sign_in("duty_officer", person_id="p1")
    visitor = open_page(PAGE)
    visitor.text_area(key="response-emergency-basis").set_value("水库接近设计洪水位")
    visitor.button(key="response-emergency-next").click().run()
    assert "主持的政府负责人" in sayings(visitor)
    pick(visitor, "response-emergency-head", "mayor")
    visitor.button(key="response-emergency-next").click().run()
    visitor.button(key="response-emergency-confirm").click().run()
    (asked,) = open_proposals(desk)
    assert buttons(visitor) == {f"response-{asked.event_id}-revoke"}, "it waits for another hand"
    sign_in("commander", person_id="p2")
    visitor = open_page(PAGE)
    assert "宣布紧急防汛期" in words(visitor)
    visitor.button(key=f"response-{asked.event_id}-approve").click().run()
    visitor.button(key="response-decide").click().run()
    assert "水库接近设计洪水位" in words(visitor)
    assert "不是响应级别" in words(visitor)
    asked_now = {"operation_id": "drill", "as_of": at(73), "known_at": at(73)}
    assert [row[0] for row in desk.store.rows("response/emergency", **asked_now)] == ["declared"]


def test_an_emergency_flood_period_declared_by_mistake_is_withdrawn_by_a_hand_that_did_not_approve_it(
    open_page: Open, desk: Desk, report: Report, sign_in: SignIn
) -> None:
    told = facts(step="declare", matter="emergency", head="市长")
    asked = report(PROPOSAL, "proposed", "emergency", h=70, payload=told, actor="值班长", source="form")
    verdict = Verdict(approver="指挥", authority="市防指", is_approved=True, at=at(71))
    desk.record(decided(asked, verdict, None))
    key = f"response-undo-{asked.event_id}-level"
    assert f"{key}-confirm" not in buttons(open_page(PAGE)), "the duty officer only proposes it"
    sign_in("commander")
    visitor = open_page(PAGE)
    visitor.text_input(key=f"{key}-reason").set_value("误录")
    visitor.button(key=f"{key}-confirm").click().run()
    assert "记录仍留在台账里" in sayings(visitor)
    asked_now = {"operation_id": "drill", "as_of": at(73), "known_at": at(73)}
    assert desk.store.rows("response/emergency", **asked_now) == []
    assert 'href="response?op=drill"' in words(open_page("system/audit"))


@pytest.mark.usefixtures("storm")
def test_whoever_has_two_accounts_cannot_answer_himself(open_page: Open, desk: Desk, sign_in: SignIn) -> None:
    sign_in("duty_officer", person_id="p1")
    fill(open_page(PAGE), level="1").button(key="response-confirm").click().run()
    event_id = open_proposals(desk)[0].event_id
    sign_in("commander", person_id="p1")
    assert buttons(open_page(PAGE)) == {f"response-{event_id}-revoke"}
    sign_in("reviewer")
    assert buttons(open_page(PAGE)) == set()


@pytest.mark.usefixtures("storm")
def test_a_decision_on_paper_counts_once_a_second_hand_has_compared_it(
    open_page: Open, desk: Desk, put_on_list: Put, sign_in: SignIn
) -> None:
    put_on_list("responsible_person", person_id="mayor", name="赵大海", post_name="市长", tier="county")
    sign_in("duty_officer", person_id="p1")
    visitor = open_page(PAGE)
    visitor.checkbox(key="response-paper").check().run()
    visitor = fill(visitor, level="1")
    assert "书面决定是谁签发的" in sayings(visitor)
    visitor.text_input(key="response-paper-document").set_value("玉防指〔2022〕7号")
    pick(visitor, "response-paper-head", "mayor")
    visitor.button(key="response-next").click().run()
    visitor.button(key="response-confirm").click().run()
    assert "防台风 Ⅱ级" in words(visitor)
    event_id = open_proposals(desk)[0].event_id
    assert buttons(visitor) == {f"response-{event_id}-revoke"}
    sign_in("commander", person_id="p1")
    assert buttons(open_page(PAGE)) == {f"response-{event_id}-revoke"}
    sign_in("duty_officer")
    visitor = open_page(PAGE)
    assert "市长 赵** · 玉防指〔2022〕7号" in words(visitor)
    visitor.button(key=f"response-{event_id}-approve").click().run()
    visitor.button(key="response-decide").click().run()
    shown = words(visitor)
    assert "防台风 Ⅰ级" in shown
    assert "书面决定:市长 赵** 签发(玉防指〔2022〕7号),duty_officer-2 登记,王值班 核对" in shown
    assert not [one for one in buttons(visitor) if "undo" in one]
