"""The snapshot on the reports page: whole, sealed, masked, and only for who may take one."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.ingest.desk import Desk
from stormdesk.report.snapshot_file import check
from stormdesk.ui.snapshot.sheet import sealed

NAME, PHONE = "欧阳某某", "13812345678"


@pytest.fixture
def listed(put_on_list: Callable[..., None], report: Callable[..., Any]) -> None:
    boat = {"vessel_id": "v1", "name": "<b>船</b><!--marks-->", "vessel_class": "x"}
    put_on_list("vessel", **boat, owner_name=NAME)
    put_on_list("responsible_person", person_id="p1", name=NAME, phone=PHONE, tier="village")
    report("vessel.berth", "at_sea", "v1", h=1)


def made(app: AppTest) -> bytes:
    app.button(key="snapshot-make").click().run()
    assert not app.exception
    return sealed(app.session_state["snapshot-made"].frame, [("导出人", "<i>某</i>")])


@pytest.mark.usefixtures("listed")
def test_it_is_sealed_and_holds_no_name_and_no_tag_of_a_list(open_page: Callable[..., AppTest]) -> None:
    data = made(open_page("review/reports"))
    said = data.decode()
    assert check(data).is_sound
    assert NAME not in said
    assert PHONE not in said
    assert "&lt;b&gt;船&lt;/b&gt;" in said
    assert "&lt;i&gt;某&lt;/i&gt;" in said
    assert not check(said.replace("离线快照", "实时").encode()).is_sound


@pytest.mark.usefixtures("listed")
def test_who_may_take_people_along_may(open_page: Callable[..., AppTest]) -> None:
    app = open_page("review/reports")
    app.toggle(key="snapshot-personal").set_value(True).run()
    assert NAME in made(app).decode()


def test_its_map_knows_what_was_reported_while_the_drill_is_held(
    desk: Desk,
    put_on_list: Callable[..., None],
    report: Callable[..., Any],
    open_page: Callable[..., AppTest],
) -> None:
    home = {"township_code": "331083002", "village_code": "331083002001"}
    for evacuee_id, persons in (("e1", 2), ("e2", 3)):
        put_on_list("evacuee", evacuee_id=evacuee_id, name=NAME, persons=persons, **home)
        report("evacuee.move", "listed", evacuee_id, h=1, category="old_house", quantity=persons, **home)
    moved = report("evacuee.move", "at_shelter", "e1", h=2, category="old_house", quantity=2, **home)
    still = {"happened_at": desk.now(), "recorded_at": desk.now()}
    desk.record([replace(moved, event_id="later", subject_id="e2", quantity=3, **still)])
    report("evacuee.move", "listed", "e3", h=1, category="old_house", quantity=4, **home)
    said = made(open_page("review/reports")).decode()
    assert "人 4" in said
    assert "人 7" not in said
    assert re.search(r"<th[^>]*>人数</th>", said)


@pytest.mark.usefixtures("listed")
def test_others_are_not_asked(open_page: Callable[..., AppTest], sign_in: Callable[..., Any]) -> None:
    sign_in("reviewer")
    app = open_page("review/reports")
    assert app.button(key="snapshot-make")
    assert not [one for one in app.toggle if one.key == "snapshot-personal"]
