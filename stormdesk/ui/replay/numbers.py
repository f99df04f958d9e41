"""The five headline numbers at the cursor, as known then and as known now, and what arrived late."""

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.outlook.pace import MAIN
from stormdesk.ui.actors import actor_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.replay.course import LATE_S, Course
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.replay.words import subject_names, work_names
from stormdesk.ui.replay.work_steps import WORK
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet, number
from stormdesk.ui.text import _, named

LONGEST_TABLE = 1000


def late_at(page: Page, scene: Scene) -> pd.DataFrame:
    """What had happened by the cursor but was recorded after it, the longest delay first."""
    return page.ask("replay/late", as_of=scene.at, known_at=scene.known_last_at)


def draw_numbers(page: Page, scene: Scene, course: Course, late: pd.DataFrame, *, scope: str) -> None:
    """Draw both accounts of the moment side by side, and what makes them differ."""
    then, now = course.then.counts_at(scene.at), course.now.counts_at(scene.at)
    names = work_names()
    rows = [
        {
            "name": names[subject],
            "then": then.get(subject, (0, 0)),
            "now": now.get(subject, (0, 0)),
            "gap": now.get(subject, (0, 0))[0] - then.get(subject, (0, 0))[0],
            "late": _late_words(late[late["subject"].eq(subject) & late["facet"].eq(MAIN[subject])], page),
        }
        for subject in WORK
    ]
    draw_template("replay_numbers", rows=rows, at=scene.at, scope=scope)


def _late_words(late: pd.DataFrame, page: Page) -> str:
    """How many reports on a kind of work were under way, how late at most, and whence most of them."""
    if late.empty:
        return ""
    longest = (late["recorded_at"] - late["happened_at"]).max().to_pytimedelta()
    codes = late["township_code"].dropna()
    most = page.area_name(str(codes.mode().iloc[0])) if len(codes) else ""
    said = {"count": f"{len(late):,}", "span": duration(longest), "area": most}
    if longest <= timedelta(seconds=LATE_S):
        return _("{count} 条在录入途中").format(**said)
    if not most:
        return _("{count} 条迟到,最久 {span}").format(**said)
    return _("{count} 条迟到,最久 {span},最多来自{area}").format(**said)


def draw_late(page: Page, scene: Scene, late: pd.DataFrame) -> None:
    """Draw each report that was late at the cursor."""
    title = _("**迟到的报告 {count} 条**:{at} 之前已经发生,之后才登记").format(
        count=f"{len(late):,}", at=clock_time(scene.at)
    )
    st.markdown(title)
    draw_sheet(_late_sheet(page, late), key="replay-late")
    if len(late) > LONGEST_TABLE:
        st.caption(_("表中只列迟得最久的 {count} 条,下载含全部。").format(count=f"{LONGEST_TABLE:,}"))


def report_header() -> list[str]:
    """The header of a table of reports."""
    return [
        _("对象"),
        _("编号"),
        _("状态"),
        _("发生"),
        _("登记"),
        _("迟"),
        _("地区"),
        _("人数"),
        _("报告人"),
    ]


def report_rows(page: Page, reports: pd.DataFrame) -> list[list[Any]]:
    """Reports as rows of a table."""
    names = {
        (row["subject"], row["facet"], row["status"]): str(row[named()])
        for row in page.desk.store.frame("reference/statuses").to_dict("records")
    }
    subjects, areas = subject_names(), _area_names(page, reports)
    return [
        [
            subjects.get(row["subject"], str(row["subject"])),
            str(row["subject_id"]),
            names.get((row["subject"], row["facet"], row["status"]), str(row["status"])),
            row["happened_at"].to_pydatetime(),
            row["recorded_at"].to_pydatetime(),
            duration(row["recorded_at"] - row["happened_at"]),
            areas.get(row["village_code"]) or areas.get(row["township_code"], ""),
            number(row["quantity"], 0),
            actor_name(row["actor"]),
        ]
        for row in reports.to_dict("records")
    ]


def _late_sheet(page: Page, late: pd.DataFrame) -> Sheet:
    return Sheet(
        name="late",
        header=report_header(),
        rows=report_rows(page, late),
        empty=_("没有迟到的报告:这一刻所知与现在所知相同。"),
        about=about_page(page, _("迟到的报告")),
        longest=LONGEST_TABLE,
    )


def _area_names(page: Page, reports: pd.DataFrame) -> dict[object, str]:
    codes = pd.concat([reports["village_code"], reports["township_code"]]).dropna().unique()
    return {code: page.area_name(str(code)) for code in codes}
