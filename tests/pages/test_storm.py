"""The storm page through dashboard.py: any storm at its moment, each forecast as issued, and imports."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.ingest.desk import Desk
from stormdesk.ingest.storm_import import import_storm_file
from stormdesk.ui.ground import register_ground

Open = Callable[..., AppTest]
PAGE = "hazard/storm"
AGENCIES = ["中国", "日本", "美国", "中国香港", "中国台湾"]
HOSTILE = "<img src=x onerror=alert(1)>${7*7}{{7*7}}"


def take_in(desk: Desk, name: str, data: bytes) -> None:
    report = import_storm_file(
        desk.store, name, data, originals=desk.settings.originals, at=datetime.now(UTC), by="test"
    )
    assert not report.is_empty


@pytest.fixture(autouse=True)
def ground(desk: Desk) -> None:
    register_ground(desk)


@pytest.fixture
def muifa(desk: Desk) -> None:
    """The shipped best tracks and the PAGASA tables."""
    for path in sorted(desk.settings.tracks_dir.glob("*.csv")):
        take_in(desk, path.name, path.read_bytes())


@pytest.fixture
def gaemi(desk: Desk, storm_of_2024: bytes) -> None:
    """A storm of another year with five agencies' forecasts at each of 102 fixes."""
    take_in(desk, "zj_202403.json", storm_of_2024)


def words(app: AppTest) -> str:
    """All HTML and captions of a page."""
    parts = [str(element.proto.body) for element in app.get("html")]
    return "\n".join(parts + [caption.value for caption in app.caption])


def sheet(app: AppTest, column: str) -> Any:
    return next(table.value for table in app.dataframe if column in table.value.columns)


def upload(app: AppTest, name: str, data: bytes) -> None:
    app.toggle(key="storm-import").set_value(True).run()
    app.file_uploader[0].upload(name, data).run()


def lines(app: AppTest, place: int) -> dict[str, int]:
    figure = json.loads(app.get("plotly_chart")[place].proto.spec)
    return {trace["name"]: len(trace["x"]) for trace in figure["data"]}


def test_without_a_storm_the_page_asks_for_a_file(open_page: Open) -> None:
    app = open_page(PAGE)
    assert "还没有台风资料" in words(app)
    assert app.file_uploader


@pytest.mark.usefixtures("muifa")
def test_the_operations_storm_stands_at_the_pages_moment_and_earlier_less_is_known(open_page: Open) -> None:
    app = open_page(PAGE, t="2022-09-13T09:00")
    text = words(app)
    assert "这个台风不在页面时刻" not in text
    assert not app.slider
    for part in ("距玉环", "24小时警戒线", "48小时警戒线", "已进入", "事后分析的最佳路径", "10 分钟平均"):
        assert part in text, part
    assert sheet(app, "来源")["时刻"].max().strftime("%m-%d %H:%M") <= "09-13 09:00"
    early = open_page(PAGE, t="2022-09-11T09:00")
    assert len(sheet(early, "来源")) < len(sheet(app, "来源"))
    assert sheet(early, "预报时刻")["起报"].max() < sheet(app, "预报时刻")["起报"].max()


@pytest.mark.usefixtures("muifa", "gaemi")
def test_a_storm_of_another_year_has_a_moment_of_its_own(open_page: Open) -> None:
    app = open_page(PAGE, storm="202403")
    text = words(app)
    assert "这个台风不在页面时刻(2022-09-13 08:00)活动" in text
    assert "自己的时刻 2024-07-23 19:00" in text
    before = sheet(app, "来源")
    app.slider[0].set_value(datetime(2024, 7, 21, 14)).run()  # noqa: DTZ001  shown in Beijing time
    assert app.query_params["at"] == "2024-07-21T14:00:00"
    after = sheet(app, "来源")
    assert len(before) == 101
    assert len(after) == 48
    assert "自己的时刻 2024-07-21 14:00" in words(app)


@pytest.mark.usefixtures("gaemi")
def test_each_forecast_can_be_looked_at_as_issued_and_doubtful_rows_are_listed_not_drawn(
    open_page: Open,
) -> None:
    app = open_page(PAGE, storm="202403")
    doubts = sheet(app, "机构或地点")
    assert doubts["纬度"].tolist() == [70.0]
    assert "跳变" in doubts["原因"].tolist()[0]
    assert lines(app, 0)["实况"] == 101
    assert len(sheet(app, "点数")) == 5 * 102
    latest = sheet(app, "预报时刻")
    assert set(latest["机构"]) == set(AGENCIES)
    assert latest["起报"].nunique() == 1
    app.button(key="storm-issue:material/chevron_left:").click().run()
    app.button(key="storm-issue:material/chevron_left:").click().run()
    assert app.query_params["issue"] == "2024-07-23T18:00:00"
    earlier = sheet(app, "预报时刻")
    assert (latest["起报"].max() - earlier["起报"].max()).total_seconds() == 3600
    app.button(key="storm-issue:material/chevron_right:").click().run()
    app.button(key="storm-issue:material/chevron_right:").click().run()
    assert "issue" not in app.query_params
    app = open_page(PAGE, storm="202403", lang="en")
    assert "This storm does not live at the page" in words(app)
    assert set(sheet(app, "Valid at")["Agency"]) >= {"China", "Japan"}


