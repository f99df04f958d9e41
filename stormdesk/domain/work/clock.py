"""By when many objects' work must be done: each rule's instant, and the earliest of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stormdesk.domain.arrival.records import Flags, Instants, Numbers
from stormdesk.domain.circles import Circle
from stormdesk.domain.county_profile import Night
from stormdesk.domain.county_rows import DeadlineKind, DeadlineRule
from stormdesk.domain.work.night import night_cap, span_of
from stormdesk.domain.work.records import Hazard, NoClock
from stormdesk.domain.work.states import Texts, chosen, instant64

Indices = NDArray[np.intp]
NAT: Final = np.datetime64("NaT", "s")
WIND: Final = {Circle.SEVEN: Hazard.WIND_7, Circle.TEN: Hazard.WIND_10, Circle.TWELVE: Hazard.WIND_12}
# Which reason is told when no rule gives an instant: first what is not known, then what does not come.
TOLD_FIRST: Final = (
    NoClock.NO_PLACE,
    NoClock.NO_RADII,
    NoClock.NO_FORECAST,
    NoClock.NO_TIDE,
    NoClock.PASSED,
    NoClock.NOT_REACHED,
    NoClock.NO_STORM,
    NoClock.NO_LEVEL,
    NoClock.NO_WATER,
    NoClock.NO_RULE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """When something comes to N places: the instant or the reason for none; `course` is -1 without one."""

    at: Instants
    course: Indices
    is_modelled: Flags
    is_over: Flags
    reason: Texts

    def take(self, rows: Indices) -> "Coming":
        """The same for some of the places, in the order of the rows."""
        return Coming(
            at=self.at[rows],
            course=self.course[rows],
            is_modelled=self.is_modelled[rows],
            is_over=self.is_over[rows],
            reason=self.reason[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comings:
    """What comes to N places, and since when each level has stood."""

    circles: Mapping[Circle, Coming]
    high_water: Mapping[Circle | None, Coming]
    flood: Coming
    reached_at: Mapping[str, datetime]
    now: datetime
    night: Night
    zone: tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The instants of N objects; `rule` is the index of the rule that holds, -1 where none gives one."""

    rule: Indices
    hazard: Texts
    hazard_at: Instants
    finish_by: Instants
    margin_min: Numbers
    course: Indices
    is_modelled: Flags
    is_night_cap: Flags
    is_over: Flags
    no_clock: Texts


def rules_of(rules: Sequence[DeadlineRule], subject: str, facet: str, category: str | None) -> list[int]:
    """The indices of the rules that hold: those of the category, or else the general ones."""
    same = [i for i, rule in enumerate(rules) if (rule.subject, rule.facet) == (subject, facet)]
    own = [i for i in same if category is not None and rules[i].category == category]
    return own or [i for i in same if rules[i].category is None]


def clocks(
    rules: Sequence[DeadlineRule], which: Sequence[int], comings: Comings, rows: Indices, need_min: Numbers
) -> Clocks:
    """The earliest instant that the rules give to each of the places, or why there is none."""
    found = [_one(rules[index], index, comings, rows, need_min) for index in which]
    if not found:
        return _without(rows.size, NoClock.NO_RULE)
    finish = np.stack([one.finish_by for one in found])
    first = np.argmin(np.where(np.isnat(finish), np.datetime64("9999-01-01", "s"), finish), axis=0)
    return _chosen(found, first)


def _chosen(found: Sequence[Clocks], first: Indices) -> Clocks:
    every = np.arange(first.size)

    def pick(name: str) -> NDArray[np.generic]:
        taken: NDArray[np.generic] = np.stack([getattr(one, name) for one in found])[first, every]
        return taken

    values = {name: pick(name) for name in Clocks.__dataclass_fields__ if name != "no_clock"}
    is_none = np.isnat(values["finish_by"])
    no_clock = chosen(is_none, _told(np.stack([one.no_clock for one in found])), None)
    return Clocks(no_clock=no_clock, **values)  # type: ignore[arg-type]


def _told(reasons: Texts) -> Texts:
    """Of each object's reasons, one for each rule, the one that is told."""
    told: Texts = np.full(reasons.shape[1], None, dtype=object)
    for reason in reversed(TOLD_FIRST):
        told[(reasons == reason).any(axis=0)] = reason
    return told


def _without(size: int, reason: NoClock) -> Clocks:
    none = np.zeros(size, dtype=bool)
    return Clocks(
        rule=np.full(size, -1),
        hazard=np.full(size, None, dtype=object),
        hazard_at=np.full(size, NAT),
        finish_by=np.full(size, NAT),
        margin_min=np.full(size, np.nan),
        course=np.full(size, -1),
        is_modelled=none,
        is_night_cap=none,
        is_over=none,
        no_clock=np.full(size, reason, dtype=object),
    )


