"""The five headline numbers at the cursor, as known then and as known now, and what arrived late."""

import pandas as pd
import streamlit as st

from stormdesk.ui.actors import actor_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.replay.axis_chart import work_names
from stormdesk.ui.replay.axis_picture import WORK, counts_at
from stormdesk.ui.replay.scene import Scene
from stormdesk.ui.storm.sheet import Sheet, about_page, draw_sheet, number
from stormdesk.ui.text import _, named

LONGEST_TABLE = 1000


def draw_numbers(page: Page, scene: Scene) -> None:
    """Draw both accounts of the moment side by side."""
    then = counts_at(page, scene.at, scene.at)
    now = counts_at(page, scene.at, scene.known_last_at)
    names = work_names()
    rows = [
        {
            "name": names[subject],
            "then": then.get(subject, (0, 0)),
            "now": now.get(subject, (0, 0)),
            "gap": now.get(subject, (0, 0))[0] - then.get(subject, (0, 0))[0],
        }
        for subject in WORK
    ]
    draw_template("replay_numbers", rows=rows, at=scene.at)


def draw_late(page: Page, scene: Scene) -> None:
    """Draw what had happened by the cursor but was recorded after it."""
    late = page.ask("replay/late", as_of=scene.at, known_at=scene.known_last_at)
    title = _("**迟到的报告 {count} 条**:{at} 之前已经发生,之后才登记").format(
        count=f"{len(late):,}", at=clock_time(scene.at)
    )
    st.markdown(title)
    statuses = page.desk.store.frame("reference/statuses")
    draw_sheet(_sheet(page, late, statuses), key="replay-late")
    if len(late) > LONGEST_TABLE:
        st.caption(_("表中只列迟得最久的 {count} 条,下载含全部。").format(count=f"{LONGEST_TABLE:,}"))


def _late_header() -> list[str]:
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


def _sheet(page: Page, late: pd.DataFrame, statuses: pd.DataFrame) -> Sheet:
    names = {
        (row["subject"], row["facet"], row["status"]): str(row[named()])
        for row in statuses.to_dict("records")
    }
    subjects, areas = subject_names(), _area_names(page, late)
    return Sheet(
        name="late",
        header=_late_header(),
        rows=[
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
            for row in late.to_dict("records")
        ],
        empty=_("没有迟到的报告:这一刻所知与现在所知相同。"),
        about=about_page(page, _("迟到的报告")),
        longest=LONGEST_TABLE,
    )


def _area_names(page: Page, late: pd.DataFrame) -> dict[object, str]:
    codes = pd.concat([late["village_code"], late["township_code"]]).dropna().unique()
    return {code: page.area_name(str(code)) for code in codes}


def subject_names() -> dict[str, str]:
    """Return what events are about, in words."""
    return {
        "responsible_person": _("责任人"),
        "evacuee": _("转移人员"),
        "vessel": _("船舶"),
        "site": _("在建工地"),
        "shelter": _("避灾场所"),
        "facility": _("设施"),
        "unit": _("成员单位"),
        "response": _("应急响应"),
        "warning": _("预警信号"),
        "directive": _("督办"),
        "action": _("行动清单"),
        "area": _("地区"),
        "tally": _("上报数"),
        "log": _("值班记事"),
    }
