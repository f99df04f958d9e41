"""What is wrong with rule files: cells for which a rule set was refused, doubts about the one in force."""

from collections.abc import Sequence

import streamlit as st

from stormdesk.domain.table_problem import TableProblem
from stormdesk.ui.page import Page
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet
from stormdesk.ui.text import _


def draw_rule_problems(page: Page) -> None:
    """Draw the problems of refused rule sets and the doubts about the one in force; nothing when none."""
    rules = page.county.rules
    for rule_set_id, problems in rules.refused:
        title = _("规则 {name} 有误,未采用:{n} 处").format(name=rule_set_id, n=len(problems))
        _draw(page, title, problems, key=f"response-refused-{rule_set_id}")
    if rules.doubts:
        title = _("现行规则有 {n} 处存疑").format(n=len(rules.doubts))
        _draw(page, title, rules.doubts, key="response-doubts")


def _draw(page: Page, title: str, problems: Sequence[TableProblem], *, key: str) -> None:
    sheet = Sheet(
        name="rule_problems",
        header=[_("文件"), _("行"), _("列"), _("值"), _("违反的规则")],
        rows=[[one.file, one.row, one.column or "", one.value, _(one.rule)] for one in problems],
        empty=_("没有。"),
        about=about_page(page, title),
    )
    with st.expander(title):
        draw_sheet(sheet, key=key)
