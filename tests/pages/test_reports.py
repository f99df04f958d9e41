"""The reports page: red or green, drafted, checked and issued by three hands, its rows one tap away."""

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from stormdesk.domain.access.records import Role, Visitor
from stormdesk.domain.event import Event
from stormdesk.ingest.desk import Desk

OLD = {"category": "old_house", "township_code": "331083001", "village_code": "331083001001"}


def said(app: AppTest) -> str:
    return "\n".join(block.proto.body for block in app.get("html"))


def press(app: AppTest, prefix: str) -> AppTest:
    [button] = (one for one in app.button if (one.key or "").startswith(prefix))
    pressed = button.click().run()
    assert not pressed.exception
    return pressed


def test_a_bulletin_goes_out_by_three_hands_and_a_tampered_row_turns_it_red(
    desk: Desk,
    report: Callable[..., Event],
    open_page: Callable[..., AppTest],
    sign_in: Callable[..., Visitor],
) -> None:
    moved = report("evacuee.move", "with_relatives", "e1", h=2, quantity=7, **OLD)
    report(
        "tally.moved", "reported", "331083001:old_house", h=3, quantity=9, account="A", category="old_house"
    )
    page = open_page("review/reports")
    assert "不能发布:还有 1 处不符" in said(page)
    assert "乡镇上报 9 人,名册勾选 7 人,多报 2 人" in said(page)
    assert "evacuation?op=drill&amp;t=2022-09-13T08:00:00" in said(page)
    assert page.selectbox(key="reports-explain-0-which").options == ["玉城街道 · 老旧房 · 多报"]
    assert "多报 2 人" in page.caption[0].value
    page.text_input(key="reports-explain-0-why").set_value("两人在邻镇亲友处,已核实").run()
    page = press(page, "reports-explain")
    assert page.success[0].value.startswith("已登记说明:")
    assert "玉城街道 · 老旧房 · 乡镇上报 9 人" in page.success[0].value
    assert "可以发布" in said(page)
    assert "已转移 7 人" in said(page)
    page = press(page, "reports-draft")
    assert [one.key for one in page.button if (one.key or "").startswith("reports-checked")] == []
    sign_in(Role.COMMANDER)
    page = open_page("review/reports")
    files = [str(one.key) for one in page.get("download_button")]
    assert [key.partition("-file-")[0] for key in files].count("reports") == 1
    page = press(page, "reports-checked")
    page = press(page, "reports-issued")
    assert "演练2022年第1期" in said(page)
    assert "校验一致" in said(page)
    assert "李指挥" in said(page)
    page = press(page, "reports-open")
    assert re.search(r"签发:指挥长\(commander\),\d+年\d+月\d+日\d+时\d\d分", said(page))
    assert 'class="rp-mark"' not in said(page)
    with desk.store.write() as transaction:
        transaction._cursor.execute("update event set quantity = 6 where event_id = ?", [moved.event_id])
    red = said(open_page("review/reports", lang="en"))
    assert "Cannot be issued: 2 objections" in red
    assert "10:00: 1 when Flood and typhoon bulletin No. 1 was issued, 1 now" in red
    assert "The file is as it was issued, but the data that it rests on were changed since" in red
    sign_in("reviewer")
    keys = {one.key for one in open_page("review/reports").button}
    assert not any(
        key and key.startswith(("reports-draft", "reports-checked", "reports-issued")) for key in keys
    )


def test_of_a_moment_that_is_still_to_come_nothing_is_called_sound_or_drafted(
    open_page: Callable[..., AppTest],
) -> None:
    now = open_page("review/reports")
    assert "可以发布" in said(now)
    ahead = open_page("review/reports", t="2022-09-14T20:00:00")
    assert ahead.warning[0].value == "还没有到这个时刻,不能起草将来的文件。"
    assert "可以发布" not in said(ahead)
    assert not any((one.key or "").startswith("reports-draft") for one in ahead.button)
