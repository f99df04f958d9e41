"""Rows of CSV text and of Parquet files, with the place of each."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from stormdesk.domain.problem import Problem
from stormdesk.ingest.feed_reason import FeedReason

Row = tuple[str, dict[str, object]]
DELIMITERS: Final = ",;\t|"
MOST_ROWS: Final = 2_000_000
MOST_COLUMNS: Final = 500
MOST_UNPACKED_BYTES: Final = 1_000_000_000
BATCH_ROWS: Final = 10_000
QUOTED: Final = 200
SPOILT: Final = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError, TypeError, KeyError)


def read_csv(text: str) -> tuple[list[Row], list[Problem]]:
    """Return the rows of CSV text under its first line; the delimiter is the one that the heading shows."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines):
        return [], []
    delimiter = max(DELIMITERS, key=lines[start].count)
    header = [cell.strip().strip("\ufeff") for cell in _cells(lines[start], delimiter)]
    problems = [
        Problem(f"第 {start + 1} 行", name[:60], FeedReason.COLUMN_TWICE)
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    columns = {name: header.index(name) for name in header}
    rows: list[Row] = []
    for number, cells in _records(lines, start + 1, delimiter, len(header)):
        place = f"第 {number} 行"
        if len(cells) != len(header):
            if any(cell.strip() for cell in cells):
                value = f"{len(cells)} ≠ {len(header)}"
                problems.append(Problem(place, value, FeedReason.CELL_COUNT))
        elif any(cell.strip() for cell in cells):
            rows.append((place, {name: cells[at] for name, at in columns.items()}))
    return rows, problems


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _records(lines: Sequence[str], start: int, delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with its first line; a quote that never closes spoils its own line, not the rest."""
    at = start
    while at < len(lines):
        cells, taken = _cells(lines[at], delimiter), 1
        if lines[at].count('"') % 2:
            joined = _joined(lines[at : at + QUOTED], delimiter)
            if len(joined[0]) == width:
                cells, taken = joined
        if lines[at].strip():
            yield at + 1, cells
        at += taken


def _joined(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """The record of several lines up to where its quotes close, and how many lines it took."""
    quotes = 0
    for number, line in enumerate(lines, start=1):
        quotes += line.count('"')
        if number > 1 and quotes % 2 == 0:
            reader = csv.reader(io.StringIO("\n".join(lines[:number])), delimiter=delimiter)
            try:
                cells = next(reader, [])
            except csv.Error:
                return [], 1
            return (cells, number) if reader.line_num == number else ([], 1)
    return [], 1


def parquet_columns(data: bytes) -> list[str]:
    """Return the names of a whole Parquet file's columns, none when it cannot be read."""
    try:
        return list(pq.read_schema(pa.BufferReader(data)).names)
    except SPOILT:
        return []


def read_parquet(name: str, data: bytes) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a Parquet file; a spoilt block is told with the rows that it held."""
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
        counted, width = file.metadata.num_rows, file.metadata.num_columns
    except SPOILT as error:
        return [], [Problem(name, str(error)[:60], FeedReason.NOT_READABLE)]
    is_large = unpacked > MOST_UNPACKED_BYTES or counted > MOST_ROWS or width > MOST_COLUMNS
    if is_large or min(counted, unpacked) < 0:
        return [], [Problem(name, f"{counted:,} × {width:,}", FeedReason.TOO_LARGE)]
    rows: list[Row] = []
    problems: list[Problem] = []
    first = 1
    for index, group in enumerate(groups):
        taken = _group_rows(file, index, first)
        if taken is None or len(taken) != group.num_rows:
            place = f"第 {first}–{first + max(group.num_rows - 1, 0)} 行"
            problems.append(Problem(place, f"{group.num_rows:,}", FeedReason.BAD_BLOCK))
        else:
            rows += taken
        first += group.num_rows
    return rows, problems


def _group_rows(file: pq.ParquetFile, index: int, first: int) -> list[Row] | None:
    try:
        rows: list[Row] = []
        for batch in file.iter_batches(batch_size=BATCH_ROWS, row_groups=[index]):
            for values in batch.to_pylist():
                rows.append((f"第 {first + len(rows)} 行", values))
    except SPOILT:
        return None
    return rows
