"""The access and audit pages: everybody his own account, administrators people, sessions, screens."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.ui.desk import office

Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]


def test_everybody_sees_his_own_account_and_changes_his_password_with_the_old_one(
    sign_in: SignIn, open_page: Open
) -> None:
    now = datetime.now(UTC)
    office().accounts.add(
        Account(account_id="zhang", name="张三", role=Role.TOWNSHIP, area_code="331083002"),
        "three green boats",
        by=COMMAND,
        at=now,
    )
    sign_in("township", area="331083002")
    app = open_page("system/access", part="people")
    assert "access-people" not in [str(each.key) for each in app.dataframe]
    assert app.session_state["access-part"] == "me"
