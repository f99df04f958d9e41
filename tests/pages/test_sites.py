"""The building sites page as a visitor meets it: work, cranes and workers are three facts."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.event import Event

PAGE = "assets/sites"
Open = Callable[..., AppTest]
Put = Callable[..., None]
Report = Callable[..., Event]


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def sites(put_on_list: Put, report: Report) -> None:
    """One site stopped with its crane standing and its workers out, and one that nobody has reported on."""
    for site_id in ("a", "b"):
        put_on_list(
            "construction_site", site_id=site_id, name=f"工地{site_id}", crane_count=1, worker_count=20
        )
    put_on_list("evacuee", evacuee_id="e", persons=12, linked_id="a")
    report("site.work", "stopped", "a", h=1)
    report("site.crane", "standing", "a", h=1)
    report("site.workers", "counted", "a", h=1, quantity=18)
    report("site.workers", "moved", "a", h=2, quantity=18)
    report("evacuee.move", "at_shelter", "e", h=3, quantity=12)


@pytest.mark.usefixtures("sites")
def test_stop_crane_and_workers_stand_side_by_side(open_page: Open) -> None:
    text = html(open_page(PAGE))
    assert "<span>工地停工</span><b>1<small> / 2</small></b>" in text
    assert "<span>塔吊已处置</span><b>0<small> / 2</small></b><span>未处置 1 · 未报 1</span>" in text
    assert "<span>工人撤离</span><b>18<small> / 38</small></b>" in text
    assert "<span>工人情况未报</span><b>20</b>" in text


@pytest.mark.usefixtures("sites")
def test_a_stopped_site_with_a_standing_crane_is_found(open_page: Open) -> None:
    app = open_page(PAGE)
    assert app.dataframe[0].value["工地"].tolist() == ["工地b"]
    app.session_state["sites-view"] = "crane"
    assert app.run().dataframe[0].value["工地"].tolist() == ["工地a", "工地b"]
    app.session_state["sites-view"] = "workers"
    assert app.run().dataframe[0].value["工地"].tolist() == ["工地b"]


@pytest.mark.usefixtures("sites")
def test_workers_out_and_workers_somewhere_are_compared(open_page: Open) -> None:
    table = next(one.value for one in open_page(PAGE).dataframe if "差数" in one.value.columns)
    assert table[["撤出", "集中安置", "已安置", "差数"]].to_numpy().tolist() == [[18, 12, 12, 6]] * 2


@pytest.mark.usefixtures("sites")
def test_the_breakdown_is_a_table_that_adds_up(open_page: Open) -> None:
    app = open_page(PAGE)
    app.session_state["sites-form"] = "table"
    table = next(one.value for one in app.run().dataframe if "按乡镇" in one.value.columns)
    last = table.iloc[-1]
    assert (last["总数"], last["已落实"], last["未报"]) == (2, 1, 1)
    assert table["总数"].iloc[:-1].sum() == 2


@pytest.mark.usefixtures("sites")
def test_a_township_is_broken_down_by_village(open_page: Open) -> None:
    app = open_page(PAGE, area="331083001")
    app.session_state["sites-form"] = "table"
    table = next(one.value for one in app.run().dataframe if "按村" in one.value.columns)
    assert table["总数"].tolist() == [2, 2]


@pytest.mark.usefixtures("sites")
def test_another_township_has_an_empty_register(open_page: Open) -> None:
    assert "名册里没有对象" in html(open_page(PAGE, area="331083002"))
