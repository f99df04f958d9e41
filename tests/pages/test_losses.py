"""The damage page: a loss is told once, silence is no nought, and what falls needs its reason."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from stormdesk.domain.damage import Word
from stormdesk.domain.moment import Moment
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.damage import damage_at
from stormdesk.ui.damage.entry import TWICE_WITHIN_S
from tests.pages.conftest import at

PAGE = "command/losses"
YUCHENG, KANMEN = "331083001", "331083002"


def told(desk: Desk, item: str, township: str = YUCHENG) -> tuple[Word, int | None]:
    now = desk.now()
    cell = damage_at(desk, Moment("drill", now, now)).cells[township, item]
    return cell.word, cell.quantity


def fill(app: AppTest, item: str, value: int, *, reason: str = "", township: str = YUCHENG) -> AppTest:
    app.number_input(key=f"damage-{township}-{item}").set_value(value)
    app.text_input(key="damage-reason").set_value(reason)
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
    app = fill(app, "houses_collapsed", 3)
    assert [said.value for said in app.success] == ["已登记。"]
    assert told(desk, "houses_collapsed") == (Word.FIGURE, 3)
    assert told(desk, "dead") == (Word.UNREPORTED, None)
    app = press(app, "登记所填各项")
    assert ([said.value for said in app.success], list(app.error)) == (["已登记。"], [])
    at_once, *pressed = app.session_state["damage-pressed"]
    app.session_state["damage-pressed"] = (at_once - TWICE_WITHIN_S, *pressed)
    app = press(app, "登记所填各项")
    assert "没有填任何一项" in app.error[0].value
    app = press(app, "零报告:没有灾情")
    assert "本乡镇已报“倒塌房屋" in app.error[0].value
    assert told(desk, "dead") == (Word.UNREPORTED, None)
    app = fill(app, "houses_collapsed", 1)
    assert "请写明原因" in app.error[0].value
    app = fill(app, "houses_collapsed", 1, reason="重复统计两间")
    assert told(desk, "houses_collapsed") == (Word.FIGURE, 1)
    # Another township's first word, three hours after its damage.
    app.selectbox(key="damage-township").set_value(KANMEN).run()
    app.time_input(key="damage-time").set_value(at(72 + 8 - 3).time())
    app = fill(app, "houses_collapsed", 2, township=KANMEN)
    assert "晚于受灾后 2 小时" in app.success[0].value
    assert "首报超时" in shown(app)


def test_a_township_tells_its_own_nil_report_and_sees_nobody_elses(
    desk: Desk, sign_in: Callable[..., object], open_page: Callable[..., AppTest]
) -> None:
    sign_in("township", area=KANMEN)
    app = open_page(PAGE)
    assert app.selectbox(key="damage-township").options == ["坎门街道"]
    app.number_input(key=f"damage-{KANMEN}-dead").set_value(2)
    app = press(app, "零报告:没有灾情")
    assert "填了 2" in app.error[0].value
    assert told(desk, "dead", KANMEN) == (Word.UNREPORTED, None)
    app.number_input(key=f"damage-{KANMEN}-dead").set_value(None)
    app.session_state["damage-pressed"] = (0.0, None, None)
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
    assert not app.number_input