def _one(rule: DeadlineRule, index: int, comings: Comings, rows: Indices, need_min: Numbers) -> Clocks:
    match rule.kind:
        case DeadlineKind.BEFORE_CIRCLE:
            coming, hazard = _wind(comings, Circle(rule.circle_bft or 0), rows)
        case DeadlineKind.BEFORE_HIGH_TIDE:
            circle = None if rule.circle_bft is None else Circle(rule.circle_bft)
            coming = comings.high_water[circle].take(rows)
            hazard = np.full(rows.size, Hazard.HIGH_WATER, dtype=object)
        case DeadlineKind.BEFORE_FLOOD:
            coming, hazard = comings.flood.take(rows), np.full(rows.size, Hazard.FLOOD, dtype=object)
        case DeadlineKind.AT_LEVEL:
            coming = _level(comings, rule.level_code, rule.within_min or 0, rows.size)
            hazard = np.full(rows.size, Hazard.LEVEL, dtype=object)
        case DeadlineKind.CLOCK_TIME:
            coming = _clock_time(rule, comings, rows.size)
            hazard = np.full(rows.size, Hazard.CLOCK, dtype=object)
    return _due((index, rule), (comings.night, comings.zone), (coming, hazard), need_min)


def _due(
    numbered: tuple[int, DeadlineRule],
    dark: tuple[Night, tzinfo],
    found: tuple[Coming, Texts],
    need_min: Numbers,
) -> Clocks:
    (index, rule), (coming, hazard) = numbered, found
    size = coming.at.size
    margin = np.full(size, float(rule.margin_min or 0))
    finish, is_capped = coming.at - span_of(margin), np.zeros(size, dtype=bool)
    if rule.night_cap is not None:
        finish, is_capped = night_cap((finish, coming.at), need_min, cap=rule.night_cap, dark=dark)
    is_none = np.isnat(coming.at)
    return Clocks(
        rule=np.where(is_none, -1, index),
        hazard=chosen(is_none, None, hazard),
        hazard_at=coming.at,
        finish_by=finish,
        margin_min=np.where(is_none, np.nan, margin),
        course=coming.course,
        is_modelled=coming.is_modelled,
        is_night_cap=is_capped,
        is_over=coming.is_over,
        no_clock=chosen(is_none, coming.reason, None),
    )


def _wind(comings: Comings, wanted: Circle, rows: Indices) -> tuple[Coming, Texts]:
    """The wanted circle, or the next wider one that comes where the wanted one does not."""
    coming = comings.circles[wanted].take(rows)
    hazard = np.full(rows.size, WIND[wanted], dtype=object)
    for circle in sorted((one for one in comings.circles if one < wanted), reverse=True):
        wider = comings.circles[circle].take(rows)
        is_none = np.isnat(coming.at)
        coming = _either(coming, wider, is_none)
        hazard = chosen(is_none & ~np.isnat(wider.at), WIND[circle], hazard)
    return coming, hazard


def _either(coming: Coming, other: Coming, is_none: Flags) -> Coming:
    """Take the other where there is nothing; a wider circle that stays away keeps the inner one away too."""
    keeps_away = np.array(
        [reason in {NoClock.NOT_REACHED, NoClock.PASSED} for reason in other.reason], dtype=bool
    )
    return Coming(
        at=np.where(is_none, other.at, coming.at),
        course=np.where(is_none, other.course, coming.course),
        is_modelled=np.where(is_none, other.is_modelled, coming.is_modelled),
        is_over=np.where(is_none, other.is_over, coming.is_over),
        reason=chosen(is_none & keeps_away, other.reason, coming.reason),
    )


def everywhere(at: datetime | None, size: int, reason: NoClock) -> Coming:
    """The same instant, or the same reason for none, at every place."""
    instant = NAT if at is None else instant64(at)
    return Coming(
        at=np.full(size, instant),
        course=np.full(size, -1),
        is_modelled=np.zeros(size, dtype=bool),
        is_over=np.zeros(size, dtype=bool),
        reason=np.full(size, reason if at is None else None, dtype=object),
    )


def _level(comings: Comings, level_code: str | None, within_min: int, size: int) -> Coming:
    reached = comings.reached_at.get(level_code or "")
    at = None if reached is None else reached + timedelta(minutes=within_min)
    return everywhere(at, size, NoClock.NO_LEVEL)


def _clock_time(rule: DeadlineRule, comings: Comings, size: int) -> Coming:
    is_owed = rule.level_code is None or rule.level_code in comings.reached_at
    if rule.clock_time is None or not is_owed:
        return everywhere(None, size, NoClock.NO_LEVEL)
    local = comings.now.astimezone(comings.zone)
    today = local.replace(hour=rule.clock_time.hour, minute=rule.clock_time.minute, second=0, microsecond=0)
    return everywhere(today if today >= local else today + timedelta(days=1), size, NoClock.NO_LEVEL)
