"""Seeing a person whole on his card: with a reason, for a minute, and only for who may."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.door.unmask import Shown
from stormdesk.ui.desk import office
from stormdesk.ui.unmask.glimpse import Glimpse

NAME, PHONE = "澹台雪松", "13871239876"
KEY = "unmask-card-evacuation-e"
Do = Callable[..., Any]


@pytest.fixture
def card(put_on_list: Do, report: Do, open_page: Callable[..., AppTest]) -> Callable[[], AppTest]:
    put_on_list("evacuee", evacuee_id="e", name=NAME, phone=PHONE, persons=2, category="old_house")
    report("evacuee.move", "listed", "e", h=1)
    return lambda: open_page("people/evacuation", object="e")


def words(app: AppTest) -> Iterator[str]:
    yield from (str(element.proto.body) for element in app.get("html"))
    for elements in (app.selectbox, app.error, app.caption):
        yield from (str(element.proto) for element in elements)


def ask(app: AppTest, reason: str) -> AppTest:
    app.text_input(key=f"{KEY}-other").set_value(reason)
    return app.button(key=f"{KEY}-show").click().run()


def unmasked() -> list[tuple[str, bool, str, str]]:
    with office().store.cursor() as cursor:
        asked = "select account_id, is_done, thing_id, reason from audit where kind = 'unmask' order by seq"
        return cursor.execute(asked).fetchall()


def test_with_a_reason_the_person_is_shown_and_the_audit_knows(card: Callable[[], AppTest]) -> None:
    app = card()
    assert "澹**" in "".join(words(app))
    assert not any(whole in "".join(words(app)) for whole in (NAME, PHONE))
    shown = "".join(words(ask(app, "通知今晚转移")))
    assert NAME in shown
    assert f'href="tel:{PHONE}"' in shown
    assert unmasked() == [("duty_officer", True, "e", "通知今晚转移")]


def test_without_a_reason_nobody_is_shown(card: Callable[[], AppTest]) -> None:
    shown = "".join(words(ask(card(), "看")))
    assert not any(whole in shown for whole in (NAME, PHONE))
    assert "请写明查看原因" in shown
    assert unmasked() == []


def test_who_may_not_is_not_offered_it(card: Callable[[], AppTest], sign_in: Do) -> None:
    sign_in("reviewer")
    app = card()
    assert not [one for one in app.button if (one.key or "").startswith("unmask")]
    assert not any(whole in "".join(words(app)) for whole in (NAME, PHONE))


def test_a_glimpse_is_over_by_the_clock_and_by_itself() -> None:
    at = datetime.now(UTC)
    long = Glimpse("澹**", Shown(NAME, PHONE), at=at)
    assert long.at(at + timedelta(seconds=59)) == Shown(NAME, PHONE)
    assert long.at(at + timedelta(seconds=60)) is None
    assert long.at(at) is None
    short = Glimpse("澹**", Shown(NAME, PHONE), at=at, lasts=timedelta(seconds=0.05))
    assert short.at(at) is not None
    for timer in (one for one in threading.enumerate() if hasattr(one, "interval")):
        if timer.interval < 1:
            timer.join()
    assert short.at(at) is None
