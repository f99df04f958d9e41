"""The wall as a visitor meets it, over small drills."""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.exceptions import Kind
from stormdesk.domain.moment import Moment
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.checklist import standing
from stormdesk.ui.ground import register_ground
from stormdesk.ui.wall.reading import reading
from stormdesk.ui.wall.troubles import found

PAGE = "command/wall"
PLANTED = "王富贵<img src=x onerror=alert(1)>"
HOME = {"township_code": "331083001", "village_code": "331083001001"}
Open = Callable[..., AppTest]
Do = Callable[..., Any]


@pytest.fixture(autouse=True)
def ground(desk: Desk) -> None:
    register_ground(desk)


def shown(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def drawn(text: str) -> str:
    """What the drawings inside the page say."""
    return "\n".join(b64decode(found).decode() for found in re.findall(r"svg\+xml;base64,([^\"]+)\"", text))


def block(text: str, subject: str) -> str:
    found = re.search(rf'data-subject="{subject}">.*?(?=<div class="w-panel|</section>)', text, re.DOTALL)
    assert found
    return found[0]


@pytest.fixture
def fleet(put_on_list: Do, report: Do) -> None:
    for n in range(3):
        put_on_list(
            "vessel", vessel_id=f"v{n}", name=PLANTED, owner_name=PLANTED, phone="13812342071", crew_count=6
        )
    report("vessel.berth", "at_sea", "v0", h=60, **HOME)
    report("vessel.berth", "in_port", "v1", h=60, **HOME)
    report("response.level", "in_force", "typhoon", h=60, category="2", payload='{"basis_zh":"测试"}')


@pytest.mark.usefixtures("fleet")
def test_every_part_is_there_and_nobody_is_named(open_page: Open) -> None:
    text = shown(open_page(PAGE))
    for part in (
        "w-head",
        "w-clocks",
        "w-block",
        "w-map",
        "w-list",
        "w-curve",
        "w-feed",
        "w-matrix",
        "w-inset",
    ):
        assert f'{part}"' in text or f"{part} " in text
    everything = text + drawn(text)
    assert "王富贵" not in everything
    assert "1381234" not in everything


@pytest.mark.usefixtures("fleet")
def test_done_left_and_unheard_of_are_three_figures(open_page: Open) -> None:
    vessels = block(shown(open_page(PAGE)), "vessel")
    assert '<span class="w-done">1 <small>/ 3</small></span>' in vessels
    assert ">2 <small>艘未回港" in vessels
    assert "未报 1" in vessels


def test_an_empty_list_is_a_question_mark_and_not_nought(open_page: Open) -> None:
    text = shown(open_page(PAGE))
    assert "? <small>/ ?</small>" in block(text, "vessel")
    assert "? 无名册" in block(text, "vessel")


def test_without_forecast_and_level_nothing_is_counted_down_to_and_the_tide_is_told(open_page: Open) -> None:
    text = shown(open_page(PAGE))
    tiles = re.findall(r'<div class="w-panel w-clock .*?</div>', text, re.DOTALL)
    assert "<b>?</b>" in tiles[0]
    assert "尚无台风定位" in tiles[0]
    assert "<b>?</b>" in tiles[1]
    assert "<b>?</b>" in tiles[2]
    assert re.search(r"高潮 \d\d-\d\d \d\d:\d\d", tiles[2])


@pytest.mark.usefixtures("fleet")
def test_english_leaves_no_chinese_behind_but_the_switch(open_page: Open) -> None:
    text = shown(open_page(PAGE, lang="en"))
    body = re.sub(r"<style>.*?</style>|<script>.*?</script>|data:image[^\"]*", "", text, flags=re.DOTALL)
    han = re.findall(r"[\u4e00-\u9fff]+", body)
    assert set(han) <= {"中文"}
    assert re.findall(r"[\u4e00-\u9fff]+", re.sub(r"font-family=\"[^\"]*\"", "", drawn(text))) == []
    assert "Vessels in port" in text


@pytest.mark.usefixtures("fleet")
def test_the_wall_follows_what_is_recorded(open_page: Open, report: Do) -> None:
    assert '<span class="w-done">1 <small>' in block(shown(open_page(PAGE)), "vessel")
    report("vessel.berth", "in_port", "v0", h=71, **HOME)
    assert '<span class="w-done">2 <small>' in block(shown(open_page(PAGE)), "vessel")


@pytest.mark.usefixtures("fleet")
def test_rewound_it_shows_what_was_so_then(open_page: Open) -> None:
    text = shown(open_page(PAGE, t="2022-09-12T19:00"))
    assert '<span class="w-done">0 <small>' in block(text, "vessel")
    assert "演练 · 倒带" in text
    assert 'data-sdw-still="1"' in text


def test_a_drill_wears_its_badge(open_page: Open) -> None:
    assert 'class="w-drill">演练 · 暂停' in shown(open_page(PAGE))


def test_old_words_are_told_as_late(open_page: Open, report: Do) -> None:
    report("response.level", "in_force", "typhoon", h=60, category="1", payload="{}")
    assert 'data-sdw-late="' in shown(open_page(PAGE))
    report("area.word", "report", "331083001", h=71.9, township_code="331083001")
    assert 'data-sdw-late="' not in shown(open_page(PAGE))


def test_what_has_one_cause_is_one_exception_that_counts_all(desk: Desk, report: Do) -> None:
    report("response.level", "in_force", "typhoon", h=60, category="1", payload="{}")
    for township, persons in (("331083001", 60), ("331083002", 50)):
        back = {"quantity": persons, "township_code": township}
        report("evacuee.move", "at_shelter", township, h=70, **back)
        report("evacuee.move", "unauthorised_return", township, h=71, **back)
    for village in desk.county.counted_villages:
        if village.township_code == "331083001":
            report("area.word", "report", village.code, h=71.9, township_code=village.township_code)
    now = desk.now()
    known = reading(desk, Moment("drill", now, now), storm_id=None, area_code=None)
    ranked = found(known)
    silent = [line for line in (*ranked.shown, *ranked.rest) if line.kind is Kind.SILENCE]
    villages = [member.village_code for line in silent for member in line.members if member.village_code]
    assert len(villages) == len(set(villages)) == 221 - len(desk.county.villages_of("331083001"))
    assert all("331083001" not in line.township_codes for line in silent if line.village_code)
    assert max(line.objects for line in silent) > 10
    [returned] = [line for line in (*ranked.shown, *ranked.rest) if line.kind is Kind.RETURN]
    assert returned.people == 110, "the reports name no village"


def test_one_reading_serves_all_who_stand_at_the_same_moment(desk: Desk) -> None:
    moment = Moment("drill", desk.now(), desk.now())
    one = reading(desk, moment, storm_id=None, area_code=None)
    assert reading(desk, moment, storm_id=None, area_code=None) is one
    later = Moment("drill", desk.now() + timedelta(seconds=1), desk.now())
    assert reading(desk, later, storm_id=None, area_code=None) is not one


def test_what_is_late_by_its_own_clock_is_a_line_that_leads_to_all_others(
    desk: Desk, open_page: Open, put_on_list: Do, report: Do
) -> None:
    for n in range(3):
        put_on_list("shelter", shelter_id=f"s{n}", name=PLANTED, capacity=100, tier="village")
    report("response.level", "in_force", "typhoon", h=60, category="3", payload="{}")
    text = shown(open_page(PAGE))
    assert "3 处避灾点未开放" in text
    assert "最晚开始" in text
    assert 'href="clock?form=board"' in text
    now = desk.now()
    known = reading(desk, Moment("drill", now, now), storm_id=None, area_code=None)
    ranked = found(known)
    members = [member for line in (*ranked.shown, *ranked.rest) for member in line.members]
    late = {member.subject_id for member in members if member.kind is Kind.SHELTER}
    assert (
        late
        == {row["subject_id"] for row in known.work.lit if row["subject"] == "shelter"}
        == {"s0", "s1", "s2"}
    )
    assert known.work.of("shelter").worst == "late"


def test_late_actions_of_a_level_are_one_line_that_leads_to_the_response(
    desk: Desk, open_page: Open, report: Do
) -> None:
    report("response.level", "in_force", "typhoon", h=69, category="4", payload="{}")
    report("response.emergency", "declared", "flood", h=71, payload='{"approver": "市长"}')
    report("action.work", "done", "typhoon:l4_collect:1", h=71.5, payload="{}")
    text = shown(open_page(PAGE))
    found = re.findall(r'<a href="response[^>]*>行动清单 (\d+) 项超时</a></div><div[^>]*>([^<]*)<', text)
    assert {where for _, where in found} == {"防台风应急响应 Ⅳ级", "防台风应急响应 海上"}
    assert "应急管理局等" in text
    assert "宣布进入紧急防汛期" in text
    assert "行动清单 1 项已办" in text
    moment = Moment("drill", desk.now(), desk.now())
    assert sum(int(n) for n, _ in found) == standing(desk, moment).late > len(found)


def test_an_area_is_not_blamed_for_the_countys_checklist(desk: Desk, report: Do) -> None:
    report("response.level", "in_force", "typhoon", h=60, category="4", payload="{}")
    moment = Moment("drill", desk.now(), desk.now())
    assert reading(desk, moment, storm_id=None, area_code=None).late_actions
    assert not reading(desk, moment, storm_id=None, area_code="331083001").late_actions


def test_crews_of_boats_in_port_count_as_aboard_and_uncounted_shelters_are_not_empty(
    open_page: Open, report: Do, put_on_list: Do
) -> None:
    for name, crew in (("port", 5), ("sea", 7), ("silent", 2)):
        put_on_list("vessel", vessel_id=name, name=name, vessel_class="fishing", crew_count=crew)
    report("vessel.berth", "in_port", "port", h=60)
    report("vessel.crew", "aboard", "port", h=60)
    report("vessel.berth", "homebound", "sea", h=60)
    report("vessel.crew", "aboard", "sea", h=60)
    for name in ("counted", "uncounted"):
        put_on_list("shelter", shelter_id=name, name=name, capacity=100)
        report("shelter.service", "open", name, h=60)
    assert "入住 ? / 容量 200 · 未清点 2" in shown(open_page(PAGE))
    report("shelter.occupancy", "counted", "counted", h=61, quantity=30)
    text = shown(open_page(PAGE))
    assert "船员在船 12" in text
    assert "船员未报 2" in text
    assert "入住 30 / 容量 200 · 未清点 1" in text
