"""The water page through dashboard.py: exceptions first, unknown stays unknown, made-up data say so."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.ingest.desk import Desk
from stormdesk.ui.ground import register_ground

PAGE = "hazard/water"
NOW = datetime(2022, 9, 13, tzinfo=UTC)
HOSTILE = "<img src=x onerror=alert(1)>"
MADE_UP = "合成演练数据,不是实测"
Open = Callable[..., AppTest]
Put = Callable[..., None]


@pytest.fixture(autouse=True)
def ground(desk: Desk) -> None:
    register_ground(desk)


@pytest.fixture
def say(desk: Desk) -> Callable[..., None]:
    """Readings by hours before the moment."""

    def told(gauge_id: str, quantity: str, values: dict[float, float], source: str = "hydrology") -> None:
        rows = [
            {
                "operation_id": "drill",
                "gauge_id": gauge_id,
                "quantity": quantity,
                "read_at": NOW - timedelta(hours=ago),
                "value": value,
                "recorded_at": NOW - timedelta(hours=ago),
                "source": source,
                "is_suspect": False,
            }
            for ago, value in values.items()
        ]
        with desk.store.write() as transaction:
            transaction.append("reading", pd.DataFrame(rows))

    return told


@pytest.fixture
def water(put_on_list: Put, say: Callable[..., None]) -> None:
    """A river above its warning stage and rising, a tide station, a rain gauge with a gap, a silent one."""
    place = {"lat": 28.14, "lon": 121.23}
    put_on_list(
        "gauge",
        gauge_id="z",
        name=HOSTILE,
        kind="river",
        warning_level_m=2.6,
        guaranteed_level_m=3.1,
        **place,
    )
    put_on_list(
        "gauge", gauge_id="kanmen_tide", name="坎门", kind="tide", datum_name="1985国家高程基准", **place
    )
    put_on_list("gauge", gauge_id="p", name="雨甲", kind="rain", **place)
    put_on_list("gauge", gauge_id="q", name="雨乙", kind="rain", **place)
    say("z", "level_m", {step / 4: 2.8 - step / 20 for step in range(13)})
    say("kanmen_tide", "level_m", {step / 6: 1.0 for step in range(12)}, "drill_synthetic")
    say("p", "rain_mm_1h", {float(ago): 3.0 for ago in range(24) if ago != 5})


def words(app: AppTest) -> str:
    parts = [str(element.proto.body) for element in app.get("html")]
    return "\n".join(parts + [caption.value for caption in app.caption])


def sheet(app: AppTest, column: str) -> Any:
    return next(table.value for table in app.dataframe if column in table.value.columns)


def chart(app: AppTest) -> dict[str, Any]:
    return dict(json.loads(app.get("plotly_chart")[0].proto.spec))


def test_without_gauges_the_page_says_where_they_come_from(open_page: Open) -> None:
    text = words(open_page(PAGE))
    assert "可在数据页导入测站名单" in text
    assert "没有潮汐常数" not in text


@pytest.mark.usefixtures("water")
def test_what_is_wrong_comes_first_with_time_left_and_reason(open_page: Open) -> None:
    app = open_page(PAGE)
    text = words(app)
    first, second = (
        str(one.proto.body) for one in app.get("html") if 'class="sd-wateralert' in one.proto.body
    )
    assert "达到警戒水位" in first
    assert "从未报数" in second
    assert "保证水位:约 1 小时 30 分 后(09:30)" in text
    assert "2.80 m" in text
    assert "各对读数斜率的中位数" in text
    assert "警戒水位 2.60 m" in text
    assert HOSTILE not in text
    river = chart(app)
    assert MADE_UP not in json.dumps(river["layout"], ensure_ascii=False)
    assert {"警戒水位 2.60 m", "保证水位 3.10 m"} <= {trace["name"] for trace in river["data"]}


@pytest.mark.usefixtures("water")
def test_rain_with_a_gap_is_at_least_so_much_and_unknown_tide_marks_are_said_to_be_so(
    open_page: Open,
) -> None:
    app = open_page(PAGE, gauge="kanmen_tide")
    rows = sheet(app, "24小时 mm").set_index("测站")
    assert rows.loc["雨甲", "24小时 mm"] == "≥69.0 (96%)"
    assert rows.loc["雨甲", "3小时 mm"] == "9.0"
    assert rows.loc["雨乙", "24小时 mm"] == "未知"
    assert set(sheet(app, "三碰头")["达到"]) == {"警戒潮位未知"}
    text = words(app)
    assert "红色警戒潮位 未知" in text
    assert "<dt>读数来源</dt><dd>合成演练数据</dd>" in text
    figure = chart(app)
    names = {trace["name"] for trace in figure["data"]}
    assert {"读数", "天文潮", "增水", "天文潮+目前增水(不是增水预报)"} <= names
    assert MADE_UP in json.dumps(figure["layout"], ensure_ascii=False)


@pytest.mark.usefixtures("water")
def test_an_earlier_moment_knows_less_and_another_area_nothing(open_page: Open) -> None:
    before = sheet(open_page(PAGE, t="2022-09-13T06:00"), "趋势").set_index("类型")
    assert before.loc["河道水位站", "水位 m"] == 2.4
    other = words(open_page(PAGE, area="331083002"))
    assert "可在数据页导入测站名单" in other


@pytest.mark.usefixtures("water")
def test_it_speaks_english(open_page: Open) -> None:
    app = open_page(PAGE, lang="en")
    text = words(app)
    assert "At Warning stage" in text
    assert "Guaranteed stage: in about 1 h 30 min" in text
    assert "unknown" in set(sheet(app, "High water at")["Heavy rain"])


@pytest.mark.usefixtures("water")
def test_a_link_in_the_name_of_an_unlisted_gauge_stays_a_text(
    open_page: Open, say: Callable[..., None]
) -> None:
    link = "[登录已过期,点此重新登录](//elsewhere.example/)"
    say(link, "rain_mm_1h", {1: 4.0})
    app = open_page(PAGE)
    assert any(link in element.proto.body for element in app.get("html"))
    assert not any(link in each.value for each in (*app.caption, *app.markdown))
