"""Where the heading of a sheet stands, and which field each of its columns is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.domain.vocabulary import N_
from stormdesk.ingest.sheets.book import Sheet, address
from stormdesk.ingest.sheets.heading_match import (
    EXACT,
    LOWER,
    Column,
    Match,
    columns_of,
    matches_of,
    near_matches,
)
from stormdesk.ingest.sheets.heading_words import Synonyms, synonyms_of

DEEPEST: Final = 40
LEVELS: Final = (1, 2, 3)
LEAST: Final = 2
_MOST_NAMED: Final = 12


class HeadingReason(StrEnum):
    """What is doubtful about a heading."""

    NOT_FOUND = N_("没有找到表头;表头应含有这些列名")
    NEARLY = N_("列名不完全一致,按相近的列名读取,请确认")
    TWICE = N_("列名重复,只读其中一列")


@dataclass(frozen=True, slots=True)
class ColumnName:
    """One column: its heading as shown, its unit, the field that it is, and how certain (100 is exact)."""

    text: str
    unit: str = ""
    field: str | None = None
    score: float = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet: its rows (from 1; 0 where none was found) and its columns (from 0)."""

    row_first: int = 0
    row_last: int = 0
    columns: Mapping[int, ColumnName] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether a heading was found at all."""
        return self.row_first > 0

    @property
    def fields(self) -> dict[str, int]:
        """The column of each field."""
        return {name.field: column for column, name in self.columns.items() if name.field}


def find_heading(
    sheet: Sheet, synonyms: Mapping[str, Sequence[str]], required: Collection[str] = ()
) -> Heading:
    """The rows near the top that name the most required fields, then the most fields at all."""
    known = synonyms_of(tuple((name, tuple(words)) for name, words in synonyms.items()))
    best = _best(sheet, known, required, is_near=False)
    if best is None or len(_read(sheet, *best, known, is_near=False).fields) < LEAST:
        best = _best(sheet, known, required, is_near=True)
    heading = _read(sheet, *best, known, is_near=True) if best else Heading()
    if len(heading.fields) >= min(LEAST, len(synonyms)) or len(heading.columns) == 1:
        return heading
    named = [words[0] for name, words in synonyms.items() if words and (not required or name in required)]
    return Heading(problems=(Problem(sheet.name, "、".join(named[:_MOST_NAMED]), HeadingReason.NOT_FOUND),))


def _best(
    sheet: Sheet, known: Synonyms, required: Collection[str], *, is_near: bool
) -> tuple[int, int] | None:
    best, best_score = None, (0, 0.0, 0, 0)
    for at in range(min(len(sheet.rows), DEEPEST)):
        for levels in LEVELS[: len(sheet.rows) - at]:
            heading = _read(sheet, at, levels, known, is_near=is_near)
            score = (*_score(heading, required), -levels, -at)
            if score > best_score and heading.fields:
                best, best_score = (at, levels), score
    return best


def _score(heading: Heading, required: Collection[str]) -> tuple[int, float]:
    fields = heading.fields
    certainty = sum(name.score for name in heading.columns.values() if name.field)
    return sum(1 for name in required if name in fields), round(certainty / EXACT, 2)


def _read(sheet: Sheet, at: int, levels: int, known: Synonyms, *, is_near: bool) -> Heading:
    columns = columns_of(sheet, at, levels)
    matches = matches_of(columns, known)
    if is_near:
        matches |= near_matches(columns, matches, known)
    row = sheet.first_row + at
    holders = _holders(matches, columns)
    names: dict[int, ColumnName] = {}
    problems = []
    for column, words in columns.items():
        match = matches.get(column)
        if match and holders[match.field] != column:
            problems.append(Problem(address(row, column), words.whole.text, HeadingReason.TWICE))
            match = None
        elif match and match.score < LOWER:
            problems.append(Problem(address(row, column), words.whole.text, HeadingReason.NEARLY))
        said = words.whole
        names[column] = (
            ColumnName(said.text, said.unit, match.field, match.score)
            if match
            else ColumnName(said.text, said.unit)
        )
    return Heading(row, row + levels - 1, names, tuple(problems))


def _holders(matches: Mapping[int, Match], columns: Mapping[int, Column]) -> dict[str, int]:
    """The column of each field: the most certain one, then one that names a unit, then the first."""
    holders: dict[str, int] = {}
    for column, match in matches.items():
        holder = holders.get(match.field, column)
        rank, other = ((matches[at].score, bool(columns[at].whole.unit)) for at in (column, holder))
        holders[match.field] = column if rank > other else holder
    return holders
