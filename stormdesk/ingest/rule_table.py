"""The tables of a rule set as people save them: any usual encoding, separator and width of letters."""

import csv
import io
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from stormdesk.domain.rules.rows import plain_hazard, plain_level, plain_text
from stormdesk.domain.table_problem import TableProblem, TableRule
from stormdesk.ingest.sheets.text_table import decoded, delimiter_of
from stormdesk.ingest.table_file import TableRead, check_records

RowT = TypeVar("RowT", bound=BaseModel)

LARGEST_BYTES: Final = 4_000_000
WORDS: Final = {"hazard": plain_hazard, "level_code": plain_level}
# Columns that hold codes, figures and choices; the others are texts and stay as written.
CODES: Final = ("code", "topic", "unit_id", "within_min", "every_min", "replaces", "tier", "certainty")
Records = list[tuple[int, list[str]]]


def read_text(path: Path) -> str | TableProblem:
    """A file's text in UTF-8, UTF-16 or GB18030."""
    file = path.name
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES)
    except FileNotFoundError:
        return TableProblem(file, None, None, "", TableRule.FILE_MISSING)
    except OSError as error:
        return TableProblem(file, None, None, str(error.strerror or ""), TableRule.BROKEN)
    text, is_whole = decoded(data)
    if not is_whole or "\0" in text:
        return TableProblem(file, None, None, "", TableRule.ENCODING)
    return text.removeprefix("\ufeff")


def read_rule_table(path: Path, model: type[RowT]) -> TableRead[RowT]:
    """Read one table, each row checked; the problems name row, column, value and rule."""
    text = read_text(path)
    if isinstance(text, TableProblem):
        return TableRead(problems=(text,))
    try:
        records = _without_blank_columns(_records(text))
    except csv.Error as error:
        return TableRead(problems=(TableProblem(path.name, None, None, str(error), TableRule.BROKEN),))
    if not records:
        return TableRead(problems=(TableProblem(path.name, None, None, "", TableRule.EMPTY),))
    return check_records(path.name, _plain(records), model)


def _records(text: str) -> Records:
    head = text.split("\n", 1)[0]
    delimiter = "," if "," in head else delimiter_of([head])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            records.append((line, cells))
        line = reader.line_num + 1
    return records


def _without_blank_columns(records: Records) -> Records:
    """Leave out what a spreadsheet puts behind the last column that has a name."""
    if not records:
        return records
    width = max((at for at, name in enumerate(records[0][1], 1) if name.strip()), default=0)
    return [
        (line, cells if any(cell.strip() for cell in cells[width:]) else cells[:width])
        for line, cells in records
    ]


def _plain(records: Records) -> Records:
    """Full-width codes and figures as plain ones, hazards and levels in words as their codes."""
    (first, head), *rest = records
    names = [plain_text(name) for name in head]

    def read(name: str, cell: str) -> str:
        if name in WORDS:
            return WORDS[name](cell)
        return plain_text(cell) if name in CODES else cell

    known = [
        (line, [read(name, cell) for name, cell in zip(names, cells, strict=False)] + cells[len(names) :])
        for line, cells in rest
    ]
    return [(first, names), *known]
