"""Rows of an answer as plain values."""

from typing import Any

import pandas as pd


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as mappings from column to value: instants as datetimes, lists as lists, None where empty."""
    columns = [[_plain(cell) for cell in frame[name].tolist()] for name in frame]
    names = [str(name) for name in frame]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _plain(cell: Any) -> Any:  # noqa: ANN401  a cell of a frame
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime()
    if isinstance(cell, str | list | bool | int):
        return cell
    if hasattr(cell, "tolist"):
        return cell.tolist()
    return None if pd.isna(cell) else cell
