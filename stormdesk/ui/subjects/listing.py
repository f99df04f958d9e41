"""The list: which rows, in which columns, in whose words; no drawing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from stormdesk.ui.subjects.description import Column
from stormdesk.ui.subjects.words import UNREPORTED, Words, spoken
from stormdesk.ui.text import _

LONGEST_LIST = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows as the ledger holds them and, row for row, as the visitor reads them."""

    rows: pd.DataFrame
    shown: pd.DataFrame
    before_filter: int

    @property
    def object_ids(self) -> list[str]:
        """The object of each row, top to bottom."""
        return [str(object_id) for object_id in self.rows["object_id"]]

    def where(self, kept: "pd.Series[bool]") -> "Listing":
        """The rows for which that is so."""
        rows, shown = (frame[kept].reset_index(drop=True) for frame in (self.rows, self.shown))
        return Listing(rows, shown, self.before_filter)

    def head(self, count: int = LONGEST_LIST) -> "Listing":
        """The first rows only."""
        return Listing(self.rows.head(count), self.shown.head(count), self.before_filter)


def listing(
    rows: pd.DataFrame, columns: Sequence[Column], known: Words, *, text: str, statuses: Collection[str]
) -> Listing:
    """Put rows into words and keep those that hold the text and are in one of the statuses (none: all)."""
    rows = rows.reset_index(drop=True)
    shown = pd.DataFrame(
        {
            _(column.title): spoken(rows[column.name], column, known)
            for column in columns
            if column.name in rows
        }
    )
    kept = _holds(shown, text) & _in_status(rows, statuses)
    return Listing(rows[kept].reset_index(drop=True), shown[kept].reset_index(drop=True), len(rows))


def status_choices(known: Words, facet: str) -> dict[str, str]:
    """What the list can be narrowed to: each status of the fact, and no report at all."""
    return {"": _(UNREPORTED)} | known.of_facet(facet)


def _holds(shown: pd.DataFrame, text: str) -> "pd.Series[bool]":
    wanted = text.strip().casefold()
    found = pd.Series(data=not wanted, index=shown.index, dtype=bool)
    if wanted:
        for name in shown.select_dtypes("object").columns:
            found |= shown[name].astype(str).str.casefold().str.contains(wanted, regex=False)
    return found


def _in_status(rows: pd.DataFrame, statuses: Collection[str]) -> "pd.Series[bool]":
    if not statuses:
        return pd.Series(data=True, index=rows.index, dtype=bool)
    return rows["status"].fillna("").isin(set(statuses))
