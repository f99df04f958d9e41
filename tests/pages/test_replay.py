"""The replay page through dashboard.py: every control moves the one moment that all pages share."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.ui.replay import controls

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
PAGE = "review/replay"
OPENED = datetime(2022, 9, 10, tzinfo=UTC)
NOON = "2022-09-11T12:00:00"


@pytest.fixture
def village(report: Report, put_on_list: Put) -> None:
    """Two households, the second's move learned eight hours late, and one level."""
    put_on_list("responsible_person", person_id="p1", name="p1")
    put_on_list("vessel", vessel_id="b1", name="b1", vessel_class="fishing")
    report("response.level", "in_force", "typhoon", h=10, category="4")
    report("response.level", "adjusted", "typhoon", h=40, category="2")
    report("evacuee.move", "listed", "h1", h=11, quantity=3)
    report("evacuee.move", "listed", "h2", h=11, quantity=5)
    report("evacuee.move", "at_shelter", "h1", h=20, quantity=3)
    report("evacuee.move", "with_relatives", "h2", h=25, recorded_at=OPENED + timedelta(hours=33), quantity=5)
    report("vessel.berth", "at_sea", "b1", h=1)
    report("vessel.berth", "in_port", "b1", h=22)


def words(app: AppTest) -> str:
    """All HTML and captions of a page."""
    parts = [str(element.proto.body) for element in app.get("html")]
    return "\n".join(parts + [caption.value for caption in app.caption])


def sheet(app: AppTest, column: str) -> Any:
    return next(table.value for table in app.dataframe if column in table.value.columns)


def counted(text: str, work: str) -> list[str]:
    """The cells of one row of the two accounts, without markup."""
    row = text.split(f"<td>{work}</td>")[1].split("</tr>", maxsplit=1)[0]
    return " ".join(row.replace("<b>", "").replace("</b>", "").replace("<", " <").split()).split("</td>")


@pytest.mark.usefixtures("village")
def test_it_opens_at_the_clock_and_is_not_rewound(open_page: Open) -> None:
    app = open_page(PAGE)
    assert app.slider[0].value == datetime(2022, 9, 13, 8)  # noqa: DTZ001  shown in Beijing time
    assert "正在倒带" not in words(app)
    assert app.button(key="replay-back").disabled


@pytest.mark.usefixtures("village")
def test_dragging_moves_the_page_and_every_page_after_it(open_page: Open) -> None:
    app = open_page(PAGE)
    app.slider[0].set_value(datetime(2022, 9, 11, 12)).run()  # noqa: DTZ001  shown in Beijing time
    assert app.query_params["t"] == NOON
    assert "正在倒带:本页停在 2022-09-11 12:00" in words(app)
    app.switch_page("pages/command/response.py").run()
    assert app.query_params["t"] == NOON
    assert "防台风 Ⅳ级" in words(app)


@pytest.mark.usefixtures("village")
def test_it_leads_to_the_what_if_page_of_the_same_moment(open_page: Open) -> None:
    app = open_page(PAGE, t=NOON)
    (onward,) = app.get("page_link")
    assert onward.proto.page.endswith("what_if")
    app.switch_page("pages/review/what_if.py").run()
    assert app.query_params["t"] == NOON


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(("minutes", "at"), [(-60, "11:00"), (-10, "11:50"), (10, "12:10"), (60, "13:00")])
def test_steps_move_by_what_they_say(open_page: Open, minutes: int, at: str) -> None:
    app = open_page(PAGE, t=NOON)
    app.button(key=f"replay-step{minutes}").click().run()
    assert app.query_params["t"] == f"2022-09-11T{at}:00"
    assert app.slider[0].value.strftime("%H:%M") == at


@pytest.mark.usefixtures("village")
def test_known_then_and_known_now_are_two_accounts(open_page: Open) -> None:
    app = open_page(PAGE, t=NOON)
    then, now, gap = counted(words(app), "人员转移")[:3]
    assert "3 / 8" in then
    assert "8 / 8" in now
    assert "+5" in gap
    late = sheet(app, "迟")
    assert late["编号"].tolist() == ["h2"]
    assert late["迟"].tolist() == ["08:00"]
    app.button_group(key="replay-known").set_value("now").run()
    assert app.query_params["known"] == "2022-09-18T08:00:00"
    assert "按现在所知" in words(app)
    app.button_group(key="replay-known").set_value("then").run()
    assert "known" not in app.query_params
    assert app.query_params["t"] == NOON


