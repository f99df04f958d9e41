"""The response page through dashboard.py: what is in force, what came before, and who is owed."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from stormdesk.ingest.desk import Desk
from stormdesk.ui.response.in_force import approved_by
from stormdesk.ui.response.suggesting import unspoken
from tests.pages.response.response_page import (
    LEVEL,
    PAGE,
    PROPOSAL,
    SIGNAL,
    Open,
    Put,
    Report,
    at,
    facts,
    sayings,
    sheet,
    words,
)

HOSTILE = "<img src=x onerror=alert(1)>${7*7}"


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
