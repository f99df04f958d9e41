"""Sessions that stand: who, where from, since when, last used, and the button that ends one."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.audit_reading import hidden
from stormdesk.door.sessions import Session
from stormdesk.ui.access.deeds import end_session
from stormdesk.ui.access.words import agent_words
from stormdesk.ui.data.held import draw_deed
from stormdesk.ui.data.table import beijing
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.table_choice import first_ticked
from stormdesk.ui.text import _

ROW_PX = 35
TALLEST_PX = 420
STATE_PX = 190


def draw_sessions(page: Page) -> None:
    """Draw everybody's sessions."""
    st.caption(_("会话闲置超时或到 12 小时自动结束;角色、辖区、停用的变化在下一次点击就生效。"))
    draw_sittings(page, page.desk.office.sessions.standing(datetime.now(UTC)), key="access-all")


def draw_sittings(page: Page, sessions: Sequence[Session], *, key: str) -> None:
    """Draw sessions; a chosen one can be ended."""
    if not sessions:
        draw_template("empty", text=_("没有会话。"))
        return
    by_id = {each.session_id: each for each in sorted(sessions, key=lambda each: (each.name, each.made_at))}
    picked = draw_choice(_frame(page, list(by_id.values())), list(by_id), key=key)
    if picked is None:
        st.caption(_("点一行选中,再结束它。"))
        return
    chosen = by_id[picked]
    draw_deed(
        _("结束这个会话"),
        _("{name} 在 {agent} 上的登录(最后使用 {at})会立即结束,没有登记完的内容会丢失。").format(
            name=chosen.name, agent=agent_words(chosen.agent), at=clock_time(chosen.used_at)
        ),
        end_session,
        page,
        chosen.session_id,
        key=f"{key}-end-{chosen.session_id}",
        icon=":material/logout:",
    )


def draw_choice(frame: pd.DataFrame, ids: Sequence[str], *, key: str) -> str | None:
    """Draw a table of which one row can be chosen; whose identifier that is, wherever it now stands."""

    def pick() -> None:
        row = first_ticked(st.session_state.get(key), len(ids))
        st.session_state[f"{key}-picked"] = None if row is None else ids[row]

    times = {
        title: st.column_config.DatetimeColumn(title, format="MM-DD HH:mm")
        for title in frame.columns
        if pd.api.types.is_datetime64_any_dtype(frame[title])
    }
    wide = {_("状态"): st.column_config.TextColumn(_("状态"), width=STATE_PX)}
    st.dataframe(
        frame,
        hide_index=True,
        height=min(TALLEST_PX, ROW_PX * (len(frame) + 1) + 3),
        key=key,
        column_config=times | wide,
        width="stretch",
        placeholder="—",
        selection_mode="single-row",
        on_select=pick,
    )
    picked = st.session_state.get(f"{key}-picked")
    return picked if picked in ids else None


def _frame(page: Page, sessions: Sequence[Session]) -> pd.DataFrame:
    mine = page.visitor
    is_whole = page.may(Action.MANAGE, "sessions")
    own = _("● 本次")
    return pd.DataFrame(
        {
            _("谁"): [each.name for each in sessions],
            _("本次"): [own if each.session_id == mine.session_id else "" for each in sessions],
            _("设备"): [agent_words(each.agent) for each in sessions],
            _("最后使用"): beijing(pd.Series([each.used_at for each in sessions])),
            _("登录时间"): beijing(pd.Series([each.made_at for each in sessions])),
            _("到期"): beijing(pd.Series([each.expires_at for each in sessions])),
            _("地址"): [
                each.address if is_whole or each.account_id == mine.account_id else hidden(each.address)
                for each in sessions
            ],
        }
    )
