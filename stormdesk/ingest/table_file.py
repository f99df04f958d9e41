"""Read a CSV table into checked rows, and collect everything that is wrong with it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from stormdesk.domain.table_problem import TableProblem, TableRule

RowT = TypeVar("RowT", bound=BaseModel)

HEADER_ROW: Final = 1
# What pydantic calls a broken rule, by the beginning of its error type.
RULES: Final = {
    "missing": TableRule.REQUIRED,
    "string_too_short": TableRule.REQUIRED,
    "extra_forbidden": TableRule.COLUMN_UNKNOWN,
    "int": TableRule.INTEGER,
    "float": TableRule.NUMBER,
    "finite_number": TableRule.NUMBER,
    "bool": TableRule.YES_NO,
    "enum": TableRule.CHOICE,
    "literal_error": TableRule.CHOICE,
    "string_pattern_mismatch": TableRule.PATTERN,
    "time": TableRule.PATTERN,
    "value_error": TableRule.PATTERN,
    "greater_than": TableRule.RANGE,
    "less_than": TableRule.RANGE,
    "string_too_long": TableRule.RANGE,
    "too_short": TableRule.RANGE,
}


@dataclass(frozen=True, slots=True)
class TableRead(Generic[RowT]):
    """The rows that passed, the line in the file of each, and the problems of the others."""

    rows: tuple[RowT, ...] = ()
    lines: tuple[int, ...] = ()
    problems: tuple[TableProblem, ...] = ()


def rule_of(error_type: str) -> TableRule:
    """Name the rule that a validation error of this type breaks."""
    return next((rule for start, rule in RULES.items() if error_type.startswith(start)), TableRule.OTHER)


def problems_of(error: ValidationError, file: str, row: int | None) -> list[TableProblem]:
    """Turn a validation error into one problem per value."""
    problems = []
    for detail in error.errors(include_url=False):
        column = ".".join(str(part) for part in detail["loc"]) or None
        has_value = detail["type"] != "missing" and not isinstance(detail["input"], dict | list)
        value = str(detail["input"]) if has_value else ""
        problems.append(TableProblem(file, row, column, value, rule_of(detail["type"])))
    return problems


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        line = HEADER_ROW
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1


def _header_problems(file: str, header: Sequence[str], model: type[BaseModel]) -> list[TableProblem]:
    fields = model.model_fields
    problems = [
        TableProblem(file, HEADER_ROW, name, "", TableRule.COLUMN_UNKNOWN)
        for name in dict.fromkeys(header)
        if name not in fields
    ]
    problems += [
        TableProblem(file, HEADER_ROW, name, "", TableRule.COLUMN_TWICE)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    problems += [
        TableProblem(file, HEADER_ROW, name, "", TableRule.COLUMN_MISSING)
        for name, field in fields.items()
        if field.is_required() and name not in header
    ]
    return problems


def _filled(header: Sequence[str], cells: Sequence[str]) -> Mapping[str, Any]:
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}


def _checked(
    file: str, header: Sequence[str], records: Sequence[tuple[int, list[str]]], model: type[RowT]
) -> TableRead[RowT]:
    rows: list[RowT] = []
    lines: list[int] = []
    problems: list[TableProblem] = []
    for line, cells in records:
        if len(cells) != len(header):
            value = f"{len(cells)} ≠ {len(header)}"
            problems.append(TableProblem(file, line, None, value, TableRule.CELL_COUNT))
            continue
        try:
            rows.append(model.model_validate(_filled(header, cells)))
            lines.append(line)
        except ValidationError as error:
            problems += problems_of(error, file, line)
    return TableRead(tuple(rows), tuple(lines), tuple(problems))


def _load(path: Path) -> list[tuple[int, list[str]]] | TableProblem:
    file = path.name
    try:
        records = list(_records(path))
    except FileNotFoundError:
        return TableProblem(file, None, None, "", TableRule.FILE_MISSING)
    except UnicodeDecodeError:
        return TableProblem(file, None, None, "", TableRule.ENCODING)
    except (csv.Error, OSError) as error:
        return TableProblem(file, None, None, str(error), TableRule.BROKEN)
    return records or TableProblem(file, None, None, "", TableRule.EMPTY)


def read_table(path: Path, model: type[RowT]) -> TableRead[RowT]:
    """Read a CSV file (UTF-8, with or without byte-order mark) whose columns are the fields of a model."""
    records = _load(path)
    if isinstance(records, TableProblem):
        return TableRead(problems=(records,))
    return check_records(path.name, records, model)


def check_records(file: str, records: Sequence[tuple[int, list[str]]], model: type[RowT]) -> TableRead[RowT]:
    """Check the lines of a table, its header first, against the fields of a model."""
    header = [name.strip() for name in records[0][1]]
    problems = _header_problems(file, header, model)
    if len(records) == 1:
        problems.append(TableProblem(file, None, None, "", TableRule.EMPTY))
    if problems:
        return TableRead(problems=tuple(problems))
    return _checked(file, header, records[1:], model)
