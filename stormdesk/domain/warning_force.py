"""Which warnings stand at a moment: in force, not yet, expired, superseded or lifted, each once."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from stormdesk.domain.warning_area import Touch, plain_code
from stormdesk.domain.warning_kinds import rank_of
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning

# The same signal entered by hand and sent by a feed: so far apart may the two instants lie.
SAME_WITHIN: Final = timedelta(hours=1)
OFFICE: Final = re.compile(
    r"气象|海洋|水文|水利|资源|应急|预报|meteorolog|weather|observatory", re.IGNORECASE
)
PLACE: Final = re.compile(r"^(.+?)[省市县区]?(?:气象|海洋|水文|自然资源)")
UNNAMED: Final = "unknown"


class Force(StrEnum):
    """Whether a warning counts at the moment, and if not, why."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    LIFTED = "lifted"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One warning message as it came; `is_entered` when the ledger tells it and no feed does."""

    warning: WeatherWarning
    recorded_at: datetime
    source: str
    touch: Touch
    is_entered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWarning:
    """One warning at a moment, with the fields that the law asks for in `warning`.

    `ends_at` is None where nobody told an end; `ended_by` names the message that superseded or lifted it.
    """

    warning: WeatherWarning
    force: Force
    begins_at: datetime
    ends_at: datetime | None
    ended_by: str | None
    touch: Touch
    sources: tuple[str, ...]
    recorded_at: datetime

    @property
    def rank(self) -> int | None:
        """How grave it is, blue 1 to red 4; None without a colour."""
        return rank_of(self.warning.colour)

    @property
    def is_in_force(self) -> bool:
        """Whether it counts now and is not about elsewhere."""
        return self.force is Force.IN_FORCE and self.touch is not Touch.ELSEWHERE


@dataclass(slots=True)
class _Held:
    """A warning on its way through the messages after it; `thread` is what references tie together."""

    message: Message
    thread: set[str]
    begins_at: datetime
    ends_at: datetime | None
    sources: list[str] = field(default_factory=list)
    ended_by: str | None = None
    ending: Force = Force.EXPIRED

    def lasts_at(self, at: datetime) -> bool:
        return self.ends_at is None or at < self.ends_at

    def end(self, by: Message, at: datetime, ending: Force) -> None:
        if self.lasts_at(at):
            self.ends_at, self.ended_by, self.ending = at, by.warning.warning_id, ending


def standing(
    messages: Iterable[Message], *, as_of: datetime, counts_exercises: bool
) -> tuple[StandingWarning, ...]:
    """Every warning told by `as_of` and how it stands then, those in force first, the gravest first."""
    known = sorted(
        (message for message in messages if message.warning.issued_at <= as_of),
        key=lambda message: (message.warning.issued_at, message.recorded_at, message.warning.warning_id),
    )
    counted = [message for message in known if counts_exercises or not message.warning.is_exercise]
    held: list[_Held] = []
    for message in _echoes_last(counted):
        _tell(held, message)
    found = [_stands(one, as_of) for one in held]
    found += [_exercise(message) for message in known if message not in counted]
    return tuple(sorted(found, key=_order))


def _order(one: StandingWarning) -> tuple[int, int, float]:
    return (list(Force).index(one.force), -(one.rank or 0), -one.warning.issued_at.timestamp())


def _echoes_last(messages: Sequence[Message]) -> list[Message]:
    """Entered signals that a feed sends within the hour after come behind it, so that they merge with it."""
    fed = [message for message in messages if not message.is_entered]

    def placed(message: Message) -> tuple[datetime, bool]:
        at = message.warning.issued_at
        if not message.is_entered:
            return at, False
        later = (one.warning.issued_at for one in fed if _is_same(one, message) and _near(one, message))
        return max(at, min(later, default=at)), True

    return sorted(messages, key=placed)


def _near(one: Message, other: Message) -> bool:
    return abs(one.warning.issued_at - other.warning.issued_at) <= SAME_WITHIN


def _is_same(one: Message, other: Message) -> bool:
    """Whether two messages tell the same signal: its kind, its colour, and no two different issuers."""
    first, second = one.warning, other.warning
    if WarningAction.LIFT in {first.action, second.action}:
        return False
    return (first.kind, first.colour) == (second.kind, second.colour) and _agree(one, other)


