"""Correcting and withdrawing on an object's card, as the duty officer does it."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.ingest.desk import Desk

PAGE = "assets/vessels"
Open = Callable[..., AppTest]


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app: AppTest, key: str) -> Any:
    return next(one for one in app.button if one.key == key)


def held(desk: Desk) -> list[tuple[str, object]]:
    rows = desk.store.rows("ledger/state", operation_id="drill", subject="vessel", subject_id="sea")
    return [(row[1], row[3]) for row in rows]


@pytest.fixture
def reports(put_on_list: Callable[..., None], report: Callable[..., Event]) -> tuple[Event, Event]:
    """A boat at sea that was reported in port."""
    put_on_list("vessel", vessel_id="sea", name="浙岭渔00123", vessel_class="fishing", crew_count=5)
    return report("vessel.berth", "at_sea", "sea", h=1), report("vessel.berth", "in_port", "sea", h=2)


def reason(app: AppTest) -> Any:
    return next(one for one in app.text_input if str(one.key).startswith("vessels-amend-reason"))


def test_a_withdrawal_needs_a_reason_and_shows_who_took_it_back(
    open_page: Open, desk: Desk, reports: tuple[Event, Event]
) -> None:
    wrong = reports[1]
    app = open_page(PAGE, object="sea")
    button(app, f"vessels-withdraw-{wrong.event_id}").click().run()
    assert "撤销这条记录" in html(app)
    after = html(app).partition("撤销后,这一项按这条算:")[2]
    assert "在海上" in after.partition("</div>")[0], "what counts then is said before"
    button(app, "vessels-amend-confirm").click().run()
    assert "请写明理由。" in app.error[0].value
    assert held(desk)[0][0] == "in_port"
    reason(app).set_value("听错<b>船号").run()
    button(app, "vessels-amend-confirm").click().run()
    assert held(desk) == [("at_sea", reports[0].happened_at)]
    assert "已撤销一条记录" in app.success[0].value
    button(app, f"vessels-withdraw-{reports[0].event_id}").click().run()
    assert "没有别的记录,按未报算" in html(app)
    button(app, "vessels-amend-cancel").click().run()
    text = html(app)
    assert "<b>已撤销</b> <bdi>听错&lt;b&gt;船号</bdi>" in text
    assert not [one for one in app.button if one.key == f"vessels-withdraw-{wrong.event_id}"]
    assert desk.ledger.disagreements() == []


def test_a_correction_counts_in_the_place_of_what_was_wrong(
    open_page: Open, desk: Desk, reports: tuple[Event, Event]
) -> None:
    wrong = reports[1]
    app = open_page(PAGE, object="sea")
    button(app, f"vessels-correct-{wrong.event_id}").click().run()
    app.selectbox(key=f"vessels-amend-status-{wrong.event_id}").select("sheltering_elsewhere").run()
    app.time_input(key=f"vessels-amend-hour-{wrong.event_id}").set_value(time(9, 30)).run()
    reason(app).set_value("在玉环避风").run()
    button(app, "vessels-amend-confirm").click().run()
    assert [status for status, _ in held(desk)] == ["sheltering_elsewhere"]
    assert "<b>已更正</b> <bdi>在玉环避风</bdi>" in html(app)
    assert "更正另一条记录:在玉环避风" in html(app)
    assert "更正前的这条又算数" not in html(app)
    button(app, next(str(one.key) for one in app.button if "withdraw-form" in str(one.key))).click().run()
    assert "更正前的这条又算数" in html(app)


def test_a_correction_that_cannot_follow_is_refused_with_the_sentence(
    open_page: Open, desk: Desk, reports: tuple[Event, Event]
) -> None:
    wrong = reports[1]
    app = open_page(PAGE, object="sea")
    button(app, f"vessels-correct-{wrong.event_id}").click().run()
    app.selectbox(key=f"vessels-amend-status-{wrong.event_id}").select("moored").run()
    reason(app).set_value("x").run()
    button(app, "vessels-amend-confirm").click().run()
    assert "“在海上”之后不能登记“已系泊”" in app.error[0].value
    assert held(desk)[0][0] == "in_port"


@pytest.mark.usefixtures("reports")
def test_a_rewound_page_offers_no_correction(open_page: Open) -> None:
    app = open_page(PAGE, object="sea", t="2022-09-10T12:00")
    assert "台账记录 2 条" in html(app)
    assert not [one for one in app.button if "withdraw" in str(one.key)]
