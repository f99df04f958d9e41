"""What one page knows while it draws: the moment, the area, and how to ask."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import pandas as pd

from stormdesk.domain.county import County
from stormdesk.domain.moment import Clock, Moment
from stormdesk.ingest.desk import Desk
from stormdesk.outlook.storms import storm_shown
from stormdesk.ui.desk import desk, shown_moment
from stormdesk.ui.state import choices
from stormdesk.ui.text import language


@dataclass(frozen=True)
class Page:
    """One drawing of one page (no slots: what it looks up is kept while it draws)."""

    name: str
    desk: Desk
    clock: Clock
    moment: Moment
    area_code: str | None
    is_rewound: bool
    trouble: str | None

    @property
    def county(self) -> County:
        """The county's profile."""
        return self.desk.county

    @cached_property
    def operation(self) -> dict[str, object]:
        """The operation on screen as its row, empty when there is none."""
        found = self.desk.store.frame("operation/list").query("operation_id == @self.moment.operation_id")
        return {} if found.empty else {str(key): value for key, value in found.iloc[0].items()}

    @property
    def storm_id(self) -> str | None:
        """The storm of the operation on screen."""
        found = self.operation.get("storm_id")
        return str(found) if isinstance(found, str) else None

    @cached_property
    def shown_storm_id(self) -> str | None:
        """The storm that the screens name: the operation's own, or one that lives while that does not."""
        return storm_shown(self.desk, self.moment, self.storm_id)

    def ask(self, question: str, /, **parameters: object) -> pd.DataFrame:
        """Answer a question of queries/ at this page's moment, for its area."""
        return self.desk.store.frame(
            question,
            **{
                "operation_id": self.moment.operation_id,
                "as_of": self.moment.as_of,
                "known_at": self.moment.known_at,
                "area_code": self.area_code,
            }
            | parameters,
        )

    def area_name(self, code: str | None) -> str:
        """The name of an area in the visitor's language; the code itself when it is not the county's."""
        try:
            return self.county.name_of(code or self.county.profile.code, language())
        except KeyError:
            return code or ""


def open_page(name: str) -> Page:
    """Stand at the moment and area that the address asks for, or else at the server's clock."""
    opened = desk()
    machine_at = datetime.now(UTC)
    clock = opened.clock.setting or _standing(machine_at)
    asked = choices()
    shown = shown_moment(
        clock,
        machine_at=machine_at,
        tick_s=opened.settings.refresh_s,
        last_entry_at=opened.last_entry_at(clock.operation_id),
    )
    as_of = asked.as_of or shown.as_of
    known_at = asked.known_at or (shown.known_at if asked.as_of is None else as_of)
    operation_id = _known_operation(opened, asked.operation_id) or clock.operation_id
    return Page(
        name=name,
        desk=opened,
        clock=clock,
        moment=Moment(operation_id, as_of, known_at),
        area_code=_known_area(opened.county, asked.area_code),
        is_rewound=asked.as_of is not None or asked.known_at is not None,
        trouble=asked.trouble or opened.store.trouble,
    )


def _standing(machine_at: datetime) -> Clock:
    return Clock(operation_id="", mode="live", anchored_at=machine_at, shown_at=machine_at)  # type: ignore[arg-type]


def _known_operation(opened: Desk, asked: str | None) -> str | None:
    if asked is None:
        return None
    known = opened.store.frame("operation/list")["operation_id"]
    return asked if (known == asked).any() else None


def _known_area(county: County, asked: str | None) -> str | None:
    if asked is None or asked == county.profile.code:
        return None
    try:
        county.name_of(asked)
    except KeyError:
        return None
    return asked
