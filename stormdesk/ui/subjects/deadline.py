"""By when a subject must be done: the county's rule, from storm, tide and level as known at the moment."""

from collections.abc import Mapping
from datetime import datetime

from stormdesk.domain.county_rows import DeadlineRule
from stormdesk.domain.deadlines import Facts, LevelStep, deadline, reached_at
from stormdesk.ui.page import Page
from stormdesk.ui.shared import Shared
from stormdesk.ui.subjects.description import Subject
from stormdesk.ui.subjects.rows import each
from stormdesk.ui.wall.approach import approach

ENDED = "ended"
_deadlines: Shared[datetime | None] = Shared(32)


def deadline_at(page: Page, subject: Subject) -> datetime | None:
    """The instant by which the subject's rule wants it done; None where nothing known tells it."""
    rule = next((rule for rule in page.county.deadlines if rule.code == subject.deadline_code), None)
    if rule is None:
        return None
    key = (page.desk.store.path, page.moment, page.storm_id, page.desk.store.data_version, rule.code)
    return _deadlines.get(key, lambda: _deadline_at(page, rule))


def _deadline_at(page: Page, rule: DeadlineRule) -> datetime | None:
    near = approach(page.desk, page.moment, page.storm_id)
    facts = Facts(
        as_of=page.moment.as_of,
        arrivals=near.arrivals,
        high_water_at=near.high_water.at if near.high_water else None,
        level_reached_at=levels_reached(page),
        night=page.county.profile.night,
    )
    return deadline(rule, facts).at


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
