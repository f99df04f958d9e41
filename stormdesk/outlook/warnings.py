"""Warnings at a moment: the messages of feeds and the signals of the ledger, each warning once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from stormdesk.domain.moment import Moment
from stormdesk.domain.warning_area import touch
from stormdesk.domain.warning_force import Message, StandingWarning, standing
from stormdesk.domain.warning_kinds import kind_of
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared

KEPT: Final = 96
LIVE: Final = "live"
LIFTED: Final = "lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entered:
    """A signal of the ledger, the message that brought it, and from when to when it was overruled."""

    message: Message
    warning_id: str | None
    overruled: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Everything that an operation was told of warnings."""

    messages: tuple[Message, ...]
    entered: tuple[_Entered, ...]
    counts_exercises: bool


_standing: Shared[tuple[StandingWarning, ...]] = Shared(KEPT)
_told: Shared[_Told] = Shared(KEPT)


def warnings_in_force(
    ground: Ground, moment: Moment, *, area_code: str | None = None
) -> tuple[StandingWarning, ...]:
    """The warnings that count at the moment for an area, or the county; those of an unknown area too."""
    return tuple(one for one in warnings_at(ground, moment, area_code=area_code) if one.is_in_force)


def signal_ranks(ground: Ground, moment: Moment) -> dict[str, int]:
    """The gravest colour in force by hazard, blue 1 to red 4; warnings without a colour have no rank."""
    ranks: dict[str, int] = {}
    for one in warnings_in_force(ground, moment):
        if one.rank is not None:
            ranks[one.warning.kind] = max(one.rank, ranks.get(one.warning.kind, 0))
    return ranks


def warnings_at(
    ground: Ground, moment: Moment, *, area_code: str | None = None
) -> tuple[StandingWarning, ...]:
    """Every warning told by the moment, and how it stands: in force, not yet, or over and why."""
    key = (ground.store.common_key, moment, ground.store.data_version, area_code)
    return _standing.get(key, lambda: _read(ground, moment, area_code))


def _read(ground: Ground, moment: Moment, area_code: str | None) -> tuple[StandingWarning, ...]:
    key = (ground.store.common_key, ground.store.data_version, moment.operation_id, area_code)
    told = _told.get(key, lambda: _all_told(ground, moment.operation_id, area_code))
    known = [message for message in told.messages if message.recorded_at <= moment.known_at]
    carried = {message.warning.warning_id for message in known}
    entered = [
        one.message
        for one in told.entered
        if one.message.recorded_at <= moment.known_at
        and one.warning_id not in carried
        and not any(since <= moment.known_at < until for since, until in one.overruled)
    ]
    return standing([*known, *entered], as_of=moment.as_of, counts_exercises=told.counts_exercises)


def _all_told(ground: Ground, operation_id: str, area_code: str | None) -> _Told:
    """Everything that an operation was ever told of warnings, read once for all moments."""
    frame = ground.store.frame
    messages = plain_rows(frame("warnings/messages", operation_id=operation_id))
    entered: dict[str, _Entered] = {}
    for row in plain_rows(frame("warnings/entered", operation_id=operation_id)):
        one = entered.setdefault(row["event_id"], _entered(ground, row, area_code))
        if row["overruled_from"] is not None:
            entered[row["event_id"]] = replace(
                one, overruled=(*one.overruled, (row["overruled_from"], row["overruled_to"]))
            )
    operations = frame("operation/list")
    kinds = operations.loc[operations["operation_id"] == operation_id, "kind"]
    return _Told(
        messages=tuple(_message(ground, row, area_code) for row in messages),
        entered=tuple(entered.values()),
        counts_exercises=LIVE not in set(kinds),
    )


def _message(ground: Ground, row: Mapping[str, Any], area_code: str | None) -> Message:
    warning = WeatherWarning(
        warning_id=row["warning_id"],
        issued_at=row["issued_at"],
        action=WarningAction(row["action"]),
        kind=kind_of((row["kind"],)) or row["kind"],
        issuer=row["issuer"],
        title=row["title"],
        colour=row["colour"],
        text=row["text"],
        advice=row["advice"],
        area_names=row["area_names"],
        area_codes=_listed(row["area_codes"]),
        outline=row["outline"],
        effective_at=row["effective_at"],
        expires_at=row["expires_at"],
        supersedes=_listed(row["supersedes"]),
        is_exercise=bool(row["is_exercise"]),
    )
    return Message(
        warning=warning,
        recorded_at=row["recorded_at"],
        source=row["source"],
        touch=touch(warning, ground.county, area_code),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (text or "").split(",")))


def _entered(ground: Ground, row: Mapping[str, Any], area_code: str | None) -> _Entered:
    """A signal that somebody entered or a drill tells; it is about the county unless it says where."""
    facts = _facts(row["payload"])
    text = str(facts.get("text_zh") or facts.get("text") or "") or None
    warning = WeatherWarning(
        warning_id=row["event_id"],
        issued_at=row["happened_at"],
        action=WarningAction.LIFT if row["status"] == LIFTED else WarningAction.ISSUE,
        kind=row["kind"],
        issuer=row["actor"],
        title=text or row["kind"],
        colour=row["colour"],
        text=text,
        area_codes=(row["area_code"] or ground.county.profile.code,),
        expires_at=_instant(facts.get("expires_at")),
    )
    message = Message(
        warning=warning,
        recorded_at=row["recorded_at"],
        source=row["source"],
        touch=touch(warning, ground.county, area_code),
        is_entered=True,
    )
    named = facts.get("warning_id")
    return _Entered(message=message, warning_id=named if isinstance(named, str) else None)


def _facts(payload: str | None) -> Mapping[str, Any]:
    try:
        facts = json.loads(payload or "{}")
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, Mapping) else {}


def _instant(value: object) -> datetime | None:
    """An end that the entry tells with its zone; anything else is no end."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
