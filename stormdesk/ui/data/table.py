"""A table of the data page: titles in the reader's words, instants in Beijing time, a click opens a row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.moment import BEIJING
from stormdesk.ui.data.held import lay_out, picked
from stormdesk.ui.render import clock_time
from stormdesk.ui.subjects.download import draw_buttons, table_file
from stormdesk.ui.text import _

ROW_PX = 35
TALLEST_PX = 420
TIME_PX = 150


def beijing(instants: "pd.Series[Any]") -> "pd.Series[Any]":
    """Instants as a table shows them: Beijing time without its name."""
    return pd.to_datetime(instants, utc=True).dt.tz_convert(BEIJING).dt.tz_localize(None)


def draw_table(  # noqa: PLR0913  columns and a key; the rest is what a table may offer besides
    columns: Mapping[str, Iterable[Any]],
    *,
    key: str,
    ids: Sequence[str] = (),
    opens: str | None = None,
    links: str | None = None,
    title: str = "",
    is_personal: bool = False,
) -> None:
    """Draw columns by title; with `opens`, a click writes the row's id into the address under that name.

    `links` is the title of a column of addresses; with a `title` the table can be downloaded under it.
    """
    frame = pd.DataFrame({title: list(values) for title, values in columns.items()})
    options = {} if opens is None else _selectable(key, ids, opens)
    st.dataframe(
        frame,
        hide_index=True,
        height=min(TALLEST_PX, ROW_PX * (len(frame) + 1) + 3),
        key=key,
        column_config=_configured(frame, links),
        width="stretch",
        placeholder="—",
        **options,
    )
    if title:
        _offer(title, frame.drop(columns=[links] if links else []), key, is_personal=is_personal)


def _selectable(key: str, ids: Sequence[str], opens: str) -> dict[str, Any]:
    lay_out(key, ids)
    return {"selection_mode": "single-cell", "on_select": lambda: picked(key, opens)}


def _offer(title: str, frame: pd.DataFrame, key: str, *, is_personal: bool) -> None:
    """The table as CSV and Excel, every row of it."""
    at = datetime.now(UTC)
    said = [
        (_("内容"), title),
        (_("写出时间(北京时间)"), clock_time(at, "%Y-%m-%d %H:%M")),
        (_("来源"), _("stormdesk 台账")),
    ]
    stem = f"{title}_{at.astimezone(BEIJING):%Y%m%d_%H%M}"
    with st.container(horizontal=True):
        draw_buttons(
            lambda: (table_file(title, said, frame), ()),
            has_places=False,
            stem=stem,
            key=key,
            is_personal=is_personal,
        )


def _configured(frame: pd.DataFrame, links: str | None) -> dict[str, Any]:
    config: dict[str, Any] = {}
    for at, title in enumerate(frame.columns):
        if title == links:
            config[title] = st.column_config.LinkColumn(title, display_text=_("看档案"))
        elif pd.api.types.is_datetime64_any_dtype(frame[title]):
            config[title] = st.column_config.DatetimeColumn(title, format="YYYY-MM-DD HH:mm", width=TIME_PX)
        elif frame[title].dtype == object and at == 0:
            config[title] = st.column_config.TextColumn(title, pinned=True)
    return config
