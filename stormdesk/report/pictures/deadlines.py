"""By when each kind of work had to be done, as the clock of the moment says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.work import work_ahead

FACETS: Final = {
    "responsible_person": "duty",
    "evacuee": "move",
    "vessel": "berth",
    "site": "work",
    "shelter": "service",
}
# What is over has no clock any more: it is asked for as it stood so long before the storm was nearest.
BEFORE: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The earliest and the latest deadline of one kind of work, and as of when they were known."""

    first_at: datetime
    last_at: datetime
    told_at: datetime


def deadlines(ground: Ground, moment: Moment, nearest_at: datetime | None) -> dict[str, Due]:
    """The deadlines of the five kinds of work; a kind without any clock is left out."""
    found: dict[str, Due] = {}
    first = moment.as_of if nearest_at is None else min(moment.as_of, nearest_at - BEFORE)
    for at in dict.fromkeys((first, moment.as_of)):
        known_at = moment.known_at if moment.known_at > moment.as_of else at
        work = work_ahead(ground, Moment(moment.operation_id, at, known_at))
        for subject, facet in FACETS.items():
            if subject not in found and (due := _due(work, subject, facet, at)) is not None:
                found[subject] = due
        if len(found) == len(FACETS):
            break
    return found


def _due(work: pd.DataFrame, subject: str, facet: str, told_at: datetime) -> Due | None:
    dues = work.loc[(work["subject"] == subject) & (work["facet"] == facet), "finish_by"].dropna()
    if dues.empty:
        return None
    return Due(first_at=dues.min().to_pydatetime(), last_at=dues.max().to_pydatetime(), told_at=told_at)
