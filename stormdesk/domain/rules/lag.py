"""应启未启: how long after a clause became true the level was decided on, or how long before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stormdesk.domain.rules.records import LEVEL_RANKS, Clause

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truths:
    """A clause that came true, and until when; `until_at` None while it is."""

    clause: Clause
    true_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A level decided on, from when to when; `ends_at` None while it lasts."""

    level_code: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLag:
    """The minutes between a clause's first minute and the decision; negative is a lead.

    `decided_at` None: its level was not decided on; open while the clause still holds, else missed.
    """

    clause: Clause
    true_at: datetime
    until_at: datetime | None
    decided_at: datetime | None
    lag_min: int

    @property
    def is_open(self) -> bool:
        """Whether the level is still owed."""
        return self.decided_at is None and self.until_at is None


def lags(truths: Iterable[Truths], decided: Sequence[InForce], *, as_of: datetime) -> tuple[ClauseLag, ...]:
    """Hold each clause's first minute against the decisions at its level or a graver one."""
    found = [_lag(one, _stretches(decided, LEVEL_RANKS[one.clause.level_code]), as_of) for one in truths]
    return tuple(sorted(found, key=lambda lag: (lag.true_at, lag.clause.clause_id)))


def _stretches(decided: Sequence[InForce], rank: int) -> list[tuple[datetime, datetime | None]]:
    """The unbroken times at this level or a graver one."""
    found: list[tuple[datetime, datetime | None]] = []
    for one in sorted(decided, key=lambda level: level.starts_at):
        if LEVEL_RANKS.get(one.level_code, 0) < rank:
            continue
        if found and found[-1][1] == one.starts_at:
            found[-1] = (found[-1][0], one.ends_at)
        else:
            found.append((one.starts_at, one.ends_at))
    return found


def _lag(one: Truths, stretches: Sequence[tuple[datetime, datetime | None]], as_of: datetime) -> ClauseLag:
    last = one.until_at or as_of
    covering = [start for start, end in stretches if start <= last and (end is None or end > one.true_at)]
    decided_at = min(covering, default=None)
    return ClauseLag(
        clause=one.clause,
        true_at=one.true_at,
        until_at=one.until_at,
        decided_at=decided_at,
        lag_min=((decided_at or last) - one.true_at) // MINUTE,
    )
