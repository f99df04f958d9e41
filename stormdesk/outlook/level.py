"""The gravest response level in force, over all hazards, and since when a word is owed under it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stormdesk.domain.level_steps import LevelStep, reached_at
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.rows import plain_rows

ENDED: Final = "ended"


@dataclass(frozen=True, slots=True)
class LevelInForce:
    """A level and since when the response has stood at it or at a graver one."""

    level_code: str
    since: datetime


def level_in_force(ground: Ground, moment: Moment) -> LevelInForce | None:
    """The gravest level that some hazard's response stands at; None where nothing is in force."""
    steps: dict[str, list[LevelStep]] = {}
    levels = ground.county.reference.levels
    ranks = {level.code: level.rank for level in levels}
    decided = ground.store.frame(
        "response/levels", operation_id=moment.operation_id, as_of=moment.as_of, known_at=moment.known_at
    )
    for row in plain_rows(decided):
        rank = 0 if row["status"] == ENDED else ranks.get(row["level_code"], 0)
        steps.setdefault(row["hazard"], []).append(LevelStep(at=row["level_from"], rank=rank))
    for level in sorted(levels, key=lambda level: -level.rank):
        reached = (reached_at(taken, level.rank) for taken in steps.values())
        since = [at for at in reached if at is not None]
        if level.rank > 0 and since:
            return LevelInForce(level.code, min(since))
    return None
