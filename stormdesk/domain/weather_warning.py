"""A public warning: who warns of what, where, from when to when, and what it replaces."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WarningAction(StrEnum):
    """What a message does to a warning."""

    ISSUE = "issue"
    UPDATE = "update"
    LIFT = "lift"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherWarning:
    """One warning message; `kind` is typhoon, rainstorm, sea … or the issuer's own code."""

    warning_id: str
    issued_at: datetime
    action: WarningAction
    kind: str
    issuer: str
    title: str
    colour: str | None = None
    text: str | None = None
    advice: str | None = None
    area_names: str | None = None
    area_codes: tuple[str, ...] = ()
    outline: str | None = None
    effective_at: datetime | None = None
    expires_at: datetime | None = None
    supersedes: tuple[str, ...] = ()
    is_exercise: bool = False
