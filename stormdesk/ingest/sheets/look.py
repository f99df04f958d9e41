"""What a file says of a sheet beside its values, gathered before the values are read."""

from dataclasses import dataclass, field
from typing import Final

from stormdesk.ingest.sheets.book import Merge

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
MOST_UNREAD: Final = 200_000


@dataclass(slots=True)
class Look:
    """Extent, hidden parts and cells without a value that counts; rows from 1, columns from 0."""

    last_row: int = 0
    last_column: int = -1
    loose_rows: int = 0
    loose_columns: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Merge] = field(default_factory=list)
    unread: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """The most cells that the rectangle from A1 over everything can have."""
        return (self.last_row + self.loose_rows) * (self.last_column + 1 + self.loose_columns)

    def note(self, row: int, column: int, reason: str) -> None:
        """Remember a cell whose value is missing, with the reason."""
        if len(self.unread) < MOST_UNREAD:
            self.unread[row, column] = reason