@pytest.mark.usefixtures("gaemi")
def test_agencies_can_be_left_out(open_page: Open) -> None:
    app = open_page(PAGE, storm="202403", issue="2024-07-21T12:00:00")
    assert lines(app, 0)["日本"] == 5
    key = next(group.key for group in app.button_group if group.key.startswith("storm-agencies"))
    app.button_group(key=key).set_value(["中国"]).run()
    assert "日本" not in lines(app, 0)
    assert set(sheet(app, "预报时刻")["机构"]) == {"中国"}


def test_a_file_is_looked_into_before_it_is_taken_in(
    desk: Desk, open_page: Open, storm_of_2024: bytes
) -> None:
    app = open_page(PAGE)
    upload(app, "gaemi.json", storm_of_2024)
    assert sheet(app, "预报(机构×次数)")["预报点"].tolist() == [2550]
    assert len(sheet(app, "原值")) == 2
    assert desk.store.frame("storm/list").empty
    app.button(key="storm-file-confirm").click().run()
    assert "新增定位 102 条、预报点 2550 条" in words(app)
    assert app.query_params["storm"] == "202403"
    assert "这个台风不在页面时刻" in words(app)
    upload(app, "again.json", storm_of_2024)
    app.button(key="storm-file-confirm").click().run()
    assert "没有新增任何记录" in words(app)
    assert desk.store.frame("storm/list")["fix_count"].tolist() == [101]


def test_a_useless_file_is_refused_with_a_reason(open_page: Open) -> None:
    for data in (b"", b"{", b"not a storm", b'{"tfid":"202403","points":[]}'):
        app = open_page(PAGE)
        upload(app, "x.json", data)
        assert "没有导入任何内容" in words(app), data
        assert len(sheet(app, "原值")) >= 1, data
        assert "storm-file-confirm" not in [button.key for button in app.button], data


def test_a_truncated_file_keeps_its_whole_records(desk: Desk, open_page: Open, storm_of_2024: bytes) -> None:
    app = open_page(PAGE)
    upload(app, "cut.json", storm_of_2024[: len(storm_of_2024) // 2])
    assert "中断或损坏" in " ".join(sheet(app, "原值")["原因"])
    app.button(key="storm-file-confirm").click().run()
    assert 30 < desk.store.frame("storm/list")["fix_count"].tolist()[0] < 60


def test_hostile_names_are_only_text(open_page: Open, storm_of_2024: bytes, desk: Desk) -> None:
    storm = json.loads(storm_of_2024)
    storm["name"] = storm["enname"] = HOSTILE
    storm["points"][101]["forecast"][1]["tm"] = "<b>机构</b>"
    take_in(desk, f"{HOSTILE[:20]}.json", json.dumps(storm).encode())
    app = open_page(PAGE, storm="202403")
    assert "<img src=x" not in words(app)
    assert "<b>机构" not in words(app)


@pytest.mark.usefixtures("gaemi")
def test_arrivals_stand_per_place_and_agency_with_what_they_rest_on(open_page: Open) -> None:
    app = open_page(PAGE, storm="202403", t="2024-07-21T14:00")
    text = words(app)
    assert "这个台风不在页面时刻" not in text, "an address with a moment in its life needs no own one"
    assert len(sheet(app, "来源")) == 48
    for part in ("7级风圈最早", "12级风圈最早"):
        assert part in text, part
    places, agencies = sheet(app, "最早的机构"), sheet(app, "资料时间")
    assert places["地点"].tolist()[0] == "玉环市"
    assert set(agencies["机构"]) == set(AGENCIES)
    assert places["结论"].str.contains("家影响|不受影响|未知|没有位置").all()
    reached = places.dropna(subset=["最早"])
    assert (reached["最早"] <= reached["居中"]).all()
    assert (reached["居中"] <= reached["最晚"]).all()


@pytest.mark.usefixtures("gaemi")
def test_a_typed_point_stands_before_the_villages_in_view_and_nonsense_is_told(open_page: Open) -> None:
    app = open_page(PAGE, storm="202403", t="2024-07-21T14:00", area="331083002")
    app.text_input(key="storm-arrival-point").set_value("26.5,123.0").run()
    assert sheet(app, "最早的机构")["地点"].tolist()[0] == "26.5, 123"
    app.text_input(key="storm-arrival-point").set_value("north").run()
    assert "读不出坐标" in words(app)
    villages = sheet(app, "最早的机构")["地点"].tolist()
    assert len(villages) > 5
    assert "玉环市" not in villages


@pytest.mark.usefixtures("gaemi")
def test_two_storms_at_once_are_both_named_and_either_can_be_left_out(
    desk: Desk, open_page: Open, storm_of_2024: bytes
) -> None:
    second = json.loads(storm_of_2024) | {"tfid": "202404", "name": "派比安", "enname": "Prapiroon"}
    take_in(desk, "second.json", json.dumps(second).encode())
    app = open_page(PAGE, storm="202403", t="2024-07-21T14:00")
    assert set(sheet(app, "资料时间")["台风"]) == {"2403 号“格美”", "2404 号“派比安”"}
    assert re.search("同时另有240[34] 号“(格美|派比安)”", words(app))
    pills = next(group for group in app.button_group if group.key.startswith("storm-arrival-storms"))
    pills.set_value(["202404"]).run()
    assert set(sheet(app, "资料时间")["台风"]) == {"2404 号“派比安”"}
