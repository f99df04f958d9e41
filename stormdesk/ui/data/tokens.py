"""The tokens of a source: made and shown once, revoked all together."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.audit import Kind
from stormdesk.ingest.sources import make_token, revoke_tokens
from stormdesk.ui.actors import actor_name
from stormdesk.ui.data.held import draw_deed, keep, kept
from stormdesk.ui.data.table import beijing, draw_table
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

_SHOWN = "new-token"


def draw_tokens(page: Page, source_id: str) -> None:
    """Draw a source's tokens, and the buttons that make one and revoke all."""
    st.subheader(_("令牌"))
    _draw_new(source_id)
    found = page.ask_whole((Action.MANAGE, "sources"), "data/tokens", source_id=source_id)
    if found.empty:
        st.caption(_("还没有令牌:它现在只能用收件目录送文件。"))
    else:
        draw_table(_columns(found), key="data-tokens")
    with st.container(horizontal=True):
        draw_deed(
            _("生成令牌"),
            _("新令牌只显示一次。确定为 {source} 生成吗?").format(source=source_id),
            _make,
            page,
            source_id,
            key=f"data-token-make-{source_id}",
            icon=":material/key:",
        )
        draw_deed(
            _("吊销全部令牌"),
            _("吊销后 {source} 立即无法再用接口送数据。确定吗?").format(source=source_id),
            _revoke,
            page,
            source_id,
            key=f"data-token-revoke-{source_id}",
            is_disabled=not found["revoked_at"].isna().any(),
        )


def _draw_new(source_id: str) -> None:
    held: tuple[str, str] | None = kept(_SHOWN)
    if held is None or held[0] != source_id:
        return
    with st.container(border=True):
        st.markdown("**" + _("请现在抄下令牌,离开后不再显示:") + "**")
        st.code(held[1], language=None, wrap_lines=True)
        st.button(_("已抄下"), key="data-token-seen", on_click=keep, args=(_SHOWN, None))


def _columns(found: pd.DataFrame) -> dict[str, Any]:
    revoked = beijing(found["revoked_at"])
    return {
        _("标记"): found["mark"],
        _("状态"): [_("● 有效") if pd.isna(at) else _("× 已吊销") for at in revoked],
        _("生成时间"): beijing(found["made_at"]),
        _("生成人"): found["made_by"].map(actor_name),
        _("吊销时间"): revoked,
    }


def _make(page: Page, source_id: str) -> str:
    with page.desk.deed(Action.MANAGE, "sources", Kind.SETTING, "token_made", thing_id=source_id) as desk:
        token = make_token(desk.store, source_id, by=page.visitor.account_id, at=datetime.now(UTC))
    keep(_SHOWN, (source_id, token))
    return _("已为 {source} 生成令牌。").format(source=source_id)


def _revoke(page: Page, source_id: str) -> str:
    with page.desk.deed(Action.MANAGE, "sources", Kind.SETTING, "tokens_revoked", thing_id=source_id) as desk:
        count = revoke_tokens(desk.store, source_id, at=datetime.now(UTC))
    keep(_SHOWN, None)
    return _("已吊销 {source} 的 {n} 个令牌。").format(source=source_id, n=count)
