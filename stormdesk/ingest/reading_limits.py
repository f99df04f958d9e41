"""The limits of gauge readings, read from data/reference and checked."""

from pathlib import Path
from typing import Final

from stormdesk.domain.reading_checks import ReadingLimit
from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.domain.vocabulary import N_
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.table_file import read_table

FILE: Final = "reading_limits.csv"
TWICE: Final = N_("同一类站的同一要素出现了两次")


def load_reading_limits(folder: Path) -> tuple[ReadingLimit, ...]:
    """Load the table of limits; BadCountyFile lists file, row, column and rule of every problem."""
    read = read_table(folder / FILE, ReadingLimit)
    problems = list(read.problems)
    seen: set[tuple[str, str]] = set()
    for line, row in zip(read.lines, read.rows, strict=True):
        key = (row.gauge_kind, row.quantity)
        if key in seen:
            problems.append(TableProblem(FILE, line, "quantity", row.quantity, TWICE))
        if row.low >= row.high:
            problems.append(TableProblem(FILE, line, "high", str(row.high), TableRule.RANGE))
        seen.add(key)
    if problems:
        raise BadCountyFile(problems)
    return read.rows
