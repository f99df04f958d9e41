"""Seldom do some subjects turn: between two turns their questions need not be asked again every minute."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd

from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.shared import Shared

KEPT: Final = 192


@dataclass(frozen=True, slots=True)
class _Turns:
    """Instants in order: of the spans as they were, as they were believed, and of the lists."""

    valid: Sequence[datetime]
    known: Sequence[datetime]
    listed: Sequence[datetime]


_turns: Shared[_Turns] = Shared(KEPT)


def settled(ground: Ground, moment: Moment, subject: str) -> Moment:
    """The last moment at which something turned of a subject, or on a list.

    Questions that only ask which spans of the subject hold or held, and which rows of the lists are valid,
    answer there as they do at the moment itself.
    """
    key = (ground.store.key, ground.store.data_version, moment.operation_id, subject)
    turns = _turns.get(key, lambda: _read(ground, moment.operation_id, subject))
    return Moment(
        operation_id=moment.operation_id,
        as_of=max(_last(turns.valid, moment.as_of), _last(turns.listed, moment.as_of)),
        known_at=_last(turns.known, moment.known_at),
    )


def _last(turns: Sequence[datetime], at: datetime) -> datetime:
    """The last turn by an instant; before the first one it is that instant itself."""
    place = bisect_right(turns, at)
    return turns[place - 1] if place else at


def _read(ground: Ground, operation_id: str, subject: str) -> _Turns:
    frame = ground.store.frame("moment/turns", operation_id=operation_id, subject=subject)
    listed = ground.store.frame("work/epochs", operation_id=operation_id)
    is_valid = frame["clock"].eq("valid")
    return _Turns(
        valid=_instants(frame.loc[is_valid, "turned_at"]),
        known=_instants(frame.loc[~is_valid, "turned_at"]),
        listed=_instants(listed["changed_at"]),
    )


def _instants(column: "pd.Series[pd.Timestamp]") -> Sequence[datetime]:
    return tuple(column.dt.to_pydatetime())
