"""Making a snapshot and handing it on: made at the page's moment, marked and sealed when it is taken."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import Moment
from stormdesk.door.export import PERSONAL, Leaving, Thing, may_export
from stormdesk.ui.export import Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.snapshot.sheet import Frame, framed, sealed, sheet
from stormdesk.ui.text import _, language

_MADE = "snapshot-made"


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that waits to be taken: what it was asked for with, its moment, and the file."""

    asked: tuple[object, ...]
    moment: Moment
    frame: Frame


def draw_snapshot(page: Page) -> None:
    """Draw the block that makes a snapshot, for a visitor who may take one."""
    if not may_export(page.desk, Thing.SNAPSHOT):
        return
    with st.expander(_("离线快照"), icon=":material/tablet:"):
        st.caption(
            _("一个网页文件:地图、数字和各类未完成清单,停在本页的时刻。平板不联网、不连服务器也能打开。")
        )
        is_personal = page.may(Action.EXPORT, PERSONAL) and st.toggle(
            _("带未脱敏的姓名和电话(写入审计)"), key="snapshot-personal"
        )
        asked = (page.moment.operation_id, page.area_code, page.desk.store.key, is_personal, language())
        if st.button(_("生成快照"), key="snapshot-make", icon=":material/photo_camera:"):
            with st.spinner(_("正在生成快照……")):
                st.session_state[_MADE] = Made(asked, page.moment, _frame(page, is_personal=is_personal))
        kept = st.session_state.get(_MADE)
        if isinstance(kept, Made) and kept.asked == asked:
            _draw_made(kept, is_personal=is_personal)


def _frame(page: Page, *, is_personal: bool) -> Frame:
    at = clock_time(page.moment.as_of, "%Y-%m-%d %H:%M")
    title = _("快照 {area} {at}").format(area=page.area_name(page.area_code), at=at)
    return framed(sheet(page, is_personal=is_personal), title=title)


def _draw_made(kept: Made, *, is_personal: bool) -> None:
    offer = Offer(
        leaving=Leaving.SNAPSHOT,
        thing=Thing.SNAPSHOT,
        sheet="snapshot",
        name=f"stormdesk-{clock_time(kept.moment.as_of, '%Y%m%d-%H%M')}.html",
        mime="text/html",
        operation_id=kept.moment.operation_id,
        is_personal=is_personal,
    )
    size = len(kept.frame.page.encode()) // 1024
    st.caption(_("{at} 的快照,{size} KB").format(at=clock_time(kept.moment.as_of), size=whole(size)))
    draw_offer(_("下载快照"), offer, lambda: Ready(None, partial(sealed, kept.frame)), key="snapshot-take")
