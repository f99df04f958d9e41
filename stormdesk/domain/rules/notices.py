"""Dated public notices as test cases: what the rules would have suggested from what the notice states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stormdesk.domain.rules.evaluate import NAN, UNKNOWN, Due, Reading, Sight, StormSight, evaluate_hazard
from stormdesk.domain.rules.facts import FACTS, Unit
from stormdesk.domain.rules.records import LEVEL_RANKS, RuleHazard, RuleLevel, RuleSet
from stormdesk.domain.track import distance_km
from stormdesk.domain.vocabulary import N_
from stormdesk.domain.warning_lines import WarningLine, is_inside

STATED: Final = N_("通报所述")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """What a notice states of a fact: an event between so many hours ahead, or a value between two bounds."""

    notice_id: str
    fact: str
    low: float
    high: float
    near_km: float | None = None
    far_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One public notice: who declared which level when, and where the storm then stood."""

    notice_id: str
    at: datetime
    who_zh: str
    who_en: str
    hazard: RuleHazard
    declared: RuleLevel
    kind: str
    storm_id: str | None
    storm_zh: str | None
    storm_en: str | None
    fix_at: datetime | None
    lat: float | None
    lon: float | None
    wind_ms: float | None
    published_km: float | None
    published_line: str | None
    basis_zh: str
    basis_en: str
    why_zh: str
    why_en: str
    source: str
    certainty: str
    stated: tuple[StatedFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A notice held against the rules; lag in hours, positive when declared after the rule came true."""

    notice: Notice
    distance_km: float | None
    inside: Mapping[str, bool | None]
    due: Due
    lag_h: tuple[float, float] | None

    @property
    def line(self) -> str | None:
        """The innermost warning line that the storm is inside of; `outside`, or None where unknown."""
        if not self.inside or None in self.inside.values():
            return None
        return next((line for line in ("24h", "48h") if self.inside.get(line)), "outside")

    @property
    def is_same(self) -> bool:
        """Whether the suggestion is the declared level."""
        return self.due.level_code == self.notice.declared


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedView:
    """A notice's own words on what lies ahead, asked like a forecast."""

    agency: str
    is_lead: bool
    stated: Mapping[str, StatedFact]

    def reading(self, fact: str, within_h: float, within_km: float | None) -> Reading:
        """What the notice says of a fact within hours; unknown where it says nothing."""
        told = self.stated.get(fact)
        if told is None:
            return UNKNOWN
        if FACTS[fact].unit is not Unit.YES_NO:
            return Reading(low=told.low, high=told.high, source=STATED)
        low, high = float(told.high <= within_h), float(told.low <= within_h)
        if within_km is not None:
            low = low if told.far_km is not None and told.far_km <= within_km else 0.0
            high = high if told.near_km is None or told.near_km <= within_km else 0.0
        return Reading(low=low, high=high, source=STATED)


def judge(
    notice: Notice, rule_set: RuleSet, lines: Sequence[WarningLine], centre: tuple[float, float]
) -> Judged:
    """Hold one notice against the rules."""
    away, inside = None, {}
    if notice.lat is not None and notice.lon is not None:
        away = distance_km(notice.lat, notice.lon, *centre)
        inside = {line.line_id: is_inside(notice.lat, notice.lon, line) for line in lines}
    due = evaluate_hazard(rule_set, notice.hazard, _sight(notice, away, inside))
    return Judged(notice=notice, distance_km=away, inside=inside, due=due, lag_h=_lag_h(notice, rule_set))


def _sight(notice: Notice, away: float | None, inside: Mapping[str, bool | None]) -> Sight:
    stated = {one.fact: one for one in notice.stated}
    county = {
        code: Reading(low=one.low, high=one.high, source=STATED)
        for code, one in stated.items()
        if FACTS[code].scope == "county"
    }
    if notice.hazard is not RuleHazard.TYPHOON:
        return Sight(at=notice.at, county=county)
    wind = NAN if notice.wind_ms is None else notice.wind_ms
    now = {"storm_wind_ms": Reading(low=wind, high=wind, at=notice.fix_at, source=STATED)}
    if away is not None:
        now["storm_distance_km"] = Reading(low=away, high=away, at=notice.fix_at, source=STATED)
    for line_id, side in inside.items():
        side_value = NAN if side is None else float(side)
        now[f"inside_{line_id}_line"] = Reading(
            low=side_value, high=side_value, at=notice.fix_at, source=STATED
        )
    storm = StormSight(
        storm_id=notice.storm_id or notice.notice_id,
        name_zh=notice.storm_zh or "",
        name_en=notice.storm_en or "",
        now=now,
        views=(StatedView(agency=STATED, is_lead=True, stated=stated),),
    )
    return Sight(at=notice.at, storms=(storm,), county=county)


def _lag_h(notice: Notice, rule_set: RuleSet) -> tuple[float, float] | None:
    """Hours from when the declared level's timed conditions came true to the notice, from stated hours.

    An event stated h hours ahead makes a condition "within w hours" true w - h hours before the notice.
    """
    stated = {one.fact: one for one in notice.stated}
    found = []
    for clause in rule_set.clauses_of(notice.hazard):
        timed = [one for one in clause.conditions if one.within_h and FACTS[one.fact].unit is Unit.YES_NO]
        if clause.level_code != notice.declared or not timed or any(one.fact not in stated for one in timed):
            continue
        if notice.declared not in LEVEL_RANKS:
            continue
        ends = [
            ((one.within_h or 0.0) - stated[one.fact].high, (one.within_h or 0.0) - stated[one.fact].low)
            for one in timed
        ]
        found.append((min(low for low, _ in ends), min(high for _, high in ends)))
    return max(found, default=None)
