"""Everything that goes wrong, as the wall ranks it: what it shows, and all that it has no room for."""

import pandas as pd
import streamlit as st

from stormdesk.domain.exceptions import Board, Kind, Line
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.text import _
from stormdesk.ui.wall.incoming import incoming, minute
from stormdesk.ui.wall.reading import reading
from stormdesk.ui.wall.sentences import lines
from stormdesk.ui.wall.troubles import found


def draw_everything(page: Page) -> None:
    """Draw all lines of the wall's list in their order."""
    table = everything(page)
    if table.empty:
        draw_template("empty", text=_("✓ 没有待处置事项"))
        return
    st.dataframe(table, hide_index=True, key="clock-everything", height=min(640, 60 + 36 * len(table)))
    st.caption(_("前 7 行在大屏上亮着,其余大屏放不下,都在这里。"))
    with st.container(horizontal=True):
        draw_downloads(page, _("大屏全部事项"), table, key="clock-everything")


def everything(page: Page) -> pd.DataFrame:
    """The lines as a table, those on the wall marked."""
    known = reading(page.desk, page.moment, storm_id=page.shown_storm_id, area_code=page.area_code)
    coming = incoming(page, minute(page))
    ranked = found(known, coming)
    whole = Board(shown=(*ranked.shown, *ranked.rest), rest=())
    shown: set[Line] = set(ranked.shown)
    hidden = frozenset[str]()
    if any(line.kind is Kind.DIRECTIVE for line in whole.shown):
        hidden = frozenset(page.ask("wall/named_directives")["directive_id"])
    said = lines(whole, known, hidden, coming)
    columns = {
        "on": _("大屏"),
        "clock": _("剩余"),
        "what": _("事项"),
        "where": _("地点"),
        "who": _("谁负责"),
        "rule": _("计时"),
        "since": _("时间"),
    }
    marks = [{"on": "●" if line in shown else ""} | row for line, row in zip(whole.shown, said, strict=True)]
    return pd.DataFrame(marks, columns=list(columns)).rename(columns=columns)
