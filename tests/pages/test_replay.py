"""The replay page through dashboard.py: every control moves the one moment that all pages share."""

import json
import re
import zlib
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.domain.moment import asked_instant
from stormdesk.domain.timeline import Axis
from stormdesk.ui.replay import extra
from stormdesk.ui.replay.face import Rest, rest_of

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
PAGE = "review/replay"
OPENED = datetime(2022, 9, 10, tzinfo=UTC)
NOON = "2022-09-11T12:00:00"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for what is made beside the page, as a person would."""
    monkeypatch.setattr(extra, "PATIENCE_S", 60.0)


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


def told(app: AppTest, key: str) -> dict[str, Any]:
    """What the server sends to one of the page's two components."""
    own = [one.proto for one in app.get("bidi_component") if one.proto.component_name == f"stormdesk_{key}"]
    sent: dict[str, Any] = json.loads(own[0].json)
    return sent


def picture(app: AppTest) -> dict[str, Any]:
    """What the picture is drawn from, as the browser unpacks it."""
    drawn: dict[str, Any] = json.loads(zlib.decompress(b64decode(told(app, "replay_course")["packed"])))
    return drawn


def sums(steps: dict[str, list[int]], work: int, until: datetime) -> tuple[int, int]:
    """Done and all of one kind of work by an instant, as the browser adds them up."""
    rows = zip(steps["at"], steps["work"], steps["done"], steps["all"], strict=True)
    own = [(done, every) for at, which, done, every in rows if which == work and at <= until.timestamp()]
    return sum(done for done, _ in own), sum(every for _, every in own)


@pytest.mark.usefixtures("village")
def test_known_then_and_known_now_are_two_accounts_that_the_browser_adds_up_alike(open_page: Open) -> None:
    app = open_page(PAGE, t=NOON)
    drawn, noon = picture(app), datetime(2022, 9, 11, 4, tzinfo=UTC)
    assert sums(drawn["then"], 1, noon) == (3, 8)
    assert sums(drawn["now"], 1, noon) == (8, 8)
    assert [batch[:2] for batch in drawn["late"]] == [[1, int((OPENED + timedelta(hours=33)).timestamp())]]
    assert "1 条迟到,最久 08:00" in words(app)
    assert drawn["storm"]["fixes"] == []
    then, now, gap = counted(words(app), "人员转移")[:3]
    assert "3 / 8" in then
    assert "8 / 8" in now
    assert "+5" in gap
    late = sheet(app, "迟")
    assert late["编号"].tolist() == ["h2"]
    assert late["迟"].tolist() == ["08:00"]
    app.button_group(key="replay-known").set_value("now").run()
    assert asked_instant(app.query_params["known"]) == asked_instant("2022-09-18T08:00:00.0")
    assert "按现在所知" in words(app)
    app.button_group(key="replay-known").set_value("then").run()
    assert "known" not in app.query_params
    assert "what_if" in [link.proto.page.rsplit("/")[-1] for link in app.get("page_link")]
    app.switch_page("pages/review/what_if.py").run()
    assert app.query_params["t"] == NOON, "the other page opens at the same moment"


@pytest.mark.usefixtures("village")
def test_it_opens_at_the_clock_and_jumps_to_what_the_list_names(open_page: Open) -> None:
    app = open_page(PAGE)
    assert told(app, "replay_face")["at"] == (OPENED + timedelta(hours=72)).timestamp()
    assert "正在倒带" not in words(app)
    assert app.button(key="replay-back").disabled
    assert picture(app)["sea"]["predicted"]
    jump = app.selectbox(key="replay-jump")
    said = [option.split(" · ")[1] for option in jump.options]
    assert [words for words in said if "静默" not in words] == [
        "防台风 Ⅳ级 启动",
        "首船回港",
        "末船回港(在港最多 1 艘)",
        "转移过半",
        "转移九成",
        "转移全部完成",
        "防台风 Ⅱ级 调整",
    ]
    assert sum("静默" in words for words in said) == 3
    jump.set_value(said.index("转移过半")).run()
    assert app.query_params["t"] == "2022-09-11T09:00:00"
    assert app.selectbox(key="replay-jump").value is None
    assert any("转移过半" in title.value for title in app.subheader)
    assert sheet(app, "报告人")["编号"].tolist() == ["h2"]


