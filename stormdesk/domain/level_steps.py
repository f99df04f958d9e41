"""Since when a response has stood at a level or a graver one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStep:
    """A response level from its start on; rank 0 ends the response."""

    at: datetime
    rank: int


def reached_at(steps: Iterable[LevelStep], rank: int) -> datetime | None:
    """Tell since when the level has stood at a rank or graver; None while it does not."""
    since = None
    for step in sorted(steps, key=lambda one: one.at):
        if step.rank < rank:
            since = None
        elif since is None:
            since = step.at
    return since
