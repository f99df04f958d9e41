"""The levels of several operations under one another, on the calendar or from each one's first level."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import plotly.graph_objects as go
import streamlit as st

from stormdesk.domain.timeline import LevelBar, first_start, hours_between, level_bars
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.bars import NARROWEST, add_level, decisions, flatten
from stormdesk.ui.storm.plot import ground, plain, show, time_axis
from stormdesk.ui.storm.sheet import Record, instant
from stormdesk.ui.text import _, named

CALENDAR, ELAPSED = "calendar", "elapsed"
MOST = 4
AFTER_END = timedelta(days=1)
Row = tuple[str, list[LevelBar]]


def draw_comparison(page: Page) -> None:
    """Draw the levels of the operations of the same kind, this one up to the moment, the others whole."""
    rows = [row for row in _rows(page) if row[1]]
    if not rows:
        draw_template("empty", text=_("此刻之前没有级别可以对照。"))
        return
    names = {ELAPSED: _("自首次启动的小时数"), CALENDAR: _("实际日期")}
    axis = st.segmented_control(
        _("时间轴"), list(names), default=ELAPSED, format_func=lambda key: names[key], key="response-axis"
    )
    figure = _on_calendar(page, rows) if axis == CALENDAR else _elapsed(page, rows)
    show(figure, key=f"response-compare-{axis}")
    st.caption(_("本次响应画到页面时刻,其他场次画全程。级别按各场次台账里的决定。"))


def _rows(page: Page) -> list[Row]:
    """Return name and bars of each operation, this one first; drills and live ones never meet."""
    known = page.desk.store.frame("operation/list")
    same = known[known["kind"] == page.operation.get("kind")].to_dict("records")
    same.sort(key=lambda row: row["operation_id"] != page.moment.operation_id)
    return [(plain(str(row[named()])), _bars(page, row)) for row in same[:MOST]]


def _bars(page: Page, operation: Record) -> list[LevelBar]:
    if operation["operation_id"] == page.moment.operation_id:
        return level_bars(decisions(page.ask("response/levels")))
    closed_at = instant(operation["closed_at"])
    end = page.desk.now() if closed_at is None else closed_at + AFTER_END
    known = page.ask("response/levels", operation_id=operation["operation_id"], as_of=end, known_at=end)
    return level_bars(decisions(known))


def _elapsed(page: Page, rows: Sequence[Row]) -> go.Figure:
    figure = go.Figure()
    longest_h = max(hours_between(_origin(bars), bar.ends_at) for _name, bars in rows for bar in bars)
    for name, bars in rows:
        for bar in bars:
            is_wide = hours_between(bar.starts_at, bar.ends_at) > NARROWEST * longest_h
            x_from = hours_between(_origin(bars), bar.starts_at)
            add_level(figure, page, bar, row=name, x_from=x_from, has_mark=is_wide)
    flatten(ground(figure, height=90 + 50 * len(rows)))
    figure.update_xaxes(title=_("自首次启动起(小时)"), dtick=12, range=[-1, longest_h + 1])
    return figure


def _on_calendar(page: Page, rows: Sequence[Row]) -> go.Figure:
    figure = go.Figure()
    first_at = min(_origin(bars) for _name, bars in rows)
    last_at = max(bar.ends_at for _name, bars in rows for bar in bars)
    for name, bars in rows:
        for bar in bars:
            is_wide = hours_between(bar.starts_at, bar.ends_at) > NARROWEST * hours_between(first_at, last_at)
            add_level(figure, page, bar, row=name, x_from=None, has_mark=is_wide)
    flatten(ground(figure, height=90 + 50 * len(rows)))
    return time_axis(figure, first_at=first_at, last_at=last_at)


def _origin(bars: Sequence[LevelBar]) -> datetime:
    started_at = first_start(bars)
    if started_at is None:
        raise ValueError("no level ever began")
    return started_at
