"""Boats that must turn now, boats that cannot make it and where they could go, and what harbours hold."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.work.records import WorkState
from stormdesk.door.unmask import Register
from stormdesk.outlook.sea_harbours import RefugeReason, harbours_at
from stormdesk.outlook.sea_meeting import Threat
from stormdesk.outlook.sea_turned import WHY, turned_away
from stormdesk.outlook.storms import storm_courses
from stormdesk.outlook.work import work_ahead
from stormdesk.ui.clock.words import left_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw, duration
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.rows import mappings
from stormdesk.ui.subjects.words import beijing, plain
from stormdesk.ui.text import _, language
from stormdesk.ui.unmask.block import Person, draw_unmask


def draw_turning(page: Page) -> None:
    """Draw the boats by what is left to them, then the harbours."""
    work = work_ahead(page.desk, page.moment, area_code=page.area_code)
    boats = work[work["subject"].eq("vessel") & work["facet"].eq("berth")]
    with st.container(key="sd-two-boats"):
        left, right = st.columns(2)
        with left:
            st.subheader(_("现在必须返航"), anchor=False)
            _draw_boats(
                page, boats[boats["state"].eq(WorkState.LATE)], _("没有已过最晚返航时间的船。"), "turn"
            )
        with right:
            st.subheader(_("赶不回母港"), anchor=False)
            lost = boats[boats["state"].eq(WorkState.IMPOSSIBLE)]
            _draw_boats(page, lost, _("没有赶不回来的船。"), "lost")
    _draw_turned(page)
    _draw_harbours(page)


def boat_table(page: Page, boats: pd.DataFrame) -> pd.DataFrame:
    """The boats, the least time first, with where else they could go."""
    ordered = boats.sort_values("start_by", kind="stable", na_position="last")
    found = mappings(ordered)
    return pd.DataFrame(
        {
            _("船名"): [plain(row["name"]) or row["subject_id"] for row in found],
            _("剩余"): [left_words(row["start_by"], page.moment.as_of) for row in found],
            _("需时"): [_minutes(row["need_min"]) for row in found],
            _("最晚到港"): beijing(ordered["finish_by"]).to_numpy(),
            _("船员"): ordered["people"].to_numpy(),
            _("就近可去"): [_refuge(row) for row in found],
            _("责任人姓名"): [
                mask_name(row["owner_name"]) if _is_text(row["owner_name"]) else "—" for row in found
            ],
            _("电话"): [
                mask_phone(row["owner_phone"]) if _is_text(row["owner_phone"]) else "—" for row in found
            ],
        }
    )


def harbour_table(page: Page) -> pd.DataFrame:
    """Each harbour: boats in it, free berths, the wind that it shelters from and the wind that comes."""
    threat = Threat(courses=storm_courses(page.desk, page.moment))
    found = harbours_at(page.desk, page.moment, threat)
    rows = mappings(found.rows)
    named = "name_en" if language() == "en" else "name"
    return pd.DataFrame(
        {
            _("港口"): [plain(row[named]) or row["harbour_id"] for row in rows],
            _("泊位"): _numbers(found.rows["berth_count"]),
            _("在港船"): _numbers(found.rows["berthed_count"]),
            _("空余泊位"): _numbers(pd.Series(found.free)),
            _("防风等级(级)"): _numbers(pd.Series(found.grade_bft)),
            _("预报最大(级)"): [_force(force) for force in found.force_bft],
            _("够不够"): [
                _fits(free, force, grade)
                for free, force, grade in zip(found.free, found.force_bft, found.grade_bft, strict=True)
            ],
        }
    )


def _draw_boats(page: Page, boats: pd.DataFrame, nothing: str, key: str) -> None:
    if boats.empty:
        draw("empty", text=nothing)
        return
    table = boat_table(page, boats)
    st.dataframe(
        table,
        hide_index=True,
        height=min(360, 60 + 36 * len(table)),
        placeholder="—",
        key=f"vessels-{key}",
        column_config={_("最晚到港"): st.column_config.DatetimeColumn(_("最晚到港"), format="MM-DD HH:mm")},
    )
    with st.container(horizontal=True):
        title = _("现在必须返航") if key == "turn" else _("赶不回母港")
        draw_downloads(page, title, table, key=f"vessels-{key}")
    people = [
        Person(Register.VESSEL, str(row["subject_id"]), plain(row["name"]) or str(row["subject_id"]))
        for row in mappings(boats.sort_values("start_by", kind="stable", na_position="last"))
    ]
    draw_unmask(page, people, key=f"vessels-{key}")


def turned_table(page: Page) -> pd.DataFrame:
    """Boats whose own harbour has no berth or too little shelter, and where else they can go."""
    ordered = turned_away(page.desk, page.moment, area_code=page.area_code).sort_values(
        "start_by", kind="stable", na_position="last"
    )
    found = mappings(ordered)
    return pd.DataFrame(
        {
            _("船名"): [plain(row["name"]) or row["subject_id"] for row in found],
            _("母港"): [plain(row["harbour_name"]) or "—" for row in found],
            _("为何不够"): [_why(row["refuge_reason"]) for row in found],
            _("改去"): [_refuge(row, _("没有合适的渔港")) for row in found],
            _("剩余"): [left_words(row["start_by"], page.moment.as_of) for row in found],
            _("船员"): ordered["people"].to_numpy(),
        }
    )


def _draw_turned(page: Page) -> None:
    st.subheader(_("母港避不了风,改去别港"), anchor=False)
    table = turned_table(page)
    if table.empty:
        draw("empty", text=_("没有要改港的船。"))
        return
    height = min(360, 60 + 36 * len(table))
    st.dataframe(table, hide_index=True, height=height, placeholder="—", key="vessels-turned")
    with st.container(horizontal=True):
        draw_downloads(page, _("母港避不了风,改去别港"), table, key="vessels-turned")


def _draw_harbours(page: Page) -> None:
    st.subheader(_("渔港泊位与防风等级"), anchor=False)
    table = harbour_table(page)
    if table.empty:
        draw("empty", text=_("还没有导入渔港名册。"))
        return
    st.dataframe(table, hide_index=True, height="content", placeholder="?", key="vessels-harbours")
    st.caption(_("预报最大风力按风圈计,是下限;预报时段内不到七级的写“不足 7”。"))
    with st.container(horizontal=True):
        draw_downloads(page, _("渔港泊位与防风等级"), table, key="vessels-harbours")


def _refuge(row: Any, nowhere: str = "—") -> str:  # noqa: ANN401  a row of a frame
    if not _is_text(row["refuge_name"]):
        return _("没有赶得到的渔港") if row["state"] == WorkState.IMPOSSIBLE else nowhere
    return f"{plain(row['refuge_name'])} · {_minutes(row['refuge_min'])}"


def _why(reason: RefugeReason) -> str:
    words = WHY[reason]
    return _(words)


def _minutes(minutes: float) -> str:
    return "?" if pd.isna(minutes) else duration(pd.Timedelta(minutes=minutes).to_pytimedelta())


def _force(force: float) -> str:
    if np.isnan(force):
        return "?"
    return _("≥ {n}").format(n=int(force)) if force else _("不足 7")


def _fits(free: float, force: float, grade: float) -> str:
    """What speaks against a harbour, in words; a question mark where it is not known."""
    against = [
        _("! 超出防风等级") if force > grade else "",
        _("! 泊位已满") if free <= 0 else "",
    ]
    told = " · ".join(filter(None, against))
    return told or ("?" if np.isnan(force + grade + free) else "✓")


def _numbers(values: "pd.Series[Any]") -> Any:  # noqa: ANN401  an array of numbers with gaps
    return pd.to_numeric(values).astype("Float64").to_numpy()


def _masked(mask: Callable[[str | None], str | None], value: object) -> str:
    return (mask(value) or "—") if isinstance(value, str) else "—"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
