"""One case opened: its figures, levels and course, what went wrong, and what is to be done."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.after_action import LONGEST_WORDS, OpenItem
from stormdesk.domain.case import Case
from stormdesk.domain.case_line import CaseLine
from stormdesk.domain.measures.definitions import DEFINITIONS
from stormdesk.domain.measures.records import Measure
from stormdesk.door.cases import CASE, note
from stormdesk.outlook.case_library import closing, failed
from stormdesk.outlook.cases import items_at
from stormdesk.ui.cases.adding import draw_adding
from stormdesk.ui.cases.course import draw_course
from stormdesk.ui.cases.words import day_words, kind_words, owner_words, status_words
from stormdesk.ui.data.held import close, draw_deed
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.header import hazard_name
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.words import level_name
from stormdesk.ui.text import _, language

ASKED: Final = "cases-failed"
REPORT: Final = "report"
UNITS: Final = {
    "h": "h",
    "person": "人",
    "village_h": "村·h",
    "person_h": "人·h",
    "count": "",
    "percent": "%",
}


def draw_case(page: Page, case: Case) -> None:
    """Draw one case from its figures down to its items."""
    with st.container(border=True, key="sd-cases-one"):
        st.subheader(literal(case.name(language())))
        until = day_words(case.ended_at)
        st.caption(
            literal(f"{kind_words(case)} · {day_words(case.began_at)} — {until} · {case.note or case.source}")
        )
        st.button(_("收起"), key="cases-one-close", on_click=close, args=("case",))
        _draw_figures(page, case)
        _draw_levels(page, case)
        draw_course(page, case)
        _draw_failures(page, case)
        items = [one for one in items_at(page.desk, page.moment) if one.case_id == case.case_id]
        _draw_items(items)
        draw_adding(page, case)


def _draw_figures(page: Page, case: Case) -> None:
    told = closing(page.desk, case, page.moment)
    if told is not None:
        tiles = (
            (_("应转移(人)"), told.target, _("结束时")),
            (_("已转移(人)"), told.moved, _("一人只计一次")),
            (_("尚未返回(人)"), told.away_now, _("结束时")),
            (_("责任人曾到岗"), told.on_post, _("人")),
            (_("船舶曾在港"), told.in_port, _("艘")),
            (_("工地曾停工"), told.stopped, _("个")),
            (_("避灾场所曾开放"), told.opened, _("个")),
        )
        tiled = [{"label": a, "value": whole(b), "note": c, "state": "plain"} for a, b, c in tiles]
        draw_template("tiles", tiles=tiled)
    if case.figures:
        _draw_papers(case.figures)
    elif told is None:
        draw_template("empty", text=_("没有台账,也没有录入公开数字。"))


def _draw_papers(figures: Sequence[CaseLine]) -> None:
    draw_table(
        {
            _("公开数字"): [
                one.name_en or one.name_zh if language() == "en" else one.name_zh for one in figures
            ],
            _("数值"): [None if one.value is None else f"{one.value:g}" for one in figures],
            _("单位"): [one.unit or "" for one in figures],
            _("出处"): [one.source or "—" for one in figures],
        },
        key="cases-figures",
    )


def _draw_levels(page: Page, case: Case) -> None:
    if not case.levels:
        return
    names = page.county.reference
    draw_table(
        {
            _("级别"): [
                f"{hazard_name(one.hazard)} {level_name(names, one.level_code)}" for one in case.levels
            ],
            _("起"): [clock_time(one.starts_at, "%Y-%m-%d %H:%M") for one in case.levels],
            _("止"): [clock_time(one.ends_at, "%Y-%m-%d %H:%M") for one in case.levels],
            _("历时(小时:分)"): [
                duration(one.ends_at - one.starts_at) if one.ends_at else "—" for one in case.levels
            ],
        },
        key="cases-levels",
    )


def _draw_failures(page: Page, case: Case) -> None:
    """Draw what the ledger shows to have gone wrong, and what people report of it beside the numbers."""
    st.markdown("**" + _("哪里没做好") + "**")
    notes = {one.key: one for one in case.notes}
    if case.has_ledger:
        _draw_measured(page, case)
    report = notes.get(REPORT)
    if report is not None:
        draw_template("cases_item", title=_("复盘意见"), lines=[(_("意见"), report.name_zh)])
    if page.may(Action.RECORD, CASE):
        _draw_noting(page, case, REPORT, report)


def _draw_measured(page: Page, case: Case) -> None:
    if st.session_state.get(ASKED) != case.case_id:
        st.button(
            _("从台账整理(首次约需半分钟)"),
            key="cases-failed-ask",
            icon=":material/query_stats:",
            on_click=lambda: st.session_state.update({ASKED: case.case_id}),
        )
        return
    with st.spinner(_("正在从台账整理……")):
        found = failed(page.desk, case, page.moment)
    if not found:
        draw_template("empty", text=_("台账里没有逾期、静默、账目差额或空缺。"))
        return
    draw_table(
        {
            _("不足"): [_(DEFINITIONS[one.key.partition(".")[0]].title) for one in found],
            _("哪一类"): [_about(page, one) for one in found],
            _("数值"): [f"{one.value:,.1f}".removesuffix(".0") for one in found],
            _("单位"): [_(UNITS[one.unit]) if UNITS[one.unit] else "" for one in found],
            _("算法"): [_(DEFINITIONS[one.key.partition(".")[0]].formula) for one in found],
        },
        key="cases-failed-table",
        title=_("哪里没做好"),
    )
    st.caption(_("数字由台账折算,不能改;复盘意见另写,不覆盖数字。"))


def _about(page: Page, one: Measure) -> str:
    subject = one.subject or next((w for w in one.key.split(".")[1:] if not w.isdigit()), "")
    names = {
        "responsible_person": _("责任人"),
        "evacuee": _("转移人员"),
        "vessel": _("船舶"),
        "site": _("工地"),
        "shelter": _("避灾场所"),
    }
    level = level_name(page.county.reference, one.level_code) if one.level_code else ""
    if one.code == "level_wait" and level:
        return f"{hazard_name(one.key.split('.')[1])} {level}"
    return names.get(subject, "") or level or "—"


def _draw_noting(page: Page, case: Case, key: str, known: CaseLine | None) -> None:
    with st.expander(_("写复盘意见"), icon=":material/edit:"):
        text = st.text_area(
            _("复盘意见(不写人名)"),
            value=known.name_zh if known else "",
            max_chars=LONGEST_WORDS,
            key=f"cases-note-{case.case_id}",
        )
        draw_deed(
            _("保存意见"),
            _("保存为这场的复盘意见?原来的意见仍在库里。"),
            _note,
            page,
            case.case_id,
            key,
            text,
            key=f"cases-note-save-{case.case_id}",
        )


def _note(page: Page, case_id: str, key: str, text: str) -> str:
    note(page.desk, case_id, key, text)
    return _("意见已保存。")


def _draw_items(items: Sequence[OpenItem]) -> None:
    st.markdown("**" + _("整改事项") + "**")
    if not items:
        draw_template("empty", text=_("这场没有整改事项。"))
        return
    draw_table(
        {
            _("事项"): [one.key for one in items],
            _("内容"): [one.title(language()) for one in items],
            _("状态"): [status_words(one) for one in items],
            _("责任单位"): [owner_words(one) for one in items],
            _("时限"): [day_words(one.due_at) for one in items],
        },
        key="cases-one-items",
    )
