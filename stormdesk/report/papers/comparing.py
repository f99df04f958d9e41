"""What changed since an earlier issue, and which of its printed numbers later reports have corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from stormdesk.domain.moment import Moment
from stormdesk.domain.papers import Facts, Mark, Paper, Stepped, last_standing
from stormdesk.report.papers.records import PaperGround, PaperKind
from stormdesk.store.papers import read_papers

# An earlier issue is asked for anew with what is known by now; the last ones are enough.
MOST_ISSUES: Final = 12
Number = int | float | str | None
# The number of which categories are parts.
TOTAL: Final = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One number that is another one than in an earlier issue; None: nobody had said, or has."""

    key: str
    before: Number
    now: Number

    @property
    def delta(self) -> float | None:
        """How much more or less; None where one of the two is no number."""
        if not isinstance(self.before, int | float) or not isinstance(self.now, int | float):
            return None
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Correction:
    """A number that an issue printed and that reports recorded since make another one."""

    paper: Paper
    change: Change


def changes(before: Facts, now: Facts) -> tuple[Change, ...]:
    """Every number that differs, in the order of the later one; a category without anybody counts nought.

    A number that one of the two papers does not print at all is no change.
    """
    keys = [*now, *(key for key in before if key not in now)]
    printed = (key for key in keys if _is_part(key) or (key in before and key in now))
    found = (Change(key, _told(before, key), _told(now, key)) for key in printed)
    return tuple(change for change in found if change.before != change.now)


def last_issue(ground: PaperGround, kind: str, moment: Moment) -> Paper | None:
    """The standing issue of a kind with the latest figures before a moment's."""
    return last_standing(_known(ground, moment), kind, before=moment)


def issued_before(ground: PaperGround, kind: str, mark: Mark, *, since: datetime | None = None) -> int:
    """How many standing issues of a kind come before a paper, by their numbers; all before a new one.

    With `since`, only those that could know of what was told then.
    """
    own = mark if mark.number is not None else mark.corrects
    papers = read_papers(ground.store, mark.moment.operation_id)
    standing = [paper for paper in papers if paper.kind == kind and paper.is_standing]
    issues = [paper.kept for paper in standing if since is None or paper.drafted.known_at >= since]
    return sum(own is None or _place(one) < _place(own) for one in issues)


def corrections(ground: PaperGround, kind: PaperKind, moment: Moment) -> tuple[Correction, ...]:
    """Numbers of standing issues up to a moment that late or corrected reports have changed since."""
    issued = [
        paper
        for paper in _known(ground, moment)
        if paper.kind == kind.kind and paper.is_standing and paper.drafted.as_of <= moment.as_of
    ]
    return tuple(
        Correction(paper, change)
        for paper in issued[:MOST_ISSUES]
        for change in corrected(ground, kind, paper, moment)
    )


def corrected(ground: PaperGround, kind: PaperKind, paper: Paper, moment: Moment) -> tuple[Change, ...]:
    """The numbers of one issue that are others by what is known at a moment."""
    if paper.drafted.known_at >= moment.known_at:
        return ()
    return changes(paper.drafted.facts, kind.facts(ground, replace(paper.moment, known_at=moment.known_at)))


def _known(ground: PaperGround, moment: Moment) -> Sequence[Paper]:
    """The papers whose figures were known by a moment."""
    papers = read_papers(ground.store, moment.operation_id)
    return [paper for paper in papers if paper.drafted.known_at <= moment.known_at]


def _place(told: Mark | Stepped) -> tuple[int, int]:
    """The place of an issue among those of its kind."""
    return told.year or 0, told.number or 0


def _told(facts: Mapping[str, Number], key: str) -> Number:
    """A number by its key; a category that is not there has nobody in it, as far as anybody was told of."""
    is_known = facts.get(TOTAL, 0) is not None
    return facts.get(key, 0 if _is_part(key) and is_known else None)


def _is_part(key: str) -> bool:
    """Whether a number is that of one category."""
    return ":" in key
