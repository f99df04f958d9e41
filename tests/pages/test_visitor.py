"""Who looks at a page decides what stands on it, at every drawing and at every click."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import Event
from stormdesk.door.accounts import COMMAND
from stormdesk.ui.desk import office

ONE, OTHER = "331083001", "331083002"
OTHER_VILLAGE = "331083002001"
Open = Callable[..., AppTest]
SignIn = Callable[..., Visitor]
Put = Callable[..., None]
Report = Callable[..., Event]


def words(app: AppTest) -> str:
    shown = [str(element.proto.body) for element in app.get("html")]
    return "\n".join([*shown, *(one.value for one in (*app.info, *app.error, *app.success))])


def refusals() -> list[tuple[str, str | None, str | None]]:
    """What the audit tells of things that were not done."""
    asked = "select what, thing, area_code from audit where not is_done order by seq"
    return office().store._ask(lambda cursor: cursor.execute(asked).fetchall())


@pytest.fixture
def two_townships(put_on_list: Put, report: Report) -> None:
    """A site and a household in each of two townships."""
    places = {ONE: f"{ONE}001", OTHER: OTHER_VILLAGE}
    for n, (township, village) in enumerate(places.items(), 1):
        home = {"township_code": township, "village_code": village}
        put_on_list("construction_site", site_id=f"s{n}", name=f"工地{township}", **home)
        put_on_list("evacuee", evacuee_id=f"e{n}", name=f"陈户{n}", persons=n, category="old_house", **home)
        report("site.work", "working" if n == 2 else "stopped", f"s{n}", h=3, **home)
        report("evacuee.move", "listed", f"e{n}", h=3, quantity=n, category="old_house", **home)


@pytest.mark.parametrize("page", ["command/wall", "system/data"])
def test_a_stranger_sees_a_sentence_and_the_way_in(page: str, open_page: Open, sign_in: SignIn) -> None:
    sign_in(None)
    app = open_page(page, op="drill")
    assert "您还没有登录" in words(app)
    assert 'href="sign-in"' in words(app)
    assert "演练" not in words(app)
    assert not app.button


@pytest.mark.parametrize(
    ("role", "page", "thing"),
    [
        (Role.WALL, "command/clock", "clock"),
        (Role.REVIEWER, "system/data", "data"),
        (Role.ADMINISTRATOR, "people/evacuation", "evacuation"),
        (Role.DEPARTMENT, "command/phone", "phone"),
    ],
)
def test_a_page_that_the_role_may_not_read_is_refused_and_told(
    role: Role, page: str, thing: str, open_page: Open, sign_in: SignIn
) -> None:
    sign_in(role, **({"subjects": frozenset({"vessel"})} if role is Role.DEPARTMENT else {}))
    app = open_page(page)
    assert "您的角色或辖区不包括" in words(app)
    assert 'role="banner"' not in words(app)
    assert refusals() == [("read", thing, None)]


def test_a_session_that_ended_shows_nothing_more(open_page: Open, sign_in: SignIn) -> None:
    visitor = sign_in(Role.DUTY_OFFICER)
    app = open_page("assets/sites")
    assert "在建工地" in words(app)
    assert '<a class="sd-tab" role="link" aria-current="page" aria-disabled="true">在建工地</a>' in words(app)
    office().sessions.end(visitor.session_id, at=datetime.now(UTC))
    assert "您还没有登录" in words(app.run())
    assert "在建工地" not in words(app)


@pytest.mark.usefixtures("two_townships")
def test_a_button_drawn_for_one_role_is_refused_to_the_next(open_page: Open, sign_in: SignIn) -> None:
    sign_in(Role.DUTY_OFFICER, person_id="p1")
    app = open_page("hazard/water")
    assert not [one for one in app.button if one.label in {"继续", "暂停"}]
    app.session_state["drill-control"] = True
    pause = next(one for one in app.run().button if one.label == "继续")
    known = office().accounts.who("duty_officer-2")
    assert known is not None
    office().accounts.change(
        known.account_id, version=known.version, by=COMMAND, at=datetime.now(UTC), role=Role.REVIEWER
    )
    pause.click().run()
    assert not [one for one in app.button if one.label in {"继续", "暂停"}]
    assert "雨水潮" in words(app)


@pytest.mark.usefixtures("two_townships")
def test_an_area_that_is_not_his_is_answered_with_his_own(open_page: Open, sign_in: SignIn) -> None:
    sign_in(Role.TOWNSHIP, area=ONE)
    app = open_page("assets/sites", area=OTHER)
    assert "只能查看本辖区,显示的是玉城街道" in words(app)
    assert [box.options for box in app.selectbox[:1]] == [["玉城街道"]]
    assert refusals() == [("read", "area", OTHER)]
    app.run()
    assert len(refusals()) == 1
    sign_in(Role.VILLAGE, area=f"{ONE}001")
    assert [box.disabled for box in open_page("assets/sites").selectbox[:2]] == [True, True]


@pytest.mark.usefixtures("two_townships")
@pytest.mark.parametrize("page", ["people/evacuation", "review/replay"])
def test_two_scopes_never_share_an_answer(
    page: str, open_page: Open, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is made beside the page is waited for: a first picture without it is not the second one.
    monkeypatch.setattr("stormdesk.ui.replay.extra.PATIENCE_S", 120.0)

    def seen() -> tuple[str, str]:
        app = open_page(page)
        tables = "".join(table.value.to_csv() for table in app.dataframe)
        charts = "".join(chart.proto.spec for chart in app.get("plotly_chart"))
        return re.sub(r'<div class="sd-who">.*?</div>', "", words(app), flags=re.DOTALL), tables + charts

    county = seen()
    sign_in(Role.TOWNSHIP, area=ONE)
    township = seen()
    sign_in(Role.DUTY_OFFICER)
    assert seen() == county
    assert township != county
    assert f"工地{OTHER}" not in township[1]
    assert "坎门" not in township[1]


@pytest.mark.usefixtures("two_townships")
def test_a_paired_wall_has_no_tools_and_no_links(open_page: Open, sign_in: SignIn) -> None:
    desk = words(open_page("command/wall"))
    assert "href=" in desk
    assert "stMainMenu" not in desk
    sign_in(Role.WALL)
    app = open_page("command/wall")
    assert "w-matrix" in words(app)
    assert "stMainMenu" in words(app)
    assert "href=" not in words(app)
    assert not [*app.button, *app.selectbox]


@pytest.mark.usefixtures("two_townships")
def test_a_reviewer_reads_and_is_offered_no_entry(open_page: Open, sign_in: SignIn) -> None:
    drawn = open_page("assets/sites", object="s1")
    assert [one for one in drawn.button if "下一步" in one.label]
    sign_in(Role.REVIEWER)
    app = open_page("assets/sites", object="s1")
    assert not [one for one in app.button if "下一步" in one.label or one.label in {"更正", "撤销"}]


def test_the_tools_say_who_is_signed_in(open_page: Open, sign_in: SignIn) -> None:
    shown = words(open_page("command/clock"))
    for part in ("王值班", "值班员 · 玉环市", 'href="access"', 'href="sign-out"'):
        assert part in shown, part
    sign_in(Role.TOWNSHIP, area=ONE)
    assert "Yucheng" in words(open_page("command/clock", lang="en"))


def test_each_part_of_the_address_that_nobody_can_read_is_named(open_page: Open) -> None:
    said = words(open_page("assets/sites", t="gestern", known="99", op="<b>x</b>", area="never", lang="fr"))
    for named in ("“gestern”", "“99”", "没有响应“&lt;b&gt;x&lt;/b&gt;”", "没有辖区“never”", "没有语言“fr”"):
        assert named in said, named
    whole = words(open_page("assets/sites", t="2022-09-12T08:00", op="earlier", area=ONE, lang="zh"))
    assert not any(sentence in whole for sentence in ("看不懂", "没有响应“", "没有辖区“", "没有语言“"))