@pytest.mark.usefixtures("village")
def test_the_late_are_late_no_more_once_they_arrived(open_page: Open) -> None:
    app = open_page(PAGE, t="2022-09-11T17:00")
    assert "没有迟到的报告" in words(app)


@pytest.mark.usefixtures("village")
def test_jumping_goes_to_what_the_list_names(open_page: Open) -> None:
    app = open_page(PAGE)
    jump = app.selectbox(key="replay-jump")
    assert [option.split(" · ")[1] for option in jump.options] == [
        "防台风 Ⅳ级 启动",
        "首船回港",
        "转移过半",
        "转移九成",
        "转移全部完成",
        "防台风 Ⅱ级 调整",
    ]
    jump.set_value(1).run()
    assert app.query_params["t"] == "2022-09-11T06:00:00"
    assert app.selectbox(key="replay-jump").value is None


@pytest.mark.usefixtures("village")
def test_back_to_now_leaves_the_address_clean(open_page: Open) -> None:
    app = open_page(PAGE, t=NOON, known="2022-09-14T12:00")
    app.button(key="replay-back").click().run()
    assert "t" not in app.query_params
    assert "known" not in app.query_params
    assert "正在倒带" not in words(app)


@pytest.mark.usefixtures("village")
def test_another_drill_is_replayed_from_its_beginning_and_without_this_ones_rows(open_page: Open) -> None:
    app = open_page(PAGE, t=NOON)
    app.selectbox(key="replay-operation-drill").set_value("earlier").run()
    assert app.query_params["op"] == "earlier"
    assert app.query_params["t"] == "2022-08-31T08:00:00"
    assert "0 / 0" in counted(words(app), "人员转移")[0]
    app.selectbox(key="replay-operation-earlier").set_value("drill").run()
    assert "op" not in app.query_params
    assert "t" not in app.query_params


@pytest.mark.usefixtures("village")
def test_playing_moves_the_cursor_by_the_speed_and_stops_at_the_end(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controls, "SOONEST_S", 0.0)
    app = open_page(PAGE, t="2022-09-17T07:20")
    app.selectbox(key="replay-speed").set_value(60).run()
    app.button(key="replay-play").click().run()
    assert app.query_params["t"] == "2022-09-17T08:00:00"
    assert app.session_state[controls.PLAYING] is False


def test_an_empty_drill_has_a_page_with_zero_of_zero(open_page: Open) -> None:
    assert "0 / 0" in counted(words(open_page(PAGE)), "责任人在岗")[0]


@pytest.mark.usefixtures("village")
def test_it_speaks_english(open_page: Open) -> None:
    text = words(open_page(PAGE, t=NOON, lang="en"))
    assert "Persons on post" in text
    assert "known then and known now" in text


def test_the_rules_level_lies_beside_the_decided_one_with_its_wait(report: Report, open_page: Open) -> None:
    report("warning.signal", "issued", "typhoon", h=20, category="yellow")
    report("response.level", "in_force", "typhoon", h=22, category="3")
    report("warning.signal", "issued", "typhoon", h=30, category="orange")
    report("warning.signal", "lifted", "typhoon", h=42, category="orange")
    app = open_page(PAGE, t="2022-09-12T12:00")
    bars = [bar for bar in json.loads(app.get("plotly_chart")[0].proto.spec)["data"] if bar["type"] == "bar"]
    assert bars[0]["y"] == ["typhoon"]
    called = [bar for bar in bars if bar["y"] == ["typhoon called for"]]
    assert [bar["text"] for bar in called] == [["Ⅲ"], ["Ⅱ"]]
    waits = sheet(app, "滞后(分)").set_index("级别")
    assert waits.loc["Ⅲ级", "滞后(分)"] == 120
    assert waits.loc["Ⅱ级", "结论"] == "条款成立期间未启动"
    assert sheet(app, "当时规则建议")["当时规则建议"].tolist() == ["Ⅲ级"]
