"""The snapshot on the reports page: whole, sealed, masked, and only for who may take one."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

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


@pytest.mark.usefixtures("listed")
def test_others_are_not_asked(open_page: Callable[..., AppTest], sign_in: Callable[..., Any]) -> None:
    sign_in("reviewer")
    app = open_page("review/reports")
    assert app.button(key="snapshot-make")
    assert not [one for one in app.toggle if one.key == "snapshot-personal"]
