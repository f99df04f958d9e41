"""The what-if page through dashboard.py: suppose, run, read both worlds; nothing supposed changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.assumptions import AS_IT_IS, Assumptions, Edge
from stormdesk.domain.event import Event
from stormdesk.ingest.desk import Desk
from stormdesk.outlook import what_if
from stormdesk.ui.what_if import board, running
from stormdesk.ui.what_if.asked import supposed_words

Report = Callable[..., Event]
Put = Callable[..., None]
Open = Callable[..., AppTest]
PAGE = "review/what_if"
H = timedelta(hours=1)


@pytest.fixture
def village(report: Report, put_on_list: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that stops after the level, a shelter that opens for it, and a household that moves."""
    monkeypatch.setattr(what_if, "EVERY", 36 * H)
    monkeypatch.setattr(board, "WAITED_S", 60.0)
    place = {"lat": 28.14, "lon": 121.2}
    put_on_list("construction_site", site_id="s1", name="<b>工地</b>", worker_count=9, **place)
    put_on_list("shelter", shelter_id="h1", name="h1", capacity=40, **place)
    report("response.level", "in_force", "typhoon", h=10, category="3")
    report("shelter.service", "open", "h1", h=11)
    report("site.work", "notified", "s1", h=12)
    report("site.work", "stopped", "s1", h=20)
    report("evacuee.move", "listed", "e1", h=11, quantity=3)
    report("evacuee.move", "at_shelter", "e1", h=20, quantity=3)


def html(app: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.mark.usefixtures("village")
def test_before_anything_is_supposed_it_says_what_to_do(open_page: Open) -> None:
    app = open_page(PAGE)
    assert "选好假设" in html(app)
    assert [one.value for one in app.slider] == [0, 0, 0]
    assert "推演里假定了什么" in [one.label for one in app.expander]


@pytest.mark.usefixtures("village")
def test_nothing_supposed_changes_nothing_and_a_later_start_costs_fewer_idle_days(open_page: Open) -> None:
    app = open_page(PAGE)
    app.button(key="what-if-run").click().run()
    assert not app.exception
    same = html(app)
    assert same.count("与当时相同") == 6
    app.slider(key="what-if-level").set_value(12)
    app.button(key="what-if-run").click().run()
    assert not app.exception
    later = html(app)
    assert "响应晚启 12 小时" in " ".join(one.value for one in app.markdown)
    assert "停工(工地日)" in later
    assert later.count("与当时相同") < 6
    assert "<b>工地</b>" not in later


@pytest.mark.parametrize(
    ("supposed", "words"),
    [
        (AS_IT_IS, "什么都不变(应与历史完全一致)"),
        (Assumptions(level_shift=-3 * H), "响应早启 3 小时"),
        (
            Assumptions(
                storm_shift=6 * H, extra_buses=2, agency="日本", forecast_age=12 * H, edge=Edge.LATEST
            ),
            "台风晚到 6 小时 · 每乡镇增加客车 2 辆 · 只用 日本 的预报 · 用早 12 小时的预报 · 取各机构最晚",
        ),
    ],
)
def test_what_is_supposed_is_said_in_one_line(supposed: Assumptions, words: str) -> None:
    assert supposed_words(supposed) == words


@pytest.mark.usefixtures("village")
def test_the_report_is_reckoned_behind_the_page_once_and_read_from_the_home_after(
    open_page: Open, desk: Desk
) -> None:
    app = open_page(PAGE)
    app.session_state["what-if-board"] = "report"
    app.run()
    app.button(key="what-if-report").click().run()
    for run in list(running._runs.values()):
        run.future.result(timeout=60)
    app.run()
    assert not app.exception
    shown = html(app)
    assert "推演报告:甲场演练" in shown
    assert "响应早启 3 小时" in shown
    assert "每乡镇增加客车 2 辆" in shown
    assert "代价:停工(工地·时)" in shown
    (kept,) = (desk.settings.home / "what_if").iterdir()
    text = kept.read_text(encoding="utf-8")
    assert "工地" not in text
    assert "s1" not in text
    kept.write_text(text.replace('"late": ', '"late": 4'), encoding="utf-8")
    app.run()
    # What is kept is shown as it is kept: nothing is gone through again.
    assert html(app) != shown
