"""The response page through dashboard.py: what is in force, what came before, and who is owed."""

import json
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
PAGE = "command/response"
LEVEL, PROPOSAL, SIGNAL = "response.level", "response.proposal", "warning.signal"
HOSTILE = "<img src=x onerror=alert(1)>${7*7}"


def facts(**more: object) -> str:
    return json.dumps({"basis": "依据甲", "measures": "措施乙", "expected_h": 30} | more, ensure_ascii=False)


def words(visitor: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in visitor.get("html"))


def sheet(visitor: AppTest, column: str) -> pd.DataFrame:
    return next(table.value for table in visitor.dataframe if column in table.value.columns)


@pytest.fixture
def storm(report: Report) -> None:
    report(LEVEL, "in_force", "typhoon", h=10, category="4", actor="市防指", payload=facts(is_synthetic=True))
    report(LEVEL, "adjusted", "typhoon", h=40, category="2", actor="市防指", payload=facts(clause="第七条"))
    report(SIGNAL, "issued", "typhoon", h=30, category="yellow", actor="气象台")


@pytest.mark.usefixtures("storm")
def test_level_and_signal_stand_apart_with_their_grounds(open_page: Open) -> None:
    shown = words(open_page(PAGE))
    for part in (
        "防台风 Ⅱ级",
        "依据甲",
        "措施乙",
        "第七条",
        "30 小时,至 09-13 06:00",
        "台风黄色预警",
        "气象台",
    ):
        assert part in shown, part
    assert "演练设定" not in shown


@pytest.mark.usefixtures("storm")
def test_an_earlier_moment_shows_the_earlier_level_and_its_made_up_mark(open_page: Open) -> None:
    shown = words(open_page(PAGE, t="2022-09-10T20:00"))
    assert "防台风 Ⅳ级" in shown
    assert "演练设定" in shown
    assert "此刻没有生效的预警信号" in shown


@pytest.mark.usefixtures("storm")
def test_before_the_first_level_the_page_says_that_there_is_none(open_page: Open) -> None:
    visitor = open_page(PAGE, t="2022-09-10T09:00")
    shown = words(visitor)
    assert "此刻没有启动应急响应" in shown
    assert "此刻之前没有启动过响应" in shown
    assert "此刻之前没有级别可以对照" in shown


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


def test_it_speaks_english(report: Report, open_page: Open) -> None:
    report(LEVEL, "in_force", "typhoon", h=10, category="2", payload=facts(basis_en="Basis A"))
    shown = words(open_page(PAGE, lang="en"))
    assert "Level II" in shown
    assert "Basis A" in shown
    assert "Expected duration" in shown
