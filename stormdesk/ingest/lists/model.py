"""What a look at a list shows, what a person chooses about it, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import pandas as pd

from stormdesk.domain.geo import Datum
from stormdesk.ingest.sheets.book import address

SHOWN_PLACES: Final = 2
Tell = Callable[[float, str], None]


class Decision(StrEnum):
    """What a person said about two rows that look like one."""

    MERGED = "merged"
    APART = "apart"


class Outcome(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    PARTLY = "partly"
    REPEATED = "repeated"
    QUARANTINED = "quarantined"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person chose before the commit; everything has a safe default.

    `columns` lays a heading on a field or on nothing: {"Sheet1!C": "phone", "Sheet1!D": ""}.
    `accepted` puts a value in place of a cell, by the place of its problem: {"Sheet1!C5": "13800001111"}.
    `sheets` are the sheets to read, all visible ones when empty.
    `township_code` is where rows belong that name no township.
    """

    operation_id: str | None = None
    datum: Datum | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    sheets: frozenset[str] = frozenset()
    township_code: str | None = None
    is_complete: bool = False
    blank_erases: bool = False


@dataclass(frozen=True, slots=True)
class ListProblem:
    """One value refused or doubted: where, what stood there, why, and what a person may accept.

    `place` is `sheet!cell`, `sheet!row` or the file; `field` is the key of a field of the list.
    `is_refused` tells whether the row came back; otherwise it went in, with the value unknown or doubted.
    `also` are further rows of the sheet where the same stands in the same column.
    """

    place: str
    value: str
    reason: str
    field: str = ""
    suggestion: str | None = None
    sheet: str = ""
    row: int = 0
    column: int = -1
    is_refused: bool = False
    also: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many rows it stands for."""
        return 1 + len(self.also)

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row that has it."""
        return (self.row, *self.also)

    @property
    def where(self) -> str:
        """The place for a person, with the next ones and how many more there are."""
        shown = [self.place, *(self._spot(row) for row in self.also[:SHOWN_PLACES])]
        left = self.count - len(shown)
        return "、".join(shown) + (f" +{left}" if left else "")

    def _spot(self, row: int) -> str:
        return address(row, self.column) if self.column >= 0 else str(row)


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column of the file: its letter, its heading, and the field that it was read as (empty: none)."""

    place: str
    heading: str
    field: str
    title_zh: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A sheet of the file: where its heading stands and how its columns were read."""

    name: str
    heading_row: int
    columns: tuple[ColumnLook, ...]
    row_count: int
    township_code: str | None = None
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that comes back: its sheet and row, its cells by column, and the problems by column."""

    sheet: str
    row: int
    cells: tuple[object, ...]
    problems: tuple[ListProblem, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by what becomes of them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    returned: int = 0
    skipped: int = 0

    @property
    def taken(self) -> int:
        """Rows that go in or stand so already."""
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The dry run of a file: what would become of each row; nothing has been written.

    `new`, `unchanged` and `gone` have the columns place, object_id, name, township_code, village_code;
    `changed` has a row per field: place, object_id, name, field, old, new.
    `made` are persons and shelters that the list names and that would be made on the way. `problems` holds
    all problems, `read_problems` those that do not depend on the register.
    """

    name: str
    data: bytes
    digest: str
    list_code: str | None
    candidates: tuple[str, ...]
    choices: Choices
    roster: str
    operation_id: str
    sheets: tuple[SheetLook, ...] = ()
    counts: Counts = Counts()
    new: pd.DataFrame = field(default_factory=pd.DataFrame)
    changed: pd.DataFrame = field(default_factory=pd.DataFrame)
    unchanged: pd.DataFrame = field(default_factory=pd.DataFrame)
    gone: pd.DataFrame = field(default_factory=pd.DataFrame)
    made: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: tuple[ListProblem, ...] = ()
    read_problems: tuple[ListProblem, ...] = ()
    returned: tuple[ReturnedRow, ...] = ()
    repeats: str | None = None
    data_version: int = -1
    work: object = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing in the file can be used."""
        return self.counts.taken == 0 and self.counts.gone == 0


@dataclass(frozen=True, slots=True)
class ListReport:
    """What came of a commit, an undo or a merge.

    `left_alone` are ids that a later import has changed since, so that an undo did not touch them.
    `is_recompared` tells that the register had changed since the look, so that the counts may differ.
    """

    import_id: str
    outcome: Outcome
    counts: Counts
    problems: tuple[ListProblem, ...] = ()
    left_alone: tuple[str, ...] = ()
    is_recompared: bool = False
