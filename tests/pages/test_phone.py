"""The phone desk as a duty officer uses it: a line, Enter, a look, Enter."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.domain.moment import BEIJING
from stormdesk.ingest.desk import Desk

PAGE = "command/phone"
HOSTILE = "<img src=x onerror=alert(1)>"
Open = Callable[..., AppTest]
Put = Callable[..., None]
Report = Callable[..., Event]


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def say(app: AppTest, line: str) -> AppTest:
    app.text_input(key="phone-line").set_value(line)
    return next(one for one in app.button if one.key == "phone-send").click().run()


def press(app: AppTest, prefix: str) -> AppTest:
    return next(one for one in app.button if str(one.key).startswith(prefix)).click().run()


def held(desk: Desk, subject: str, subject_id: str) -> dict[str, str]:
    rows = desk.store.rows("ledger/state", operation_id="drill", subject=subject, subject_id=subject_id)
    return {row[0]: row[1] for row in rows}


def reported(desk: Desk) -> list[str]:
    """The drill's own events: what past storms left open stands in the log of every home."""
    return [row[0] for row in desk.store.rows("ledger/all_events") if row[1] == "drill"]


def last_event(desk: Desk) -> Event:
    found = desk.ledger.event(reported(desk)[-1])
    assert found is not None
    return found


@pytest.fixture
def county(put_on_list: Put, report: Report) -> None:
    """Two namesakes by initials, a boat at sea, a shelter, and a household."""
    put_on_list(
        "responsible_person", person_id="P1", name="郑海涛", phone="13812342071", role_code="village_head"
    )
    put_on_list(
        "responsible_person", person_id="P2", name="周虎台", phone="13800005566", role_code="village_head"
    )
    put_on_list(
        "responsible_person", person_id="P3", name="王书", phone="13800007788", role_code="village_head"
    )
    put_on_list("vessel", vessel_id="V1", name="浙岭渔00138", vessel_class="fishing", crew_count=5)
    put_on_list("shelter", shelter_id="H1", name=f"小学{HOSTILE}", tier="village", capacity=80)
    put_on_list(
        "evacuee", evacuee_id="E1", name="陈美丽", phone="13711112222", persons=4, category="old_house"
    )
    report("responsible_person.duty", "notified", "P1", h=1)
    report("vessel.berth", "at_sea", "V1", h=1)
    report("shelter.service", "open", "H1", h=1)


@pytest.mark.usefixtures("county")
def test_initials_and_enter_put_up_the_usual_step_and_enter_records_it(open_page: Open, desk: Desk) -> None:
    app = say(open_page(PAGE), "zly138")
    text = html(app)
    assert '<b><bdi>浙岭渔00138</bdi></b> (船舶 · 渔船) → <span class="sd-to">返航中</span>' in text
    assert "现为:在海上" in text
    assert held(desk, "vessel", "V1") == {"berth": "at_sea"}
    say(app, "")
    assert held(desk, "vessel", "V1") == {"berth": "homebound"}
    assert app.success[0].value == "已登记。"
    assert last_event(desk).source == "phone"
    say(app, "")
    assert len(reported(desk)) == 4


@pytest.mark.usefixtures("county")
def test_status_time_speaker_and_note_are_kept(open_page: Open, desk: Desk) -> None:
    app = say(open_page(PAGE), "郑海涛 zg 0620 王书记报,路口<b>积水")
    text = html(app)
    assert '→ <span class="sd-to">在岗</span>，06:20，<bdi>王书记来电</bdi>' in text
    assert "郑海涛" not in text
    assert "郑**" in text
    assert "138****2071" in text
    assert "路口&lt;b&gt;积水" in text
    say(app, "")
    event = last_event(desk)
    assert event.happened_at.astimezone(BEIJING).strftime("%H:%M") == "06:20"
    assert event.recorded_at == desk.now()
    assert event.payload == '{"said_by": "王书记", "text": "路口<b>积水"}'
    assert (event.account, event.township_code) == ("B", "331083001")


@pytest.mark.usefixtures("county")
def test_several_are_listed_masked_and_a_number_picks(open_page: Open, desk: Desk) -> None:
    app = say(open_page(PAGE), "zht zg")
    text = html(app)
    assert "有 2 个对得上" in text
    assert "郑**" in text
    assert "周**" in text
    assert "138****5566" in text
    assert "郑海涛" not in text
    say(app, "7")
    assert app.error[0].value == "没有第 7 个,请重选。"
    assert text.index("周**") < text.index("郑**")
    say(say(app, "1"), "")
    assert held(desk, "responsible_person", "P2") == {"duty": "on_post"}
    assert held(desk, "responsible_person", "P1") == {"duty": "notified"}


