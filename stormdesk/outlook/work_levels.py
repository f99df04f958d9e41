"""Since when the response has stood at each level, over its hazards."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from stormdesk.domain.county import County
from stormdesk.domain.level_steps import LevelStep, reached_at
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.turns import settled

ENDED: Final = "ended"


def levels_reached(ground: Ground, moment: Moment, shift: timedelta = timedelta(0)) -> Mapping[str, datetime]:
    """The instant since which each level or a graver one has stood, by any hazard; shifted decisions move."""
    steps = _steps(ground, moment, shift)
    found: dict[str, datetime] = {}
    for level in ground.county.reference.levels:
        if level.rank == 0:
            continue
        since = [reached_at(decided, level.rank) for decided in steps.values()]
        known = [at for at in since if at is not None]
        if known:
            found[level.code] = min(known)
    return found


def _steps(ground: Ground, moment: Moment, shift: timedelta) -> dict[str, list[LevelStep]]:
    """Each hazard's decisions up to the moment as ranks."""
    ranks = _ranks(ground.county)
    frame = ground.store.frame("work/levels", **asdict(settled(ground, moment, "response")))
    steps: dict[str, list[LevelStep]] = {}
    columns = (frame[name].tolist() for name in ("hazard", "status", "level_code", "level_from"))
    for hazard, status, level_code, level_from in zip(*columns, strict=True):
        at = level_from.to_pydatetime() + shift
        if at <= moment.as_of:
            rank = 0 if status == ENDED else ranks.get(level_code, 0)
            steps.setdefault(hazard, []).append(LevelStep(at=at, rank=rank))
    return steps


def _ranks(county: County) -> dict[str, int]:
    return {level.code: level.rank for level in county.reference.levels}
