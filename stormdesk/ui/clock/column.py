"""The clock in the lists of the subject pages: state, latest start and minutes left of each object."""

from datetime import datetime
from typing import Any

import pandas as pd

from stormdesk.domain.vocabulary import N_
from stormdesk.domain.work.records import WorkState
from stormdesk.outlook.work import work_ahead
from stormdesk.ui.clock.tally import Tally, by_object, reasons, tally, until
from stormdesk.ui.clock.words import gravity, left_minutes, marked, no_clock_word
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.subjects.description import Column, Kind, Subject, Tile
from stormdesk.ui.text import _

CLOCK_COLUMNS = (
    Column("clock_state", N_("时限状态"), Kind.CLOCK),
    Column("start_by", N_("最晚开始"), Kind.TIME),
    Column("left_min", N_("剩余(分)"), Kind.NUMBER),
)
_PEOPLE = "evacuee"


def subject_work(page: Page, subject: Subject) -> pd.DataFrame:
    """The work ahead of one subject in the page's area."""
    work = work_ahead(page.desk, page.moment, area_code=page.area_code)
    return work[work["subject"] == subject.subject]


def with_clock(rows: pd.DataFrame, work: pd.DataFrame, subject: Subject, as_of: datetime) -> pd.DataFrame:
    """The rows of a list with their clocks, the gravest first; an object without one has no state."""
    known = by_object(work.assign(until=until(work, as_of)))
    keys = clock_ids(rows, subject)
    found = known.reindex(keys)
    state = found["state"].astype(object).to_numpy()
    is_moved = rows["progress"].eq("done").to_numpy() & (subject.subject == _PEOPLE)
    counts_to, start_by = (
        found[name].where(~is_moved).reset_index(drop=True) for name in ("until", "start_by")
    )
    clocked = rows.reset_index(drop=True).assign(
        clock_state=pd.Series(state, dtype=object).where(~is_moved, WorkState.DONE.value),
        start_by=start_by,
        left_min=left_minutes(counts_to, as_of),
    )
    order = pd.DataFrame({"gravity": gravity(clocked["clock_state"]), "start_by": clocked["start_by"]})
    places = order.sort_values(["gravity", "start_by"], kind="stable", na_position="last").index
    return clocked.loc[places].reset_index(drop=True)


def clock_ids(rows: pd.DataFrame, subject: Subject) -> "pd.Series[Any]":
    """By which id the clock knows each row: people by village and category, all else by itself."""
    if subject.subject != _PEOPLE:
        return rows["object_id"]
    place = rows["village_code"].where(rows["village_code"].notna(), rows["township_code"])
    return place.fillna("") + ":" + rows["category"].fillna("")


def main_tally(work: pd.DataFrame, subject: Subject, as_of: datetime) -> Tally:
    """How the subject's own work stands, without its lesser tasks."""
    return tally(work[work["facet"] == subject.facet], as_of)


def clock_tile(work: pd.DataFrame, as_of: datetime) -> Tile:
    """How much is late, impossible or due within six hours; where nothing is, why."""
    counted = tally(work, as_of)
    late, lost = counted.count(WorkState.LATE), counted.count(WorkState.IMPOSSIBLE)
    due = counted.count(WorkState.DUE)
    title = " ".join(marked(state) for state in (WorkState.LATE, WorkState.IMPOSSIBLE, WorkState.DUE))
    if late or lost or due:
        value = f"! {whole(late)}  ✕ {whole(lost)}  ▲ {whole(due)}"
        note = _("最早 {at} 须开始").format(at=clock_time(counted.start_by))
        return Tile(title, value, note, "late" if late or lost else "soon", is_wide=True)
    if counted.start_by is not None:
        note = _("最早 {at} 须开始").format(at=clock_time(counted.start_by))
        return Tile(title, "0", note, "done", is_wide=True)
    why = next((no_clock_word(reason) for reason, _count in reasons(work)), "")
    return Tile(title, "0" if not why else "?", why, "plain", is_wide=True)