def _tell(held: list[_Held], message: Message) -> None:
    """Let one message end what it supersedes or lifts, and stand itself unless it lifts."""
    warning = message.warning
    if message.is_entered and warning.action is not WarningAction.LIFT:
        twin = next((one for one in held if _is_twin(one, message)), None)
        if twin is not None:
            twin.sources += [message.source] * (message.source not in twin.sources)
            return
    begins_at = max(warning.issued_at, warning.effective_at or warning.issued_at)
    ended, thread = _ended_by(held, message)
    is_lift = warning.action is WarningAction.LIFT
    for one in ended:
        at = warning.issued_at if is_lift else begins_at
        one.end(message, at, Force.LIFTED if is_lift else Force.SUPERSEDED)
    if is_lift:
        return
    expires_at = warning.expires_at
    ends_at = expires_at if expires_at is not None and expires_at > begins_at else None
    held.append(_Held(message, thread, begins_at, ends_at, [message.source]))


def _is_twin(one: _Held, entered: Message) -> bool:
    at = entered.warning.issued_at
    lasts = one.lasts_at(at) and one.message.warning.issued_at <= at
    return (
        not one.message.is_entered
        and _is_same(one.message, entered)
        and (lasts or _near(one.message, entered))
    )


def _ended_by(held: Sequence[_Held], message: Message) -> tuple[list[_Held], set[str]]:
    """What a message ends: what it names with all that hangs together with it, else what it replaces."""
    warning = message.warning
    named = {_base(warning.warning_id), *map(_base, warning.supersedes)}
    is_named = [one for one in held if one.thread & named and _is_before(one.message, message)]
    names_unknown = warning.action is WarningAction.LIFT and bool(warning.supersedes)
    replaced = [
        one
        for one in held
        if one not in is_named
        and (not (is_named or names_unknown) or message.is_entered or one.message.is_entered)
        and _replaces(message, one.message)
    ]
    return [*is_named, *replaced], named.union(*(one.thread for one in is_named))


def _is_before(one: Message, message: Message) -> bool:
    """A message of the same instant ends only what it names itself, not another part of its own."""
    if one.warning.issued_at != message.warning.issued_at:
        return one.warning.issued_at < message.warning.issued_at
    names = {*map(_base, message.warning.supersedes)}
    if message.warning.action is WarningAction.LIFT:
        names.add(_base(message.warning.warning_id))
    return _base(one.warning.warning_id) in names


def _replaces(message: Message, before: Message) -> bool:
    """Whether a message without a reference replaces an earlier one: kind, issuer, and at least its area."""
    new, old = message.warning, before.warning
    if new.kind == UNNAMED or new.kind != old.kind or old.issued_at >= new.issued_at:
        return False
    if not _agree(message, before):
        return False
    return message.is_entered or before.is_entered or _covers(new, old)


def _covers(new: WeatherWarning, old: WeatherWarning) -> bool:
    codes = tuple(map(plain_code, new.area_codes))
    if codes and old.area_codes:
        return all(plain_code(code).startswith(codes) for code in old.area_codes)
    if new.area_codes or old.area_codes:
        return new.action is WarningAction.LIFT and not new.area_codes and not new.outline
    return (new.area_names, new.outline) == (old.area_names, old.outline)


def _agree(one: Message, other: Message) -> bool:
    """Whether two messages may be of one issuer; who enters a signal by hand is not its issuer."""
    names = [_issuer(message) for message in (one, other)]
    return None in names or names[0] == names[1]


def _issuer(message: Message) -> str | None:
    name = message.warning.issuer.strip()
    if message.is_entered and not OFFICE.search(name):
        return None
    place = PLACE.match(name)
    return place[1] if place else name.casefold()


def _base(warning_id: str) -> str:
    """A message's own identifier: its further parts are numbered behind a mark."""
    return warning_id.split("#", 1)[0]


def _stands(one: _Held, as_of: datetime) -> StandingWarning:
    force = Force.IN_FORCE if one.begins_at <= as_of else Force.NOT_YET
    if one.ends_at is not None and one.ends_at <= as_of:
        force = one.ending
    is_over = force not in {Force.IN_FORCE, Force.NOT_YET}
    return StandingWarning(
        warning=one.message.warning,
        force=force,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        ended_by=one.ended_by if is_over else None,
        touch=one.message.touch,
        sources=tuple(one.sources),
        recorded_at=one.message.recorded_at,
    )


def _exercise(message: Message) -> StandingWarning:
    alone = _Held(message, set(), message.warning.issued_at, message.warning.expires_at, [message.source])
    return replace(_stands(alone, message.warning.issued_at), force=Force.EXERCISE)
