"""Two rows of a register beside each other: what is the same, what differs, what only one of them says."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.ingest.lists.catalogue import known_lists
from stormdesk.ingest.lists.compare import KEPT
from stormdesk.ingest.lists.description import ID_COLUMNS, ListField
from stormdesk.ingest.lists.registers import Register
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language

SAME, DIFFERENT, ONE_SIDED = "same", "different", "one_sided"
PHONES = frozenset({"phone", "officer_phone", "owner_phone"})
NAMES = frozenset({"owner_name", "leader_name", "foreman_name"})


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the two rows."""

    title: str
    left: str
    right: str
    state: str


def compared(page: Page, rows: Register, ids: tuple[str, str], *, is_open: bool) -> list[Line]:
    """Every column that one of the two rows fills, the differing ones first."""
    left, right = (_row(rows, row_id) for row_id in ids)
    titles = _titles(page, rows.name)
    lines = [
        _line(page, rows.name, column, (left.get(column), right.get(column)), titles, is_open=is_open)
        for column in rows.versions.column_names
        if column not in KEPT and not (_is_empty(left.get(column)) and _is_empty(right.get(column)))
    ]
    order = (DIFFERENT, ONE_SIDED, SAME)
    return sorted(lines, key=lambda line: order.index(line.state))


def _row(rows: Register, row_id: str) -> dict[str, Any]:
    """The row as it holds now; the last version where it has ended."""
    at = rows.position.get(row_id)
    if at is not None:
        return dict(rows.present.slice(at, 1).to_pylist()[0])
    ended = [row for row in rows.versions.to_pylist() if row[rows.id_column] == row_id]
    return dict(max(ended, key=lambda row: row["valid_from"])) if ended else {}


def _titles(page: Page, register: str) -> dict[str, ListField]:
    titles: dict[str, ListField] = {}
    for described in known_lists(page.desk.settings).values():
        if described.register == register:
            titles |= {link.column: described.field(link.name) for link in described.links}
            titles |= {field.column: field for field in described.fields if field.column}
    return titles


def _line(  # noqa: PLR0913  a line is made of all of these
    page: Page,
    register: str,
    column: str,
    values: tuple[Any, Any],
    titles: dict[str, ListField],
    *,
    is_open: bool,
) -> Line:
    left, right = values
    is_whole = not _is_empty(left) and not _is_empty(right)
    state = (SAME if left == right else DIFFERENT) if is_whole else ONE_SIDED
    own = _("编号") if column == ID_COLUMNS[register] else column
    title = titles[column].title(language()) if column in titles else own
    say = partial(_said, page, register, column, is_open=is_open)
    return Line(title, say(left), say(right), state)


def _said(page: Page, register: str, column: str, value: Any, *, is_open: bool) -> str:  # noqa: ANN401
    if _is_empty(value):
        return "—"
    if column in {"township_code", "village_code"}:
        return page.area_name(str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    text = f"{value:,.10g}" if isinstance(value, float) else str(value)[:200]
    if is_open:
        return text
    if column in PHONES:
        return mask_phone(text) or ""
    is_name = column in NAMES or (column == "name" and register != "vessel")
    return mask_name(text) or "" if is_name else text


def _is_empty(value: Any) -> bool:  # noqa: ANN401  a cell of a table
    return value is None or (not isinstance(value, list | dict) and bool(pd.isna(value)))
