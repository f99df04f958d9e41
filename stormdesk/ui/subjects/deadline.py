"""Since when the response has stood at which level."""

from collections.abc import Mapping
from datetime import datetime

from stormdesk.domain.deadlines import LevelStep, reached_at
from stormdesk.ui.page import Page
from stormdesk.ui.subjects.rows import each

ENDED = "ended"


def levels_reached(page: Page) -> Mapping[str, datetime]:
    """Since when the response has stood at each level or a graver one."""
    steps = level_steps(page)
    found = {
        level.code: reached_at(steps, level.rank) for level in page.county.reference.levels if level.rank > 0
    }
    return {code: at for code, at in found.items() if at is not None}


def level_in_force(page: Page) -> str | None:
    """The code of the gravest level reached and still held."""
    reached = levels_reached(page)
    held = [level for level in page.county.reference.levels if level.code in reached]
    return max(held, key=lambda level: level.rank).code if held else None


def level_steps(page: Page) -> list[LevelStep]:
    """Every decision on a level as a rank from an instant on."""
    ranks = {level.code: level.rank for level in page.county.reference.levels}
    return [
        LevelStep(
            at=decided.level_from.to_pydatetime(),
            rank=0 if decided.status == ENDED else ranks.get(decided.level_code, 0),
        )
        for decided in each(page.ask("response/levels"))
    ]
