"""The duty page as a visitor meets it: holes rather than a rate, and persons masked."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event

PAGE = "people/duty"
VILLAGE = "331083001001"
Open = Callable[..., AppTest]
Put = Callable[..., None]
Report = Callable[..., Event]


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def people(put_on_list: Put, report: Report) -> None:
    """One out of reach without a deputy, one on post, one that nobody has reported on; two share a phone."""
    for person_id, name, phone in (
        ("a", "张三丰", "13812342071"),
        ("b", "李四", "13812342071"),
        ("c", "王五", "1"),
    ):
        facts = {"name": name, "phone": phone, "role_code": "village_head", "tier": "village"}
        put_on_list("responsible_person", person_id=person_id, **facts)
    report("responsible_person.duty", "unreachable", "a", h=1)
    report("responsible_person.duty", "on_post", "b", h=1)


@pytest.mark.usefixtures("people")
def test_left_silence_and_trouble_are_told_apart_by_tier_until_a_deadline(
    open_page: Open, report: Report
) -> None:
    app = open_page(PAGE)
    text = html(app)
    assert "<span>责任人到岗</span><b>1<small> / 3</small></b>" in text
    assert "<span>未到岗责任人</span><b>2</b><span>其中异常 1</span>" in text
    assert "<span>失联</span><b>1</b>" in text
    assert "<span>无人替岗</span><b>2</b>" in text
    assert any("时限未知" in one.value for one in app.caption)
    app.session_state["duty-holes"] = "tiers"
    tiers = next(one.value for one in app.run().dataframe if "层级" in one.value.columns)
    assert tiers.to_numpy().tolist() == [["村级", 3, 1, 2, 1, 1]]
    report("response.level", "in_force", "typhoon", h=2, category="2")
    assert any("时限 09-10 12:00" in one.value for one in app.run().caption)


@pytest.mark.usefixtures("people")
def test_no_person_is_named_or_can_be_called_from_the_page(open_page: Open) -> None:
    app = open_page(PAGE, object="a")
    text = html(app) + " ".join(str(one.value) for one in app.dataframe)
    assert "张**" in text
    assert "138****2071" in text
    assert "三丰" not in text
    assert "13812342071" not in text


@pytest.mark.usefixtures("people")
def test_holes_list_empty_villages_and_shared_phones(open_page: Open) -> None:
    app = open_page(PAGE, area="331083001")
    app.session_state["duty-holes"] = "phones"
    shared = next(one.value for one in app.run().dataframe if "岗位数" in one.value.columns)
    assert shared[["电话", "岗位数", "姓名", "在岗"]].to_numpy().tolist() == [
        ["138****2071", 2, "张**、李**", 1]
    ]
    app.session_state["duty-holes"] = "empty"
    empty = next(one.value for one in app.run().dataframe if "失联" in one.value.columns)
    assert set(empty["乡镇"]) == {"玉城街道"}
    assert empty["责任人"].tolist() == [0] * len(empty)


@pytest.mark.usefixtures("people")
def test_a_village_is_silent_once_its_word_is_overdue_at_the_level_in_force(
    open_page: Open, report: Report
) -> None:
    assert "<span>静默的村</span><b>0</b>" in html(open_page(PAGE, area=VILLAGE))
    report("response.level", "in_force", "typhoon", h=2, category="2")
    assert "<span>静默的村</span><b>1</b>" in html(open_page(PAGE, area=VILLAGE))
    report("area.word", "nil_report", VILLAGE, h=71)
    assert "<span>静默的村</span><b>0</b>" in html(open_page(PAGE, area=VILLAGE))


def holes(app: AppTest) -> list[list[object]]:
    table = next((one.value for one in app.dataframe if "大风窗口" in one.value.columns), None)
    return [] if table is None else table[["缺口", "对象", "原因", "责任人"]].to_numpy().tolist()


@pytest.mark.usefixtures("people")
def test_the_page_begins_with_holes_that_say_why_and_mask_persons(
    open_page: Open, put_on_list: Put, report: Report
) -> None:
    put_on_list("danger_zone", zone_id="z", name="屋后山体", officer_id="a")
    before = open_page(PAGE, area=VILLAGE)
    assert ["一号多岗", "张**、李**", "一个电话登记在 2 个岗位", "张**、李** 138****2071"] in holes(before)
    assert not any(row[0] == "无人在岗的点位" for row in holes(before))
    report("response.level", "in_force", "flood", h=2, category="2")
    app = open_page(PAGE, area=VILLAGE)
    hole = ["无人在岗的点位", "危险区 屋后山体", "责任人失联,替岗人也不在岗", "张** 138****2071"]
    assert holes(app)[0] == hole
    text = html(app)
    assert text.index("<span>无人在岗的点位</span><b>1</b>") < text.index("<span>责任人到岗</span>")


def test_a_list_is_a_hole_once_it_is_a_month_old(open_page: Open, put_on_list: Put) -> None:
    put_on_list("responsible_person", person_id="a", name="张三丰", phone="1", tier="village")
    assert [row[:2] for row in holes(open_page(PAGE, area=VILLAGE))] == [["名册逾月", "责任人"]]
    app = open_page(PAGE, area=VILLAGE, t="2022-08-31T08:00")
    assert any("没有发现缺口" in one.value for one in app.caption)
    assert "<span>无人在岗的点位</span><b>0</b>" in html(app)


def test_a_silent_township_is_marked_and_left_out_of_complete(
    open_page: Open, put_on_list: Put, report: Report
) -> None:
    put_on_list("responsible_person", person_id="a", name="张三丰", phone="1", tier="village")
    report("responsible_person.duty", "on_post", "a", h=1)
    report("response.level", "in_force", "typhoon", h=2, category="2")
    report("area.word", "nil_report", "331083001", h=71.9)
    app = open_page(PAGE)
    assert any("全部落实的有 1/1 个;静默的 10 个不计入" in one.value for one in app.caption)
    report("area.word", "nil_report", "331083001", h=69)
    report("area.word", "nil_report", "331083002", h=71.9)
    app = open_page(PAGE, t="2022-09-13T07:00")
    assert any("全部落实的有 0/1 个;静默的 11 个不计入" in one.value for one in app.caption)
