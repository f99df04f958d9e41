"""The row of tools under the header: area, moment, drill controls, language."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import streamlit as st

from stormdesk.domain.access.records import ROLE_NAMES, TOWNSHIP_DIGITS, Action
from stormdesk.domain.moment import BEIJING, Clock, ClockMode, exact_instant, show_instant
from stormdesk.door.audit import Kind
from stormdesk.ui.literal import literal
from stormdesk.ui.pad.link import has_pad, pad_url
from stormdesk.ui.page import Page, open_page
from stormdesk.ui.render import draw
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.storm.sheet import instant
from stormdesk.ui.text import LANGUAGES, _, language

CONTROL = "drill-control"
SPEEDS = (1, 10, 60, 300, 900)


def draw_tools(page: Page) -> None:
    """Draw the tools; each writes the address or the server's clock."""
    if page.is_device:
        return
    with st.container(key="sd-tools"):
        _draw_row(page)


def _draw_row(page: Page) -> None:
    places = st.columns([3, 3, 2, 2, 1.4, 2.2], vertical_alignment="bottom")
    township, village, moment, drill, tongue, visitor = places
    with township:
        _choose_township(page)
    with village:
        _choose_village(page)
    with moment:
        _draw_opening(page, "rewind", _("倒带"), ":material/history:", _rewind)
    with drill:
        if _may_control(page):
            _draw_opening(page, CONTROL, _("演练控制"), ":material/speed:", _control)
    with tongue:
        if st.button("English" if language() == "zh" else "中文", width="stretch"):
            choose(lang="en" if language() == "zh" else None)
            st.rerun()
    with visitor, st.popover(literal(page.visitor.name), icon=":material/person:", width="stretch"):
        _tell_who(page)


@st.fragment
def _draw_opening(page: Page, key: str, title: str, icon: str, draw_inside: Callable[[Page], None]) -> None:
    """Draw what opens, its content as things stand when it is opened and not when the page was drawn.

    Its box is as high as the content from the first, lest it open where there is no room for that.
    """
    opening = st.popover(title, icon=icon, width="stretch", key=key, on_change="rerun")
    with opening, st.container(key=f"sd-inside-{key}"):
        draw("tools_inside", title=title)
        if opening.open:
            draw_inside(open_page(page.name))


def _may_control(page: Page) -> bool:
    return page.clock.mode is ClockMode.DRILL and page.may(Action.MANAGE, "clock")


def _tell_who(page: Page) -> None:
    """Say who is signed in as what, with the ways to his account and out."""
    own = page.visitor.held_to
    draw(
        "visitor",
        visitor=page.visitor,
        role=_(ROLE_NAMES[page.visitor.role]),
        area=page.area_name(own) if own != "" else _("没有写明辖区"),
        pad_url=pad_url() if has_pad(page.may) else "",
        has_access=page.may(Action.READ, "access"),
        spoken="" if language() == LANGUAGES[0] else f"?lang={language()}",
    )


def _choose_township(page: Page) -> None:
    own = page.visitor.held_to
    codes = ["", *(township.code for township in page.county.townships)] if own is None else [own[:9]]
    current = (page.area_code or "")[:9]
    picked = st.selectbox(
        _("乡镇(街道)"),
        codes,
        index=codes.index(current) if current in codes else 0,
        format_func=lambda code: page.area_name(code) if code else _("全市"),
        disabled=len(codes) == 1,
    )
    if picked != current:
        choose(area=picked or None)
        st.rerun()


def _choose_village(page: Page) -> None:
    township = (page.area_code or "")[:9]
    own = page.visitor.held_to or ""
    codes = [township, *(village.code for village in page.county.villages_of(township))]
    codes = [own] if len(own) > TOWNSHIP_DIGITS else codes
    current = page.area_code or ""
    picked = st.selectbox(
        _("村(社区)"),
        codes,
        index=codes.index(current) if current in codes else 0,
        format_func=lambda code: page.area_name(code) if len(code) == 12 else _("全部"),
        disabled=not township or len(codes) == 1,
        key=f"village-of-{township}-{language()}",
    )
    if picked != current and township:
        choose(area=picked)
        st.rerun()


