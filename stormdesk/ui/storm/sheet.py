"""A table on a page with its downloads; what it holds leaves with its scope and moment on top."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.moment import Moment
from stormdesk.report.table_file import Cell, TableFile
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.storm.plot import on_axis
from stormdesk.ui.subjects.download import Places, about, draw_buttons
from stormdesk.ui.text import _

Record = Mapping[Hashable, Any]
ROW_PX = 35
TIME_PX, WIDE_PX, NARROW_PX, BESIDE_PX = 112, 15, 8, 28
TALLEST_PX = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table: its name, its header in the reader's language, its rows, and what to say when empty."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)
    places: Places | None = None
    longest: int | None = None


def about_page(page: Page, title: str, *, moment: Moment | None = None) -> list[tuple[str, str]]:
    """Return the lines on top of a downloaded table that shows nobody of the lists."""
    return about(page, title, moment=moment, masking=_("不含名册中的姓名和电话"))


def draw_sheet(sheet: Sheet, *, key: str, **options: Any) -> Any:  # noqa: ANN401  what Streamlit gives back
    """Draw a table, at most its `longest` first rows, and downloads of all of it.

    Return the table's state where rows can be chosen.
    """
    if not sheet.rows:
        draw_template("empty", text=sheet.empty)
        return None
    drawn = sheet.rows[: sheet.longest]
    frame = pd.DataFrame([_shown(row) for row in drawn], columns=list(sheet.header))
    height = min(TALLEST_PX, ROW_PX * (len(frame) + 1) + 3)
    state = st.dataframe(
        frame,
        hide_index=True,
        height=height,
        key=key,
        column_config=_times(sheet),
        width="stretch",
        placeholder="—",
        **options,
    )
    table = TableFile(name=sheet.name, about=sheet.about, header=sheet.header, rows=sheet.rows)
    with st.container(horizontal=True):
        draw_buttons(
            lambda: (table, sheet.places or ()), has_places=sheet.places is not None, stem=sheet.name, key=key
        )
    return state


def draw_printed(sheet: Sheet, foot: str) -> None:
    """Draw a table that only paper shows, a foot on every page: the one on screen is a picture.

    It holds what the screen's does; where that is not all, it says so.
    """
    rows = [
        [
            clock_time(cell) if isinstance(cell, datetime) else "—" if cell is None else str(cell)
            for cell in row
        ]
        for row in sheet.rows[: sheet.longest]
    ]
    count = len(sheet.rows)
    cut = _("共 {count} 行,这里是前 {n} 行;全部见下载的表格。").format(count=f"{count:,}", n=f"{len(rows):,}")
    told = {"header": sheet.header, "rows": rows, "foot": foot, "cut": cut if len(rows) < count else ""}
    draw_template("sheet_print", **told)


def _shown(row: Sequence[Cell]) -> list[Cell]:
    return [on_axis(cell) if isinstance(cell, datetime) else cell for cell in row]


def _times(sheet: Sheet) -> dict[str, Any]:
    """Return how the columns that hold instants are shown."""
    return {
        name: st.column_config.DatetimeColumn(format="MM-DD HH:mm", width=_width_px(name))
        for place, name in enumerate(sheet.header)
        if any(isinstance(row[place], datetime) for row in sheet.rows)
    }


def _width_px(name: str) -> int:
    """Room for an instant and for the column's own name; the framework looks at its first cells alone."""
    return max(TIME_PX, sum(WIDE_PX if letter > "⺀" else NARROW_PX for letter in name) + BESIDE_PX)


def instant(value: Any) -> datetime | None:  # noqa: ANN401  a cell of a frame
    """Return a frame's instant as a datetime, None for an empty one."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).to_pydatetime()


def number(value: Any, digits: int = 1) -> float | None:  # noqa: ANN401  a cell of a frame
    """Return a frame's number rounded, None for an empty one."""
    return None if value is None or pd.isna(value) else round(float(value), digits)


def text(value: Any) -> str:  # noqa: ANN401  a cell of a frame
    """Return a frame's text, empty for none."""
    return "" if value is None or pd.isna(value) else str(value)
