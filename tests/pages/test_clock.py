"""The clock page as a visitor meets it: what counts down, why, and why nothing does."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.work.records import NoClock

PAGE = "command/clock"
HOSTILE = "=王富贵<img src=x onerror=alert(1)>"
Open = Callable[..., AppTest]
Do = Callable[..., Any]


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def table(app: AppTest) -> pd.DataFrame:
    frame: pd.DataFrame = app.dataframe[0].value
    return frame


@pytest.fixture
def shelters(put_on_list: Do, report: Do) -> None:
    """Three shelters that a level of twelve hours ago wanted open within two hours; one is."""
    for n in range(3):
        put_on_list("shelter", shelter_id=f"s{n}", name=f"{HOSTILE}{n}", capacity=100, tier="village")
    report("response.level", "in_force", "typhoon", h=60, category="3", payload='{"basis_zh":"测试"}')
    report("shelter.service", "open", "s0", h=61, township_code="331083001")


@pytest.mark.usefixtures("shelters")
def test_what_is_late_is_one_group_that_opens_to_rows_and_grounds(open_page: Open) -> None:
    app = open_page(PAGE)
    assert "! 2" in shown(app)
    groups = table(app)
    assert groups[["时限状态", "要做的事", "个数"]].to_numpy().tolist() == [["! 已逾期", "避灾场所开放", 2]]
    assert groups["剩余"][0].startswith("超 ")
    app.session_state["clock-groups-open"] = app.session_state["clock-groups-keys"][0]
    app.run()
    rows = table(app)
    assert len(rows) == 2
    assert rows["原因"].str.startswith("响应级别").all()
    app.session_state["clock-rows-open"] = app.session_state["clock-rows-keys"][0]
    app.run()
    text = shown(app)
    assert "规则:避灾场所开放" in text
    assert "公布避灾场所地址和路线" in text
    assert "默认规则,非正式" in text
    assert "<img src=x" not in text


@pytest.mark.usefixtures("shelters")
def test_every_state_may_be_asked_for_and_nothing_is_lost(open_page: Open) -> None:
    app = open_page(PAGE, form="each")
    assert len(table(app)) == 2
    app.session_state["clock-states"] = []
    app.run()
    assert sorted(table(app)["时限状态"]) == ["! 已逾期", "! 已逾期", "✓ 已完成"]


@pytest.mark.usefixtures("shelters")
def test_the_rest_of_the_walls_list_is_all_here(open_page: Open) -> None:
    lines = table(open_page(PAGE, form="board"))
    assert (lines["事项"] == "2 处避灾点未开放").sum() == 1
    assert lines["大屏"].eq("●").sum() == min(7, len(lines))
    assert not lines.astype(str).apply(lambda cells: cells.str.contains("王富贵")).any().any()


def test_without_a_storm_it_is_said_why_nothing_is_due(open_page: Open, put_on_list: Do) -> None:
    put_on_list("vessel", vessel_id="v1", name="浙玉渔1", owner_name="王富贵", phone="13812342071")
    app = open_page(PAGE)
    assert "现在没有对象在倒计时:" in shown(app)
    assert any(f"{why}(" in shown(app) for why in NoClock)
    assert not app.error


@pytest.mark.usefixtures("shelters")
def test_the_page_speaks_english(open_page: Open) -> None:
    app = open_page(PAGE, lang="en")
    assert table(app)["Clock"].tolist() == ["! Late"]
    assert "Late" in shown(app)
