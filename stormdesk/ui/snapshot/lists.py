"""What is left, object by object, in the words of the pages; people masked unless the role may read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pandas as pd

from stormdesk.domain.access.records import Action
from stormdesk.door.export import PERSONAL
from stormdesk.ui.page import Page
from stormdesk.ui.subjects.description import Kind, Subject
from stormdesk.ui.subjects.duty import DUTY
from stormdesk.ui.subjects.evacuation import EVACUATION
from stormdesk.ui.subjects.listing import listing
from stormdesk.ui.subjects.shelters import SHELTERS
from stormdesk.ui.subjects.sites import SITES
from stormdesk.ui.subjects.vessels import VESSELS
from stormdesk.ui.subjects.words import words
from stormdesk.ui.text import _

# The screens whose lists go along, each for who may read it.
LISTED: Final[dict[str, Subject]] = {
    "evacuation": EVACUATION,
    "vessels": VESSELS,
    "sites": SITES,
    "duty": DUTY,
    "shelters": SHELTERS,
}
_HIDDEN: Final = frozenset({Kind.CLOCK})


@dataclass(frozen=True, slots=True)
class LeftList:
    """One list of what is left: its heads, its rows as read, and how many there are in all."""

    key: str
    title: str
    heads: list[str]
    rows: list[list[str]]
    total: int


def left_lists(page: Page, *, longest: int, is_personal: bool) -> list[LeftList]:
    """The lists that the visitor may read, each at most `longest` rows."""
    return [
        _left(page, key, subject, longest, is_personal=is_personal)
        for key, subject in LISTED.items()
        if page.may(Action.READ, key)
    ]


def _left(page: Page, key: str, subject: Subject, longest: int, *, is_personal: bool) -> LeftList:
    question = f"{subject.folder}/left"
    rows = page.ask_whole((Action.EXPORT, PERSONAL), question) if is_personal else page.ask(question)
    # People are listed by village and category, each with how many are left.
    rows = rows.rename(columns={"persons_left": "persons"})
    columns = [column for column in subject.columns if column.kind not in _HIDDEN]
    shown = listing(rows.head(longest), columns, words(page, subject), text="", statuses=()).shown
    for column in columns:
        if is_personal and column.kind in {Kind.NAME, Kind.PHONE} and column.name in rows:
            shown[_(column.title)] = rows[column.name].head(longest).reset_index(drop=True)
    return LeftList(key, _(subject.left_title), [str(head) for head in shown], _cells(shown), len(rows))


def _cells(shown: pd.DataFrame) -> list[list[str]]:
    return [[_cell(value) for value in row] for row in shown.itertuples(index=False, name=None)]


def _cell(value: Any) -> str:  # noqa: ANN401  a cell of a frame
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  not-a-number is not itself
        return "—"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float) and value.is_integer():
        return f"{int(value):,}"
    return str(value)
