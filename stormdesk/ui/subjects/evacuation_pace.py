"""Each township's pace against its deadline: when it finishes at the last hour's rate, with its band."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from stormdesk.domain.pace import Ahead, PaceState
from stormdesk.outlook.pace import township_pace
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw, duration
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _


def draw_pace(page: Page) -> None:
    """Draw the townships, those that finish after their deadline first."""
    st.subheader(_("各乡镇按现速何时完成"), anchor=False)
    found = township_pace(page.desk, page.moment, "evacuee", page.area_code)
    if not found:
        draw("empty", text=_("还没有列入应转移名单的人。"))
        return
    table = pace_table(page, found)
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        key="evacuation-pace",
        column_config={_("时限"): st.column_config.DatetimeColumn(_("时限"), format="MM-DD HH:mm")},
    )
    st.caption(_("按近 1 小时的记录推算;括号里是记录这么少时可能的最早和最晚,记录太少不推算。"))
    with st.container(horizontal=True):
        draw_downloads(page, _("各乡镇按现速何时完成"), table, key="evacuation-pace")


def pace_table(page: Page, found: Mapping[str, Ahead]) -> pd.DataFrame:
    """One line per township, the latest against its deadline first, the finished ones last."""
    ordered = sorted(found.items(), key=_urgency)
    limits = [one.deadline_at for _code, one in ordered]
    return pd.DataFrame(
        {
            _("乡镇"): [page.area_name(code) for code, _one in ordered],
            _("未转移(人)"): [one.left for _code, one in ordered],
            _("近 1 小时(人)"): [round(one.gain.amount) for _code, one in ordered],
            _("记录数"): [one.gain.reports for _code, one in ordered],
            _("按现速完成"): [finish_words(one) for _code, one in ordered],
            _("时限"): beijing(pd.Series(limits, dtype=object)).to_numpy(),
            _("比时限"): [slack_words(one) for _code, one in ordered],
        }
    )


def finish_words(one: Ahead) -> str:
    """When it would be finished, with the band; or why nothing is claimed."""
    said = {
        PaceState.FINISHED: _("✓ 完成"),
        PaceState.TOO_FEW: _("? 记录太少({n} 条),不推算").format(n=one.gain.reports),
        PaceState.STALLED: _("近 1 小时没有进展"),
        PaceState.FALLING: _("近 1 小时在减少"),
        PaceState.UNKNOWN: _("? 尚无记录"),
    }
    if one.state in said:
        return said[one.state]
    if one.finish_at is None:
        return _("按此速十天内完不成")
    latest = clock_time(one.latest_at) if one.latest_at else _("说不准")
    return f"{clock_time(one.finish_at)}({clock_time(one.earliest_at)}–{latest})"


def slack_words(one: Ahead) -> str:
    """How long before or after its deadline, and whether that is sure; a dash where nobody can say."""
    if one.slack is None:
        return "—"
    is_late = one.slack.total_seconds() < 0
    told = (_("! 晚 {time}") if is_late else _("早 {time}")).format(time=duration(abs(one.slack)))
    return told if one.is_surely_late is not None else _("{told} · 不一定").format(told=told)


def _urgency(pair: tuple[str, Ahead]) -> tuple[int, float, str]:
    code, one = pair
    if one.state is PaceState.FINISHED:
        return (2, 0.0, code)
    return (1, -float(one.left), code) if one.slack is None else (0, one.slack.total_seconds(), code)
