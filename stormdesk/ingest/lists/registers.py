"""A register as an import sees it: the versions that hold now, those to come, and what was merged away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from stormdesk.ingest.lists.description import ID_COLUMNS

ReadTable = Callable[..., pa.Table]
Rows = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Register:
    """One register of a roster at a moment (no slots: what is asked often is built once)."""

    name: str
    roster: str
    at: datetime
    versions: pa.Table
    merged: Mapping[str, str]

    @property
    def id_column(self) -> str:
        """The column that identifies its rows."""
        return ID_COLUMNS[self.name]

    @cached_property
    def present(self) -> pa.Table:
        """The versions that hold now."""
        starts, ends = self.versions["valid_from"], self.versions["valid_to"]
        now = pa.scalar(self.at, starts.type)
        return self.versions.filter(pc.and_(pc.less_equal(starts, now), pc.greater(ends, now)))

    @cached_property
    def position(self) -> dict[str, int]:
        """Where the row of an id stands in `present`."""
        return {row_id: at for at, row_id in enumerate(self.present[self.id_column].to_pylist())}

    @cached_property
    def starts_later(self) -> dict[str, datetime]:
        """Ids that get a version later than now, and when the first of those begins."""
        starts = self.versions["valid_from"]
        later = self.versions.filter(pc.greater(starts, pa.scalar(self.at, starts.type)))
        begins: dict[str, datetime] = {}
        for row_id, start in zip(
            later[self.id_column].to_pylist(), later["valid_from"].to_pylist(), strict=True
        ):
            begins[row_id] = min(start, begins.get(row_id, start))
        return begins

    def findable(self, columns: Sequence[str]) -> Rows:
        """Columns of the rows that a list may mean: those that hold now, and those merged away."""
        wanted = [self.id_column, *(name for name in dict.fromkeys(columns) if name in self._names)]
        away = self.versions.filter(
            pc.and_(
                pc.is_in(self.versions[self.id_column], pa.array(list(self.merged), pa.string())),
                pc.less_equal(self.versions["valid_to"], pa.scalar(self.at, self.versions["valid_to"].type)),
            )
        )
        rows = pa.concat_tables([self.present.select(wanted), away.select(wanted)])
        return {name: rows[name].to_pylist() for name in wanted}

    @property
    def _names(self) -> list[str]:
        return list(self.versions.column_names)


def read_register(read: ReadTable, name: str, roster: str, at: datetime, import_id: str = "") -> Register:
    """Read a register with a reader of named questions: the store's, or that of a transaction."""
    versions = read("register/versions", register=name, roster=roster, as_of=at, import_id=import_id)
    merged = read("register/merged", register=name, roster=roster, known_at=at)
    pairs = zip(merged["other_id"].to_pylist(), merged["kept_id"].to_pylist(), strict=True)
    return Register(name, roster, at, versions, dict(pairs))
