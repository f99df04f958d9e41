"""The what-if of the storm's clock as a report: history and a few suppositions side by side, in sums.

The definitions stand in docs/methods/what_if.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from stormdesk.domain.assumptions import AS_IT_IS, Assumptions
from stormdesk.domain.moment import Moment
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.what_if import consults
from stormdesk.outlook import what_if
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.what_if import Outcome, counted, opened_at, replayed
from stormdesk.outlook.what_if_told import Progress, tell_together
from stormdesk.store.storms import read_forecasts

EARLIER: Final = timedelta(hours=-3)
BUSES: Final = 2
DAY_H: Final = 24.0
LIMITS: Final = (
    N_("没有算进去的:知道得更多的人会另作安排;一项工作对另一项的影响;交通;更早的决定本身是否恰当。"),
    N_("只移动首次启动之后开始的工作;之前已经开始的不动。"),
    N_("人时按实况风圈和每个人实际到达安全处的时刻计算;风圈未知的另列,不作零计。"),
    N_("工地工人可能也在转移名册里,两项人时不要相加。"),
    N_("只有一家机构发布过预报时,“只用一家”与历史相同。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The sums of one world; person-hours leave out `unknown` objects whose circle nobody knows."""

    late: int
    newly_late: int
    no_longer_late: int
    without_deadline: int
    people_7_h: float
    people_10_h: float
    workers_7_h: float
    workers_10_h: float
    unknown: int
    boat_days: float
    site_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLate:
    """How many of one kind of work were late in one world."""

    subject: str
    facet: str
    late: int
    newly_late: int
    no_longer_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One world of the report: its key, what is supposed, its sums and what was late by kind of work."""

    key: str
    assumptions: Assumptions
    figures: Figures
    works: tuple[WorkLate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """History first, then each supposition; every column went through the same readings of the clocks."""

    operation_id: str
    start: datetime
    end: datetime
    every_h: float
    readings: int
    variants: tuple[Variant, ...]

    @property
    def history(self) -> Variant:
        """What was."""
        return self.variants[0]


def suppositions(ground: Ground, operation_id: str, end: datetime) -> tuple[tuple[str, Assumptions], ...]:
    """What the report supposes: three hours earlier, one agency only, two more buses in each township."""
    agency = _first_agency(ground, operation_id, end)
    found = [("earlier", Assumptions(level_shift=EARLIER))]
    if agency is not None:
        found.append(("agency", Assumptions(agency=agency)))
    return (*found, ("buses", Assumptions(extra_buses=BUSES)))


def _first_agency(ground: Ground, operation_id: str, end: datetime) -> str | None:
    """The agency that the county reads first, of those that forecast the operation's storm."""
    listed = ground.store.frame("operation/list")
    storms = listed.loc[listed["operation_id"].eq(operation_id), "storm_id"].dropna()
    if storms.empty:
        return None
    known = read_forecasts(ground.store, str(storms.iloc[0]), Moment(operation_id, end, end))
    order = [agency for agency in ground.county.profile.storm_agencies if agency in known]
    return next(iter([*order, *sorted(known)]), None)


def reported(
    ground: Ground,
    operation_id: str,
    end: datetime,
    progress: Progress = lambda _share: None,
    *,
    supposed: Sequence[tuple[str, Assumptions]] | None = None,
) -> Report:
    """Go through the operation once for history and each supposition together, and sum up every world."""
    asked = suppositions(ground, operation_id, end) if supposed is None else supposed
    start = opened_at(ground, operation_id)
    hours = consults(start, end, what_if.EVERY)
    worlds = [AS_IT_IS, *(assumptions for _key, assumptions in asked)]
    tell_together(ground, operation_id, hours, worlds, progress)
    outcomes = [(key, replayed(ground, operation_id, end, assumptions)) for key, assumptions in asked]
    history = _variant("history", replayed(ground, operation_id, end))
    return Report(
        operation_id=operation_id,
        start=start,
        end=end,
        every_h=what_if.EVERY / timedelta(hours=1),
        readings=len(hours),
        variants=(history, *(_variant(key, outcome) for key, outcome in outcomes)),
    )


def _variant(key: str, outcome: Outcome) -> Variant:
    works = counted(outcome, ["subject", "facet"])
    return Variant(
        key=key,
        assumptions=outcome.assumptions,
        figures=figures_of(outcome),
        works=tuple(
            WorkLate(
                subject=str(row["subject"]),
                facet=str(row["facet"]),
                late=int(row["late"]),
                newly_late=int(row["newly_late"]),
                no_longer_late=int(row["no_longer_late"]),
            )
            for row in works.rename(columns={"is_late_is": "late"}).to_dict("records")
        ),
    )


def figures_of(outcome: Outcome) -> Figures:
    """Sum up what would have been; with nothing supposed that is what was."""
    rows = outcome.rows
    moved = rows[rows["subject"].isin(["evacuee", "vessel"])]
    sites, boats = rows[rows["subject"].eq("site")], rows[rows["subject"].eq("vessel")]
    people = pd.concat([moved, sites])
    return Figures(
        late=int(rows["is_late_is"].sum()),
        newly_late=len(outcome.newly_late),
        no_longer_late=len(outcome.no_longer_late),
        without_deadline=len(outcome.without_deadline),
        people_7_h=_sum(moved, "wind_7_h_is"),
        people_10_h=_sum(moved, "wind_10_h_is"),
        workers_7_h=_sum(sites, "wind_7_h_is"),
        workers_10_h=_sum(sites, "wind_10_h_is"),
        unknown=int(people["wind_7_h_is"].isna().sum()),
        boat_days=_sum(boats, "idle_days_is"),
        site_hours=_sum(sites, "idle_days_is") * DAY_H,
    )


def _sum(rows: pd.DataFrame, name: str) -> float:
    return float(rows[name].sum())
