"""The response page through dashboard.py: what is in force, what came before, and who is owed."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Visitor
from stormdesk.domain.decisions import Verdict, decided
from stormdesk.domain.event import Event
from stormdesk.ingest.desk import Desk
from stormdesk.ui.response.in_force import approved_by
from stormdesk.ui.response.suggesting import unspoken

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]
PAGE = "command/response"
LEVEL, PROPOSAL, SIGNAL = "response.level", "response.proposal", "warning.signal"
HOSTILE = "<img src=x onerror=alert(1)>${7*7}"


def at(hours: float) -> datetime:
    return datetime(2022, 9, 10, tzinfo=UTC) + timedelta(hours=hours)


def facts(**more: object) -> str:
    return json.dumps({"basis": "依据甲", "measures": "措施乙", "expected_h": 30} | more, ensure_ascii=False)


def words(visitor: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in visitor.get("html"))


def sheet(visitor: AppTest, column: str) -> pd.DataFrame:
    return next(table.value for table in visitor.dataframe if column in table.value.columns)


@pytest.fixture
def storm(report: Report) -> None:
    report(LEVEL, "in_force", "typhoon", h=10, category="4", actor="市防指", payload=facts(is_synthetic=True))
    report(
        LEVEL,
        "adjusted",
        "typhoon",
        h=40,
        category="2",
        actor="市防指",
        payload=facts(clause="第七条", basis_en="Basis A"),
    )
    report(SIGNAL, "issued", "typhoon", h=30, category="yellow", actor="气象台")


@pytest.mark.usefixtures("storm")
def test_level_and_signal_stand_apart_with_their_grounds_at_each_moment(open_page: Open) -> None:
    shown = words(open_page(PAGE))
    for part in (
        "防台风 Ⅱ级",
        "依据甲",
        "措施乙",
        "第七条",
        "30 小时,至 09-13 06:00",
        "台风黄色预警",
        "气象台",
        "台账里没有对应的提请和批准",
    ):
        assert part in shown, part
    assert "演练设定" not in shown
    visitor = open_page(PAGE, t="2022-09-10T20:00")
    shown = words(visitor)
    assert "本页正在倒带,不能登记" in sayings(visitor)
    assert not [one for one in visitor.button if one.key == "response-next"]
    assert "防台风 Ⅳ级" in shown
    assert "演练设定" in shown
    assert "此刻没有生效的预警信号" in shown
    shown = words(open_page(PAGE, t="2022-09-10T09:00"))
    assert "此刻没有启动应急响应" in shown
    assert "此刻之前没有启动过响应" in shown
    assert "此刻之前没有级别可以对照" in shown
    shown = words(open_page(PAGE, lang="en"))
    for part in ("Level II", "Basis A", "Expected duration"):
        assert part in shown, part


def test_a_level_counts_as_approved_only_by_the_approval_of_its_own_proposal() -> None:
    def step(
        h: float, status: str, actor: str, level: str = "3", hazard: str = "typhoon"
    ) -> dict[str, object]:
        told = {"subject_id": hazard, "status": status, "level_code": level, "actor": actor}
        return told | {"step_at": pd.Timestamp(at(h))}

    steps = [step(9, "proposed", "丁", "2"), step(5, "approved", "乙"), step(4, "proposed", "甲")]
    assert approved_by(steps, "typhoon", "3", at(6)) == ("甲", "乙")
    assert approved_by(steps, "typhoon", "2", at(6)) is None
    assert approved_by(steps, "typhoon", "2", at(10)) is None
    assert approved_by(steps, "flood", "3", at(6)) is None
    assert approved_by(steps, "typhoon", "3", at(4.5)) is None
    assert approved_by([step(5, "rejected", "乙"), *steps[2:]], "typhoon", "3", at(6)) is None


def test_a_hazard_of_which_the_rules_say_nothing_is_named() -> None:
    assert unspoken(()) == ["typhoon", "flood", "drought"]
    assert unspoken((SimpleNamespace(hazard="typhoon"),)) == ["flood", "drought"]  # type: ignore[arg-type]


def test_main_units_are_owed_from_level_two(report: Report, put_on_list: Put, open_page: Open) -> None:
    for unit in ("housing", "transport"):
        put_on_list("member_unit", unit_id=unit, name=unit, is_main=True)
    report(LEVEL, "in_force", "typhoon", h=10, category="3")
    report("unit.post", "called", "housing", h=11)
    report("unit.post", "on_post", "housing", h=12)
    assert "现级别不要求进驻" in words(open_page(PAGE))
    report(LEVEL, "adjusted", "typhoon", h=20, category="2")
    shown = words(open_page(PAGE))
    assert "主要成员单位缺 1 家" in shown
    assert "未报 1 家" in shown
    states = sheet(open_page(PAGE), "主要成员单位")["状态"].tolist()
    assert states == ["未报", "已进驻"]


def test_an_open_proposal_and_an_approved_one(report: Report, open_page: Open) -> None:
    report(PROPOSAL, "proposed", "typhoon", h=9, category="4", actor="值班长", payload=facts())
    report(PROPOSAL, "approved", "typhoon", h=9.5, category="4", actor="副指挥")
    report(PROPOSAL, "proposed", "typhoon", h=20, category="3", actor="值班长")
    rows = sheet(open_page(PAGE), "提请人")
    assert rows["决定"].tolist() == ["待批", "批准"]
    assert rows["决定人"].tolist() == ["", "副指挥"]
    assert rows["级别"].tolist() == ["Ⅲ级", "Ⅳ级"]


def test_late_directives_first_in_the_table_and_the_figures(report: Report, open_page: Open) -> None:
    for name, due in (("slow", "2022-09-12T12:00"), ("calm", "2022-09-20T12:00")):
        payload = json.dumps({"title_zh": name, "due_at": due})
        report("directive.progress", "assigned", name, h=20, payload=payload)
    visitor = open_page(PAGE)
    rows = sheet(visitor, "督办事项")
    assert rows["督办事项"].tolist() == ["slow", "calm"]
    assert rows["状态"].tolist() == ["超期", "交办"]
    assert rows["剩余"].tolist()[0].startswith("-")
    assert "超期 1 项" in words(visitor)


def test_both_drills_are_compared_from_their_first_level_and_on_the_calendar(
    report: Report, open_page: Open
) -> None:
    report(LEVEL, "in_force", "typhoon", h=10, category="4")
    report(LEVEL, "in_force", "typhoon", h=-230, category="4", operation_id="earlier")
    report(LEVEL, "adjusted", "typhoon", h=-200, category="1", operation_id="earlier")
    visitor = open_page(PAGE)

    def rows() -> list[tuple[str, object]]:
        figure = json.loads(visitor.get("plotly_chart")[-1].proto.spec)
        return [(bar["y"][0], bar["base"][0]) for bar in figure["data"]]

    assert [(name, base) for name, base in rows()] == [("甲场演练", 0), ("乙场演练", 0), ("乙场演练", 30)]
    visitor.button_group(key="response-axis").set_value("calendar").run()
    assert str(rows()[1][1]).startswith("2022-08-31T18:00")


def test_hostile_and_broken_facts_are_only_text(report: Report, open_page: Open) -> None:
    report(LEVEL, "in_force", "typhoon", h=10, category="4", actor=HOSTILE, payload="{broken")
    report(SIGNAL, "issued", "typhoon", h=11, category="red", actor=HOSTILE, payload=facts(text=HOSTILE))
    shown = words(open_page(PAGE))
    assert "<img" not in shown
    assert "&lt;img src=x" in shown


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


def sayings(visitor: AppTest) -> str:
    return " ".join(one.value for one in (*visitor.success, *visitor.error, *visitor.info))


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


def test_a_red_signal_closes_schools_whatever_the_level(report: Report, open_page: Open) -> None:
    report(SIGNAL, "issued", "rainstorm", h=70, category="red", actor="气象台")
    shown = words(open_page(PAGE))
    assert "幼儿园、学校停课,不论响应级别" in shown
    assert "第二十九条" in shown
    report("action.work", "done", "signal:red_schools:1", h=70.2, actor="教育局")
    assert "已办" in words(open_page(PAGE)).split("红色预警停课")[1]


def test_marking_several_actions_at_once(report: Report, open_page: Open, desk: Desk) -> None:
    report(LEVEL, "in_force", "typhoon", h=71, category="4")
    visitor = open_page(PAGE)
    rows = sheet(visitor, "联络电话")
    assert set(rows["状态"]) == {"超时", "待办"}
    visitor.session_state["checklist-ticked"] = ("typhoon:l4_plan:1", "typhoon:l4_duty:1")
    visitor.run()
    visitor.button(key="response-mark-next").click().run()
    visitor.button(key="response-mark-confirm").click().run()
    assert "已标记 2 项" in sayings(visitor)
    rows = sheet(visitor, "联络电话").set_index("行动")
    assert rows.loc["启动应急预案,通知成员单位和乡镇(街道)", "状态"] == "已办(超时办结)"
    assert desk.store.rows("checklist/marks", operation_id="drill", as_of=at(73), known_at=at(73))


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
