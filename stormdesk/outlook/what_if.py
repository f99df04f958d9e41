"""An operation once more under what is supposed: who would have been late, in the wind, idle.

The definitions stand in docs/methods/what_if.md. Nothing supposed reproduces history to the row.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.arrival.records import Instants, Numbers
from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.circles import Circle
from stormdesk.domain.moment import Moment
from stormdesk.domain.what_if import (
    NEVER,
    Work,
    consults,
    idle_days,
    is_late,
    judged_hours,
    supposed_work,
)
from stormdesk.domain.work.states import chosen, instant64
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.what_if_history import History, history_of
from stormdesk.outlook.what_if_told import Progress, Told, told_over
from stormdesk.outlook.what_if_wind import person_hours, wind_at

# The clocks are read as often as a headquarters consults.
EVERY: Final = timedelta(hours=3)
IDLE: Final = {("vessel", "berth"): "boat", ("site", "work"): "site"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was and what would have been; `rows` has one row per object and rule, both worlds side by side.

    Columns come in pairs, `<what>_was` for history and `<what>_is` for what is supposed: begun_at, done_at,
    finish_by, hazard_at, need_min, hazard, agency, read_at, is_late, wind_7_h, wind_10_h (person-hours),
    idle_days.
    """

    operation_id: str
    start: datetime
    end: datetime
    assumptions: Assumptions
    rows: pd.DataFrame
    hours: tuple[datetime, ...]

    @property
    def newly_late(self) -> pd.DataFrame:
        """What would have been late and was not."""
        return self.rows[self.rows["is_late_is"] & ~self.rows["is_late_was"]]

    @property
    def no_longer_late(self) -> pd.DataFrame:
        """What was late and would not have been."""
        return self.rows[self.rows["is_late_was"] & ~self.rows["is_late_is"]]

    @property
    def without_deadline(self) -> pd.DataFrame:
        """Those no longer late that have no deadline under what is supposed: unknown, or not touched."""
        spared = self.no_longer_late
        return spared[spared["finish_by_is"].isna()]


def replayed(
    ground: Ground,
    operation_id: str,
    end: datetime,
    assumptions: Assumptions = AS_IT_IS,
    progress: Progress = lambda _share: None,
) -> Outcome:
    """Go through an operation up to `end` twice, as it was and as supposed, and set both side by side."""
    start = opened_at(ground, operation_id)
    hours = consults(start, end, EVERY)
    was_told = told_over(ground, operation_id, hours, AS_IT_IS, lambda share: progress(share / 2))
    is_told = told_over(ground, operation_id, hours, assumptions, lambda share: progress((1 + share) / 2))
    history = history_of(ground, Moment(operation_id, end, end))
    was = _world(ground, was_told, history, AS_IT_IS, was=None)
    supposed = _world(ground, is_told, history, assumptions, was=was)
    named = was_told.objects.reset_index(drop=True)
    rows = pd.concat([named, was.add_suffix("_was"), supposed.add_suffix("_is")], axis=1)
    return Outcome(
        operation_id=operation_id, start=start, end=end, assumptions=assumptions, rows=rows, hours=hours
    )


def opened_at(ground: Ground, operation_id: str) -> datetime:
    """When an operation began."""
    operations = ground.store.frame("operation/list")
    opened: datetime = operations.loc[operations["operation_id"] == operation_id, "opened_at"].iloc[0]
    return pd.Timestamp(opened).to_pydatetime()


def _world(
    ground: Ground, told: Told, history: History, assumptions: Assumptions, *, was: pd.DataFrame | None
) -> pd.DataFrame:
    """One world: the work as done in it, the deadlines as told in it, and what came of it."""
    facts, people = history.of(told.objects), history.people_of(told.objects)

    def supposed(work: Work, stretch: Numbers | None) -> Work:
        shift = assumptions.level_shift
        return supposed_work(work, decided_at=history.decided_at, shift=shift, stretch=stretch)

    world = _judged(told, supposed(facts.work, None))
    stretch = None if was is None else _stretch(was, world, assumptions)
    work = supposed(facts.work, stretch)
    moved = replace(people, work=supposed(people.work, None if stretch is None else stretch[people.row]))
    wind = wind_at(ground, told, history.moment, assumptions)
    end = instant64(told.hours[-1])
    return world.assign(
        begun_at=work.begun_at,
        done_at=work.done_at,
        is_late=is_late(world["finish_by"].to_numpy().astype("datetime64[s]"), work.done_at, end=end),
        wind_7_h=person_hours(told.objects, wind, work, moved, Circle.SEVEN),
        wind_10_h=person_hours(told.objects, wind, work, moved, Circle.TEN),
        idle_days=_idle(told.objects, work, facts.done_until, assumptions),
    )


def _judged(told: Told, work: Work) -> pd.DataFrame:
    """Each object's deadline as read at the hour that counts."""
    hour = judged_hours(told.finish_by, told.is_told, told.instants, done_at=work.done_at)
    column, row = np.arange(len(hour)), np.maximum(hour, 0)
    is_read = hour >= 0
    return pd.DataFrame(
        {
            "finish_by": np.where(is_read, told.finish_by[row, column], NEVER),
            "hazard_at": np.where(is_read, told.hazard_at[row, column], NEVER),
            "need_min": np.where(is_read, told.need_min[row, column], np.nan),
            "hazard": chosen(is_read, told.hazard[row, column], None),
            "agency": chosen(is_read, told.agency[row, column], None),
            "read_at": np.where(is_read, told.instants[row], NEVER),
        }
    )


def _stretch(was: pd.DataFrame, world: pd.DataFrame, assumptions: Assumptions) -> Numbers | None:
    """The need as supposed over the need as it was; only buses change how long work takes."""
    if not assumptions.extra_buses:
        return None
    old = was["need_min"].to_numpy()
    found: Numbers = world["need_min"].to_numpy() / np.where(old > 0, old, np.nan)
    return found


def _idle(
    objects: pd.DataFrame,
    work: Work,
    done_until: Instants,
    assumptions: Assumptions,
) -> Numbers:
    """Days that boats lay in port and sites stood still."""
    counts = [pair in IDLE for pair in zip(objects["subject"], objects["facet"], strict=True)]
    days = idle_days(work.done_at, done_until, resume_shift=assumptions.storm_shift)
    return np.where(counts, days, 0.0)


def by_area(outcome: Outcome, area_code: str | None) -> Outcome:
    """The same for one township or village; all of it for the county."""
    if area_code is None:
        return outcome
    rows = outcome.rows
    is_in = rows["township_code"].eq(area_code) | rows["village_code"].eq(area_code)
    return replace(outcome, rows=rows[is_in].reset_index(drop=True))


def counted(outcome: Outcome, by: list[str]) -> pd.DataFrame:
    """How many were and would be late, and which changed, by township, by subject or by both."""
    rows = outcome.rows.assign(
        newly_late=outcome.rows["is_late_is"] & ~outcome.rows["is_late_was"],
        no_longer_late=outcome.rows["is_late_was"] & ~outcome.rows["is_late_is"],
    )
    sums = ["is_late_was", "is_late_is", "newly_late", "no_longer_late"]
    hours = ["wind_7_h_was", "wind_7_h_is", "wind_10_h_was", "wind_10_h_is", "idle_days_was", "idle_days_is"]
    found = rows.groupby(by, sort=True, dropna=False)[[*sums, *hours]].sum(min_count=1)
    return found.reset_index().astype(dict.fromkeys(sums, "int64"))
