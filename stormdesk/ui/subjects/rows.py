"""Rows of a frame, one by one."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from stormdesk.ui.subjects.description import Row


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as records with an attribute per column."""
    return iter(frame.itertuples(index=False))


def mappings(frame: pd.DataFrame) -> list[Row]:
    """The rows as mappings from column to cell."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
