"""Two rows of a register beside each other: what is the same, what differs, what only one of them says."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.compare import KEPT
from stormdesk.ingest.lists.description import ListField
from stormdesk.ingest.lists.registers import Register
from stormdesk.ui.data.sayings import HIDDEN, HIDDEN_TEXT, Sayer, sayer
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language

SAME, DIFFERENT, ONE_SIDED = "same", "different", "one_sided"


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the two rows."""

    title: str
    left: str
    right: str
    state: str


def compared(page: Page, rows: Register, ids: tuple[str, str]) -> list[Line]:
    """Every column that one of the two rows fills, the differing ones first, people masked."""
    left, right = (_row(rows, row_id) for row_id in ids)
    fields, linked = _fields(page, rows.name)
    lines = []
    for column in rows.versions.column_names:
        values = (left.get(column), right.get(column))
        if column in KEPT or column == rows.id_column or all(map(_is_empty, values)):
            continue
        field = fields.get(column)
        is_linked = column in linked
        title = field.title(language()) if field else column
        say = sayer(page, field) if field and not is_linked else _plain_or_hidden(column)
        lines.append(_line(title, values, say))
    order = (DIFFERENT, ONE_SIDED, SAME)
    return sorted(lines, key=lambda line: order.index(line.state))


def _plain_or_hidden(column: str) -> Sayer:
    return (lambda _value: HIDDEN_TEXT) if column in HIDDEN else str


def _row(rows: Register, row_id: str) -> dict[str, Any]:
    """The row as it holds now; the last version where it has ended."""
    at = rows.position.get(row_id)
    if at is not None:
        return dict(rows.present.slice(at, 1).to_pylist()[0])
    ended = [row for row in rows.versions.to_pylist() if row[rows.id_column] == row_id]
    return dict(max(ended, key=lambda row: row["valid_from"])) if ended else {}


def _fields(page: Page, register: str) -> tuple[dict[str, ListField], set[str]]:
    """The fields of a register's columns, and the columns that hold ids of other rows."""
    fields: dict[str, ListField] = {}
    linked: set[str] = set()
    for described in known_lists(page.desk.settings).values():
        if described.register == register:
            linked |= {link.column for link in described.links}
            fields |= {link.column: described.field(link.name) for link in described.links}
            fields |= {field.column: field for field in described.fields if field.column}
    return fields, linked


def _line(title: str, values: tuple[Any, Any], say: Sayer) -> Line:
    left, right = values
    is_whole = not _is_empty(left) and not _is_empty(right)
    state = (SAME if left == right else DIFFERENT) if is_whole else ONE_SIDED
    return Line(title, _said(left, say), _said(right, say), state)


def _said(value: Any, say: Sayer) -> str:  # noqa: ANN401  a cell of a table
    if _is_empty(value):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return say(f"{value:,.10g}" if isinstance(value, float) else str(value)[:200])


def _is_empty(value: Any) -> bool:  # noqa: ANN401  a cell of a table
    return value is None or (not isinstance(value, list | dict) and bool(pd.isna(value)))
