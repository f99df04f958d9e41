"""The evacuation page as a visitor meets it."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.moment import Moment
from stormdesk.domain.objections import Fault
from stormdesk.report.sums import objections
from stormdesk.ui.desk import desk
from stormdesk.ui.subjects.evacuation_breakdown import PLACES, whereabouts

PAGE = "people/evacuation"
MOVE = "evacuee.move"
HOME = {"township_code": "331083001", "village_code": "331083001001"}
HOSTILE = '<img src=x onerror="alert(1)">${alert(1)}'
Open = Callable[..., AppTest]
Do = Callable[..., Any]


def shown(app: AppTest) -> str:
    parts = [str(element.proto.body) for element in app.get("html")]
    for elements in (app.caption, app.info, app.error, app.success):
        parts += [str(element.value) for element in elements]
    return "\n".join(parts)


def button(app: AppTest, key: str) -> Any:
    return next(one for one in app.button if one.key == key)


def state_of(evacuee_id: str) -> str:
    rows = desk().store.rows("ledger/state", operation_id="drill", subject="evacuee", subject_id=evacuee_id)
    return next(str(row[1]) for row in rows if row[0] == "move")


@pytest.fixture
def household(put_on_list: Do, report: Do) -> None:
    """Three of one household: one moved twice, one cleared to return, one left."""
    officers = (
        ("g", "林建国", "13800002071", "village_guarantor"),
        ("t", "陈为民", "1", "township_evacuation"),
    )
    for person_id, name, phone, role in officers:
        put_on_list("responsible_person", person_id=person_id, name=name, phone=phone, role_code=role, **HOME)
    for who in ("twice", "cleared", "left"):
        put_on_list(
            "evacuee",
            evacuee_id=who,
            name=HOSTILE,
            persons=1,
            household_id="h",
            category="old_house",
            village_guarantor_id="g",
            lat=28.13,
            lon=121.23,
            **HOME,
        )
    ways = {
        "twice": ("listed", "at_shelter", "unauthorised_return", "with_relatives"),
        "cleared": ("listed", "at_shelter", "cleared_to_return"),
        "left": ("listed", "notified"),
    }
    for who, steps in ways.items():
        for number, status in enumerate(steps):
            report(MOVE, status, who, h=61 + 2 * number, category="old_house", quantity=1, **HOME)


def test_before_anybody_is_listed_the_page_says_so(open_page: Open) -> None:
    assert "还没有列入应转移名单的人" in shown(open_page(PAGE))


@pytest.mark.usefixtures("household")
def test_persons_and_moves_are_both_told_where_they_differ_and_what_is_left_by_village(
    open_page: Open,
) -> None:
    app, early = open_page(PAGE), shown(open_page(PAGE, t="2022-09-12T23:30"))
    now = shown(app)
    assert "<b>2<small> / 3</small></b>" in now
    assert "共 3 人次" in now
    assert "人次相同" in early
    assert "正在倒带" in early
    tables = [table.value for table in app.dataframe]
    left = next(table for table in tables if {"未转移(人)", "村责任人"} <= set(table.columns))
    assert left["未转移(人)"].tolist() == [1]
    assert left["村责任人"].tolist() == ["林**"]
    assert left["村责任人电话"].tolist() == ["138****2071"]
    english = shown(open_page(PAGE, lang="en"))
    for word in ("Moved (persons)", "Not moved", "Back without leave", "3 moves"):
        assert word in english


@pytest.mark.usefixtures("household")
def test_a_handful_of_reports_makes_no_rate(open_page: Open, report: Do) -> None:
    assert "近 1 小时没有进展" in shown(open_page(PAGE))
    for who in ("x", "y", "z"):
        report(MOVE, "listed", who, h=62, quantity=5, **HOME)
    for who in ("x", "y"):
        report(MOVE, "elsewhere", who, h=71.5, quantity=5, **HOME)
    assert "近 1 小时只有 2 条记录,不足以推算" in shown(open_page(PAGE))
    report(MOVE, "elsewhere", "left", h=71.6, quantity=1, **HOME)
    assert "按此速" in shown(open_page(PAGE))


@pytest.mark.usefixtures("household")
def test_a_name_from_a_list_is_neither_run_nor_shown_whole(open_page: Open) -> None:
    app = open_page(PAGE, object="twice")
    assert "同户(同组)3 人" in shown(app)
    assert "<img src=x" not in shown(app)
    assert "onerror" not in shown(app)
    for table in app.dataframe:
        assert not table.value.astype(str).apply(lambda cells: cells.str.contains("onerror").any()).any()


@pytest.mark.usefixtures("household")
def test_nobody_is_recorded_as_returned_without_clearance(open_page: Open) -> None:
    app = open_page(PAGE, object="twice")
    offered = app.selectbox(key="evacuation-twice-move-status").options
    assert "已返回" not in offered
    assert "准予返回" in offered
    app = open_page(PAGE)
    app.session_state["evacuation-view"] = "all"
    app.session_state["evacuation-ticked"] = ("cleared", "twice")
    app.run()
    app.selectbox(key="evacuation-list-move-status").select("returned").run()
    button(app, "evacuation-list-next").click().run()
    assert "现状不允许,不登记的 1 个" in shown(app)
    button(app, "evacuation-confirm").click().run()
    assert (state_of("cleared"), state_of("twice")) == ("returned", "with_relatives")


@pytest.mark.usefixtures("household")
def test_a_return_that_slips_past_the_form_is_refused_with_a_sentence(open_page: Open) -> None:
    app = open_page(PAGE, object="cleared")
    app.selectbox(key="evacuation-cleared-move-status").select("returned").run()
    app.checkbox(key="evacuation-cleared-is-now").uncheck().run()
    app.date_input(key="evacuation-cleared-day").set_value(date(2022, 9, 13))
    app.time_input(key="evacuation-cleared-hour").set_value(time(0, 30)).run()
    button(app, "evacuation-cleared-next").click().run()
    button(app, "evacuation-confirm").click().run()
    assert "“集中安置”之后不能登记“已返回”" in shown(app)
    assert state_of("cleared") == "cleared_to_return"


@pytest.mark.usefixtures("household")
def test_a_move_is_recorded_and_the_figures_follow(open_page: Open) -> None:
    app = open_page(PAGE, object="left")
    app.selectbox(key="evacuation-left-move-status").select("elsewhere").run()
    button(app, "evacuation-left-next").click().run()
    assert state_of("left") == "notified"
    button(app, "evacuation-confirm").click().run()
    assert state_of("left") == "elsewhere"
    assert "<b>3<small> / 3</small></b>" in shown(app)


@pytest.mark.usefixtures("household")
def test_someone_seen_is_the_third_account(open_page: Open) -> None:
    app = open_page(PAGE, object="twice")
    app.session_state["evacuation-twice-facet"] = "seen"
    app.run()
    app.selectbox(key="evacuation-twice-seen-status").select("not_seen").run()
    button(app, "evacuation-twice-next").click().run()
    button(app, "evacuation-confirm").click().run()
    history = desk().store.frame(
        "objects/history",
        operation_id="drill",
        as_of=desk().now(),
        known_at=desk().now(),
        subject="evacuee",
        object_id="twice",
    )
    assert history.query("facet == 'seen'")["account"].tolist() == ["C"]


@pytest.mark.usefixtures("household")
def test_the_township_whose_figure_differs_is_named_with_who_explains_it(open_page: Open, report: Do) -> None:
    tally = {"township_code": "331083001", "category": "old_house", "quantity": 5, "account": "A"}
    report("tally.moved", "reported", "331083001:old_house", h=70, **tally)
    tables = [table.value for table in open_page(PAGE).dataframe]
    owed = next(table for table in tables if "应说明人" in table.columns)
    assert owed[["情况", "相差(人)", "应说明人", "A−B"]].to_numpy().tolist() == [
        ["上报多于勾选", 3, "陈**", 3]
    ]


@pytest.mark.usefixtures("household")
def test_a_total_that_falls_at_once_is_doubted_on_the_page_and_keeps_a_paper_from_going_out(
    open_page: Open, report: Do
) -> None:
    tally = {"township_code": "331083001", "category": "old_house", "account": "A"}
    for h, persons in ((69, 400), (69.5, 100)):
        report("tally.moved", "reported", "331083001:old_house", h=h, quantity=persons, **tally)
    tables = [table.value for table in open_page(PAGE).dataframe]
    doubted = next(table for table in tables if "情况" in table.columns and "应说明人" not in table.columns)
    fallen, above = doubted["情况"]
    assert "从 400 人骤降到 100 人" in fallen
    assert "上报 100 人,名册只有 3 人" in above
    moment = Moment("drill", desk().now(), desk().now())
    faults = [one.persons for one in objections(desk(), moment) if one.fault is Fault.DOUBTFUL]
    assert faults == [300, 97]


def test_every_person_of_the_target_is_in_exactly_one_place() -> None:
    cube = pd.DataFrame(
        [
            ("a", "at_shelter", True, 5),
            ("a", "listed", False, 2),
            ("a", "notified", True, 1),
            ("a", "refused", False, 3),
            ("b", "unauthorised_return", True, 4),
            (None, "returned", True, 6),
        ],
        columns=["township_code", "status", "is_moved", "persons"],
    )
    counts = whereabouts(cube, "township_code")
    assert list(counts.columns) == list(PLACES)
    assert counts.sum(axis=1).to_dict() == {"": 6, "a": 11, "b": 4}
    assert counts.loc["a", ["left", "again", "refused"]].tolist() == [2, 1, 3]
