"""What must not be overlooked beside the levels: schools on a red signal, the emergency flood period."""

from typing import Any

from stormdesk.domain.checklist import RED_SIGNAL, Item
from stormdesk.outlook.checklist import CLOSING_KINDS, checklist_at
from stormdesk.outlook.warnings import warnings_in_force
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.words import action_state, signal_name
from stormdesk.ui.text import language


def draw_banners(page: Page, emergency: dict[str, Any] | None) -> None:
    """Draw the banners that apply at the moment; nothing when none does."""
    red = [
        one
        for one in warnings_in_force(page.desk, page.moment)
        if one.warning.colour == RED_SIGNAL and one.warning.kind in CLOSING_KINDS
    ]
    signals = [
        {"name": signal_name(page, one.warning.kind, RED_SIGNAL), "since": one.begins_at} for one in red
    ]
    if not signals and emergency is None:
        return
    draw_template("response_banners", signals=signals, closing=_closing(page), emergency=emergency)


def _closing(page: Page) -> list[dict[str, Any]]:
    """What the red signal asks for, and how far each is."""
    asked = [
        one
        for one in checklist_at(page.desk, page.moment)
        if one.is_live and one.action.level_code == RED_SIGNAL
    ]
    return [_asked(one, page) for one in sorted(asked, key=lambda one: one.action.code)]


def _asked(item: Item, page: Page) -> dict[str, Any]:
    return {
        "name": item.action.name(language()),
        "clause": item.action.clause,
        "state": action_state(item.state),
        "code": str(item.state),
        "done_at": item.done_at,
        "left": item.left(page.moment.as_of),
    }
