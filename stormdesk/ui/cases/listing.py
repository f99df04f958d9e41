"""The cases as a list, by month of the last three years, and one of them opened."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.case import YEARS_BACK, Case, in_month, months_of
from stormdesk.domain.moment import BEIJING
from stormdesk.door.cases import CASE
from stormdesk.outlook.case_library import cases_at
from stormdesk.ui.cases.entering import draw_entering
from stormdesk.ui.cases.one import draw_case
from stormdesk.ui.cases.words import day_words, gravest_words, kind_words, month_words, open_words
from stormdesk.ui.data.held import opened
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _, language

OPENED: Final = "case"
RECENT, EVERY = "recent", "every"


def draw_library(page: Page) -> None:
    """Draw the list of cases and the one that is open."""
    cases = cases_at(page.desk, page.moment)
    if page.may(Action.RECORD, CASE):
        draw_entering(page)
    if not cases:
        draw_template(
            "empty", text=_("此刻还没有案例。响应结束后自动成为案例;往次台风可以录入或从文件导入。")
        )
        return
    shown = _chosen(page, cases)
    if shown:
        _draw_table(page, shown)
    else:
        draw_template("empty", text=_("近{n}年这个月没有案例。").format(n=YEARS_BACK))
    case = next((one for one in cases if one.case_id == opened(OPENED)), None)
    if case is None:
        st.caption(_("点一行看这场的路径、数字、不足和整改事项。"))
        return
    draw_case(page, case)


def _chosen(page: Page, cases: Sequence[Case]) -> tuple[Case, ...]:
    """Draw the choice of years and month: one looks back at the same month of the last three years."""
    years = {RECENT: _("近{n}年").format(n=YEARS_BACK), EVERY: _("全部年份")}
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        span = st.segmented_control(
            _("年份"),
            list(years),
            default=EVERY,
            required=True,
            format_func=years.__getitem__,
            key="cases-years",
        )
    with right:
        month = st.selectbox(
            _("月份(历史预警:逐月看近三年)"),
            range(1, 13),
            index=None,
            placeholder=_("全年"),
            format_func=month_words,
            key="cases-month",
        )
    if span == RECENT:
        return in_month(cases, month, year=page.moment.as_of.astimezone(BEIJING).year)
    return tuple(one for one in cases if month is None or month in months_of(one))


def _draw_table(page: Page, cases: Sequence[Case]) -> None:
    draw_table(
        {
            _("案例"): [one.name(language()) for one in cases],
            _("来源"): [kind_words(one) for one in cases],
            _("起"): [day_words(one.began_at) for one in cases],
            _("止"): [day_words(one.ended_at) for one in cases],
            _("最高级别"): [gravest_words(page, one) for one in cases],
            _("整改事项"): [open_words(one) for one in cases],
        },
        key="cases-list",
        ids=[one.case_id for one in cases],
        opens=OPENED,
        title=_("历次案例"),
    )
