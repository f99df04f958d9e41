"""The part of the access page that ends responses and forgets their people: two visitors, one deed."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Visitor
from stormdesk.ingest.desk import Desk

Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]
NAME = "欧阳渊泽"


def press(app: AppTest, key: str) -> AppTest:
    """Press a button and confirm it."""
    app.button(key=key).click().run(timeout=60)
    app.button(key=f"{key}-yes").click().run(timeout=120)
    assert not app.exception
    return app


def text(app: AppTest) -> str:
    said = [*app.caption, *app.info, *app.markdown]
    return "\n".join([*(str(one.value) for one in said), *(str(one.proto.body) for one in app.get("html"))])


def test_one_hand_proposes_and_another_confirms(
    desk: Desk,
    open_page: Open,
    sign_in: SignIn,
    put_on_list: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stormdesk.door.purge.numbers.FOLDERS", ("duty",))
    put_on_list("evacuee", evacuee_id="e1", name=NAME, persons=2)
    app = open_page("system/access", part="purge")
    assert "正显示在各屏上" in text(app)
    assert NAME not in text(app)

    earlier = next(row for row in app.selectbox(key="access-purge-which").options if "earlier" in row)
    app.selectbox(key="access-purge-which").select(earlier).run(timeout=60)
    press(app, "access-purge-propose")
    keys = [button.key or "" for button in app.button]
    assert any(key.startswith("access-purge-withdraw") for key in keys)
    assert not any(key.startswith("access-purge-confirm") for key in keys)

    sign_in("commander")
    app = open_page("system/access", part="purge")
    assert app.selectbox(key="access-purge-which").value == "earlier"
    confirm = next(one.key for one in app.button if (one.key or "").startswith("access-purge-confirm"))
    press(app, confirm)
    assert "已销毁" in text(app)
    assert "销毁记录" in text(app)
    assert NAME not in text(app)
    rows = {row[0]: row for row in desk.store.rows("operation/list")}
    assert (rows["earlier"][5], rows["drill"][5]) == ("earlier~", "paper")
    assert rows["earlier"][11] is not None

    sign_in("township", area="331083002")
    assert open_page("system/access", part="purge").session_state["access-part"] == "me"
