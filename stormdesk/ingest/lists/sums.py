"""What the rows of a sheet add up to, laid beside its totals rows."""

import math
from collections import defaultdict

from stormdesk.ingest.lists.chunk import Chunk
from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.kinds import PARTS
from stormdesk.ingest.lists.layout import Layout
from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.lists.values import Refusal, Value
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.sheets.book import Row
from stormdesk.ingest.sheets.cells import decimal
from stormdesk.ingest.sheets.plain import compact


class Sums:
    """Sums of the counted columns, to be laid beside the totals rows of the sheet."""

    def __init__(self, described: ListDescription, layout: Layout) -> None:
        self._layout = layout
        self._counted = {
            column: key for column, key in layout.columns.items() if described.field(key).is_counted
        }
        self._columns = {key: described.field(key).column or key for key in self._counted.values()}
        self._whole: dict[str, float] = defaultdict(float)
        self._part: dict[str, float] = defaultdict(float)

    def add(self, chunk: Chunk) -> None:
        """Count the rows of a chunk, those that come back too, as what they probably mean."""
        for key in self._counted.values():
            total = 0.0
            for at, value in enumerate(chunk.read.get(key, [])):
                number = _meant(value)
                total += number or 0
                if number is None and (at, self._columns[key]) in chunk.doubtful:
                    total = math.nan
            self._whole[key] += total
            self._part[key] += total

    def differences(self, number: int, row: Row) -> list[ListProblem]:
        """Where a totals row says something else than its rows add up to."""
        is_part = any(isinstance(cell, str) and part in compact(cell) for cell in row for part in PARTS)
        sums = self._part if is_part else self._whole
        found = []
        for column, key in self._counted.items():
            said = decimal(row[column]) if column < len(row) else None
            known = {sums[key], self._part[key]}
            if isinstance(said, int | float) and not math.isnan(sums[key]) and said not in known:
                place = self._layout.place(number, column)
                value = f"{said:g} ≠ {sums[key]:g}"
                sheet = self._layout.sheet.name
                found.append(
                    ListProblem(place, value, ListReason.TOTAL_DIFFERS, key, None, sheet, number, column)
                )
        self._part.clear()
        return found


def _meant(value: Value | Refusal) -> float | None:
    """The number of a cell, that of its suggestion where it could not be taken as it stands."""
    if isinstance(value, Refusal):
        found = decimal(value.suggestion)
        return found if isinstance(found, int | float) else None
    return value if isinstance(value, int | float) else None
