"""Which field each column is: by its own heading, by the one above it, or by the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from stormdesk.ingest.sheets.book import Sheet
from stormdesk.ingest.sheets.heading_words import Synonyms, Words, words_of

EXACT, PLACED, LOWER = 100.0, 99.0, 95.0
NEARLY: Final = 85.0
SHORTEST_NEARLY: Final = 4
MOST_COLUMNS: Final = 400


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
        parts = [words[level][column] for level in range(levels) if words[level][column].text]
        if parts:
            columns[column] = _column(parts)
    return columns


def _column(parts: list[Words]) -> Column:
    own, groups = parts[-1], list(dict.fromkeys(parts[:-1]))
    if not groups:
        return Column(Words("", ()), own, own)
    joined = "".join(part.keys[-1] for part in groups if part.keys)
    keys = tuple(joined + key for key in own.keys)
    return Column(groups[-1], own, Words("".join(part.text for part in (*groups, own)), keys, own.unit))


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
    """The field of each column whose heading is known, or, at the end, nearly known."""
    found: dict[int, Match] = {}
    anchor = ""
    for at, column in columns.items():
        field = _placed(column, anchor, known)
        exact = next((known.plain[key] for key in column.whole.keys if key in known.plain), None)
        lower = next((known.plain[key] for key in column.own.keys if key in known.plain), None)
        for name, score in ((field, PLACED), (exact, EXACT), (lower, LOWER)):
            if name:
                found[at] = Match(name, score)
                break
        anchor = next((key for key in column.whole.keys if key in known.anchors), anchor)
    taken = {match.field for match in found.values()}
    for at, column in columns.items():
        near = None if at in found else _nearly(column, known)
        if near and near.field not in taken:
            found[at] = near
            taken.add(near.field)
    return found


def _placed(column: Column, anchor: str, known: Synonyms) -> str | None:
    places = [*column.above.keys, *([] if column.above.text else [anchor])]
    return next(
        (
            known.placed[place, key]
            for place in places
            for key in column.own.keys
            if (place, key) in known.placed
        ),
        None,
    )


def _nearly(column: Column, known: Synonyms) -> Match | None:
    for key in column.whole.keys:
        if len(key) < SHORTEST_NEARLY:
            continue
        best = process.extractOne(key, known.plain.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY)
        if best:
            return Match(known.plain[best[0]], float(best[1]))
    return None
