"""One's own account: who one is here, one's sessions, and a new password with the old one."""

from datetime import UTC, datetime

import streamlit as st

from stormdesk.door.entrance import change_password
from stormdesk.errors import StormdeskError
from stormdesk.ui.access.deeds import end_others
from stormdesk.ui.access.sittings import draw_sittings
from stormdesk.ui.access.words import area_words, role_name
from stormdesk.ui.audit.words import thing_words
from stormdesk.ui.data.held import draw_deed, say, told
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _

_OLD, _NEW, _AGAIN = "access-old", "access-new", "access-again"


def draw_mine(page: Page) -> None:
    """Draw one's own account, its sessions, and the change of the password."""
    me = page.visitor
    account = page.desk.office.accounts.who(me.account_id)
    lines = [
        (_("姓名"), me.name),
        (_("账号"), me.account_id),
        (_("角色"), role_name(me.role)),
        (_("辖区"), area_words(page, me.area_code)),
    ]
    if me.subjects:
        lines.append((_("本单位事项"), "、".join(thing_words(subject) for subject in sorted(me.subjects))))
    if account is not None and account.unit:
        lines.append((_("单位"), account.unit))
    draw_template("access_lines", lines=lines)
    st.subheader(_("我的会话"))
    now = datetime.now(UTC)
    mine = [each for each in page.desk.office.sessions.standing(now) if each.account_id == me.account_id]
    draw_sittings(page, mine, key="access-mine")
    if len(mine) > 1:
        draw_deed(
            _("结束其他会话"),
            _("除本次以外,您在别处的 {n} 个登录会立即结束。").format(n=len(mine) - 1),
            end_others,
            page,
            key="access-end-others",
            icon=":material/logout:",
        )
    if account is not None and account.has_password:
        _draw_password(page)


def _draw_password(page: Page) -> None:
    st.subheader(_("改口令"))
    st.caption(_("至少 12 个字,可以是一句话;改好后,您在别处的登录全部结束。"))
    with st.form("access-password", clear_on_submit=True, border=True):
        first, second, third = st.columns(3)
        with first:
            st.text_input(_("现在的口令"), type="password", key=_OLD, autocomplete="current-password")
        with second:
            st.text_input(_("新口令"), type="password", key=_NEW, autocomplete="new-password")
        with third:
            st.text_input(_("再写一遍新口令"), type="password", key=_AGAIN, autocomplete="new-password")
        st.form_submit_button(_("改口令"), type="primary", on_click=_change, args=(page,))


def _change(page: Page) -> None:
    old, new, again = (str(st.session_state.get(key, "")) for key in (_OLD, _NEW, _AGAIN))
    if new != again:
        say(_("两遍新口令不一样,没有改。"), is_good=False)
        return
    try:
        visit = page.desk
        change_password(visit.office, visit.visitor, old, new, at=datetime.now(UTC))
        say(_("口令已改,您在别处的登录已全部结束。"))
    except StormdeskError as error:
        say(told(error), is_good=False)
