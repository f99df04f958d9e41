"""Cells of answers as plain values: an empty cell is None, never zero and never not-a-number."""

from datetime import datetime

import pandas as pd

Row = dict[str, object]


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of an answer, empty cells as None."""
    columns = {str(name): frame[name].tolist() for name in frame.columns}
    return [
        {name: _plain(value) for name, value in zip(columns, values, strict=True)}
        for values in zip(*columns.values(), strict=True)
    ]


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
