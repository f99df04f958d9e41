"""What needs a look first: gauges above a mark, rising to one, or not to be trusted."""

import streamlit as st

from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose
from stormdesk.ui.text import _
from stormdesk.ui.water.board import Alert, Board
from stormdesk.ui.water.explain import draw_why, why_level, why_rain
from stormdesk.ui.water.words import KINDS, age_words, crossing_words, metres, rain_words, standing_words

LONGEST = 8


def draw_alerts(page: Page, board: Board) -> None:
    """Draw the gravest exceptions; all of them stand in the tables below."""
    if board.water.unlisted:
        said = _("{n} 个测站有读数而不在名单上,未计入:{names}")
        names = _("、").join(board.water.unlisted[:LONGEST])
        draw_template("storm_note", text=said.format(n=len(board.water.unlisted), names=names))
    if not board.gauges:
        draw_template("empty", text=_("这个范围的名单里没有雨量、水位、潮位测站;可在数据页导入测站名单。"))
        return
    if not board.alerts:
        draw_template("empty", text=_("没有达到标准值、涨向标准值或失联的测站。"))
        return
    with st.container(key="water-alerts"):
        for alert in board.alerts[:LONGEST]:
            _draw(page, alert)
    if len(board.alerts) > LONGEST:
        st.caption(_("另有 {n} 站,见下表。").format(n=len(board.alerts) - LONGEST))


def _draw(page: Page, alert: Alert) -> None:
    gauge_id = alert.gauge.gauge_id
    line, why, look = st.columns([10, 1.6, 1.6], vertical_alignment="center")
    with line:
        draw_template(
            "water_alert",
            weight=int(alert.weight),
            name=alert.gauge.name,
            kind=_(KINDS[alert.gauge.kind]),
            place=page.area_name(alert.gauge.township_code) if alert.gauge.township_code else "",
            value=_value(alert),
            state=_state(alert),
            ahead=crossing_words(alert.crossing, page.moment.as_of) if alert.crossing else "",
            age=_("{age} 前").format(age=age_words(alert.sensor.age)),
        )
    with why:
        lines = (
            why_rain(page, alert.rain)
            if alert.rain
            else why_level(page, alert.level)
            if alert.level
            else iter(())
        )
        draw_why(lines, label=_("依据"), key=f"water-alert-{gauge_id}")
    with look:
        st.button(_("看图"), key=f"water-look-{gauge_id}", on_click=_look, args=(gauge_id,), width="stretch")


def _look(gauge_id: str) -> None:
    choose(gauge=gauge_id)


def _value(alert: Alert) -> str:
    if alert.level is not None:
        return metres(alert.level.value_m)
    return "" if alert.rain is None else _("24小时 {mm} mm").format(mm=rain_words(alert.rain.over(24)))


def _state(alert: Alert) -> str:
    flaws = _("、").join(_(flaw) for flaw in alert.sensor.flaws)
    if alert.level is None:
        return flaws
    words = standing_words(alert.level)
    return f"{words} · {flaws}" if flaws else words
