"""The vessels page as a visitor meets it: two facts per boat, and an entry that is made once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event
from stormdesk.domain.moment import Moment
from stormdesk.domain.track import Fix, ForecastPoint, Storm, StormFile
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.explain import explain
from stormdesk.outlook.sea_turned import boat_way
from stormdesk.store.storms import ImportRow, keep_storms
from stormdesk.ui.subjects.vessels_way import way_layer

PAGE = "assets/vessels"
HOSTILE = "<img src=x onerror=alert(1)>"
Open = Callable[..., AppTest]
Put = Callable[..., None]
Report = Callable[..., Event]


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app: AppTest, key: str) -> Any:
    return next(one for one in app.button if one.key == key)


def berth(desk: Desk, vessel_id: str) -> list[str]:
    rows = desk.store.rows("ledger/state", operation_id="drill", subject="vessel", subject_id=vessel_id)
    return [row[1] for row in rows if row[0] == "berth"]


@pytest.fixture
def fleet(put_on_list: Put, report: Report) -> None:
    """A boat at sea, one in port with its crew aboard, and one that nobody has reported on."""
    put_on_list("harbour", harbour_id="h", name="坎门", lat=28.06, lon=121.28)
    put_on_list("responsible_person", person_id="p", name="王小明", phone="13812342071")
    for vessel_id in ("sea", "port", "silent"):
        put_on_list(
            "vessel",
            vessel_id=vessel_id,
            name=f"{vessel_id}{HOSTILE}",
            vessel_class="fishing",
            crew_count=5,
            harbour_id="h",
            officer_id="p",
        )
    report("vessel.berth", "at_sea", "sea", h=1)
    report("vessel.crew", "aboard", "sea", h=1, quantity=5)
    report("vessel.berth", "in_port", "port", h=2)
    report("vessel.crew", "aboard", "port", h=2, quantity=4)


@pytest.mark.usefixtures("fleet")
def test_boat_and_crew_stand_in_two_rows_above_a_list_of_what_is_left(open_page: Open) -> None:
    app = open_page(PAGE)
    text, listed = html(app), app.dataframe[0].value
    assert "<span>船舶回港</span><b>1<small> / 3</small></b>" in text
    assert "<span>未报</span><b>1</b>" in text
    assert "<span>船员上岸</span><b>0<small> / 14</small></b>" in text
    assert "<span>在港未离船</span><b>1</b>" in text
    assert listed["船"].tolist() == ["未报", "在海上"]
    assert set(listed["责任人姓名"]) == {"王**"}
    assert set(listed["电话"]) == {"138****2071"}
    app.session_state["vessels-view"] = "all"
    assert len(app.run().dataframe[0].value) == 3
    app.text_input(key="vessels-search").set_value("PORT").run()
    assert app.dataframe[0].value["船"].tolist() == ["在港"]
    app.multiselect(key="vessels-statuses").select("").run()
    assert "没有符合筛选的对象" in html(app)


@pytest.mark.usefixtures("fleet")
def test_the_page_speaks_english_and_says_when_nothing_is_left(open_page: Open, report: Report) -> None:
    app = open_page(PAGE, lang="en")
    assert "Vessels in port" in html(app)
    assert "Boat" in app.dataframe[0].value.columns
    report("vessel.berth", "in_port", "sea", h=5)
    report("vessel.berth", "in_port", "silent", h=5)
    app = open_page(PAGE, lang="zh")
    assert "全部落实" in html(app)
    assert not any("在海上" in str(frame.value) for frame in app.dataframe)


@pytest.mark.usefixtures("fleet")
def test_a_card_shows_a_hostile_name_as_text_and_offers_only_what_may_follow(open_page: Open) -> None:
    app = open_page(PAGE, object="sea")
    text = html(app)
    assert HOSTILE not in text
    assert "sea&lt;img" in text
    assert "台账记录 2 条" in text
    options = app.selectbox(key="vessels-sea-berth-status").options
    assert "已系泊" not in options
    assert "返航中" in options
    assert len(options) < 6
    app.checkbox(key="vessels-sea-is-now").uncheck().run()
    assert len(app.selectbox(key="vessels-sea-berth-status").options) == 6, (
        "an earlier time is for the ledger"
    )


@pytest.mark.usefixtures("fleet")
def test_an_entry_is_confirmed_once_and_seen_at_once(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE, object="sea")
    app.selectbox(key="vessels-sea-berth-status").select("in_port").run()
    app.text_input(key="vessels-sea-comment").set_value("电话核实").run()
    button(app, "vessels-sea-next").click().run()
    assert "将登记 1 条" in html(app)
    assert berth(desk, "sea") == ["at_sea"]
    waiting = app.session_state["vessels-draft"]
    button(app, "vessels-confirm").click().run()
    assert berth(desk, "sea") == ["in_port"]
    assert "已登记 1 条" in app.success[0].value
    assert "<b>2<small> / 3</small></b>" in html(app)
    assert "电话核实" in html(app)
    app.session_state["vessels-draft"] = waiting
    app.run()
    button(app, "vessels-confirm").click().run()
    assert "1 条此前已登记" in app.success[0].value
    history = [row for row in desk.store.rows("ledger/all_events") if "sea" in row]
    assert len(history) == 3


@pytest.mark.usefixtures("fleet")
def test_several_rows_are_recorded_and_the_impossible_one_is_left_out(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE)
    app.session_state["vessels-view"] = "all"
    app.session_state["vessels-ticked"] = ("sea", "port")
    app.run()
    app.selectbox(key="vessels-list-berth-status").select("moored").run()
    button(app, "vessels-list-next").click().run()
    text = html(app)
    assert "将登记 1 条" in text
    assert "不登记的 1 个" in text
    button(app, "vessels-confirm").click().run()
    assert (berth(desk, "port"), berth(desk, "sea")) == (["moored"], ["at_sea"])
    assert app.session_state["vessels-ticked"] == ()


@pytest.mark.usefixtures("fleet")
def test_what_was_impossible_then_is_refused_with_a_sentence(
    open_page: Open, desk: Desk, report: Report
) -> None:
    report("vessel.berth", "at_sea", "port", h=1)
    app = open_page(PAGE, object="port")
    app.checkbox(key="vessels-port-is-now").uncheck().run()
    app.date_input(key="vessels-port-day").set_value(date(2022, 9, 10)).run()
    app.time_input(key="vessels-port-hour").set_value(time(9, 30)).run()
    app.selectbox(key="vessels-port-berth-status").select("moored").run()
    button(app, "vessels-port-next").click().run()
    button(app, "vessels-confirm").click().run()
    assert "“在海上”之后不能登记“已系泊”" in app.error[0].value
    assert berth(desk, "port") == ["in_port"]


@pytest.mark.usefixtures("fleet")
def test_the_future_cannot_be_recorded(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE, object="port")
    app.checkbox(key="vessels-port-is-now").uncheck().run()
    shown = app.date_input(key="vessels-port-day")
    shown.set_value(shown.value.replace(day=28)).run()
    app.selectbox(key="vessels-port-berth-status").select("moored").run()
    button(app, "vessels-port-next").click().run()
    assert "不能晚于现在" in app.error[0].value
    assert berth(desk, "port") == ["in_port"]


@pytest.mark.usefixtures("fleet")
def test_nothing_is_recorded_on_a_rewound_page(open_page: Open) -> None:
    app = open_page(PAGE, object="sea", t="2022-09-12T08:00")
    assert any("不能登记" in one.value for one in app.info)
    assert not [one for one in app.button if one.key == "vessels-sea-next"]


def test_an_empty_register_says_so(open_page: Open) -> None:
    assert "名册里没有对象" in html(open_page(PAGE))


@pytest.mark.usefixtures("fleet")
def test_a_card_stays_open_until_it_is_closed_even_when_the_address_lags(open_page: Open) -> None:
    app = open_page(PAGE, object="sea")
    del app.query_params["object"]
    assert "台账记录 2 条" in html(app.run())
    button(app, "vessels-back").click().run()
    assert "台账记录" not in html(app)
    app.query_params["object"] = "port"
    assert "port&lt;img" in html(app.run())


NOW = datetime(2022, 9, 13, tzinfo=UTC)
MOMENT = Moment("drill", NOW, NOW)


@pytest.fixture
def before_the_storm(desk: Desk, put_on_list: Put, report: Report) -> None:
    """A boat whose harbour shelters from force 8, another harbour near, and force 12 in three days."""
    put_on_list("harbour", harbour_id="weak", name="弱港", lat=28.07841, lon=121.28947,
                shelter_grade=8, berth_count=9)  # fmt: skip
    put_on_list("harbour", harbour_id="strong", name="强港", lat=28.10107, lon=121.13246,
                shelter_grade=12, berth_count=9)  # fmt: skip
    put_on_list("vessel", vessel_id="b", name="浙玉渔1", vessel_class="fishing", crew_count=5,
                harbour_id="weak", speed_kn=9.0)  # fmt: skip
    report("vessel.berth", "at_sea", "b", h=70)
    seen = {
        "operation_id": "drill", "vessel_id": "b", "positioned_at": NOW, "recorded_at": NOW, "lat": 27.9,
        "lon": 121.5, "source": "test", "is_suspect": False,
    }  # fmt: skip
    with desk.store.write() as transaction:
        transaction.append("position", pd.DataFrame([seen]))
    what = {
        "storm_id": "202299", "agency": "中国", "lon": 121.3, "source": "test", "known_at": NOW,
        "wind_ms": 45.0, "radii7_km": (250.0,) * 4, "radii10_km": (120.0,) * 4,
    }  # fmt: skip
    points = [
        ForecastPoint(issued_at=NOW, valid_at=NOW + timedelta(hours=h), lead_h=h, lat=lat, **what)  # type: ignore[arg-type]
        for h, lat in ((12.0, 24.0), (48.0, 26.0), (72.0, 27.5), (84.0, 30.0))
    ]
    storm = Storm(storm_id="202299", name_zh=None, name_en=None, season=2022)
    row = ImportRow(
        import_id="s", imported_at=NOW, imported_by="test", source="test", kind="storm",
        content_hash="s", row_count=1, problem_count=0,
    )  # fmt: skip
    fix = Fix(fixed_at=NOW, lat=21.0, **what)  # type: ignore[arg-type]
    keep_storms(desk.store, StormFile(storms=(storm,), fixes=(fix,), forecasts=tuple(points)), row)


@pytest.mark.usefixtures("before_the_storm")
def test_a_boat_whose_harbour_is_too_weak_is_turned_to_another_by_name(open_page: Open, desk: Desk) -> None:
    app = open_page(PAGE)
    turned = next(one.value for one in app.dataframe if "为何不够" in one.value.columns)
    assert turned[["母港", "为何不够"]].to_numpy().tolist() == [["弱港", "超出防风等级"]]
    assert turned["改去"].item().startswith("强港 · ")
    harbours = next(one.value for one in app.dataframe if "够不够" in one.value.columns).set_index("港口")
    assert harbours.loc["弱港", ["防风等级(级)", "预报最大(级)", "够不够"]].tolist() == [
        8, "≥ 12", "! 超出防风等级"
    ]  # fmt: skip
    assert harbours.loc["强港", "够不够"] == "✓"
    told = explain(desk, MOMENT, ("vessel", "berth", "b"))
    assert told is not None
    assert [dict(line.values)["name"] for line in told.lines if line.kind == "refuge"] == ["弱港", "强港"]


@pytest.mark.usefixtures("before_the_storm")
def test_the_way_of_an_open_boat_ends_in_its_harbour_and_shows_where_the_storm_cuts_it(desk: Desk) -> None:
    way = boat_way(desk, MOMENT, "b")
    assert way is not None
    assert (way.lat[0], way.lon[0]) == pytest.approx((27.9, 121.5))
    assert (way.lat[-1], way.lon[-1]) == pytest.approx((28.07841, 121.28947))
    assert way.eta_at is not None
    assert timedelta(hours=1) < way.eta_at - NOW < timedelta(hours=4)
    layer = way_layer(SimpleNamespace(desk=desk, moment=MOMENT), "b")  # type: ignore[arg-type]
    assert layer is not None
    assert [(mark.lat, mark.lon) for mark in layer.marks] == [(way.cut_lat, way.cut_lon)]


@pytest.mark.usefixtures("before_the_storm")
def test_a_boat_in_harbour_has_no_way_to_go_and_is_not_turned(
    open_page: Open, desk: Desk, report: Report
) -> None:
    report("vessel.berth", "in_port", "b", h=71)
    assert boat_way(desk, MOMENT, "b") is None
    assert "没有要改港的船" in html(open_page(PAGE))
