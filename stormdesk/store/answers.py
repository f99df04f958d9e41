"""An engine's answer as a frame, as the engine makes it but for less: instants cost it a copy of all."""

from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd

# Most answers are small: texts kept as Python's own cost a page a tenth less work than in Arrow's memory.
pd.set_option("mode.string_storage", "python")

ZONED: Final = "TIMESTAMP WITH TIME ZONE"
_PLAIN: Final = frozenset(
    {ZONED, "VARCHAR", "BOOLEAN", "INTEGER", "BIGINT", "DOUBLE", "HUGEINT", "TIMESTAMP", "DATE"}
)


def answer_frame(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The answer that a cursor holds, cell by cell and type by type as its own `df` would give it."""
    kinds = {str(column[0]): str(column[1]) for column in cursor.description or ()}
    is_named_once = len(kinds) == len(cursor.description or ())
    if not is_named_once or ZONED not in kinds.values() or not _PLAIN.issuperset(kinds.values()):
        return cursor.df()
    columns = cursor.fetchnumpy()
    return pd.DataFrame({name: _column(columns[name], kind) for name, kind in kinds.items()})


def _column(values: Any, kind: str) -> Any:  # noqa: ANN401  arrays of every type
    """A column as pandas keeps it: empty cells as its type tells them."""
    if kind == ZONED:
        return pd.DatetimeIndex(_filled(values, np.datetime64("NaT", "us")), tz="UTC")
    if not isinstance(values, np.ma.MaskedArray):
        return values
    if values.dtype.kind == "i":
        return pd.arrays.IntegerArray(values.data, np.ma.getmaskarray(values))
    if values.dtype.kind == "b":
        return pd.arrays.BooleanArray(values.data, np.ma.getmaskarray(values))
    return _filled(values, {"f": np.nan, "M": np.datetime64("NaT", "us")}.get(values.dtype.kind))


def _filled(values: Any, empty: Any) -> Any:  # noqa: ANN401  arrays of every type
    """The array with its empty cells as told."""
    if not isinstance(values, np.ma.MaskedArray):
        return values
    found = values.data.copy()
    found[values.mask] = empty
    return found
