"""Warnings in force: a row of badges, the table with the fields that the law asks for, and the past."""

from collections.abc import Sequence

import streamlit as st

from stormdesk.domain.warning_force import StandingWarning
from stormdesk.outlook.warnings import warnings_at
from stormdesk.report.table_file import Cell
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.sources import source_name
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet
from stormdesk.ui.table_choice import first_ticked
from stormdesk.ui.text import _
from stormdesk.ui.warnings.words import (
    area_words,
    beginning,
    colour_name,
    end_words,
    ended,
    force_name,
    full_name,
    kind_name,
    told,
)


def draw_warnings(page: Page, *, key: str = "warnings") -> None:
    """Draw the warnings that count, those that do not any more, and each one's fields when it is picked."""
    found = warnings_at(page.desk, page.moment, area_code=page.area_code)
    counted = [one for one in found if one.is_in_force]
    draw_template("warnings", badges=[_badge(page, one) for one in counted])
    views = {
        "now": _("生效中 {n}").format(n=len(counted)),
        "all": _("全部 {n}").format(n=len(found)),
    }
    picked = st.segmented_control(
        _("看哪些预警"),
        list(views),
        default="now",
        required=True,
        format_func=views.__getitem__,
        label_visibility="collapsed",
        key=f"{key}-view",
    )
    shown = counted if picked != "all" else sorted(found, key=_newest)
    state = draw_sheet(_sheet(page, shown), key=key, on_select="rerun", selection_mode="single-row")
    picked_row = first_ticked(state, len(shown))
    if picked_row is not None:
        one = shown[picked_row]
        draw_template("warnings_one", title=full_name(one), lines=_fields(page, one))
    st.caption(
        _(
            "预警由气象等部门发布,与应急响应级别是两回事,只作响应级别的下限参考。"
            "同一预警由多个来源报来时只计一次;点一行看全文和替代关系。"
        )
    )


def _newest(one: StandingWarning) -> float:
    return -one.warning.issued_at.timestamp()


def _badge(page: Page, one: StandingWarning) -> dict[str, object]:
    return {
        "colour": one.warning.colour or "none",
        "name": full_name(one),
        "since": one.begins_at,
        "until": end_words(one),
        "area": area_words(page, one),
    }


def _sheet(page: Page, shown: Sequence[StandingWarning]) -> Sheet:
    return Sheet(
        name="warnings",
        header=[
            _("类别"),
            _("等级"),
            _("状态"),
            _("起始时间"),
            _("截止时间"),
            _("影响范围"),
            _("警示事项"),
            _("应对措施"),
            _("发布单位"),
            _("发布时间"),
            _("来源"),
        ],
        rows=[_row(page, one) for one in shown],
        empty=_("此刻没有生效的预警。"),
        about=about_page(page, _("预警")),
    )


def _row(page: Page, one: StandingWarning) -> list[Cell]:
    warning = one.warning
    return [
        kind_name(one),
        colour_name(one),
        force_name(one),
        one.begins_at,
        end_words(one),
        area_words(page, one),
        told(warning.text or warning.title),
        told(warning.advice),
        warning.issuer,
        warning.issued_at,
        "、".join(source_name(source) for source in one.sources),
    ]


def _fields(page: Page, one: StandingWarning) -> list[tuple[str, str]]:
    """One warning in full: the law's fields, then where it comes from and what became of it."""
    warning = one.warning
    replaced = "、".join(warning.supersedes)
    return [
        (_("标题"), warning.title),
        (_("类别"), kind_name(one)),
        (_("等级"), colour_name(one)),
        (_("起始时间"), beginning(one)),
        (_("截止时间"), end_words(one)),
        (_("影响范围"), area_words(page, one)),
        (_("警示事项"), told(warning.text)),
        (_("应对措施"), told(warning.advice)),
        (_("发布单位"), warning.issuer),
        (_("发布时间"), clock_time(warning.issued_at)),
        (_("状态"), ended(one, page.moment.as_of)),
        (_("替代"), told(replaced)),
        (_("编号"), warning.warning_id),
        (_("来源"), "、".join(source_name(source) for source in one.sources)),
        (_("得知"), clock_time(one.recorded_at)),
        (_("依据"), _("突发事件应对法 第六十四条:预警应当写明的各项;规则见方法说明 warnings")),
    ]
