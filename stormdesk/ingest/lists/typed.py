"""Rows of a list after its cells were read: columns by name, and where each row stood."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.sheets.book import address

Column = list[object]


@dataclass(slots=True)
class Typed:
    """Good rows, column by column; `doubtful` are values that could not be read, by row and column.

    `columns` holds register columns and fields of links by their key; `present` are those that the file has.
    """

    columns: dict[str, Column] = field(default_factory=dict)
    sheets: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    letters: dict[tuple[str, str], int] = field(default_factory=dict)
    doubtful: set[tuple[int, str]] = field(default_factory=set)
    refused_names: set[str] = field(default_factory=set)
    has_nameless_refused: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> Sequence[object]:
        """A column, all unknown when the file has none."""
        return self.columns.get(name) or [None] * len(self.rows)

    def place(self, at: int) -> str:
        """Where a row stood: sheet and row."""
        return f"{self.sheets[at]}!{self.rows[at]}"

    def problem(self, at: int, key: str, value: str, reason: str) -> ListProblem:
        """A problem of a field of a row, at its cell when the file has the column."""
        sheet, row = self.sheets[at], self.rows[at]
        column = self.letters.get((sheet, key), -1)
        place = f"{sheet}!{address(row, column)}" if column >= 0 else self.place(at)
        return ListProblem(place, value[:200], reason, key, None, sheet, row, column)

    def kept(self, keep: Sequence[int]) -> "Typed":
        """The rows at these places only."""
        moved = {old: new for new, old in enumerate(keep)}
        return Typed(
            columns={name: [values[at] for at in keep] for name, values in self.columns.items()},
            sheets=[self.sheets[at] for at in keep],
            rows=[self.rows[at] for at in keep],
            present=self.present,
            letters=self.letters,
            doubtful={(moved[at], name) for at, name in self.doubtful if at in moved},
            refused_names=self.refused_names,
            has_nameless_refused=self.has_nameless_refused,
        )
