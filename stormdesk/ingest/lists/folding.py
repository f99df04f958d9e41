"""Problems that repeat over many rows: told once, with how often and where; of each kind only so many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.sheets.book import address

# So many rows more with the same problem are still told one by one.
FEW: Final = 2
# So many different values of one kind are told; the rest stand together, as do suggestions beyond theirs.
MOST: Final = 1000
MOST_SUGGESTED: Final = 20_000
REST: Final = "…"
Key = tuple[object, ...]


def fold(problems: Iterable[ListProblem]) -> tuple[ListProblem, ...]:
    """The problems in their order, the same one of many rows once; rows that came back are never left out."""
    first: dict[Key, ListProblem] = {}
    also: dict[Key, list[int]] = {}
    counts: Counter[Key] = Counter()
    for problem in problems:
        key, told = _key(problem), problem
        if key not in first and _is_too_many(problem, counts):
            key, told = _kind(problem), replace(problem, value=REST, suggestion=None)
        if first.setdefault(key, told) is told:
            counts[_kind(problem)] += 1
        else:
            also.setdefault(key, []).extend(problem.rows)
    return tuple(one for key, told in first.items() for one in _whole(told, also.get(key, [])))


def _key(problem: ListProblem) -> Key:
    where = problem.column if problem.row else problem.place
    return (*_kind(problem), where, problem.value, problem.suggestion)


def _kind(problem: ListProblem) -> Key:
    return problem.sheet, problem.field, problem.reason, problem.is_refused, problem.suggestion is not None


def _is_too_many(problem: ListProblem, counts: Mapping[Key, int]) -> bool:
    most = MOST if problem.suggestion is None else MOST_SUGGESTED
    return bool(problem.row) and not problem.is_refused and counts[_kind(problem)] >= most


def _whole(first: ListProblem, also: list[int]) -> Iterable[ListProblem]:
    if not also:
        return (first,)
    whole = replace(first, also=(*first.also, *also))
    return (whole,) if first.also or len(also) > FEW else apart(whole)


def apart(problem: ListProblem) -> Iterator[ListProblem]:
    """A problem of several rows as one problem of each."""
    yield replace(problem, also=())
    for row in problem.also:
        spot = address(row, problem.column) if problem.column >= 0 else str(row)
        yield replace(problem, place=f"{problem.sheet}!{spot}", row=row, also=())


def total(problems: Iterable[ListProblem]) -> int:
    """How many problems there are, each row counted."""
    return sum(problem.count for problem in problems)


def accepted_of(problems: Iterable[ListProblem]) -> dict[str, str]:
    """The choices that accept the suggestions of these problems, in every row that has them."""
    return {
        one.place: one.suggestion
        for problem in problems
        if problem.suggestion is not None
        for one in apart(problem)
        if one.suggestion is not None
    }


def stored(problems: Iterable[ListProblem]) -> list[ListProblem]:
    """What is stored: rows that came back one by one, the rest folded with how many more there are."""
    kept: list[ListProblem] = []
    for problem in problems:
        if problem.is_refused and problem.row:
            kept += apart(problem)
        else:
            kept.append(replace(problem, place=problem.where) if problem.also else problem)
    return kept
