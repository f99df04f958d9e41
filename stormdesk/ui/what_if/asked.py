"""What is supposed: the visitor's choices as assumptions, and the same in words."""

from datetime import datetime, timedelta

import streamlit as st

from stormdesk.domain.assumptions import AS_IT_IS, Assumptions, Edge
from stormdesk.domain.moment import Moment
from stormdesk.store.storms import read_forecasts
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

LEVEL_H, STORM_H, MOST_BUSES = 12, 24, 50
AGES_H = (0, 6, 12, 18, 24, 36, 48)


def edge_names() -> dict[Edge, str]:
    """Which edge of the agencies' band a deadline counts from, in words."""
    return {Edge.EARLIEST: _("最早"), Edge.MIDDLE: _("居中"), Edge.LATEST: _("最晚")}


def ask(page: Page, end: datetime) -> Assumptions | None:
    """Draw the choices; what is supposed when they are sent, else None."""
    with st.form("what-if", border=True):
        first, second, third = st.columns(3)
        level_h = first.slider(
            _("响应早启或晚启(小时)"), -LEVEL_H, LEVEL_H, 0, format="%+d", key="what-if-level"
        )
        storm_h = second.slider(
            _("台风早到或晚到(小时)"), -STORM_H, STORM_H, 0, format="%+d", key="what-if-storm"
        )
        buses = third.slider(_("每乡镇增加客车(辆)"), 0, MOST_BUSES, 0, key="what-if-buses")
        agency, age, edge, sent = _others(page, end)
    if not sent:
        return None
    return Assumptions(
        edge=edge,
        level_shift=timedelta(hours=level_h),
        storm_shift=timedelta(hours=storm_h),
        extra_buses=buses,
        agency=agency,
        forecast_age=timedelta(hours=age),
    )


def _others(page: Page, end: datetime) -> tuple[str | None, int, Edge, bool]:
    agency_at, age_at, edge_at, button_at = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    agency = agency_at.selectbox(
        _("只用一家机构的预报"),
        [None, *agencies(page, end)],
        format_func=lambda name: _("所有机构") if name is None else str(name),
        key="what-if-agency",
    )
    age = age_at.selectbox(
        _("用更早的预报"),
        AGES_H,
        format_func=lambda hours: _("当时最新") if not hours else _("早 {n} 小时").format(n=hours),
        key="what-if-age",
    )
    names = edge_names()
    edge = edge_at.selectbox(
        _("各机构到达时间取"), list(names), format_func=names.__getitem__, key="what-if-edge"
    )
    sent = button_at.form_submit_button(_("推演"), type="primary", width="stretch", key="what-if-run")
    return agency, age, edge, sent


def agencies(page: Page, end: datetime) -> list[str]:
    """The agencies that forecast the operation's storm, in the county's order."""
    if page.storm_id is None:
        return []
    known = read_forecasts(page.desk.store, page.storm_id, Moment(page.moment.operation_id, end, end))
    first = [agency for agency in page.county.profile.storm_agencies if agency in known]
    return [*first, *sorted(set(known) - set(first))]


def supposed_words(supposed: Assumptions) -> str:
    """What is supposed, in one line."""
    said = [
        _shift(supposed.level_shift, _("响应早启 {n} 小时"), _("响应晚启 {n} 小时")),
        _shift(supposed.storm_shift, _("台风早到 {n} 小时"), _("台风晚到 {n} 小时")),
        _("每乡镇增加客车 {n} 辆").format(n=supposed.extra_buses) if supposed.extra_buses else "",
        _("只用 {name} 的预报").format(name=supposed.agency) if supposed.agency else "",
        _older(supposed),
        ""
        if supposed.edge is AS_IT_IS.edge
        else _("取各机构{edge}").format(edge=edge_names()[supposed.edge]),
    ]
    return " · ".join(filter(None, said)) or _("什么都不变(应与历史完全一致)")


def _older(supposed: Assumptions) -> str:
    hours = int(supposed.forecast_age / timedelta(hours=1))
    return _("用早 {n} 小时的预报").format(n=hours) if hours else ""


def _shift(shift: timedelta, earlier: str, later: str) -> str:
    hours = int(shift / timedelta(hours=1))
    return "" if not hours else (earlier if hours < 0 else later).format(n=abs(hours))
