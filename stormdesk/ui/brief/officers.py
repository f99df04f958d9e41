"""Who answers for a place, masked; one tap and a reason show the number to call."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stormdesk.door.unmask import Register
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language
from stormdesk.ui.unmask.block import Person, draw_unmask


@dataclass(frozen=True, slots=True)
class Officer:
    """One responsible person as the brief shows him."""

    person: Person
    post: str
    name: str
    status: str | None


def officers_of(page: Page, area_codes: Sequence[str]) -> list[Officer]:
    """The responsible persons of townships or villages, in the order of their posts."""
    if not area_codes:
        return []
    roles = {role.code: (place, role.name(language())) for place, role in enumerate(page.county.duty_roles)}
    rows = page.desk.store.rows("brief/officers", **asdict(page.moment), area_codes=list(area_codes))
    rows.sort(key=lambda row: roles.get(str(row[2]), (len(roles), ""))[0])
    return [_officer(row, roles) for row in rows]


def _officer(row: tuple[Any, ...], roles: dict[str, tuple[int, str]]) -> Officer:
    person_id, name, role_code, status = row
    post = roles.get(str(role_code), (0, _("责任人")))[1]
    person = Person(Register.RESPONSIBLE_PERSON, str(person_id), f"{post} {name or ''}".strip())
    return Officer(person, post, str(name or ""), status)


def draw_calling(page: Page, people: Sequence[Person], *, key: str) -> None:
    """Draw the button behind which one of these people is shown with the number to call."""
    if not page.is_rewound:
        draw_unmask(page, people, key=key)
