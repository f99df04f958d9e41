"""Drill and live never meet on a screen."""

from collections.abc import Callable
from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from stormdesk.ingest.desk import LIVE_OPERATION, Desk, _go_live
from stormdesk.ui.actors import actor_name, stand_in


def shown(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_going_live_shows_nothing_of_the_drill(
    desk: Desk,
    put_on_list: Callable[..., None],
    report: Callable[..., object],
    open_page: Callable[..., AppTest],
) -> None:
    put_on_list("construction_site", site_id="s1", name="演练工地")
    report("site.work", "stopped", "s1", h=3)
    assert "1" in shown(open_page("assets/sites"))
    _go_live(desk, datetime.now(UTC))
    live = open_page("assets/sites")
    assert not live.exception
    assert "演练工地" not in str(live)
    for question in ("sites/headline", "duty/headline", "vessels/headline", "shelters/headline"):
        now = datetime.now(UTC)
        row = desk.store.frame(question, operation_id=LIVE_OPERATION, as_of=now, known_at=now, area_code=None)
        assert row.iloc[0]["total"] == 0


def test_a_report_of_one_drill_changes_nothing_in_another(
    desk: Desk, put_on_list: Callable[..., None], report: Callable[..., object]
) -> None:
    put_on_list("vessel", vessel_id="v1", vessel_class="fishing")
    report("vessel.berth", "in_port", "v1", h=3)
    now = desk.now()
    done = {
        operation: desk.store.frame(
            "vessels/headline", operation_id=operation, as_of=now, known_at=now, area_code=None
        ).iloc[0][["done", "unknown_count"]]
        for operation in ("drill", "earlier")
    }
    assert tuple(done["drill"]) == (1, 0)
    assert tuple(done["earlier"]) == (0, 1)


def test_a_name_in_what_another_desk_brought_is_not_shown_as_an_account_of_this_one(
    desk: Desk, sign_in: Callable[..., object], report: Callable[..., object]
) -> None:
    sign_in("duty_officer")
    stand_in("drill")
    report("site.work", "stopped", "s1", h=3, actor="duty_officer")
    assert actor_name("duty_officer") == "王值班"
    with desk.store.write() as transaction:
        transaction.run("bundle/brought", operation_id="drill")
    assert "王值班" not in actor_name("duty_officer")
    assert (actor_name("commander"), actor_name("某某")) == ("李指挥", "某某")
    stand_in("earlier")
    assert actor_name("duty_officer") == "王值班"
