"""Cells of answers as plain values: an empty cell is None, never zero and never not-a-number."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd

Row = dict[str, object]


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of an answer, empty cells as None."""
    columns = {str(name): _cells(frame[name]) for name in frame.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _cells(values: "pd.Series[Any]") -> list[object]:
    """A column as plain values; whole columns at once, since one by one they cost too much."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        naive = values.to_numpy(dtype="datetime64[us]").tolist()
        return [None if at is None else at.replace(tzinfo=UTC) for at in naive]
    if values.dtype == object:
        return [_plain(value) for value in values.tolist()]
    is_empty = values.isna().to_numpy()
    if not is_empty.any():
        return list(values.tolist())
    return [None if empty else value for empty, value in zip(is_empty.tolist(), values.tolist(), strict=True)]


def count(row: Row, name: str) -> int:
    """A count; an empty cell counts nobody."""
    value = row.get(name)
    return int(value) if isinstance(value, int | float) else 0


def text(row: Row, name: str) -> str | None:
    """A text, or None."""
    value = row.get(name)
    return None if value is None else str(value)


def instant(row: Row, name: str) -> datetime | None:
    """An instant, or None."""
    value = row.get(name)
    return value if isinstance(value, datetime) else None


def _plain(value: object) -> object:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  not-a-time is not itself
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
