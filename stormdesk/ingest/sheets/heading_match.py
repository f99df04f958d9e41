"""Which field each column is: by its own heading, by the one above it, or by the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from stormdesk.ingest.sheets.book import Sheet
from stormdesk.ingest.sheets.heading_words import UNDER, Synonyms, Words, levels_of, words_of

EXACT, PLACED, LOWER = 100.0, 99.0, 95.0
NEARLY: Final = 85.0
SHORTEST_NEARLY: Final = 4
MOST_COLUMNS: Final = 400
# How many columns back a heading may belong to, with and without a meaning of its own.
REACH_EXACT: Final = 3
REACH: Final = 6


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of one column: the group above, its own words, and both as one."""

    above: Words
    own: Words
    whole: Words


@dataclass(frozen=True, slots=True)
class Match:
    """The field that a column may be, and how certain that is."""

    field: str
    score: float


def columns_of(sheet: Sheet, at: int, levels: int) -> dict[int, Column]:
    """The columns of a heading of so many rows, groups spread over the columns that they span."""
    rows = [sheet.rows[at + level][:MOST_COLUMNS] for level in range(levels)]
    width = max(map(len, rows))
    words = [[words_of(cell) for cell in (*row, *[None] * (width - len(row)))] for row in rows]
    for level in range(levels - 1):
        _spread(words, level, sheet, at)
    columns = {}
    for column in range(width):
        parts = [part for level in range(levels) for part in levels_of(words[level][column])]
        if parts:
            columns[column] = _column(parts)
    return columns


def _column(parts: list[Words]) -> Column:
    own, groups = parts[-1], list(dict.fromkeys(parts[:-1]))
    if not groups:
        return Column(Words("", ()), own, own)
    joined = "".join(part.keys[-1] for part in groups if part.keys)
    keys = tuple(joined + key for key in own.keys)
    return Column(groups[-1], own, Words(UNDER.join(part.text for part in (*groups, own)), keys, own.unit))


def _spread(words: list[list[Words]], level: int, sheet: Sheet, at: int) -> None:
    row = at + level + sheet.first_row
    spans = [span for span in sheet.merged if span.top <= row <= span.bottom and span.right > span.left]
    line = words[level]
    for span in spans:
        for column in range(span.left + 1, min(span.right + 1, len(line))):
            line[column] = line[span.left]
    if spans or sheet.merged:
        return
    for column in range(1, len(line)):
        has_below = bool(words[level + 1][column].text) and bool(words[level + 1][column - 1].text)
        if not line[column].text and line[column - 1].text and has_below:
            line[column] = line[column - 1]


def matches_of(columns: Mapping[int, Column], known: Synonyms) -> dict[int, Match]:
    """The field of each column whose heading is known, by itself or by its place."""
    found: dict[int, Match] = {}
    passed: list[tuple[str, ...]] = []
    heard: dict[str, tuple[str, ...]] = {}
    for at, column in columns.items():
        match = _match(column, passed, known)
        if match is None and (composed := known.composed(column.whole.keys, heard)):
            match = Match(composed, PLACED)
        if match:
            heard |= dict.fromkeys(column.own.keys, known.keys[match.field])
        if match:
            found[at] = match
        is_own = any(key in known.plain for key in column.whole.keys)
        passed.append(known.keys[match.field] if match and not is_own else column.whole.keys)
    return found


def _match(column: Column, passed: Sequence[tuple[str, ...]], known: Synonyms) -> Match | None:
    exact = next((known.plain[key] for key in column.whole.keys if key in known.plain), None)
    if column.above.text:
        if exact:
            return Match(exact, EXACT)
        placed = known.under(known.anchors(column.above.keys), column.own.keys)
        placed = placed or known.named(column.above.keys, column.own.keys)
        lower = next((known.plain[key] for key in column.own.keys if key in known.plain), None)
        return Match(placed, PLACED) if placed else Match(lower, LOWER) if lower else None
    reach = REACH_EXACT if exact else REACH
    for keys in reversed(passed[-reach:]):
        placed = known.under(known.anchors(keys), column.own.keys)
        if placed:
            return Match(placed, EXACT if placed == exact else PLACED)
    return Match(exact, EXACT) if exact else None


def near_matches(
    columns: Mapping[int, Column], found: Mapping[int, Match], known: Synonyms
) -> dict[int, Match]:
    """The fields that no heading names, where one is nearly the same."""
    taken = {match.field for match in found.values()}
    near: dict[int, Match] = {}
    for at, column in columns.items():
        match = None if at in found else _nearly(column, known)
        if match and match.field not in taken:
            near[at] = match
            taken.add(match.field)
    return near


def _nearly(column: Column, known: Synonyms) -> Match | None:
    for key in column.whole.keys:
        if len(key) < SHORTEST_NEARLY:
            continue
        best = process.extractOne(key, known.plain.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY)
        if best:
            return Match(known.plain[best[0]], float(best[1]))
    return None
