"""The shelters page as a visitor meets it."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.ui.desk import desk

PAGE = "people/shelters"
HOME = {"township_code": "331083001", "village_code": "331083001001"}
Open = Callable[..., AppTest]
Do = Callable[..., Any]


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def button(app: AppTest, key: str) -> Any:
    return next(one for one in app.button if one.key == key)


@pytest.fixture
def three(put_on_list: Do, report: Do) -> None:
    """One full shelter, one with room two kilometres off, one nobody has reported on."""
    for name, lat in (("full", 28.13), ("room", 28.15), ("silent", 28.14)):
        put_on_list(
            "shelter",
            shelter_id=name,
            name=f"{name}<b>点</b>",
            tier="village",
            capacity=100,
            lat=lat,
            lon=121.23,
            **HOME,
        )
    report("shelter.service", "open", "full", h=61, **HOME)
    report("shelter.service", "full", "full", h=65, **HOME)
    report("shelter.service", "open", "room", h=61, **HOME)


@pytest.mark.usefixtures("three")
def test_nobody_counted_is_a_question_mark_and_not_nought(open_page: Open, report: Do) -> None:
    before = shown(open_page(PAGE))
    assert "<b>?</b><span>还没有清点</span>" in before
    assert "<b>2<small> / 3</small></b>" in before
    report("shelter.occupancy", "counted", "room", h=66, quantity=30, **HOME)
    assert "<b>30<small> / 200</small></b>" in shown(open_page(PAGE))


@pytest.mark.usefixtures("three")
def test_a_full_shelter_says_where_else_to_go(open_page: Open, report: Do) -> None:
    assert "没有已开放、自身安全且有空余的避灾场所" in shown(open_page(PAGE, object="full"))
    report("shelter.occupancy", "counted", "room", h=66, quantity=30, **HOME)
    text = shown(open_page(PAGE, object="full"))
    assert "余 70" in text
    assert "直线 2.2 公里" in text
    assert "room&lt;b&gt;" in text
    assert "可以改送到哪里" not in shown(open_page(PAGE, object="room"))


@pytest.mark.usefixtures("three")
def test_a_headcount_is_recorded_after_a_second_look(open_page: Open) -> None:
    app = open_page(PAGE, object="room")
    app.session_state["shelters-room-facet"] = "occupancy"
    app.run()
    app.selectbox(key="shelters-room-occupancy-status").select("counted").run()
    app.text_input(key="shelters-room-occupancy-people-room-number").set_value("95").run()
    button(app, "shelters-room-next").click().run()
    state = {"operation_id": "drill", "subject": "shelter", "subject_id": "room"}
    assert [row[0] for row in desk().store.rows("ledger/state", **state)] == ["service"]
    assert "将登记 1 条" in shown(app)
    button(app, "shelters-confirm").click().run()
    counted = {row[0]: row[6] for row in desk().store.rows("ledger/state", **state)}
    assert counted["occupancy"] == 95
    assert "<b>95<small> / 200</small></b>" in shown(app)


@pytest.mark.usefixtures("three")
def test_who_is_in_a_shelter_is_shown_masked_and_compared_with_the_count(
    open_page: Open, put_on_list: Do, report: Do
) -> None:
    put_on_list("evacuee", evacuee_id="e", name="张小明", persons=1, shelter_id="room", **HOME)
    report("evacuee.move", "at_shelter", "e", h=63, category="old_house", quantity=1, **HOME)
    report("shelter.occupancy", "counted", "room", h=64, quantity=3, **HOME)
    tables = [table.value for table in open_page(PAGE, object="room").dataframe]
    guests = next(table for table in tables if "姓名" in table.columns)
    assert guests["姓名"].tolist() == ["张**"]
    counts = next(table for table in tables if "当时登记" in table.columns)
    assert counts[["清点人数", "当时登记", "差"]].to_numpy().tolist() == [[3, 1, 2]]


@pytest.mark.usefixtures("three")
def test_the_page_speaks_english(open_page: Open) -> None:
    text = shown(open_page(PAGE, lang="en"))
    for word in ("Shelters open", "Nearly full", "nobody has counted yet"):
        assert word in text
