"""Three accounts of the people moved: what the township reports, what the roster ticks, who was seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Gap(StrEnum):
    """How two accounts of one line stand to each other; the ordinary lag of a report comes after the rest."""

    UNSEEN = "unseen"
    OVER_REPORTED = "over_reported"
    UNDER_REPORTED = "under_reported"
    NO_LIST = "no_list"
    NO_REPORT = "no_report"
    REPORT_BEHIND = "report_behind"
    UNCHECKED = "unchecked"
    AGREED = "agreed"


class Owes(StrEnum):
    """Who owes the explanation."""

    TOWNSHIP = "township"
    VILLAGE = "village"


_OWED_BY = {
    Gap.UNSEEN: Owes.VILLAGE,
    Gap.OVER_REPORTED: Owes.TOWNSHIP,
    Gap.UNDER_REPORTED: Owes.TOWNSHIP,
    Gap.NO_LIST: Owes.TOWNSHIP,
    Gap.NO_REPORT: Owes.TOWNSHIP,
    Gap.REPORT_BEHIND: Owes.TOWNSHIP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One township and category; None means that the account has not spoken, which is not zero."""

    township_code: str | None
    category: str | None
    reported: int | None = None
    reported_at: datetime | None = None
    ticked: int | None = None
    ticked_at: datetime | None = None
    seen: int | None = None
    unseen: int | None = None
    seen_at: datetime | None = None

    @property
    def reported_less_ticked(self) -> int | None:
        """A − B; None while one of them is unknown."""
        return None if self.reported is None or self.ticked is None else self.reported - self.ticked

    @property
    def ticked_less_seen(self) -> int | None:
        """B − C, whether looked for in vain or not looked for yet; None while nobody has looked."""
        return None if self.ticked is None or self.seen is None else self.ticked - self.seen

    @property
    def unchecked(self) -> int | None:
        """How many of B nobody has looked for; None while there is no B."""
        return None if self.ticked is None else self.ticked - (self.seen or 0) - (self.unseen or 0)

    @property
    def report_gap(self) -> Gap:
        """How A stands to B: an older report below the roster is behind, one above it is not excused."""
        difference = self.reported_less_ticked
        if self.ticked is None:
            return Gap.NO_LIST if self.reported else Gap.AGREED
        if difference is None:
            return Gap.NO_REPORT if self.ticked else Gap.AGREED
        if difference > 0:
            return Gap.OVER_REPORTED
        if difference == 0:
            return Gap.AGREED
        return Gap.REPORT_BEHIND if self._is_behind else Gap.UNDER_REPORTED

    @property
    def seen_gap(self) -> Gap:
        """How C stands to B: somebody looked for in vain, or not looked for yet."""
        if self.unseen:
            return Gap.UNSEEN
        return Gap.UNCHECKED if self.unchecked else Gap.AGREED

    @property
    def _is_behind(self) -> bool:
        return (
            self.reported_at is not None and self.ticked_at is not None and self.reported_at < self.ticked_at
        )


@dataclass(frozen=True, slots=True)
class Demand:
    """One difference of one line that somebody must explain: so many persons, and who owes it."""

    line: Line
    gap: Gap
    owes: Owes
    persons: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What one account adds up to; `silent` lines said nothing and are not in it."""

    persons: int | None
    silent: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The three accounts of several lines."""

    reported: Sum
    ticked: Sum
    seen: Sum


def demands(lines: Iterable[Line]) -> list[Demand]:
    """What must be explained: the most persons first, mere lag of a report last."""
    found = [
        Demand(line, gap, _OWED_BY[gap], persons)
        for line in lines
        for gap, persons in ((line.report_gap, _apart(line)), (line.seen_gap, line.unseen or 0))
        if gap in _OWED_BY
    ]
    return sorted(
        found,
        key=lambda demand: (
            demand.gap is Gap.REPORT_BEHIND,
            -demand.persons,
            demand.line.township_code or "",
            demand.line.category or "",
            demand.gap,
        ),
    )


def sums(lines: Sequence[Line]) -> Sums:
    """Add the lines up, account by account, without taking silence for zero."""
    return Sums(
        reported=_sum([line.reported for line in lines]),
        ticked=_sum([line.ticked for line in lines]),
        seen=_sum([line.seen for line in lines]),
    )


def _apart(line: Line) -> int:
    """How many persons A and B are apart; all of the one where the other is silent."""
    return abs((line.reported or 0) - (line.ticked or 0))


def _sum(values: Sequence[int | None]) -> Sum:
    known = [value for value in values if value is not None]
    return Sum(sum(known) if known else None, len(values) - len(known))
