"""Silence: how long an area has kept quiet against the word that it owes at the level in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Voice(StrEnum):
    """What the age of the last word means."""

    HEARD = "heard"
    OVERDUE = "overdue"
    NEVER = "never"
    NOT_OWED = "not_owed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One area's last word, its age, and when the next one was or is owed."""

    area_code: str
    last_word_at: datetime | None
    age: timedelta | None
    due_at: datetime | None
    voice: Voice

    @property
    def is_silent(self) -> bool:
        """Whether a word is owed and has not come."""
        return self.voice in {Voice.OVERDUE, Voice.NEVER}


def listen(
    area_code: str,
    last_word_at: datetime | None,
    *,
    as_of: datetime,
    every_min: int | None,
    owed_since: datetime | None,
) -> Silence:
    """Judge one area: a word is owed every `every_min` minutes from the start of the level in force.

    Without a level or a rhythm nothing is owed; a level that has just begun gives one whole turn.
    """
    age = None if last_word_at is None else max(as_of - last_word_at, timedelta(0))
    if every_min is None or owed_since is None:
        return Silence(
            area_code=area_code, last_word_at=last_word_at, age=age, due_at=None, voice=Voice.NOT_OWED
        )
    due_at = max(last_word_at or owed_since, owed_since) + timedelta(minutes=every_min)
    if as_of <= due_at:
        voice = Voice.NOT_OWED if last_word_at is None else Voice.HEARD
    else:
        voice = Voice.NEVER if last_word_at is None else Voice.OVERDUE
    return Silence(area_code=area_code, last_word_at=last_word_at, age=age, due_at=due_at, voice=voice)


def online(silences: Iterable[Silence]) -> int:
    """Count the areas whose word has come and is not overdue."""
    return sum(silence.last_word_at is not None and not silence.is_silent for silence in silences)
