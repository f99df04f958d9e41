"""Three accounts of the people moved: what the township reports, what the roster ticks, who was seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Gap(StrEnum):
    """How the accounts of one line stand to each other, the gravest first."""

    UNSEEN = "unseen"
    OVER_REPORTED = "over_reported"
    UNDER_REPORTED = "under_reported"
    REPORT_BEHIND = "report_behind"
    NO_REPORT = "no_report"
    NO_LIST = "no_list"
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
    Gap.REPORT_BEHIND: Owes.TOWNSHIP,
    Gap.NO_REPORT: Owes.TOWNSHIP,
    Gap.NO_LIST: Owes.TOWNSHIP,
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
    def gap(self) -> Gap:
        """The gravest thing to say of the line."""
        if self.unseen:
            return Gap.UNSEEN
        if self.ticked is None:
            return Gap.NO_LIST
        difference = self.reported_less_ticked
        if difference is None:
            return Gap.NO_REPORT if self.ticked else self._seen_gap
        if difference == 0:
            return self._seen_gap
        if difference > 0:
            return Gap.OVER_REPORTED
        return Gap.REPORT_BEHIND if self._is_behind else Gap.UNDER_REPORTED

    @property
    def owes(self) -> Owes | None:
        """Who owes the explanation; None where there is nothing to explain."""
        return _OWED_BY.get(self.gap)

    @property
    def weight(self) -> int:
        """How many persons the accounts are apart."""
        return abs(self.reported_less_ticked or 0) + (self.unseen or 0)

    @property
    def _is_behind(self) -> bool:
        return (
            self.reported_at is not None and self.ticked_at is not None and self.reported_at < self.ticked_at
        )

    @property
    def _seen_gap(self) -> Gap:
        return Gap.UNCHECKED if self.unchecked else Gap.AGREED


@dataclass(frozen=True, slots=True)
class Sum:
    """What one account adds up to; `silent` lines said nothing and are not in it."""

    persons: int | None
    silent: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The three accounts of several lines; `differing` lines do not agree."""

    reported: Sum
    ticked: Sum
    seen: Sum
    differing: int


def ordered(lines: Iterable[Line]) -> list[Line]:
    """Put the differences first: the gravest kind, then the most persons; the agreed lines last."""
    grave = list(Gap)
    return sorted(
        lines,
        key=lambda line: (
            grave.index(line.gap),
            -line.weight,
            line.township_code or "",
            line.category or "",
        ),
    )


def differing(lines: Iterable[Line]) -> list[Line]:
    """The lines that somebody must explain, in order."""
    return [line for line in ordered(lines) if line.owes is not None]


def sums(lines: Sequence[Line]) -> Sums:
    """Add the lines up, account by account, without taking silence for zero."""
    return Sums(
        reported=_sum([line.reported for line in lines]),
        ticked=_sum([line.ticked for line in lines]),
        seen=_sum([line.seen for line in lines]),
        differing=len(differing(lines)),
    )


def _sum(values: Sequence[int | None]) -> Sum:
    known = [value for value in values if value is not None]
    return Sum(sum(known) if known else None, len(values) - len(known))
