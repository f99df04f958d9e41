"""A subject page from top to bottom: headline, map beside list or card, breakdown, trend."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.ui.clock.column import clock_tile, main_tally, subject_work, with_clock
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.subjects import chosen
from stormdesk.ui.subjects.breakdown import draw_breakdown
from stormdesk.ui.subjects.card import draw_card
from stormdesk.ui.subjects.description import Kind, Row, Subject, Tile, View
from stormdesk.ui.subjects.listing import LONGEST_LIST, Listing, listing, status_choices
from stormdesk.ui.subjects.record import draw_recording
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.selection import Asked, asked_for, draw_selection
from stormdesk.ui.subjects.tiles import count_of, done_tile, headline, left_tile, pace_tile, unknown_tile
from stormdesk.ui.subjects.whereabouts import draw_map
from stormdesk.ui.subjects.words import Words, words
from stormdesk.ui.text import _

HEIGHT = 440


def draw(page: Page, subject: Subject) -> None:
    """Draw the page of a subject at the page's moment, for its area."""
    draw_template("subject_style")
    if not page.operation:
        return
    head = mappings(page.ask(subject.question("headline")))[0]
    if not count_of(head, "total"):
        draw_template("empty", text=_(subject.empty_text))
        return
    known = words(page, subject)
    trend = page.ask(subject.question("trend"))
    work = subject_work(page, subject)
    due_at = main_tally(work, subject, page.moment.as_of).finish_by
    lead = (subject.lead or partial(_lead, subject))(page, head, trend, due_at)
    clock = [] if work.empty else [clock_tile(work, page.moment.as_of)]
    draw_template("subject_headline", rows=headline([*lead, *clock], subject.tiles(page, head)))
    view, text, statuses = _choose(subject, known)
    rows = with_clock(_rows(page, subject, view), work, subject, page.moment.as_of)
    found = listing(rows, subject.columns, known, text=text, statuses=statuses)
    with st.container(key="sd-two"):
        left, right = st.columns([5, 7])
        with left:
            picked = draw_map(page, subject, found.rows, known, height=HEIGHT)
            if chosen.map_chose(subject.folder, picked):
                chosen.open_card(subject.folder, picked)
        with right:
            asked = asked_for(subject, view, known, text=text, statuses=statuses)
            _draw_side(page, subject, found, known, asked)
    _draw_below(page, subject, known, trend, due_at)


def _draw_below(
    page: Page, subject: Subject, known: Words, trend: pd.DataFrame, due_at: datetime | None
) -> None:
    """What follows the map and the list."""
    if subject.breakdown is not None:
        subject.breakdown(page, trend, due_at)
    else:
        draw_breakdown(page, subject, known, trend, due_at)
    if subject.extras is not None:
        subject.extras(page)


def _lead(
    subject: Subject, _page: Page, head: Row, trend: pd.DataFrame, due_at: datetime | None
) -> Sequence[Tile]:
    """What every headline begins with."""
    return [
        done_tile(_(subject.done_title), head),
        left_tile(_(subject.left_title), head, _(subject.unit)),
        unknown_tile(head, _(subject.unit)),
        pace_tile(trend, head, due_at),
    ]


def _choose(subject: Subject, known: Words) -> tuple[View, str, Sequence[str]]:
    views = {view.name: view for view in subject.views}
    statuses = status_choices(known, subject.facet)
    with st.container(key="sd-choices"):
        which, words_at, status_at = st.columns([3, 2, 2], vertical_alignment="bottom")
    with which:
        name = st.segmented_control(
            _("看哪些"),
            list(views),
            default=subject.views[0].name,
            required=True,
            format_func=lambda code: _(views[code].title),
            key=f"{subject.folder}-view",
        )
    with words_at:
        text = st.text_input(_("搜索"), placeholder=_("名称、乡镇、责任人"), key=f"{subject.folder}-search")
    with status_at:
        picked = st.multiselect(
            _("状态"),
            list(statuses),
            format_func=statuses.__getitem__,
            placeholder=_("全部状态"),
            select_all=False,
            key=f"{subject.folder}-statuses",
        )
    return views.get(name or "", subject.views[0]), text, picked


def _rows(page: Page, subject: Subject, view: View) -> pd.DataFrame:
    rows = page.ask(subject.question(view.question))
    return rows if view.keep is None else rows[view.keep(rows)]


def _draw_side(page: Page, subject: Subject, listed: Listing, known: Words, asked: Asked) -> None:
    object_id = chosen.card_id(subject.folder)
    if object_id is None:
        _draw_list(page, subject, listed, known, asked)
        return
    st.button(
        _("返回清单"),
        icon=":material/arrow_back:",
        key=f"{subject.folder}-back",
        on_click=chosen.open_card,
        args=(subject.folder, None),
    )
    found = mappings(page.ask(subject.question("one"), object_id=object_id))
    if not found:
        draw_template("empty", text=_("这一刻的名册里没有这个对象。"))
        return
    draw_card(page, subject, found[0], known)
    if subject.card_extras is not None:
        subject.card_extras(page, found[0])
    draw_recording(page, subject, found, known)


def _draw_list(page: Page, subject: Subject, found: Listing, known: Words, asked: Asked) -> None:
    drawn = found.head()
    if found.rows.empty:
        draw_template("empty", text=_nothing(page, subject, found))
    else:
        chosen.lay_out(subject.folder, drawn.object_ids)
        st.dataframe(
            drawn.shown,
            height=HEIGHT - 60,
            hide_index=True,
            column_config=_columns(subject),
            key=chosen.list_key(subject.folder),
            on_select=lambda: chosen.picked(subject.folder),
            selection_mode=["multi-row", "single-cell"],
            placeholder="—",
        )
        if len(found.rows) > LONGEST_LIST:
            st.caption(
                _("显示前 {n} 行,共 {total} 行;下载含全部。").format(n=LONGEST_LIST, total=len(found.rows))
            )
    draw_selection(page, subject, found, asked)
    ticked = set(chosen.selected_ids(subject.folder))
    rows = mappings(drawn.rows[drawn.rows["object_id"].isin(ticked)])
    if not rows and not found.rows.empty and not chosen.said(subject.folder):
        st.caption(_("点单元格看档案;勾选行可批量登记。"))
    draw_recording(page, subject, rows, known)


def _nothing(page: Page, subject: Subject, found: Listing) -> str:
    """Why the list is empty: filtered away, all done, or nothing of the kind that was asked for."""
    if found.before_filter:
        return _("没有符合筛选的对象。")
    head = mappings(page.ask(subject.question("headline")))[0]
    if count_of(head, "left_count"):
        return _("没有。")
    if trouble := count_of(head, "trouble_count"):
        said = _("没有未落实的,但有异常 {n}({unit}),不能算全部落实。")
        return said.format(n=whole(trouble), unit=_(subject.unit))
    said = _("全部落实:{n}({unit})都已完成或解除。")
    return said.format(n=whole(count_of(head, "total")), unit=_(subject.unit))


def _columns(subject: Subject) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for at, column in enumerate(subject.columns):
        title = _(column.title)
        if column.kind is Kind.TIME:
            made[title] = st.column_config.DatetimeColumn(title, format="MM-DD HH:mm")
        elif column.kind is Kind.NUMBER:
            made[title] = st.column_config.NumberColumn(title)
        else:
            made[title] = st.column_config.TextColumn(title, pinned=at == 0)
    return made
