"""What a subject page must know about its subject; titles are Chinese msgids, shown through gettext."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import pandas as pd

from stormdesk.domain.vocabulary import N_, Account
from stormdesk.ui.maps import Shape, StormLayer
from stormdesk.ui.page import Page

TileState = Literal["done", "soon", "late", "plain"]
Keep = Callable[[pd.DataFrame], "pd.Series[bool]"]
Row = Mapping[str, Any]
Lead = Callable[[Page, Row, pd.DataFrame, "datetime | None"], "Sequence[Tile]"]
Breakdown = Callable[[Page, pd.DataFrame, "datetime | None"], None]


class Kind(StrEnum):
    """How the values of a column are shown."""

    TEXT = "text"
    NAME = "name"
    PHONE = "phone"
    NUMBER = "number"
    TIME = "time"
    AREA = "area"
    CATEGORY = "category"
    STATUS = "status"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list or line of a card; `facet` says whose statuses a STATUS column holds."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    facet: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One fact that can be recorded; `quantity` names its number of people and the column it defaults to.

    `listed_column` holds the list's own number; more than that is worth a question.
    """

    name: str
    title: str
    quantity_title: str = ""
    quantity_column: str = ""
    account: Account = Account.TICKED
    listed_column: str = ""

    @property
    def is_of_list(self) -> bool:
        """Whether the number that it begins with is the list's own."""
        return bool(self.quantity_column) and self.quantity_column == self.listed_column


@dataclass(frozen=True, slots=True)
class View:
    """One choice of the list: the rows of `question` that `keep` lets through."""

    name: str
    title: str
    question: str = "points"
    keep: Keep | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the headline, in words ready to show."""

    label: str
    value: str
    note: str = ""
    state: TileState = "plain"
    of: str = ""
    is_wide: bool = False
    is_large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One subject: where its questions stand, what may be recorded, how it is shown.

    Questions of queries/<folder>: headline, by_township, by_category, left, points, trend, one; every row of
    left, points and one has object_id, name, category, township_code, village_code, lat, lon, status and
    progress (null: no report), since, last_recorded_at. `lead` and `breakdown` stand in for the usual first
    tiles and the usual breakdown and trend; `card_extras` follow an open card, `way` is drawn on the
    map for it. `tiles` gives more figures for
    the headline's first row, then for further rows.
    """

    folder: str
    subject: str
    done_title: str
    left_title: str
    unit: str
    category_kind: str
    category_title: str
    shape: Shape
    facets: tuple[Facet, ...]
    columns: tuple[Column, ...]
    card: tuple[Column, ...]
    views: tuple[View, ...]
    tiles: Callable[[Page, Row], Sequence[Sequence[Tile]]]
    categories: dict[str, str] = field(default_factory=dict)
    extras: Callable[[Page], None] | None = None
    lead: Lead | None = None
    breakdown: Breakdown | None = None
    card_extras: Callable[[Page, Row], None] | None = None
    way: Callable[[Page, str], StormLayer | None] | None = None
    empty_text: str = N_("这一范围的名册里没有对象。请先导入名册,或换一个范围。")
    shows_positions: bool = False

    @property
    def facet(self) -> str:
        """The fact by which an object counts as done."""
        return self.facets[0].name

    @property
    def has_masked_names(self) -> bool:
        """Whether its objects are people, whose names are shown masked."""
        return any(column.name == "name" and column.kind is Kind.NAME for column in self.columns)

    def question(self, name: str) -> str:
        """The full name of one of its questions."""
        return f"{self.folder}/{name}"
