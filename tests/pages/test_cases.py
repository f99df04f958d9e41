"""The page of past storms through dashboard.py: items, cases, the nearest storms, and the response page."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.cases import items_at, open_items
from stormdesk.outlook.loose_ends import loose_ends
from stormdesk.ui.access.ending import left_words
from stormdesk.ui.wall.actions import PAST_STORMS, action_troubles
from stormdesk.ui.wall.reading import reading
from tests.pages.conftest import SHOWN_H, at

Report = Callable[..., Event]
Open = Callable[..., AppTest]
PAGE = "review/cases"
ITEM = "past-201909#1"


def html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def cells(app: AppTest) -> str:
    return "\n".join(str(one.value.to_numpy().tolist()) for one in app.dataframe)


def now() -> Moment:
    return Moment("drill", at(SHOWN_H + 1), at(SHOWN_H + 1))


def test_every_part_opens_on_an_empty_drill(open_page: Open) -> None:
    for part in ("items", "cases", "nearest", "today"):
        app = open_page(PAGE, part=part)
        assert not app.error, part
        shown = cells(app) + html(app)
        assert ("内容未见公开,待录入" in shown) == (part in {"items", "today"}), part
        assert "没有可比的台风" in shown or part != "nearest"
        assert "荆州" in shown or part != "cases"


def test_the_response_page_asks_for_open_items_from_level_three(open_page: Open, report: Report) -> None:
    assert "往次台风" not in html(open_page("command/response"))
    report("response.level", "in_force", "typhoon", h=10, category="4")
    assert "升至Ⅲ级即列入" in html(open_page("command/response"))
    report("response.level", "adjusted", "typhoon", h=20, category="3")
    assert "Ⅲ级检查:往次台风留下 34 项未销号" in html(open_page("command/response"))


def test_an_item_is_worded_assigned_done_and_struck_off_by_another(
    open_page: Open, desk: Desk, sign_in: Callable[..., object]
) -> None:
    app = open_page(PAGE, item=ITEM)
    app.text_area(key=f"cases-zh-{ITEM}").input("海塘闸门汛前试运行").run()
    press(app, f"cases-words-{ITEM}")
    app.text_input(key=f"cases-unit-{ITEM}").input("水利局").run()
    press(app, f"cases-mark-{ITEM}")
    app.segmented_control(key=f"cases-step-{ITEM}").set_value("done").run()
    press(app, f"cases-mark-{ITEM}")
    assert "佐证" in html(app), "done without proof is refused"
    app.text_input(key=f"cases-proof-{ITEM}").input("试运行记录第5号").run()
    press(app, f"cases-mark-{ITEM}")
    [item] = [one for one in items_at(desk, now()) if one.item_id == ITEM]
    assert (item.title_zh, item.owner_unit, item.status) == ("海塘闸门汛前试运行", "水利局", "done")
    press(app, f"cases-mark-{ITEM}")
    assert ITEM in {one.item_id for one in open_items(desk, now())}, "nobody strikes off his own work"
    sign_in("commander")
    app = open_page(PAGE, item=ITEM)
    app.text_input(key=f"cases-proof-{ITEM}").input("现场核实,闸门启闭正常").run()
    press(app, f"cases-mark-{ITEM}")
    assert ITEM not in {one.item_id for one in open_items(desk, now())}


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    app.button(key=f"{key}-yes").click().run()
    assert not app.exception


def test_a_closed_operation_is_a_case_and_takes_a_report_and_an_item(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE, part="cases", case="earlier")
    assert "乙场演练" in cells(app)
    assert "甲场演练" not in cells(app), "it is not over"
    app.text_area(key="cases-note-earlier").input("预警发布后两小时才开始转移").run()
    press(app, "cases-note-save-earlier")
    assert "预警发布后两小时才开始转移" in html(app)
    app.text_area(key="cases-new-earlier").input("补齐渔港值守夜班").run()
    press(app, "cases-add-earlier")
    assert "补齐渔港值守夜班" in cells(app)
    assert [one.case_id for one in open_items(desk, now())].count("earlier") == 1


def test_a_township_reads_and_writes_nothing(open_page: Open, sign_in: Callable[..., object]) -> None:
    sign_in("township", area="331083002")
    app = open_page(PAGE, item=ITEM)
    assert "内容未见公开,待录入" in cells(app)
    assert not [one for one in app.button if str(one.key).startswith("cases-mark")]


def test_the_month_looks_back_three_years(open_page: Open) -> None:
    app = open_page(PAGE, part="cases")
    app.segmented_control(key="cases-years").set_value("recent").run()
    app.selectbox(key="cases-month").set_value(6).run()
    assert "荆州" in cells(app)
    assert "利奇马" not in cells(app)
    app.segmented_control(key="cases-years").set_value("every").run()
    app.selectbox(key="cases-month").set_value(8).run()
    assert "利奇马" in cells(app)


def test_the_wall_says_in_one_line_what_past_storms_left(desk: Desk, report: Report) -> None:
    assert not reading(desk, now(), storm_id=None, area_code=None).past_items
    report("response.level", "in_force", "typhoon", h=10, category="3")
    told = reading(desk, now(), storm_id=None, area_code=None)
    [line] = [one for one in action_troubles(told) if one.cause == PAST_STORMS]
    assert (len(told.past_items), line.objects) == (34, 34)


def test_whoever_ends_a_response_reads_what_is_left_of_it(desk: Desk, report: Report) -> None:
    report("response.level", "in_force", "typhoon", h=10, category="3")
    report("evacuee.move", "at_shelter", "e1", h=12, quantity=3)
    report("directive.progress", "found", "d1", h=12)
    left = loose_ends(desk, now())
    assert (left.away, left.levels, left.directives, left.items) == (3, 1, 1, 34)
    words = left_words(left)
    assert "3 人转移后尚未返回" in words
    assert "34 项未销号" in words
    assert not loose_ends(desk, Moment("earlier", at(-100), at(-100))).is_any