def _rewind(page: Page) -> None:
    shown = page.moment.as_of.astimezone(BEIJING)
    with st.form("rewind", border=False):
        day = st.date_input(_("日期"), shown.date())
        hour = st.time_input(_("时刻(北京时间)"), shown.time().replace(second=0, microsecond=0), step=600)
        belief = st.radio(
            _("所知"), ["then", "now"], format_func=lambda key: _BELIEFS()[key], horizontal=True
        )
        if st.form_submit_button(_("看这一刻"), type="primary", width="stretch"):
            as_of = datetime.combine(day, hour, BEIJING)
            choose(t=show_instant(as_of), known=exact_instant(last_known(page)) if belief == "now" else None)
            st.rerun()
    if page.is_rewound and st.button(_("回到当前时刻"), width="stretch"):
        choose(t=None, known=None)
        st.rerun()


def _BELIEFS() -> dict[str, str]:  # noqa: N802
    return {"then": _("当时所知"), "now": _("现在所知")}


def last_known(page: Page) -> datetime:
    """The latest instant at which anything is known in the operation: its end, or the clock's now."""
    closed = instant(page.operation.get("closed_at"))
    if closed is not None:
        return closed.astimezone(UTC) + timedelta(days=1)
    return page.desk.now()


def _control(page: Page) -> None:
    if not _may_control(page):
        st.rerun()
    clock, machine_at = page.clock, datetime.now(UTC)
    st.caption(_("所有屏幕一起走。"))
    if st.button(_("继续") if clock.is_paused else _("暂停"), width="stretch", type="primary"):
        _set_clock(page, clock.held(machine_at, is_paused=not clock.is_paused, by=page.visitor.account_id))
        st.rerun()
    speed = st.select_slider(
        _("速度(倍)"), SPEEDS, value=min(SPEEDS, key=lambda known: abs(known - clock.speed))
    )
    if speed != min(SPEEDS, key=lambda known: abs(known - clock.speed)):
        _set_clock(page, clock.paced(machine_at, speed=speed, by=page.visitor.account_id))
        st.rerun()
    _jump(page)


def _set_clock(page: Page, setting: Clock) -> None:
    """Set the clock of all screens; only the drill's control may."""
    shown = {"speed": setting.speed, "paused": setting.is_paused, "shown_at": show_instant(setting.shown_at)}
    with page.desk.deed(
        Action.MANAGE,
        "clock",
        Kind.SETTING,
        "clock_set",
        operation_id=setting.operation_id,
        detail=shown,
    ) as desk:
        desk.clock.set(setting)


def _jump(page: Page) -> None:
    opened, closed = (instant(page.operation.get(name)) for name in ("opened_at", "closed_at"))
    shown = page.desk.now().astimezone(BEIJING)
    if opened is None or closed is None:
        return
    with st.form("jump", border=False):
        first, last = opened.astimezone(BEIJING), closed.astimezone(BEIJING)
        # The clock may stand in another operation than the one that the address shows.
        day = st.date_input(
            _("跳到日期"),
            min(max(shown, first), last).date(),
            min_value=first,
            max_value=last,
        )
        hour = st.time_input(_("跳到时刻"), shown.time().replace(second=0, microsecond=0), step=600)
        if st.form_submit_button(_("跳转"), width="stretch"):
            to = datetime.combine(day, hour, BEIJING).astimezone(UTC)
            _set_clock(page, page.clock.moved(datetime.now(UTC), to=to, by=page.visitor.account_id))
            st.rerun()
    if chosen("t"):
        st.caption(_("本页正在倒带,不跟随演练时钟。"))
