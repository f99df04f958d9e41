"""Screens: let one in by the code that it shows, name it, shut it out again."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from stormdesk.door.devices import Asking, Device
from stormdesk.errors import StormdeskError
from stormdesk.ui.access.deeds import pair, revoke
from stormdesk.ui.access.sittings import draw_choice
from stormdesk.ui.access.words import agent_words
from stormdesk.ui.data.held import draw_deed, told
from stormdesk.ui.data.table import beijing
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

_CODE, _NAME, _WRONG = "access-code", "access-screen-name", "access-wrong-code"


def draw_devices(page: Page) -> None:
    """Draw the pairing of a screen, and every screen there is."""
    _draw_pairing(page)
    st.subheader(_("已接入的屏幕"))
    devices = page.desk.office.devices.all()
    if not devices:
        draw_template("empty", text=_("还没有屏幕。在大屏的浏览器里打开 /pair,把它显示的代码填在上面。"))
        return
    picked = draw_choice(
        _frame(page, devices), [device.device_id for device in devices], key="access-devices"
    )
    chosen = next((device for device in devices if device.device_id == picked), None)
    if chosen is None:
        st.caption(_("点一行选中,再撤销它。"))
    elif chosen.revoked_at is None:
        draw_deed(
            _("撤销这块屏幕"),
            _("“{name}”会立即变成空白,要重新接入才能再用。").format(name=chosen.name),
            revoke,
            page,
            chosen.device_id,
            key=f"access-revoke-{chosen.device_id}",
            icon=":material/tv_off:",
        )


def _draw_pairing(page: Page) -> None:
    st.subheader(_("接入一块屏幕"))
    left, right = st.columns(2)
    with left:
        code = st.text_input(_("屏幕上显示的代码"), key=_CODE, max_chars=20, autocomplete="off").strip()
    with right:
        name = st.text_input(_("给它起个名字,例如“指挥大厅左屏”"), key=_NAME, max_chars=60).strip()
    if not code or not name:
        st.caption(_("代码 10 分钟内有效。接入后它只能看指挥大屏的汇总,没有姓名、电话和地址。"))
        return
    asking = _asking(page, code)
    if isinstance(asking, str):
        draw_template("data_said", text=asking, is_trouble=True)
    else:
        _draw_asking(page, asking, code, name)


def _asking(page: Page, code: str) -> Asking | str:
    """The screen that shows this code, or why not; a wrong code is tried once, not at each redraw."""
    held: tuple[str, str] | None = st.session_state.get(_WRONG)
    if held is not None and held[0] == code:
        return held[1]
    try:
        visit = page.desk
        return visit.office.devices.asking(code, by=visit.visitor, at=datetime.now(UTC))
    except StormdeskError as error:
        st.session_state[_WRONG] = (code, told(error))
        return told(error)


def _draw_asking(page: Page, asking: Asking, code: str, name: str) -> None:
    question = _(
        "{at} 从 {address} 请求接入的 {agent},将作为“{name}”长期显示指挥大屏。是您面前的这块屏幕吗?"
    ).format(
        at=clock_time(asking.asked_at, "%H:%M:%S"),
        address=asking.address or "?",
        agent=agent_words(asking.agent),
        name=name,
    )
    icon = ":material/tv_signin:"
    draw_deed(_("接入"), question, _pair, page, code, name, key="access-pair", icon=icon)


def _pair(page: Page, code: str, name: str) -> str:
    said = pair(page, code, name)
    st.session_state[_CODE] = st.session_state[_NAME] = ""
    return said


def _frame(page: Page, devices: Sequence[Device]) -> pd.DataFrame:
    office = page.desk.office
    seen = {each.account_id: each for each in office.sessions.standing(datetime.now(UTC)) if each.is_device}
    known = [seen.get(f"device:{device.device_id}") for device in devices]

    def state(device: Device, *, is_open: bool) -> str:
        if device.revoked_at is not None:
            return _("× 已撤销")
        return _("● 有会话") if is_open else _("? 没有会话")

    return pd.DataFrame(
        {
            _("屏幕"): [device.name for device in devices],
            _("状态"): [
                state(device, is_open=session is not None)
                for device, session in zip(devices, known, strict=True)
            ],
            _("最后看到"): beijing(pd.Series([session.seen_at if session else None for session in known])),
            _("地址"): [session.address if session else "" for session in known],
            _("接入时间"): beijing(pd.Series([device.made_at for device in devices])),
            _("由谁接入"): [office.accounts.name_of(device.made_by) for device in devices],
            _("撤销时间"): beijing(pd.Series([device.revoked_at for device in devices])),
        }
    )
