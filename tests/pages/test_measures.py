"""The page of measures through dashboard.py: one storm, two side by side, and the ten questions."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.domain.measures.records import Measure
from stormdesk.domain.moment import Moment
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.measures.aligning import Curve
from stormdesk.outlook.measures.answering import QUESTIONS, Span, answered
from stormdesk.ui.measures.asking import sentence
from stormdesk.ui.measures.board import Board, Seen
from stormdesk.ui.measures.compare import Storm, difference
from stormdesk.ui.measures.curves import Line, curves_figure
from stormdesk.ui.measures.table import judged, worst_first
from tests.pages.conftest import HOME, at

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
PAGE = "review/measures"
VILLAGE = HOME["village_code"]


@pytest.fixture
def village(report: Report, put_on_list: Put) -> None:
    """A level, a silent village, a household that moves and comes back, and a site that stops late."""
    put_on_list("construction_site", site_id="s1", name="<b>工地</b>", worker_count=9, lat=28.14, lon=121.2)
    put_on_list("evacuee", evacuee_id="e1", name="林小海", persons=3, category="old_house")
    report("response.level", "in_force", "typhoon", h=10, category="2")
    report("area.word", "nil_report", VILLAGE, h=11)
    report("site.work", "stopped", "s1", h=20)
    move = HOME | {"category": "old_house", "quantity": 3}
    report("evacuee.move", "listed", "e1", h=11, **move)
    report("evacuee.move", "at_shelter", "e1", h=20, **move)
    report("evacuee.move", "unauthorised_return", "e1", h=30, known_h=71, **move)


def said(app: AppTest) -> str:
    tables = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join([*(str(element.proto.body) for element in app.get("html")), *tables])


@pytest.mark.usefixtures("village")
def test_one_storm_shows_its_measures_the_worst_first_and_names_nobody(open_page: Open) -> None:
    app = open_page(PAGE)
    table = app.dataframe[0].value
    told = dict(zip(table["指标"], table["数值"], strict=True))
    assert told["擅自返回"] == "3 人"
    assert told["启动到九成 · 工地停工 · Ⅱ级"] == "+10.0 小时"
    assert told["守护空缺"] == "风圈未到或未知"
    assert told["多转(停) · 工地停工"] == "响应尚未结束,不作评判"
    verdicts = [word for word in table["评判"] if word]
    assert verdicts == sorted(verdicts, key=["▲ 欠佳", "△ 一般", "? 不知", "● 至今良好"].index)
    shown = said(app)
    assert "演练,合成数据" in shown
    assert "林小海" not in shown
    paper = next(one.proto.body for one in app.get("html") if "sd-print" in str(one.proto.body))
    assert paper.count("<tr>") == len(table) + 1
    assert "评估指标 · 截至 2022" in paper


@pytest.mark.usefixtures("village")
def test_the_ten_questions_say_what_their_sql_says_as_known_then_and_now(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE)
    app.session_state["measures-board"] = Board.QUESTIONS
    app.session_state["measures-question"] = "review/came_back"
    for name, hour in (("from", 28), ("until", 34)):
        app.session_state[f"measures-{name}-day"] = at(hour + 8).date()
        app.session_state[f"measures-{name}-time"] = at(hour + 8).time()
    app.run()
    assert not app.exception
    shown = said(app)
    # Both were told at hour 71: known now, and not then.
    assert "1 人次擅自返回,共 3 人。" in shown
    assert "0 人次擅自返回,共 0 人。" in shown
    assert "林小海" not in shown
    span = Span(operation_id="drill", from_at=at(12), until_at=at(34), known_at=at(72))
    told = {name: sentence(answered(desk, name, span)) for name in QUESTIONS}
    assert len(told) == 10
    assert told["review/people_moved"] == "共转移 3 人,分 1 行(乡镇和类别)。"
    assert told["review/silent_villages"].startswith("221 个村曾静默")


@pytest.mark.usefixtures("village")
def test_a_page_wound_back_sees_as_its_banner_says_and_turns_it(open_page: Open) -> None:
    app = open_page(PAGE, t="2022-09-11T06:00", known="2022-09-13T08:00")
    assert "按现在所知" in said(app)
    assert app.session_state["measures-seen-now"] == Seen.NOW
    app.session_state["measures-seen-now"] = Seen.THEN
    app.run()
    assert not app.exception
    assert "按当时所知" in said(app)
    assert app.session_state["measures-seen-then"] == Seen.THEN
    assert "按 09-11 06:00 所知" in said(app)


@pytest.mark.usefixtures("village")
def test_two_operations_stand_side_by_side_and_one_without_a_level_says_so(open_page: Open) -> None:
    app = open_page(PAGE)
    app.session_state["measures-board"] = Board.SEVERAL
    app.session_state["measures-seen-then"] = Seen.END
    app.session_state["measures-others-drill"] = ["earlier", "past-201909"]
    app.run()
    assert not app.exception
    shown = said(app)
    assert "甲场演练:该级别启动 09-10 18:00" in shown
    assert "乙场演练:没有这样的时刻,不画曲线" in shown
    assert "不可比" in shown
    # A case without a ledger shows what papers tell of it, and no nought for the rest.
    table = app.dataframe[0].value.set_index("指标")
    [past] = [name for name in table if "利奇马" in name and "无台账" in name and "相比" not in name]
    assert table.loc["复盘调研报告后续阶段任务", past] == "9 项"
    assert table.loc["擅自返回", past] == "没有台账:不知道"


def measure(key: str, value: float | None, better: str = "less") -> Measure:
    return Measure(key=key, value=value, unit="h", better=better)  # type: ignore[arg-type]


def storm(name: str, *measures: Measure) -> Storm:
    moment = Moment("drill", at(1), at(1))
    return Storm(name=name, moment=moment, aligned=None, measures={one.key: one for one in measures})


def test_the_better_of_two_is_said_by_sign_and_word() -> None:
    one, two = storm("甲", measure("explained_ab", 4.0)), storm("乙", measure("explained_ab", 6.5))
    assert difference(one, two, "explained_ab") == "+2.5 小时 · 甲 较好"
    assert difference(two, one, "explained_ab") == "-2.5 小时 · 甲 较好"
    more = [storm(name, measure("margin.site", value, "more")) for name, value in (("甲", 4.0), ("乙", 6.5))]
    assert difference(more[0], more[1], "margin.site") == "+2.5 小时 · 乙 较好"
    assert difference(one, storm("乙", measure("explained_ab", None)), "explained_ab") == "不可比"
    assert difference(one, one, "explained_ab") == "= 相同"


def test_a_sum_is_judged_by_its_share_and_without_one_not_at_all() -> None:
    """More were late in the larger evacuation, yet a smaller part of it."""
    part, whole = (
        replace(measure("late.evacuee", late), unit="person", whole=every)
        for late, every in ((3643.0, 4134.0), (7052.0, 14_797.0))
    )
    one, two = storm("甲", part, measure("silent", 4.0)), storm("乙", whole, measure("silent", 6.5))
    assert difference(one, two, "late.evacuee") == "+3,409 人 · 乙 较好"
    assert difference(one, two, "silent") == "+2.5 小时"
    alike = storm("丙", replace(part, value=7286.0, whole=8268.0))
    assert difference(one, alike, "late.evacuee") == "+3,643 人 · 比例相同"


def test_measures_are_ordered_and_judged_by_sign_and_word() -> None:
    ordered = worst_first(
        [measure("silent", 0), measure("margin.site", None, "more"), measure("late.site", 60)]
    )
    assert [judged(one, is_over=True) for one in ordered] == ["▲ 欠佳", "? 不知", "● 良好"]
    assert judged(ordered[2], is_over=False) == "● 至今良好"


def test_curves_of_several_storms_share_an_axis_and_differ_in_more_than_colour() -> None:
    curve = Curve(subject="site", hours=(-1.0, 0.0, 1.0), percent=(0.0, 50.0, 100.0))
    figure = curves_figure([Line(name="甲", curves=[curve]), Line(name="乙", curves=[curve])])
    assert [trace.line.dash for trace in figure.data] == ["solid", "dash"]
    assert {trace.xaxis for trace in figure.data} == {"x4"}
