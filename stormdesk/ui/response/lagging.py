"""应启未启: since when a level has been called for and not decided on."""

from datetime import datetime

from stormdesk.domain.checklist import stretches
from stormdesk.domain.decisions import LEVEL_RANK
from stormdesk.ui.page import Page
from stormdesk.ui.response.bars import decisions


def owed_since(page: Page, hazard: str, level_code: str | None, since: datetime | None) -> datetime | None:
    """Since when a hazard's called-for level has been owed; None while it or a graver one is in force.

    A level that was in force while it was called for is owed only from when it was given up.
    """
    if level_code not in LEVEL_RANK or since is None:
        return None
    own = [
        one
        for one in stretches(decisions(page.ask("response/levels")))
        if one.hazard == hazard and one.level_code == level_code
    ]
    if any(one.ends_at is None for one in own):
        return None
    return max([since, *(one.ends_at for one in own if one.ends_at is not None)])
