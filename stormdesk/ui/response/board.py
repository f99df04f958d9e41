"""The response page's parts in reading order."""

import streamlit as st

from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.bars import history_figure
from stormdesk.ui.response.duties import directives_sheet, directives_tile, units_sheet, units_tile
from stormdesk.ui.response.history import levels_sheet, proposals_sheet, signals_sheet
from stormdesk.ui.storm.plot import show
from stormdesk.ui.storm.sheet import draw_sheet
from stormdesk.ui.text import _


def draw_history(page: Page) -> None:
    """Draw levels and signals against time."""
    figure = history_figure(page, page.ask("response/levels"), page.ask("response/signal_history"))
    if figure is None:
        draw_template("empty", text=_("此刻之前没有启动过响应,也没有发布过预警信号。"))
        return
    show(figure, key="response-history")
    st.caption(
        _(
            "级别是指挥部的决定,预警信号是气象部门的发布。本系统自带的级别规则由公开资料整理,不是本地预案原文。"
        )
    )


def draw_duties(page: Page) -> None:
    """Draw how far units and directives are, in figures."""
    units, directives = page.ask("response/units"), page.ask("response/directives")
    draw_template("tiles", tiles=[units_tile(page, units), directives_tile(directives)])


def draw_tables(page: Page) -> None:
    """Draw the tables, one tab each."""
    sheets = {
        _("督办"): directives_sheet(page, page.ask("response/directives")),
        _("成员单位"): units_sheet(page, page.ask("response/units")),
        _("响应历史"): levels_sheet(page, page.ask("response/levels")),
        _("提请与批准"): proposals_sheet(page, page.ask("response/proposals")),
        _("预警信号"): signals_sheet(page, page.ask("response/signal_history")),
    }
    tabs = st.tabs([f"{title} {len(sheet.rows)}" for title, sheet in sheets.items()])
    for tab, sheet in zip(tabs, sheets.values(), strict=True):
        with tab:
            draw_sheet(sheet, key=f"response-{sheet.name}")
