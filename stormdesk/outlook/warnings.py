"""Warnings at a moment: the messages of feeds and the signals of the ledger, each warning once."""

import json
from collections.abc import Mapping
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

KEPT: Final = 32
LIVE: Final = "live"
LIFTED: Final = "lifted"
_standing: Shared[tuple[StandingWarning, ...]] = Shared(KEPT)


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
    key = (ground.store.path, moment, ground.store.data_version, area_code)
    return _standing.get(key, lambda: _read(ground, moment, area_code))


def _read(ground: Ground, moment: Moment, area_code: str | None) -> tuple[StandingWarning, ...]:
    asked = {"operation_id": moment.operation_id, "as_of": moment.as_of, "known_at": moment.known_at}
    messages = [
        _message(ground, row, area_code)
        for row in plain_rows(ground.store.frame("warnings/messages", **asked))
    ]
    messages += [
        _entered(ground, row, area_code)
        for row in plain_rows(ground.store.frame("warnings/entered", **asked))
    ]
    operations = ground.store.frame("operation/list")
    kinds = operations.loc[operations["operation_id"] == moment.operation_id, "kind"]
    return standing(messages, as_of=moment.as_of, counts_exercises=LIVE not in set(kinds))


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


def _entered(ground: Ground, row: Mapping[str, Any], area_code: str | None) -> Message:
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
    return Message(
        warning=warning,
        recorded_at=row["recorded_at"],
        source=row["source"],
        touch=touch(warning, ground.county, area_code),
        is_entered=True,
    )


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
