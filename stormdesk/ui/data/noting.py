"""Long work that the audit tells of before it begins."""

from collections.abc import Callable
from typing import TypeVar

from stormdesk.domain.access.records import Action
from stormdesk.door.audit import Kind
from stormdesk.door.import_notes import Came, importing
from stormdesk.ingest.desk import Desk
from stormdesk.ui.data.jobs import Tell
from stormdesk.ui.page import Page

T = TypeVar("T")


def noted(
    page: Page, thing: str, deed: tuple[Kind, str], work: Callable[[Desk, Tell], T], **more: object
) -> Callable[[Tell], T]:
    """The same work for whoever may manage the thing, noted when it begins and again if it fails."""
    visit = page.desk
    kind, what = deed

    def begun(tell: Tell) -> T:
        with visit.deed(Action.MANAGE, thing, kind, what, **more) as desk:
            return work(desk, tell)

    return begun


def imported(
    page: Page, what: str, work: Callable[[Desk, Tell], T], came_of: Callable[[T], Came], *, sha256: str
) -> Callable[[Tell], T]:
    """The same work for whoever may import, noted when it begins and again with what came of it."""
    visit = page.desk

    def begun(tell: Tell) -> T:
        with importing(visit, what, sha256=sha256) as (desk, told):
            made = work(desk, tell)
            told(came_of(made))
            return made

    return begun
