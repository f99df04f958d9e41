"""At which instants something changed that the level rules look at."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pandas as pd

from stormdesk.domain.rules.records import RuleHazard
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared

HOUR: Final = timedelta(hours=1)
# Where no gauge ever read anything, only the tide's prediction moves the water.
UNREAD_STEP: Final = timedelta(hours=3)
STORM, COUNTY, READING = "storm", "county", "reading"
LONG_AGO: Final = datetime.fromisoformat("1900-01-01T00:00:00+00:00")
# Further back than this no run is followed.
LONGEST_RUN: Final = timedelta(days=14)
_kept: Shared["Changes"] = Shared(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The minutes of change by kind, in order, with the count of rows told up to each."""

    opened_at: datetime
    at: dict[str, Sequence[datetime]]
    count: dict[str, Sequence[int]]

    def stamp(self, as_of: datetime, known_at: datetime) -> tuple[int, ...]:
        """How many rows of each kind were told by a moment; another number means another answer."""
        return tuple(self._told(kind, max(as_of, known_at)) for kind in (STORM, COUNTY, READING))

    def _told(self, kind: str, at: datetime) -> int:
        place = bisect_right(self.at[kind], at)
        return self.count[kind][place - 1] if place else 0

    @property
    def storm_rows(self) -> int:
        """How many rows were ever told of storms."""
        return self.count[STORM][-1] if self.count[STORM] else 0

    def before(self, kind: str, at: datetime) -> datetime:
        """When something of a kind last changed by an instant; the operation's opening when nothing did."""
        place = bisect_right(self.at[kind], at)
        return self.at[kind][place - 1] if place else min(self.opened_at, at)

    def instants(self, hazard: RuleHazard, start: datetime, end: datetime) -> tuple[datetime, ...]:
        """The instants from start to end at which a level may change; hours too, but for a drought."""
        kinds = (STORM, COUNTY) if hazard is RuleHazard.TYPHOON else (COUNTY,)
        start = max(start, end - LONGEST_RUN)
        found = {start, end}
        for kind in kinds:
            found |= {at for at in self.at[kind] if start < at < end}
        if hazard is RuleHazard.DROUGHT:
            return tuple(sorted(found))
        is_unread = hazard is RuleHazard.FLOOD and not self.at[READING]
        step = UNREAD_STEP if is_unread else HOUR
        first = start.replace(minute=0, second=0, microsecond=0) + HOUR
        steps = int((end - first) / step) + 1 if end >= first else 0
        return tuple(sorted(found | {first + step * number for number in range(steps)}))


def has_grounds(ground: Ground, operation_id: str, hazard: RuleHazard) -> bool:
    """Whether anything was told that the rules of a hazard look at; without it no level is called for."""
    told = changes(ground, operation_id).at
    kinds = (STORM, COUNTY) if hazard is RuleHazard.TYPHOON else (COUNTY, READING)
    return any(told[kind] for kind in kinds)


def changes(ground: Ground, operation_id: str) -> Changes:
    """Every change of an operation, later ones too: an instant looks only at those up to it."""
    key = (ground.store.common_key, ground.store.data_version, operation_id)
    return _kept.get(key, lambda: _read(ground, operation_id))


def _read(ground: Ground, operation_id: str) -> Changes:
    frame = ground.store.frame("levels/changes", operation_id=operation_id)
    at: dict[str, Sequence[datetime]] = {}
    count: dict[str, Sequence[int]] = {}
    for kind in (STORM, COUNTY, READING):
        own = frame[frame["kind"] == kind]
        at[kind] = own["told_at"].dt.tz_convert("UTC").dt.to_pydatetime().tolist()
        count[kind] = own["told_count"].cumsum().astype(int).tolist()
    operations = ground.store.frame("operation/list")
    opened = operations.loc[operations["operation_id"] == operation_id, "opened_at"]
    opened_at = pd.Timestamp(opened.iloc[0]).to_pydatetime() if len(opened) else LONG_AGO
    return Changes(opened_at=opened_at, at=at, count=count)
