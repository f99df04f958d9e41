"""What the grid of an .ods does not tell: extent, hidden rows and columns, merged cells, errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stormdesk.ingest.sheets.book import Merge
from stormdesk.ingest.sheets.look import LAST_COLUMN, LAST_ROW, Look
from stormdesk.ingest.sheets.package import Package, PackageFault, safe_parser
from stormdesk.ingest.sheets.reason import SheetReason

LONGEST_GAP: Final = 10_000
_HIDDEN: Final = {"collapse", "filter"}
_CELLS: Final = {"table:table-cell", "table:covered-table-cell"}
_VALUES: Final = ("office:", "calcext:")
_LONGEST_COUNT: Final = 12
_MOST_MERGES: Final = 100_000


def _times(said: Mapping[str, str], name: str) -> int:
    text = said.get(name, "1")
    if len(text) > _LONGEST_COUNT:
        raise PackageFault(SheetReason.TOO_WIDE)
    return max(1, int(text)) if text.isdecimal() else 1


@dataclass(slots=True)
class _Reader:
    """Walks through the elements of a content part and keeps the place of the current cell."""

    looks: dict[str, Look] = field(default_factory=dict)
    look: Look | None = None
    depth: int = 0
    row: int = 0
    rows: int = 1
    column: int = 0
    columns_at: int = 0
    filled_to: int = 0
    is_filled: bool = False

    def start(self, name: str, said: dict[str, str]) -> None:
        """An element begins."""
        if name == "table:table":
            self.depth += 1
            if self.depth == 1:
                self.look = self.looks.setdefault(said.get("table:name", ""), Look())
                self.row, self.columns_at = 0, 0
        elif name == "text:s" and _times(said, "text:c") > LONGEST_GAP:
            raise PackageFault(SheetReason.TOO_WIDE)
        elif self.look is None or self.depth != 1:
            return
        elif name in _CELLS:
            self._cell(self.look, said)
        elif name == "table:table-row":
            self._row(self.look, said)
        elif name == "table:table-column":
            self._column(self.look, said)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "table:table":
            self.depth -= 1
        elif name == "table:table-row" and self.look and self.depth == 1:
            if self.is_filled:
                self.look.last_row = max(self.look.last_row, self.row + self.rows)
                self.look.last_column = max(self.look.last_column, self.filled_to - 1)
            self.row += self.rows

    def _column(self, look: Look, said: Mapping[str, str]) -> None:
        times = _times(said, "table:number-columns-repeated")
        if said.get("table:visibility") in _HIDDEN and self.columns_at < LAST_COLUMN:
            look.hidden_columns.update(range(self.columns_at, min(self.columns_at + times, LAST_COLUMN)))
        self.columns_at += times

    def _row(self, look: Look, said: Mapping[str, str]) -> None:
        self.rows = _times(said, "table:number-rows-repeated")
        self.column, self.filled_to, self.is_filled = 0, 0, False
        if said.get("table:visibility") in _HIDDEN and self.row < LAST_ROW:
            look.hidden_rows.update(range(self.row + 1, min(self.row + self.rows, LAST_ROW) + 1))

    def _cell(self, look: Look, said: Mapping[str, str]) -> None:
        times = _times(said, "table:number-columns-repeated")
        kind = any(name.startswith(_VALUES) for name in said)
        if kind or "table:formula" in said:
            self.is_filled, self.filled_to = True, self.column + times
        if said.get("calcext:value-type") == "error":
            look.note(self.row + 1, self.column, SheetReason.ERROR_CELL)
        elif "table:formula" in said and not kind:
            look.note(self.row + 1, self.column, SheetReason.NO_RESULT)
        down = _times(said, "table:number-rows-spanned")
        right = _times(said, "table:number-columns-spanned")
        if down * right > 1 and len(look.merged) < _MOST_MERGES:
            look.merged.append(Merge(self.row + 1, self.column, self.row + down, self.column + right - 1))
        self.column += times


def look_at_ods(package: Package) -> dict[str, Look]:
    """Read through the content of an OpenDocument table once, by sheet name."""
    reader = _Reader()
    parser = safe_parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    package.check("content.xml", parser)
    return reader.looks
