"""The numbers of the bulletin: what each is, what it was in the last issue, and the rows behind it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from stormdesk.domain.papers import Facts, Mark
from stormdesk.report.papers.bulletin import KIND, figure_name
from stormdesk.report.papers.comparing import Change, Correction, changes, corrections, last_issue
from stormdesk.report.papers.figures import MOVED, Figure, figures
from stormdesk.report.papers.kinds import kind_named
from stormdesk.report.papers.wording import UNKNOWN
from stormdesk.ui.navigation import screen
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw, whole
from stormdesk.ui.reports.words import address, instant_words, number_words
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.text import _, language, named

MOST_ROWS = 1000


def draw_numbers(page: Page, mark: Mark) -> None:
    """Draw every number with the page of its rows, its difference to the last issue, and corrections."""
    known = figures(page.desk, page.moment)
    before = last_issue(page.desk, KIND, page.moment)
    told = {} if before is None else before.drafted.facts
    moved = {one.key: one for one in changes(told, {one.key: one.value for one in known})} if told else {}
    draw(
        "reports_figures",
        rows=[_row(one, told, moved, mark) for one in known],
        before=None if before is None else {"number": number_words(before), "moment": instant_words(before)},
        corrections=[
            _correction(one, known) for one in corrections(page.desk, kind_named(KIND), page.moment)
        ],
    )
    _draw_rows(page, known)


def _row(one: Figure, told: Facts, moved: dict[str, Change], mark: Mark) -> dict[str, object]:
    is_part = one.key.startswith(MOVED)
    before = told.get(one.key, 0 if is_part and told.get("moved") is not None else None)
    change = moved.get(one.key)
    delta = "" if change is None else "?" if change.delta is None else f"{change.delta:+.0f}"
    return {
        "name": figure_name(one, language(), _),
        "is_part": is_part,
        "value": _said(one.value),
        "unit": "" if one.value is None else _(one.unit),
        "before": _said(before) if is_part or one.key in told else "—",
        "delta": delta,
        "href": address(one.page, mark.moment),
        "page": _(screen(one.page).title),
    }


def _correction(one: Correction, known: Sequence[Figure]) -> dict[str, object]:
    named_by = {figure.key: figure for figure in known}
    figure = named_by.get(one.change.key)
    delta = "?" if one.change.delta is None else f"{one.change.delta:+.0f}"
    return {
        "number": number_words(one.paper),
        "moment": instant_words(one.paper),
        "name": one.change.key if figure is None else figure_name(figure, language(), _),
        "printed": _said(one.change.before),
        "now": _said(one.change.now),
        "unit": "" if figure is None else _(figure.unit),
        "delta": delta,
    }


def _said(value: object) -> str:
    """A number as it is shown; what nobody has said is unreported here as in the text."""
    return whole(value) if isinstance(value, int) else _(UNKNOWN)


def _draw_rows(page: Page, known: Sequence[Figure]) -> None:
    """The rows of the roster behind the people moved, in place."""
    choices = [one for one in known if one.key == "moved" or one.key.startswith(MOVED)]
    picked = st.selectbox(
        _("看转移人数的依据行"),
        choices,
        index=None,
        placeholder=_("选一项"),
        format_func=lambda one: f"{figure_name(one, language(), _)} {whole(one.value)}",
        key="reports-rows",
    )
    if picked is None:
        return
    category = picked.key.removeprefix(MOVED) if picked.key.startswith(MOVED) else None
    shown = _table(page, page.ask("papers/people", area_code=None, category=category))
    st.caption(_("{n} 行,合计 {persons} 人").format(n=len(shown), persons=whole(int(shown[_("人数")].sum()))))
    st.dataframe(shown.head(MOST_ROWS), hide_index=True, key=f"reports-rows-{category}", height=320)
    draw_downloads(page, _("转移人数依据行"), shown, key=f"reports-rows-{category}")


def _table(page: Page, found: pd.DataFrame) -> pd.DataFrame:
    words = page.ask("reference/categories").query("kind == 'evacuation'")
    categories = dict(zip(words["category"], words[named()], strict=True))
    statuses = page.ask("reference/statuses").query("subject == 'evacuee' and facet == 'move'")
    states = dict(zip(statuses["status"], statuses[named()], strict=True))
    return pd.DataFrame(
        {
            _("乡镇"): [page.area_name(code) for code in found["township_code"]],
            _("村(社区)"): [page.area_name(code) for code in found["village_code"]],
            _("类别"): [categories.get(code, code) for code in found["category"]],
            _("编号"): found["object_id"],
            _("人数"): found["persons"],
            _("现状"): [states.get(status, status) for status in found["status"]],
            _("转移时间"): beijing(found["done_since"]),
            _("记录编号"): found["event_id"],
        }
    )