@pytest.mark.usefixtures("county")
def test_an_area_on_screen_tells_namesakes_apart(open_page: Open, put_on_list: Put) -> None:
    put_on_list("responsible_person", person_id="P4", name="赵红涛", township_code="331083002")
    assert "<bdi>赵**</bdi>" in html(say(open_page(PAGE, area="331083002"), "zht"))
    assert "有 3 个对得上" in html(say(open_page(PAGE), "zht"))


@pytest.mark.usefixtures("county")
def test_what_was_just_recorded_is_taken_back_by_one_click(open_page: Open, desk: Desk) -> None:
    app = say(say(open_page(PAGE), "2071 zg"), "")
    assert held(desk, "responsible_person", "P1") == {"duty": "on_post"}
    press(app, "phone-undo-")
    assert held(desk, "responsible_person", "P1") == {"duty": "notified"}
    assert "sd-phone-gone" in html(app)
    assert not [one for one in app.button if str(one.key).startswith("phone-undo-")]
    assert last_event(desk).status == "withdrawn"
    assert desk.ledger.disagreements() == []


UNFIT = {
    "没这个人": "没有找到“没这个人”;试试船名号、手机尾号、编号,或换成姓名首字母。",
    "zly138 已系泊": "“在海上”之后不能登记“已系泊”",
    "zly138 昨25:00": "“昨25:00”不是时刻",
    "zly138 23:59": "“23:59”还没有到",
    "小学 清点": "要说人数,例如 12人",
    ",只有备注": "先写是谁或什么",
}


@pytest.mark.usefixtures("county")
def test_a_line_that_cannot_be_recorded_says_what_to_do(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE)
    for line, sentence in UNFIT.items():
        say(app, line)
        assert sentence in app.error[0].value, line
        say(app, "")
        assert len(reported(desk)) == 3, line


@pytest.mark.usefixtures("county")
def test_a_past_report_that_could_not_be_is_refused_by_the_ledger(open_page: Open, desk: Desk) -> None:
    early = (desk.now() - timedelta(hours=1)).astimezone(BEIJING).strftime("%H%M")
    app = say(say(open_page(PAGE), f"zly138 已系泊 {early}"), "")
    assert "“在海上”之后不能登记“已系泊”" in app.error[0].value
    assert held(desk, "vessel", "V1") == {"berth": "at_sea"}


USUAL = (
    ("E1", "evacuee", "E1", {"move": "notified"}, 4, "B"),
    ("陈美丽 集中安置 3人", "evacuee", "E1", {"move": "at_shelter"}, 3, "B"),
    ("小学 45人", "shelter", "H1", {"service": "open", "occupancy": "counted"}, 45, "C"),
    ("坎门街道,没有情况", "area", "331083002", {"word": "report"}, None, None),
    ("玉城街道", "area", "331083001", {"word": "nil_report"}, None, None),
    ("坎门 渔船 350人", "tally", "331083002:fishing_vessel", {"moved": "reported"}, 350, "A"),
)


@pytest.mark.usefixtures("county")
def test_each_kind_of_subject_takes_its_usual_report(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE)
    for line, subject, subject_id, facts, quantity, account in USUAL:
        say(say(app, line), "")
        assert held(desk, subject, subject_id) == facts, line
        assert (last_event(desk).quantity, last_event(desk).account) == (quantity, account), line


@pytest.mark.usefixtures("county")
def test_a_hostile_name_is_text_in_every_place(open_page: Open) -> None:
    app = say(open_page(PAGE), "小学")
    assert HOSTILE not in html(app)
    say(app, "")
    assert "小学&lt;img" in html(app)
    assert HOSTILE not in html(app)


@pytest.mark.usefixtures("county")
def test_zero_clears_and_the_empty_desk_explains_the_grammar(open_page: Open) -> None:
    app = open_page(PAGE)
    assert "写法:先写是谁" in html(app)
    assert "还没有登记" in html(app)
    say(app, "zly138")
    assert "写法:先写是谁" not in html(app)
    say(app, "0")
    assert "写法:先写是谁" in html(app)
    english = html(open_page(PAGE, lang="en"))
    assert "写法" not in english


@pytest.mark.usefixtures("county")
def test_nothing_is_taken_while_rewound_or_for_another_operation(open_page: Open) -> None:
    for address in ({"t": "2022-09-11T08:00"}, {"op": "earlier"}):
        app = open_page(PAGE, **address)
        assert not [one for one in app.text_input if one.key == "phone-line"]
        assert "不能登记" in app.info[0].value


@pytest.mark.usefixtures("county")
def test_a_draft_that_was_not_yet_on_screen_is_not_confirmed(open_page: Open, desk: Desk) -> None:
    app = say(open_page(PAGE), "zly138")
    state = app.session_state["phone-waiting"]
    app.session_state["phone-waiting"] = type(state)(state.what, turn=state.turn)
    say(app, "")
    assert held(desk, "vessel", "V1") == {"berth": "at_sea"}
