"""One storm's measures, the worst first, and the rows behind the one that is tapped."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from stormdesk.domain.measures.definitions import DEFINITIONS, severity
from stormdesk.domain.measures.folding import counting
from stormdesk.domain.measures.records import SUBJECTS, Measure
from stormdesk.domain.moment import Moment
from stormdesk.outlook.measures import frame_of
from stormdesk.report.table_file import Cell
from stormdesk.ui.measures.words import COLUMNS, Names, said
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_printed, draw_sheet, instant
from stormdesk.ui.subjects.download import about
from stormdesk.ui.table_choice import clicked_rows
from stormdesk.ui.text import _

LONGEST = 1000
_FULL = "%Y-%m-%d %H:%M"
# A number nearer to nought than this is neither good nor bad.
EVEN = 1e-9


def judged(measure: Measure, *, is_over: bool) -> str:
    """Whether a measure is good, middling or bad, by sign and word; nothing where neither way is better.

    What is good while the response still stands is good so far: the wind may be to come.
    """
    if measure.better is None:
        return ""
    if measure.value is None:
        return _("? 不知")
    weight = severity(measure)
    if weight <= EVEN:
        return _("● 良好") if is_over else _("● 至今良好")
    return _("▲ 欠佳") if weight >= 1 else _("△ 一般")


def worst_first(measures: Sequence[Measure]) -> list[Measure]:
    """The measures of the whole area, the worst first; those that have no number before the good ones."""

    def place(one: Measure) -> tuple[bool, int, float]:
        weight = severity(one)
        return one.better is None, 1 if one.value is None else 0 if weight > EVEN else 2, -weight

    return sorted((one for one in measures if one.area_code is None), key=place)


def measures_sheet(page: Page, names: Names, measures: Sequence[Measure], moment: Moment) -> Sheet:
    """The measures as a table."""
    closed_at = instant(page.operation.get("closed_at"))
    is_over = closed_at is not None and closed_at <= moment.as_of
    return Sheet(
        name="measures",
        header=[_("指标"), _("数值"), _("评判"), _("时刻"), _("算法"), _("依据")],
        rows=[
            [
                names.called(one),
                said(one),
                judged(one, is_over=is_over),
                one.at,
                _(DEFINITIONS[one.code].formula),
                one.rows.question if one.rows else "",
            ]
            for one in measures
        ],
        empty=_("没有可评估的响应。"),
        about=about_page(page, _("评估指标"), moment=moment),
    )


def draw_measures(page: Page, names: Names, measures: Sequence[Measure], moment: Moment) -> None:
    """Draw the table and, under it, the tapped measure's rows; then margins township by township."""
    ordered = worst_first(measures)
    st.caption(_("欠佳的在前;点一行看它由哪些记录算出。排序只按轻重,不作考核。"))
    st.caption(_("“逾期”按大风实到的时限算;回放按当时所告的时限算,两页的数因此不同。"))
    sheet = measures_sheet(page, names, ordered, moment)
    draw_printed(sheet, _foot(page, moment))
    state = draw_sheet(
        sheet,
        key="measures-table",
        on_select="rerun",
        selection_mode="single-cell",
    )
    for place in clicked_rows(state, len(ordered)):
        draw_rows(page, names, ordered[place], moment)
    townships = [one for one in measures if one.area_code is not None]
    if townships:
        st.subheader(_("各乡镇早于时限(九成对象至少早几小时,负数为晚)"))
        by_township = _townships(page, names, townships, moment)
        draw_printed(by_township, _foot(page, moment))
        draw_sheet(by_township, key="measures-townships")


def _foot(page: Page, moment: Moment) -> str:
    told = _("截至 {at}").format(at=clock_time(moment.as_of, _FULL))
    known = _("按 {at} 所知").format(at=clock_time(moment.known_at, _FULL))
    drill = _("演练,合成数据") if page.operation.get("is_synthetic") else ""
    return " · ".join(filter(None, (_("评估指标"), told, known, drill)))


def draw_rows(page: Page, names: Names, measure: Measure, moment: Moment) -> None:
    """Draw what a measure is, which question lists its rows, and the rows that count."""
    kind, rows = DEFINITIONS[measure.code], measure.rows
    if rows is None:
        return
    draw_template(
        "measure_basis",
        title=names.called(measure),
        value=said(measure),
        formula=_(kind.formula),
        question=rows.question,
        fold=fold_words(measure),
        note=_("演练:名单、时刻、位置均为合成数据") if page.operation.get("is_synthetic") else "",
    )
    found = counting(frame_of(page.desk, rows), rows)
    sheet = rows_sheet(page, names, found, title=names.called(measure), moment=moment)
    draw_printed(sheet, _foot(page, moment))
    draw_sheet(sheet, key=f"measure-rows-{measure.key}")


def fold_words(measure: Measure) -> str:
    """How the number is made of the rows, in one line."""
    if measure.rows is None:
        return ""
    rows = measure.rows
    folds = {
        "sum": _("把 {column} 相加"),
        "max": _("取 {column} 最大的"),
        "min": _("取 {column} 最小的"),
        "count": _("数行数"),
    }
    column = _(COLUMNS.get(rows.column or "", rows.column or ""))
    return folds[rows.how].format(column=column)


def rows_sheet(  # noqa: PLR0913  whose rows, of what, at which moment, in which file
    page: Page, names: Names, rows: pd.DataFrame, *, title: str, moment: Moment, name: str = "measure-rows"
) -> Sheet:
    """Rows of a question as a table: the columns that have a name and hold anything."""
    shown = [one for one in rows if one in COLUMNS and rows[one].notna().any()]
    cells: list[list[Cell]] = [
        [names.cell(column, value) for column, value in zip(shown, row, strict=True)]
        for row in rows[shown].itertuples(index=False, name=None)
    ]
    return Sheet(
        name=name,
        header=_unlike([_(COLUMNS[one]) for one in shown]),
        rows=cells,
        empty=_("没有这样的记录。"),
        about=about(page, title, moment=moment),
        longest=LONGEST,
    )


def _unlike(header: Sequence[str]) -> list[str]:
    """Headings that a table can tell apart."""
    return [word + "\u200b" * header[:place].count(word) for place, word in enumerate(header)]


def _townships(page: Page, names: Names, measures: Sequence[Measure], moment: Moment) -> Sheet:
    by_place = {(one.area_code, one.subject): one for one in measures}
    codes = sorted({str(one.area_code) for one in measures})
    rows: list[list[Cell]] = [
        [
            page.area_name(code),
            *(
                None if (one := by_place.get((code, subject))) is None else _rounded(one.value)
                for subject in SUBJECTS
            ),
        ]
        for code in codes
    ]
    heads = [
        names.part(Measure(key="margin", value=None, unit="h", better=None, subject=s)) for s in SUBJECTS
    ]
    return Sheet(
        name="measures-townships",
        header=[_("乡镇"), *heads],
        rows=rows,
        empty="",
        about=about_page(page, _("各乡镇早于时限"), moment=moment),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
