"""A table on a page with its downloads; what it holds leaves with its scope and moment on top."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.moment import Moment
from stormdesk.report.table_file import CSV_TYPE, WORKBOOK_TYPE, Cell, TableFile, csv_bytes, workbook_bytes
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.plot import on_axis
from stormdesk.ui.text import _

Record = Mapping[Hashable, Any]
ROW_PX = 35
TALLEST_PX = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table: its name, its header in the reader's language, its rows, and what to say when empty."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)


def about_moment(title: str, moment: Moment) -> list[tuple[str, str]]:
    """Return the lines on top of a downloaded table."""
    return [
        (_("表"), title),
        (_("时刻(北京时间)"), clock_time(moment.as_of, "%Y-%m-%d %H:%M")),
        (_("所知截至"), clock_time(moment.known_at, "%Y-%m-%d %H:%M")),
    ]


def draw_sheet(sheet: Sheet, *, key: str, **options: Any) -> Any:  # noqa: ANN401  what Streamlit gives back
    """Draw a table and its two downloads; return the table's state where rows can be chosen."""
    if not sheet.rows:
        draw_template("empty", text=sheet.empty)
        return None
    frame = pd.DataFrame([_shown(row) for row in sheet.rows], columns=list(sheet.header))
    height = min(TALLEST_PX, ROW_PX * (len(frame) + 1) + 3)
    state = st.dataframe(
        frame,
        hide_index=True,
        height=height,
        key=key,
        column_config=_times(sheet),
        width="stretch",
        **options,
    )
    table = TableFile(name=sheet.name, about=sheet.about, header=sheet.header, rows=sheet.rows)
    left, right, _rest = st.columns([1, 1, 3])
    left.download_button(
        _("下载 CSV"), lambda: csv_bytes(table), f"{sheet.name}.csv", CSV_TYPE, key=f"{key}-csv"
    )
    right.download_button(
        _("下载 Excel"), lambda: workbook_bytes(table), f"{sheet.name}.xlsx", WORKBOOK_TYPE, key=f"{key}-xlsx"
    )
    return state


def _shown(row: Sequence[Cell]) -> list[Cell]:
    return [on_axis(cell) if isinstance(cell, datetime) else cell for cell in row]


def _times(sheet: Sheet) -> dict[str, Any]:
    """Return how the columns that hold instants are shown."""
    return {
        name: st.column_config.DatetimeColumn(format="MM-DD HH:mm")
        for place, name in enumerate(sheet.header)
        if any(isinstance(row[place], datetime) for row in sheet.rows)
    }


def instant(value: Any) -> datetime | None:  # noqa: ANN401  a cell of a frame
    """Return a frame's instant as a datetime, None for an empty one."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).to_pydatetime()


def number(value: Any, digits: int = 1) -> float | None:  # noqa: ANN401  a cell of a frame
    """Return a frame's number rounded, None for an empty one."""
    return None if value is None or pd.isna(value) else round(float(value), digits)


def text(value: Any) -> str:  # noqa: ANN401  a cell of a frame
    """Return a frame's text, empty for none."""
    return "" if value is None or pd.isna(value) else str(value)
