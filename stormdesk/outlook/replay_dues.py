"""By when the work of an operation was due, as its clocks told at the hour that counts, and what was late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import pandas as pd

from stormdesk.domain.assumptions import AS_IT_IS
from stormdesk.domain.moment import Moment
from stormdesk.domain.what_if import consults, is_late, judged_hours
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.pace import MAIN
from stormdesk.outlook.what_if import EVERY, opened_at
from stormdesk.outlook.what_if_history import History, history_of
from stormdesk.outlook.what_if_told import Told, told_over

SUBJECTS: Final = ("responsible_person", "evacuee", "vessel", "site", "shelter")
NINE_TENTHS: Final = 0.9
POINTS: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One kind of work: how much had been due by an instant (persons for evacuees, else objects).

    `at` and `amounts` are the steps of that sum, at most POINTS of them; of `total` that was due, `late` was
    done after its own deadline or not at all.
    """

    subject: str
    at: tuple[datetime, ...]
    amounts: tuple[int, ...]
    total: int
    late: int

    @property
    def most_due_at(self) -> datetime | None:
        """By when nine tenths of what had a deadline were due; None where nothing had one."""
        reached = (
            at for at, amount in zip(self.at, self.amounts, strict=True) if amount >= NINE_TENTHS * self.total
        )
        return next(reached, None)


def dues_of(
    ground: Ground,
    operation_id: str,
    end: datetime,
    *,
    area_code: str | None = None,
    every: timedelta = EVERY,
) -> Mapping[str, Due]:
    """What was due by when, by kind of work; reads every clock again and again, so ask beside a page."""
    hours = consults(opened_at(ground, operation_id), end, every)
    told = told_over(ground, operation_id, hours, AS_IT_IS, lambda _share: None)
    history = history_of(ground, Moment(operation_id, end, end))
    work = history.of(told.objects).work
    row = judged_hours(told.finish_by, told.is_told, told.instants, done_at=work.done_at)
    finish_by = np.where(
        row >= 0, told.finish_by[np.maximum(row, 0), np.arange(len(row))], np.datetime64("NaT", "s")
    )
    late = is_late(finish_by, work.done_at, end=told.instants[-1])
    judged = _weighed(told, history, area_code).assign(finish_by=finish_by, is_late=late)
    judged = judged[judged["is_own"] & judged["finish_by"].notna() & judged["amount"].gt(0)]
    return {subject: _due(subject, judged[judged["subject"].eq(subject)]) for subject in SUBJECTS}


def _weighed(told: Told, history: History, area_code: str | None) -> pd.DataFrame:
    """The objects with what each counts for, and whether it is asked for."""
    known, moved = told.objects, history.people_of(told.objects)
    people = np.bincount(moved.row, weights=moved.persons, minlength=len(known))
    is_main = known["facet"].eq(known["subject"].map(MAIN))
    is_there = (
        True
        if area_code is None
        else known["township_code"].eq(area_code) | known["village_code"].eq(area_code)
    )
    return pd.DataFrame(
        {
            "subject": known["subject"],
            "amount": np.where(known["subject"].eq("evacuee"), people, 1.0),
            "is_own": is_main & is_there,
        }
    )


def _due(subject: str, rows: pd.DataFrame) -> Due:
    steps = rows.groupby("finish_by")["amount"].sum().sort_index().cumsum()
    if len(steps) > POINTS:
        steps = steps.iloc[np.unique(np.linspace(0, len(steps) - 1, POINTS).astype(int))]
    return Due(
        subject=subject,
        at=tuple(at.to_pydatetime().replace(tzinfo=UTC) for at in pd.DatetimeIndex(steps.index)),
        amounts=tuple(int(amount) for amount in steps),
        total=int(rows["amount"].sum()),
        late=int(rows.loc[rows["is_late"], "amount"].sum()),
    )
