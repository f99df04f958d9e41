"""A case: a storm that is over, with what its ledger or the papers tell of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stormdesk.domain.case_line import CaseLine
from stormdesk.domain.decisions import LEVEL_RANK
from stormdesk.domain.moment import BEIJING

YEARS_BACK = 3


class CaseKind(StrEnum):
    """Where a case comes from: a response in earnest, a drill, or papers alone."""

    LIVE = "live"
    DRILL = "drill"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSpell:
    """A level of a case: from when it was in force, until it was changed or ended."""

    hazard: str
    level_code: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One past storm; figures of a ledger are asked of it, those of papers stand in `figures`."""

    case_id: str
    kind: CaseKind
    name_zh: str
    name_en: str
    storm_id: str | None
    began_at: datetime
    ended_at: datetime | None
    source: str
    note: str
    is_forgotten: bool
    levels: tuple[LevelSpell, ...]
    figures: tuple[CaseLine, ...]
    notes: tuple[CaseLine, ...]
    open_count: int
    item_count: int
    overdue_count: int

    @property
    def has_ledger(self) -> bool:
        """Whether its figures can be asked of a ledger."""
        return self.kind is not CaseKind.PAST

    @property
    def gravest(self) -> LevelSpell | None:
        """The gravest level that was in force, the earliest of them."""
        return max(self.levels, key=lambda one: LEVEL_RANK.get(one.level_code, 0), default=None)

    def name(self, language: str) -> str:
        """What it is called."""
        return (self.name_en if language == "en" else self.name_zh) or self.name_zh


def in_month(cases: Iterable[Case], month: int | None, *, year: int) -> tuple[Case, ...]:
    """The cases that touched a month of the year within the last three years; all of these without one."""
    recent = [one for one in cases if year - YEARS_BACK <= _year(one.began_at) <= year]
    return tuple(one for one in recent if month is None or month in months_of(one))


def months_of(case: Case) -> frozenset[int]:
    """The months of the year that a case touched, in Beijing time; at most a year."""
    first = case.began_at.astimezone(BEIJING)
    last = (case.ended_at or case.began_at).astimezone(BEIJING)
    count = min(12, (last.year - first.year) * 12 + last.month - first.month + 1)
    return frozenset((first.month - 1 + step) % 12 + 1 for step in range(count))


def _year(at: datetime) -> int:
    return at.astimezone(BEIJING).year


def spells_of_lines(lines: Sequence[CaseLine]) -> tuple[LevelSpell, ...]:
    """The levels that papers tell of."""
    return tuple(
        LevelSpell(
            hazard=one.about or "",
            level_code=one.key.partition("-")[0],
            starts_at=one.starts_at,
            ends_at=one.ends_at,
        )
        for one in sorted(lines, key=lambda line: (line.starts_at is None, line.starts_at, line.key))
        if one.starts_at is not None
    )
