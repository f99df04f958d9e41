"""Handing a table on: CSV and Excel that say on top which moment, area and source they show."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from stormdesk.domain.moment import BEIJING, ClockMode
from stormdesk.report.table_file import CSV_TYPE, WORKBOOK_TYPE, Cell, TableFile, csv_bytes, workbook_bytes
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.text import _, language

_FULL = "%Y-%m-%d %H:%M"


def about(page: Page, title: str, count: int) -> list[tuple[str, str]]:
    """The block on top of a file: what, when, where, from which operation, and whether it is a drill."""
    operation = page.operation
    is_drill = operation.get("kind") == ClockMode.DRILL
    drill = _("演练,人员和单位均为虚构") if is_drill else _("否")
    return [
        (_("内容"), title),
        (_("时刻(北京时间)"), clock_time(page.moment.as_of, _FULL)),
        (_("按何时所知"), clock_time(page.moment.known_at, _FULL)),
        (_("范围"), page.area_name(page.area_code)),
        (_("响应"), str(operation.get(f"name_{language()}") or page.moment.operation_id)),
        (_("演练"), drill),
        (_("来源"), _("stormdesk 台账,姓名和电话已脱敏")),
        (_("行数"), str(count)),
    ]


def draw_downloads(page: Page, title: str, shown: pd.DataFrame, *, key: str) -> None:
    """Offer the table as CSV and as Excel: its words are chosen now, the file is made when asked for."""
    stem = f"{title}_{page.moment.as_of.astimezone(BEIJING):%Y%m%d_%H%M}"
    said = about(page, title, len(shown))
    forms = (("CSV", "csv", CSV_TYPE, csv_bytes), ("Excel", "xlsx", WORKBOOK_TYPE, workbook_bytes))
    for label, ending, mime, make in forms:
        st.download_button(
            label,
            data=partial(_made, make, title, said, shown),
            file_name=f"{stem}.{ending}",
            mime=mime,
            key=f"{key}-{ending}",
            icon=":material/download:",
            on_click="ignore",
        )


def table_file(title: str, said: Sequence[tuple[str, str]], shown: pd.DataFrame) -> TableFile:
    """A table as shown, under what is said of it."""
    rows = [[_cell(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    return TableFile(title, said, [str(name) for name in shown.columns], rows)


def _made(
    make: Callable[[TableFile], bytes], title: str, said: Sequence[tuple[str, str]], shown: pd.DataFrame
) -> bytes:
    return make(table_file(title, said, shown))


def _cell(value: object) -> Cell:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124  not-a-number
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_localize(BEIJING).to_pydatetime() if value.tzinfo is None else value.to_pydatetime()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value if isinstance(value, int | str) else str(value)
