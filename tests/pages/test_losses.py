"""The damage page: a loss is told once, silence is no nought, and what falls needs its reason."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.damage import Word
from stormdesk.domain.moment import Moment
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.damage import damage_at
from tests.pages.conftest import at

PAGE = "command/losses"
YUCHENG, KANMEN = "331083001", "331083002"


def told(desk: Desk, item: str, township: str = YUCHENG) -> tuple[Word, int | None]:
    now = desk.now()
    cell = damage_at(desk, Moment("drill", now, now)).cells[township, item]
    return cell.word, cell.quantity


def key(app: AppTest, name: str, township: str = YUCHENG) -> str:
    turn = app.session_state.get("damage-turn", 0)
    return f"damage-{turn}-{township}-{name}"


def fill(app: AppTest, item: str, value: str, *, reason: str = "", township: str = YUCHENG) -> AppTest:
    app.text_input(key=key(app, f"{item}-number", township)).set_value(value)
    app.text_input(key=key(app, "reason", township)).set_value(reason)
    return press(app, "登记所填各项")


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def shown(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_figure_is_told_once_and_the_rest_stays_unreported(
    desk: Desk, sign_in: Callable[..., object], open_page: Callable[..., AppTest]
) -> None:
    sign_in("duty_officer")
    app = open_page(PAGE)
    assert "未报" in shown(app)
    app = fill(app, "houses_collapsed", "-5")
    assert "没有收下“\\-5”:不能是负数" in app.error[1].value
    app = fill(app, "houses_collapsed", "3e9")
    assert "还没有登记" in app.error[0].value
    assert "没有收下“3e9”:超出范围" in app.error[1].value
    assert told(desk, "houses_collapsed") == (Word.UNREPORTED, None)
    app = fill(app, "houses_collapsed", "３")
    assert [said.value for said in app.success] == ["已登记。"]
    assert told(desk, "houses_collapsed") == (Word.FIGURE, 3)
    assert told(desk, "dead") == (Word.UNREPORTED, None)
    assert app.text_input(key=key(app, "houses_collapsed-number")).value == ""
    app = press(app, "登记所填各项")
    assert "没有填任何一项" in app.error[0].value
    app = press(app, "零报告:没有灾情")
    assert "本乡镇已报“倒塌房屋" in app.error[0].value
    assert told(desk, "dead") == (Word.UNREPORTED, None)
    app = fill(app, "houses_collapsed", "1")
    assert "请写明原因" in app.error[0].value
    app = fill(app, "houses_collapsed", "1", reason="重复统计两间")
    assert told(desk, "houses_collapsed") == (Word.FIGURE, 1)
    # Another township's first word, three hours after its damage.
    app.selectbox(key="damage-township").set_value(KANMEN).run()
    app.time_input(key=key(app, "time", KANMEN)).set_value(at(72 + 8 - 3).time())
    app = fill(app, "houses_collapsed", "2", township=KANMEN)
    assert "晚于受灾后 2 小时" in app.success[0].value
    assert "首报超时" in shown(app)


def test_a_township_tells_its_own_nil_report_and_sees_nobody_elses(
    desk: Desk, sign_in: Callable[..., object], open_page: Callable[..., AppTest]
) -> None:
    sign_in("township", area=KANMEN)
    app = open_page(PAGE)
    assert app.selectbox(key="damage-township").options == ["坎门街道"]
    app.text_input(key=key(app, "dead-number", KANMEN)).set_value("2")
    app = press(app, "零报告:没有灾情")
    assert "填了 2" in app.error[0].value
    assert told(desk, "dead", KANMEN) == (Word.UNREPORTED, None)
    app.text_input(key=key(app, "dead-number", KANMEN)).set_value("")
    app = press(app, "零报告:没有灾情")
    assert not app.error
    assert told(desk, "dead", KANMEN) == (Word.NIL, 0)
    assert told(desk, "dead") == (Word.UNREPORTED, None)


@pytest.mark.parametrize("role", ["reviewer"])
def test_who_may_not_record_has_no_form(
    role: str, sign_in: Callable[..., object], open_page: Callable[..., AppTest]
) -> None:
    sign_in(role)
    app = open_page(PAGE)
    assert not app.exception
    assert not app.text_input


def test_figures_half_filled_in_stand_again_after_the_page_was_loaded_anew(
    sign_in: Callable[..., object], open_page: Callable[..., AppTest]
) -> None:
    sign_in("duty_officer")
    app = open_page(PAGE)
    app = fill(app, "houses_collapsed", "3")
    app.selectbox(key="damage-township").set_value(KANMEN).run()
    app.text_input(key=key(app, "dead-number", KANMEN)).set_value("2").run()
    again = open_page(PAGE)
    assert again.selectbox(key="damage-township").value == KANMEN
    assert again.text_input(key=key(again, "dead-number", KANMEN)).value == "2"
    again = press(again, "登记所填各项")
    assert "已登记" in again.success[0].value
    assert open_page(PAGE).text_input(key="damage-0-331083002-dead-number").value == ""
