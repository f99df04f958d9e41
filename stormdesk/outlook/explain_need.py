"""The steps of one object's time needed, with the figures that they were made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.work.clearance import STEPS, Clearance
from stormdesk.domain.work.needs import Ask, parts
from stormdesk.outlook.sea_harbours import RefugeReason
from stormdesk.outlook.work_clocks import Timed, berths
from stormdesk.outlook.work_sea import AtSea

# What steps are made of besides the table's own figures.
FIGURES: Final[Mapping[str, str]] = {
    "waiting": N_("本乡镇待撤工人"),
    "workers": N_("工人数"),
    "people": N_("人数"),
    "riders": N_("乘车人数"),
    "way_km": N_("路程(公里)"),
    "walk_rounds": N_("步行趟数"),
    "walk_min": N_("步行单程分钟"),
    "ride_rounds": N_("乘车趟数"),
    "ride_min": N_("乘车单程分钟"),
    "cranes": N_("塔吊数"),
    "sheds": N_("工棚数"),
    "capacity": N_("容量"),
    "speed_kn": N_("航速(节)"),
    "speed_share": N_("海况下的航速比例"),
    "trips": N_("趟数"),
    "raft_speed_kn": N_("小船航速(节)"),
    "raft_loading_min": N_("每趟上下人分钟"),
    "berth_min": N_("回港系泊分钟"),
}


# Why a boat's own harbour will not do.
UNFIT: Final[Mapping[str, str]] = {
    RefugeReason.BELOW_GRADE: N_("{name}挡不住预报的大风"),
    RefugeReason.NO_BERTH: N_("{name}泊位已满"),
}


def names_of(table: Clearance, work: tuple[str, str, str | None]) -> Mapping[str, object]:
    """The table's rows that hold for one kind of work, by step."""
    subject, facet, category = work
    rows = {step: table.row(subject, facet, step, category) for step in STEPS.get((subject, facet), {})}
    return {step: row for step, row in rows.items() if row is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One step: the table's code, its minutes (None where unknown), the formula and its figures."""

    code: str
    minutes: float | None
    how: str
    figures: Mapping[str, float | None]
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where and when the circle cuts a boat's way before its harbour; None where it does not."""

    cut_at: datetime | None
    cut_lat: float | None
    cut_lon: float | None
    eta_at: datetime | None
    harbour_name: str | None
    refuge_reason: str | None
    refuge_name: str | None
    refuge_min: float | None


def on_the_way(timed: Timed, at: int) -> Way | None:
    """What the sea tells of the boat in row `at`; None for what does not sail."""
    sea = next((one for one in timed.sea if at in one.rows), None)
    if sea is None:
        return None
    row = sea.found.iloc[int(np.searchsorted(sea.rows, at))]
    known = {name: _cell(row.get(name)) for name in Way.__dataclass_fields__}
    if not row["is_cut"]:
        known |= {"cut_at": None, "cut_lat": None, "cut_lon": None}
    return Way(**known)


def _cell(value: Any) -> Any:  # noqa: ANN401  a cell of a frame
    if value is None or pd.isna(value):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def counted(timed: Timed, table: Clearance, at: int, assumptions: Assumptions) -> Iterator[Counted]:
    """The steps of the object in row `at`."""
    row = timed.objects.iloc[at]
    sea = next((one for one in timed.sea if at in one.rows), None)
    if sea is not None:
        yield from _at_sea(sea, at)
        return
    is_same = timed.objects["subject"].eq(row["subject"]) & timed.objects["facet"].eq(row["facet"])
    rows = np.flatnonzero(is_same.to_numpy(dtype=bool))
    some = timed.objects.iloc[rows]
    if row["facet"] == "crew":
        left = berths(timed.objects, timed.sea).reindex(some["subject_id"])
        some = some.assign(berth_min=left.to_numpy())
    place = int(np.searchsorted(rows, at))
    ask = Ask(some, table, str(row["subject"]), str(row["facet"]), assumptions.extra_buses)
    for part in parts(ask):
        yield Counted(
            code=part.code,
            minutes=_known(part.minutes[place]),
            how=part.formula,
            figures={name: _known(column[place]) for name, column in part.figures.items()},
            is_default=bool(part.is_default[place]),
        )


def _at_sea(sea: AtSea, at: int) -> Iterator[Counted]:
    place = int(np.searchsorted(sea.rows, at))
    for step in sea.found["steps"].iloc[place]:
        yield Counted(
            code=step.name, minutes=step.minutes, how=step.how, figures={}, is_default=step.is_default
        )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
