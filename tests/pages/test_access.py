"""The access and audit pages: everybody his own account, administrators people, sessions, screens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.door.accounts import COMMAND, Account
from stormdesk.door.audit import Deed, Kind
from stormdesk.door.audit_reading import Filters, audit_count, audit_rows
from stormdesk.door.entrance import Refused
from stormdesk.door.entrance import sign_in as enter
from stormdesk.door.visit import Visit
from stormdesk.errors import AccountChanged, BadCode, NotAllowed
from stormdesk.ui.access import deeds
from stormdesk.ui.asgi.cookie import SESSION
from stormdesk.ui.desk import desk as open_desk
from stormdesk.ui.desk import office

Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]
PASSWORD = "three green boats at dusk"  # noqa: S105  opens nothing


@pytest.fixture
def zhang(desk: object) -> Account:  # noqa: ARG001  the files are open
    account = Account(account_id="zhang", name="张三", role=Role.TOWNSHIP, area_code="331083002")
    return office().accounts.add(account, PASSWORD, by=COMMAND, at=datetime.now(UTC))


def shown(app: AppTest) -> str:
    """What stands on the page: HTML, tables, captions."""
    pages = [str(element.proto.body) for element in app.get("html")]
    return "\n".join([*pages, *(table.value.to_string() for table in app.dataframe)])


@dataclass
class Pressed:
    """What a button knows of its page: the visit of whoever presses it."""

    visitor: Visitor

    @property
    def desk(self) -> Visit:
        return Visit(self.visitor, office(), open_desk())


def test_everybody_sees_his_own_account_alone(sign_in: SignIn, open_page: Open) -> None:
    sign_in("township", area="331083002")
    app = open_page("system/access", part="people")
    assert app.session_state["access-part"] == "me"
    assert "李指挥" not in shown(app)
    sign_in("administrator")
    assert "李指挥" in shown(open_page("system/access", part="people"))


def test_one_changes_ones_password_with_the_old_one(
    zhang: Account, cookies: dict[str, str], open_page: Open
) -> None:
    house, now = office(), datetime.now(UTC)
    cookies[SESSION] = house.sessions.begin(zhang.account_id, at=now)
    other = house.sessions.begin(zhang.account_id, at=now)
    app = open_page("system/access")
    for old, said in (("wrong one here", "现在的口令不对"), (PASSWORD, "口令已改")):
        app.text_input(key="access-old").set_value(old)
        app.text_input(key="access-new").set_value("seven herons on the dyke")
        app.text_input(key="access-again").set_value("seven herons on the dyke")
        next(button for button in app.button if button.label == "改口令").click().run()
        assert said in shown(app)
    assert house.sessions.visitor_of(other, at=now) is None
    assert house.sessions.visitor_of(cookies[SESSION], at=now) is not None


def test_an_account_is_added_with_a_password_that_is_shown_once_and_must_be_changed(
    sign_in: SignIn, open_page: Open
) -> None:
    sign_in("administrator")
    app = open_page("system/access", part="people")
    app.text_input(key="access-f--id").set_value("sun")
    app.text_input(key="access-f--name").set_value("孙七").run()
    app.selectbox(key="access-f--township").set_value("331083003").run()
    app.button(key="access-add").click().run()
    assert "将为 孙七 建立账号 sun" in shown(app)
    app.button(key="access-add-yes").click().run()
    _name, password, _at = app.session_state["access-once"]
    assert password in shown(app)
    app.button(key="access-once-seen").click().run()
    assert password not in shown(app)
    assert (office().accounts.who("sun").must_change, office().accounts.who("sun").area_code) == (  # type: ignore[union-attr]
        True,
        "331083003",
    )
    refused = enter(office(), "sun", password, at=datetime.now(UTC), address="127.0.0.1")
    assert isinstance(refused, Refused)
    assert refused.needs_new_password


def test_a_refused_account_leaves_the_form_open_with_what_was_typed(
    zhang: Account, sign_in: SignIn, open_page: Open
) -> None:
    sign_in("administrator")
    app = open_page("system/access", part="people")
    app.text_input(key="access-f--id").set_value(zhang.account_id)
    app.text_input(key="access-f--name").set_value("孙七").run()
    app.selectbox(key="access-f--township").set_value("331083003").run()
    app.button(key="access-add").click().run()
    app.button(key="access-add-yes").click().run()
    form = next(one for one in app.expander if one.label == "新建账号")
    assert form.proto.expanded
    assert "已经有这个账号" in "".join(str(one.proto.body) for one in form.get("html"))
    assert [app.text_input(key=f"access-f--{name}").value for name in ("id", "name")] == ["zhang", "孙七"]
    app.text_input(key="access-f--id").set_value("sun").run()
    assert "已经有这个账号" not in shown(app)
    app.button(key="access-add").click().run()
    app.button(key="access-add-yes").click().run()
    assert office().accounts.who("sun") is not None
    assert app.text_input(key="access-f--id").value == ""
    assert not next(one for one in app.expander if one.label == "新建账号").proto.expanded


def test_of_two_administrators_the_second_is_told(zhang: Account, sign_in: SignIn) -> None:
    first, second = Pressed(sign_in("administrator")), Pressed(sign_in("administrator", unit="2"))
    deeds.change(first, "zhang", zhang.version, {"area_code": "331083003"})  # type: ignore[arg-type]
    with pytest.raises(AccountChanged):
        deeds.change(second, "zhang", zhang.version, {"role": Role.VILLAGE})  # type: ignore[arg-type]
    assert office().accounts.who("zhang").area_code == "331083003"  # type: ignore[union-attr]


def test_what_was_typed_before_another_changed_it_is_not_saved(
    zhang: Account, sign_in: SignIn, open_page: Open
) -> None:
    sign_in("administrator")
    app = open_page("system/access", part="people")
    app.session_state["access-people-picked"] = "zhang"
    app.run()
    app.text_input(key="access-f-zhang-name").set_value("张三丰").run()
    office().accounts.change("zhang", version=zhang.version, by=COMMAND, at=datetime.now(UTC), unit="水利")
    app.run()
    assert "这个账号在" in shown(app)
    assert "access-save-zhang" not in [button.key for button in app.button]
    app.button(key="access-reload").click().run()
    assert app.text_input(key="access-f-zhang-name").value == "张三"
    app.button(key="access-switch-zhang").click().run()
    app.button(key="access-switch-zhang-yes").click().run()
    assert "这个账号在" not in shown(app), "one's own change is no surprise"
    assert app.button(key="access-switch-zhang").label == "启用"


def test_switching_off_ends_sessions_at_once_and_a_forged_button_does_nothing(
    zhang: Account, sign_in: SignIn
) -> None:
    house, now = office(), datetime.now(UTC)
    token = house.sessions.begin("zhang", at=now)
    visitor = house.sessions.visitor_of(token, at=now)
    assert visitor is not None
    forged, allowed = Pressed(visitor), Pressed(sign_in("administrator"))
    for deed in (
        lambda page: deeds.switch(page, "administrator", 1, is_active=False),
        lambda page: deeds.reset(page, "administrator"),
        lambda page: deeds.unlock(page, "administrator"),
        lambda page: deeds.let_go_on(page, "zhang"),
        lambda page: deeds.end_session(page, allowed.visitor.session_id),
        lambda page: deeds.pair(page, "abcdefgh", "大屏"),
        lambda page: deeds.revoke(page, "x"),
    ):
        with pytest.raises(NotAllowed):
            deed(forged)
    assert house.sessions.visitor_of(token, at=now) is not None
    deeds.switch(allowed, "zhang", zhang.version, is_active=False)  # type: ignore[arg-type]
    assert house.sessions.visitor_of(token, at=now) is None


def test_a_screen_is_paired_by_its_code_and_shut_out(sign_in: SignIn) -> None:
    house, now = office(), datetime.now(UTC)
    page = Pressed(sign_in("administrator"))
    code, secret = house.devices.ask(at=now, address="10.0.0.9", agent="")
    with pytest.raises(BadCode):
        deeds.pair(page, "nothing1", "左屏")  # type: ignore[arg-type]
    assert "左屏" in deeds.pair(page, code, "左屏")  # type: ignore[arg-type]
    device_id = house.devices.collect(secret, at=now)
    token = house.sessions.begin(f"device:{device_id}", at=now, device_id=device_id)
    deeds.revoke(page, str(device_id))  # type: ignore[arg-type]
    assert house.sessions.visitor_of(token, at=now) is None


def test_the_table_of_rights_is_shown_whole(sign_in: SignIn, open_page: Open) -> None:
    sign_in("reviewer")
    table = shown(open_page("system/access", part="rights"))
    assert table.count("<tr>") >= len(office().rights.rows)
    assert "谁也不能批准自己提出的" in table


def test_the_audit_shows_refusals_first_and_explains_each_row(sign_in: SignIn, open_page: Open) -> None:
    strange = "<img src=x onerror=alert(1)>"
    office().audit.note(
        Deed(
            at=datetime.now(UTC),
            kind=Kind.REFUSED,
            what="manage",
            is_done=False,
            thing="clock",
            thing_id=strange,
        )
    )
    sign_in("administrator")
    app = open_page("system/audit")
    assert "被拒绝 · 管理:演练时钟" in shown(app)
    assert strange not in shown(app)
    app.button(key="audit-verify").click().run()
    assert "审计记录完整" in shown(app)
    assert "&lt;img" in shown(app)
    assert "&lt;img" not in shown(open_page("system/audit", outcome="done"))


def test_the_audit_is_for_its_readers_and_whole_addresses_for_who_ends_sessions(sign_in: SignIn) -> None:
    def seen(role: str) -> str | None:
        visit = Pressed(sign_in(role)).desk
        office().audit.stranger("no_session", at=datetime.now(UTC), address="203.0.113.9")
        assert audit_count(visit, Filters(kind="refused")) == 1
        return audit_rows(visit, Filters(kind="refused"), most=1)[0].address

    assert (seen("administrator"), seen("reviewer")) == ("203.0.113.9", "203.0.113.‥")
    with pytest.raises(NotAllowed):
        audit_rows(Pressed(sign_in("duty_officer")).desk, Filters(), most=1)


def test_no_name_or_text_of_a_search_stands_in_the_address(sign_in: SignIn, open_page: Open) -> None:
    sign_in("administrator")
    app = open_page("system/audit")
    app.selectbox(key="audit-who").set_value("commander").run()
    app.text_input(key="audit-text").set_value("李指挥").run()
    app.selectbox(key="audit-kind").set_value("export").run()
    assert app.query_params["kind"] == "export"
    assert "李指挥" not in str(app.query_params)
    assert "commander" not in str(app.query_params)


def test_only_who_may_export_the_audit_is_offered_the_file(sign_in: SignIn, open_page: Open) -> None:
    def offered(role: str) -> bool:
        sign_in(role)
        return "audit-file" in [str(each.key) for each in open_page("system/audit").get("download_button")]

    assert [offered(role) for role in ("reviewer", "commander")] == [True, False]
