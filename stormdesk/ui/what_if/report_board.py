"""The report of the storm's clock: history and three suppositions side by side, reckoned once and kept."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from stormdesk.outlook.what_if_kept import keep_report, kept_path, kept_report
from stormdesk.outlook.what_if_report import LIMITS, Figures, Report, Variant, reported
from stormdesk.outlook.what_if_told import Progress
from stormdesk.report.table_file import Cell
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet
from stormdesk.ui.text import _
from stormdesk.ui.what_if.asked import supposed_words
from stormdesk.ui.what_if.running import Run, run_of, start
from stormdesk.ui.what_if.tables import work_name

SAME, WHOLE_FROM = 0.05, 100.0


def draw_report(page: Page, end: datetime) -> None:
    """Draw the kept report, or how far it is, or the button that begins it."""
    path = kept_path(page.desk, page.moment.operation_id, end, page.desk.settings.home)
    kept = kept_report(path)
    if kept is not None:
        _draw_kept(page, kept)
        return
    run = run_of(str(path))
    if run is None:
        st.caption(_("三案一起重算整场,要几十秒到几分钟;算好就留存,数据不变不再重算。"))
        if not st.button(_("生成三案报告"), type="primary", key="what-if-report"):
            return
        run = start(str(path), _Work(page, end, path))
    draw_running(run)


class _Work:
    """What runs behind the page: reckon the report and keep it."""

    def __init__(self, page: Page, end: datetime, path: Path) -> None:
        self._ground, self._operation_id = page.desk, page.moment.operation_id
        self._end, self._path = end, path

    def __call__(self, progress: Progress) -> None:
        report = reported(self._ground, self._operation_id, self._end, progress)
        keep_report(self._path, report)


def draw_running(run: Run) -> None:
    """Say how far it is, every two seconds, and draw the page anew when it is done."""

    @st.fragment(run_every=2)
    def watch() -> None:
        if not run.future.done():
            st.progress(min(run.share, 1.0), text=_("正在后台重算,可以离开本页……"))
            return
        if (error := run.future.exception()) is not None:
            raise error
        st.rerun()

    watch()


def _draw_kept(page: Page, report: Report) -> None:
    names = [variant_name(one) for one in report.variants]
    draw_template(
        "what_if_report",
        operation=str(page.operation.get("name_zh") or report.operation_id),
        drill=_("演练,合成数据") if page.operation.get("is_synthetic") else "",
        span=_("{start} 至 {end},每 {n} 小时读一次时限,共 {readings} 次").format(
            start=clock_time(report.start),
            end=clock_time(report.end),
            n=whole(report.every_h),
            readings=whole(report.readings),
        ),
        names=names,
        rows=figure_rows(report),
        unknown=_("另有 {n} 项风圈未知,不在人时之内。").format(n=whole(report.history.figures.unknown))
        if report.history.figures.unknown
        else "",
        limits=[_(limit) for limit in LIMITS],
    )
    draw_sheet(works_sheet(page, report, names), key="what-if-report-works")


def variant_name(variant: Variant) -> str:
    """A column's heading: history, or what is supposed."""
    return _("当时(历史)") if variant.key == "history" else supposed_words(variant.assumptions)


def figure_rows(report: Report) -> list[dict[str, object]]:
    """The report's lines: each world's figure, and for each supposition how it differs from history."""
    return [
        {
            "label": label,
            "cells": [
                {
                    "value": _number(getattr(one.figures, name)),
                    "more": "" if one is report.history else _more(report.history.figures, one.figures, name),
                }
                for one in report.variants
            ],
        }
        for name, label in _labels().items()
    ]


def _labels() -> dict[str, str]:
    return {
        "late": _("逾期的工作(项)"),
        "newly_late": _("新逾期(项)"),
        "no_longer_late": _("不再逾期(项)"),
        "people_7_h": _("转移人员和船员在七级风中(人时)"),
        "people_10_h": _("转移人员和船员在十级风中(人时)"),
        "workers_7_h": _("工地工人在七级风中(人时)"),
        "workers_10_h": _("工地工人在十级风中(人时)"),
        "site_hours": _("代价:停工(工地·时)"),
        "boat_days": _("代价:停航(船·日)"),
    }


def _number(value: float) -> str:
    return whole(round(value)) if abs(value) >= WHOLE_FROM or value == int(value) else f"{value:.1f}"


def _more(was: Figures, supposed: Figures, name: str) -> str:
    if name in {"newly_late", "no_longer_late"}:
        return ""
    before, after = float(getattr(was, name)), float(getattr(supposed, name))
    more = after - before
    if abs(before) >= WHOLE_FROM and abs(after) >= WHOLE_FROM:
        # Both stand there without fractions, and so must what lies between them.
        more = float(round(after) - round(before))
    if abs(more) < SAME:
        return _("与当时相同")
    return (_("多 {n}") if more > 0 else _("少 {n}")).format(n=_number(abs(more)))


def works_sheet(page: Page, report: Report, names: Sequence[str]) -> Sheet:
    """How much of each kind of work was late in each world."""
    kinds = [(one.subject, one.facet) for one in report.history.works]
    late = [{(one.subject, one.facet): one.late for one in variant.works} for variant in report.variants]
    rows: list[list[Cell]] = [
        [work_name(page.county, *kind), *(world.get(kind) for world in late)] for kind in kinds
    ]
    return Sheet(
        name="what-if-report",
        header=[_("要做的事(逾期项数)"), *names],
        rows=rows,
        empty=_("没有要做的事。"),
        about=about_page(page, _("推演报告")),
    )
