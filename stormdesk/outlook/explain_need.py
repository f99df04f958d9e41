"""The steps of one object's time needed, with the figures that they were made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from stormdesk.domain.assumptions import Assumptions
from stormdesk.domain.work.clearance import Clearance
from stormdesk.domain.work.needs import Ask, parts
from stormdesk.outlook.work_clocks import Timed, berths
from stormdesk.outlook.work_sea import AtSea


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One step: the table's code, its minutes (None where unknown), the formula and its figures."""

    code: str
    minutes: float | None
    how: str
    figures: Mapping[str, float | None]
    is_default: bool


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
