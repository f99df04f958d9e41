"""Sheets of a list into typed rows: the good ones to compare, the bad ones to send back."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from stormdesk.domain.county import County
from stormdesk.ingest.lists.areas import AreaFinder
from stormdesk.ingest.lists.chunk import Chunk, read_chunk
from stormdesk.ingest.lists.description import FieldType, ListDescription, ListField
from stormdesk.ingest.lists.folding import fold
from stormdesk.ingest.lists.identity import plain_key
from stormdesk.ingest.lists.kinds import Kind, kinds
from stormdesk.ingest.lists.layout import Layout
from stormdesk.ingest.lists.model import Choices, ListProblem, ReturnedRow, Tell
from stormdesk.ingest.lists.points import PointChecker
from stormdesk.ingest.lists.sums import Sums
from stormdesk.ingest.lists.typed import Typed
from stormdesk.ingest.lists.values import Reader, Refusal, Value, reader_of, words_of
from stormdesk.ingest.sheets.book import CellValue, Row, column_number
from stormdesk.ingest.sheets.plain import compact

ROWS_AT_ONCE: Final = 20_000
LETTERS: Final = re.compile(r"[A-Z]{1,3}")
NUMBERS: Final = frozenset({FieldType.WHOLE, FieldType.DECIMAL})


@dataclass(slots=True)
class Gathered:
    """What has been read so far, over all sheets."""

    typed: Typed = field(default_factory=Typed)
    problems: list[ListProblem] = field(default_factory=list)
    returned: list[ReturnedRow] = field(default_factory=list)
    skipped: int = 0


@dataclass(slots=True)
class SheetReader:
    """Reads one sheet after the other; what was learnt about cells is kept between them."""

    described: ListDescription
    county: County
    choices: Choices
    gathered: Gathered = field(default_factory=Gathered)
    finder: AreaFinder = field(init=False)
    checker: PointChecker = field(init=False)
    memos: dict[tuple[str, str], dict[object, Value | Refusal]] = field(init=False)
    readers: dict[tuple[str, str], Reader] = field(default_factory=dict)

    def __post_init__(self) -> None:
        datum = self.choices.datum or self.county.profile.list_datum
        self.finder = AreaFinder(self.county)
        self.checker = PointChecker(self.county, self.described.place, datum)
        self.memos = defaultdict(dict)

    def reader(self, known: ListField, unit: str) -> tuple[Reader, dict[object, Value | Refusal]]:
        """What reads a field under a heading with this unit, and what it has read already."""
        key = (known.key, unit)
        if key not in self.readers:
            self.readers[key] = reader_of(known, self.county, unit)
        return self.readers[key], self.memos[key]

    def read(self, layout: Layout, tell: Tell) -> int:
        """Read a sheet; returns how many rows of data it had."""
        typed = self.gathered.typed
        letters = {key: column for column, key in layout.columns.items()}
        typed.letters |= {(layout.sheet.name, key): column for key, column in letters.items()}
        keys = set(letters)
        typed.present |= keys | {
            known.column for known in self.described.fields if known.key in keys and known.column
        }
        count = 0
        sums = Sums(self.described, layout)
        default = self.choices.township_code or self.finder.named_in(layout.title)
        for numbers, rows, township in self._portions(layout, default, sums):
            chunk = Chunk(layout, numbers, self._corrected(layout, numbers, rows), township)
            read_chunk(self, chunk)
            sums.add(chunk)
            self._keep(chunk)
            count += len(rows)
            tell(min(numbers[-1] / (len(layout.sheet.rows) + 1), 1.0), layout.sheet.name)
            self.gathered.problems[:] = fold(self.gathered.problems)
        return count

    def _portions(
        self, layout: Layout, default: str | None, sums: "Sums"
    ) -> Iterator[tuple[list[int], list[Row], str | None]]:
        """Rows of data in portions that have one township of the title rows above them."""
        kind_of = kinds(layout.heading, lambda text: self.finder.named_in(text) is not None)
        spread = {
            column for column, key in layout.columns.items() if self.described.field(key).type not in NUMBERS
        }
        rows = layout.sheet.filled(spread)
        numbers: list[int] = []
        portion: list[Row] = []
        township = default
        for at in range(layout.first, len(rows)):
            row = rows[at]
            kind = kind_of(row)
            if kind is Kind.DATA:
                numbers.append(layout.sheet.first_row + at)
                portion.append(row)
                if len(portion) < ROWS_AT_ONCE:
                    continue
            if portion and (kind is not Kind.BLANK or len(portion) >= ROWS_AT_ONCE):
                yield numbers, portion, township
                numbers, portion = [], []
            township = self._around(layout, at, kind, sums) or township
        if portion:
            yield numbers, portion, township

    def _around(self, layout: Layout, at: int, kind: Kind, sums: "Sums") -> str | None:
        """What a row that is no data tells: a township for the rows below it, or a total to check."""
        row = layout.sheet.rows[at]
        self.gathered.skipped += kind not in {Kind.DATA, Kind.BLANK}
        if kind in {Kind.TOTAL, Kind.SUBTOTAL}:
            self.gathered.problems += sums.differences(layout.sheet.first_row + at, row)
        if kind is not Kind.TITLE:
            return None
        words = next(cell for cell in row if cell is not None and cell != "")
        return self.finder.named_in(str(words))

    def _corrected(self, layout: Layout, numbers: Sequence[int], rows: list[Row]) -> list[Row]:
        """The rows with the values that a person accepted in place of bad ones."""
        where = {number: at for at, number in enumerate(numbers)} if self.choices.accepted else {}
        for place, value in self.choices.accepted.items():
            sheet, _, cell = place.rpartition("!")
            letters = cell.rstrip("0123456789")
            digits = cell[len(letters) :]
            at = where.get(int(digits)) if digits and len(digits) < 9 else None
            column = column_number(letters) if LETTERS.fullmatch(letters) else -1
            if sheet != layout.sheet.name or at is None or column not in layout.columns:
                continue
            cells: list[CellValue] = list(rows[at]) + [None] * (column + 1 - len(rows[at]))
            cells[column] = value
            rows[at] = tuple(cells)
        return rows

    def _keep(self, chunk: Chunk) -> None:
        """Take the good rows of a chunk over, and set the bad ones aside."""
        gathered, typed = self.gathered, self.gathered.typed
        sheet = chunk.layout.sheet.name
        good = [at for at in range(len(chunk.rows)) if at not in chunk.refused]
        base = len(typed)
        moved = {at: base + to for to, at in enumerate(good)}
        for name in typed.columns.keys() | chunk.columns.keys():
            earlier = typed.columns.setdefault(name, [None] * base)
            values = chunk.columns.get(name)
            earlier += [values[at] for at in good] if values else [None] * len(good)
        typed.sheets += [sheet] * len(good)
        typed.rows += [chunk.numbers[at] for at in good]
        typed.doubtful |= {(moved[at], name) for at, name in chunk.doubtful if at in moved}
        for at in sorted(chunk.problems):
            is_refused = at in chunk.refused
            problems = tuple(replace(problem, is_refused=is_refused) for problem in chunk.problems[at])
            gathered.problems += problems
            if is_refused:
                gathered.returned.append(ReturnedRow(sheet, chunk.numbers[at], chunk.rows[at], problems))
                self._remember_refused(chunk, at)

    def _remember_refused(self, chunk: Chunk, at: int) -> None:
        names = chunk.columns.get("name")
        if names and names[at] is not None:
            self.gathered.typed.refused_names.add(plain_key(names[at]))
        else:
            self.gathered.typed.has_nameless_refused = True

    def titled(self, known: ListField, title: str) -> str | None:
        """The word of a vocabulary that a title speaks of, the longest one."""
        words = words_of(known, self.county)
        plain = compact(title).casefold()
        found = [word for word in words if len(word) > 1 and word in plain]
        return words[max(found, key=len)] if found else None