@pytest.mark.usefixtures("village")
def test_the_late_are_late_no_more_once_they_arrived_and_back_to_now_leaves_the_address_clean(
    open_page: Open,
) -> None:
    app = open_page(PAGE, t="2022-09-11T17:00")
    assert "没有迟到的报告" in words(app)
    app.query_params["known"] = "2022-09-14T12:00"
    app.run()
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
    english = words(open_page(PAGE, t=NOON, lang="en"))
    assert "Persons on post" in english
    assert "known then and known now" in english


def test_the_rules_level_lies_beside_the_decided_one_with_its_wait(report: Report, open_page: Open) -> None:
    report("warning.signal", "issued", "typhoon", h=20, category="yellow")
    report("response.level", "in_force", "typhoon", h=22, category="3")
    report("warning.signal", "issued", "typhoon", h=30, category="orange")
    report("warning.signal", "lifted", "typhoon", h=42, category="orange")
    app = open_page(PAGE, t="2022-09-12T12:00")
    assert "0 / 0" in counted(words(app), "责任人在岗")[0], "nobody is on a list"
    assert [bar["name"] for bar in picture(app)["levels"]] == ["Ⅲ"]
    shown = told(app, "replay_face")["extra"]
    assert [bar["name"] for bar in shown["called"]] == ["Ⅲ", "Ⅱ"]
    assert {lag["name"]: lag["to"] - lag["from"] for lag in shown["lags"]} == {"Ⅲ": 2 * 3600, "Ⅱ": 12 * 3600}
    waits = sheet(app, "滞后(分)").set_index("级别")
    assert waits.loc["Ⅲ级", "滞后(分)"] == 120
    assert waits.loc["Ⅱ级", "结论"] == "条款成立期间未启动"
    assert sheet(app, "当时规则建议")["当时规则建议"].tolist() == ["Ⅲ级"]


@pytest.mark.usefixtures("village")
def test_a_township_replays_its_own(open_page: Open, sign_in: Callable[..., object]) -> None:
    sign_in("township", area="331083002")
    app = open_page(PAGE, t=NOON)
    assert "本乡镇(街道)" in words(app)
    assert "0 / 0" in counted(words(app), "人员转移")[0]
    assert {code[:9] for code, *_ in picture(app)["silence"]["then"]} == {"331083002"}


def test_hostile_names_stay_text(report: Report, open_page: Open) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    payload = json.dumps({"authority": evil, "basis": evil})
    report("response.level", "in_force", "typhoon", h=10, category="4", payload=payload)
    app = open_page(PAGE, t=NOON)
    marks = [mark["words"] for mark in picture(app)["marks"] if mark["kind"] == "level"]
    assert marks == [f"防台风 Ⅳ级 启动 · {evil}"]
    app.selectbox(key="replay-jump").set_value(0).run()
    assert sheet(app, "发布机关")["发布机关"].tolist() == [evil]
    assert "<img" not in words(app)
    assert not any(re.search(r"(?<!\\)<img", title.value) for title in app.subheader)


AXIS = Axis(starts_at=OPENED, ends_at=OPENED + timedelta(days=7))


def test_the_browser_is_believed_only_within_the_axis() -> None:
    at = int(OPENED.timestamp()) + 600
    good = {"at": at, "turn": 2, "mark": None}
    assert rest_of(good, AXIS) == Rest(at=OPENED + timedelta(minutes=10), turn=2)
    assert rest_of(good | {"mark": 4}, AXIS) == Rest(at=OPENED + timedelta(minutes=10), turn=2, mark=4)
    for wrong in (
        None,
        3,
        {},
        good | {"at": "now"},
        good | {"at": 0},
        good | {"at": True},
        good | {"mark": -1},
    ):
        assert rest_of(wrong, AXIS) is None


@pytest.mark.usefixtures("village")
def test_another_window_of_the_session_follows(open_page: Open) -> None:
    leader = open_page(PAGE, t=NOON)
    other = open_page("people/evacuation")
    assert "t" not in other.query_params
    other.button(key="follow").click().run()
    assert other.query_params["t"] == NOON
    jump = leader.selectbox(key="replay-jump")
    place = next(place for place, said in enumerate(jump.options) if "首船回港" in said)
    jump.set_value(place).run()
    other.run()
    assert other.query_params["t"] == leader.query_params["t"] == "2022-09-11T06:00:00"
    other.button(key="follow-stop").click().run()
    leader.button_group(key="replay-known").set_value("now").run()
    other.run()
    assert "known" not in other.query_params
    assert other.button(key="follow").label == "跟随回放"
