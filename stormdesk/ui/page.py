"""What one page knows while it draws: its visitor, the moment, the area, and how to ask."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import pandas as pd

from stormdesk.domain.access.records import Action, Role, Visitor
from stormdesk.domain.county import County
from stormdesk.domain.moment import Clock, ClockMode, Moment
from stormdesk.door.visit import Visit
from stormdesk.outlook.storms import storm_shown
from stormdesk.ui.actors import stand_in
from stormdesk.ui.desk import shown_moment
from stormdesk.ui.state import choices
from stormdesk.ui.text import _, language
from stormdesk.ui.visitor import Entry, area_for, enter

_LONGEST = 40


@dataclass(frozen=True)
class Page:
    """One drawing of one page (no slots: what it looks up is kept while it draws)."""

    name: str
    entry: Entry
    clock: Clock
    moment: Moment
    area_code: str | None
    is_rewound: bool
    trouble: str | None

    @property
    def desk(self) -> Visit:
        """The desk as the visitor may use it; whatever is pressed later asks anew who he is by then."""
        return self.entry.visit()

    @property
    def visitor(self) -> Visitor:
        """Who looks at the page."""
        return self.desk.visitor

    @property
    def is_device(self) -> bool:
        """Whether a wall shows the page, to which nobody speaks."""
        return self.visitor.role is Role.WALL

    @property
    def county(self) -> County:
        """The county's profile."""
        return self.desk.county

    @cached_property
    def operation(self) -> dict[str, object]:
        """The operation on screen as its row, empty when there is none."""
        listed = self.desk.store.frame("operation/list")
        found = listed[listed["operation_id"] == self.moment.operation_id]
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

    def may(self, action: Action, thing: str) -> bool:
        """Whether the visitor may do it at all; whatever is done asks again with `desk.require`."""
        return self.desk.may(action, thing)

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

    def ask_whole(self, right: tuple[Action, str], question: str, /, **parameters: object) -> pd.DataFrame:
        """Answer a question over the whole county, unmasked, to whoever holds the right."""
        return self.desk.desk_for(*right).store.frame(
            question,
            **{
                "operation_id": self.moment.operation_id,
                "as_of": self.moment.as_of,
                "known_at": self.moment.known_at,
                "area_code": None,
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
    entry = enter()
    visiting = entry.visit()
    machine_at = datetime.now(UTC)
    clock = visiting.clock_setting or _standing(machine_at)
    asked = choices()
    shown = shown_moment(
        clock,
        machine_at=machine_at,
        tick_s=visiting.settings.refresh_s,
        last_entry_at=visiting.last_entry_at(clock.operation_id),
    )
    as_of = asked.as_of or shown.as_of
    known_at = asked.known_at or (shown.known_at if asked.as_of is None else as_of)
    operation_id, unknown = _known_operation(visiting, asked.operation_id)
    area = area_for(visiting, asked.area_code)
    troubles = (*asked.troubles, unknown, area.trouble, visiting.store.trouble)
    stand_in(operation_id or clock.operation_id)
    return Page(
        name=name,
        entry=entry,
        clock=clock,
        moment=Moment(operation_id or clock.operation_id, as_of, known_at),
        area_code=area.code,
        is_rewound=asked.as_of is not None or asked.known_at is not None,
        trouble=" ".join(filter(None, troubles)) or None,
    )


def _standing(machine_at: datetime) -> Clock:
    return Clock(operation_id="", mode=ClockMode.LIVE, anchored_at=machine_at, shown_at=machine_at)


def _known_operation(visiting: Visit, asked: str | None) -> tuple[str | None, str]:
    """The operation that an address asks for, or what to say where there is none of that name."""
    if not asked:
        return None, ""
    if (visiting.store.frame("operation/list")["operation_id"] == asked).any():
        return asked, ""
    return None, _("没有响应“{value}”,显示的是正在进行的响应。").format(value=asked[:_LONGEST])
