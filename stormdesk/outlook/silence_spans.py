"""Silence over a whole operation: from when to when each township and village owed a word in vain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Final

from stormdesk.domain.county_rows import Tier
from stormdesk.domain.moment import Moment
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level import level_in_force
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared

KEPT: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentSpan:
    """One unbroken silence of one township or village; `last_word_at` None: it had never spoken."""

    code: str
    tier: Tier
    starts_at: datetime
    ends_at: datetime
    last_word_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Epoch:
    """A time under one level, and since when a word is owed under it."""

    starts_at: datetime
    ends_at: datetime
    level_code: str
    since: datetime


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: the instant that it speaks of, and from when to when somebody could rely on it."""

    said_at: datetime
    from_at: datetime
    until_at: datetime


_spans: Shared[tuple[SilentSpan, ...]] = Shared(KEPT)


def silent_spans(
    ground: Ground, moment: Moment, *, is_then: bool, area_code: str | None = None
) -> tuple[SilentSpan, ...]:
    """Every silence up to `moment.as_of`, by what was known at each instant or at `moment.known_at`.

    At any instant these are who `silence_at` calls silent at it.
    """
    key = (ground.store.key, ground.store.data_version, moment, is_then)
    every = _spans.get(key, lambda: tuple(_all(ground, moment, is_then=is_then)))
    if area_code is None:
        return every
    return tuple(one for one in every if one.code.startswith(area_code) or one.code == area_code[:9])


def _all(ground: Ground, moment: Moment, *, is_then: bool) -> Iterator[SilentSpan]:
    epochs = _epochs(ground, moment, is_then=is_then)
    told = plain_rows(
        ground.store.frame("replay/words", operation_id=moment.operation_id, known_at=moment.known_at)
    )
    spoken = {
        code: [_word(row, is_then=is_then) for row in rows if is_then or row["known_to"] > moment.known_at]
        for code, rows in groupby(told, key=lambda row: str(row["code"]))
    }
    areas = [(one.code, Tier.TOWNSHIP) for one in ground.county.townships if one.is_counted]
    areas += [(one.code, Tier.VILLAGE) for one in ground.county.villages if one.is_counted]
    for code, tier in areas:
        yield from _of_area(ground, code, tier, spoken.get(code, []), epochs)


def _word(row: dict[str, datetime], *, is_then: bool) -> _Word:
    if is_then:
        return _Word(row["word_at"], max(row["word_at"], row["known_at"]), row["known_to"])
    return _Word(row["word_at"], row["word_at"], row["known_to"])


def _epochs(ground: Ground, moment: Moment, *, is_then: bool) -> list[_Epoch]:
    """The times between decisions, each with the level that they left in force."""
    decided = plain_rows(
        ground.store.frame(
            "response/levels",
            operation_id=moment.operation_id,
            as_of=moment.as_of,
            known_at=moment.known_at,
        )
    )
    starts = {max(row["level_from"], row["recorded_at"]) if is_then else row["level_from"] for row in decided}
    found = []
    for start, end in pairwise([*sorted(at for at in starts if at < moment.as_of), moment.as_of]):
        known_at = start if is_then else moment.known_at
        level = level_in_force(ground, Moment(moment.operation_id, start, known_at))
        if level is not None:
            found.append(_Epoch(start, end, level.level_code, level.since))
    return found


def _of_area(
    ground: Ground, code: str, tier: Tier, words: Sequence[_Word], epochs: Sequence[_Epoch]
) -> Iterator[SilentSpan]:
    last: SilentSpan | None = None
    for epoch in epochs:
        every_min = ground.county.rhythm_min(epoch.level_code, tier)
        if every_min is None:
            continue
        for start, end, said_at in _stretches(words, epoch):
            due_at = max(said_at or epoch.since, epoch.since) + timedelta(minutes=every_min)
            begins = max(due_at, start)
            if begins >= end:
                continue
            if last is not None and last.ends_at == begins and last.last_word_at == said_at:
                last = replace(last, ends_at=end)
                continue
            if last is not None:
                yield last
            last = SilentSpan(code=code, tier=tier, starts_at=begins, ends_at=end, last_word_at=said_at)
    if last is not None:
        yield last


def _stretches(words: Sequence[_Word], epoch: _Epoch) -> Iterator[tuple[datetime, datetime, datetime | None]]:
    """The times of an epoch between two words, each with the last word that could be relied on in it."""
    instants = {one.from_at for one in words} | {one.until_at for one in words}
    cuts = sorted(at for at in instants if epoch.starts_at < at < epoch.ends_at)
    waiting = sorted(words, key=lambda one: one.from_at)
    alive: list[_Word] = []
    for start, end in pairwise([epoch.starts_at, *cuts, epoch.ends_at]):
        while waiting and waiting[0].from_at <= start:
            alive.append(waiting.pop(0))
        alive = _lasting(alive, start)
        yield start, end, max((one.said_at for one in alive), default=None)


def _lasting(words: Iterable[_Word], at: datetime) -> list[_Word]:
    """Words that still hold, without those that a newer one outlasts."""
    held = [one for one in words if one.until_at > at]
    newest = max(held, key=lambda one: (one.said_at, one.until_at), default=None)
    return [one for one in held if newest is not None and (one is newest or one.until_at > newest.until_at)]
