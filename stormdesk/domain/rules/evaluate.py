"""Hold what is known at a moment against a rule set: each clause's truth, and the level that is due."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from stormdesk.domain.rules.facts import FACTS, Scope
from stormdesk.domain.rules.records import (
    LEVEL_RANKS,
    Agencies,
    Clause,
    Condition,
    RuleHazard,
    RuleLevel,
    RuleSet,
)
from stormdesk.domain.rules.truth import Truth, all_of, any_of, compare, most_of
from stormdesk.domain.vocabulary import N_

NAN: Final = float("nan")
NOT_KNOWN: Final = N_("没有这项数据")
NO_STORM: Final = N_("没有正在影响的台风")
_OVER: Final[Mapping[Agencies, Callable[[Sequence[Truth]], Truth]]] = {
    Agencies.ANY: any_of,
    Agencies.LEAD: any_of,
    Agencies.MOST: most_of,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A fact's value, between two bounds where it is not exact; NaN and a reason where it is unknown."""

    low: float = NAN
    high: float = NAN
    at: datetime | None = None
    source: str = ""
    is_modelled: bool = False
    reason: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is a value at all."""
        return not math.isnan(self.low)


UNKNOWN: Final = Reading(reason=NOT_KNOWN)


class View(Protocol):
    """One agency's forecast of one storm, asked for a fact within hours and kilometres."""

    @property
    def agency(self) -> str:
        """Whose forecast it is."""

    @property
    def is_lead(self) -> bool:
        """Whether it is the agency that the county follows first."""

    def reading(self, fact: str, within_h: float, within_km: float | None) -> Reading:
        """What this forecast says of a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StormSight:
    """A live storm: where its newest fix puts it, and each agency's forecast of it, the lead first."""

    storm_id: str
    name_zh: str
    name_en: str
    now: Mapping[str, Reading]
    views: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Everything that the rules may ask at a moment."""

    at: datetime
    storms: tuple[StormSight, ...] = ()
    county: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One condition held against its value."""

    condition: Condition
    truth: Truth
    reading: Reading
    storm_id: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOutcome:
    """One clause at the moment; the inputs are those of the storm and forecast that decided it."""

    clause: Clause
    truth: Truth
    inputs: tuple[Input, ...]
    storm_id: str | None = None
    storm_name_zh: str | None = None
    storm_name_en: str | None = None
    agencies_true: tuple[str, ...] = ()
    agency_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The level that the rules call for, and the gravest that unknown clauses might raise it to."""

    hazard: RuleHazard
    level_code: str | None
    could_be: str | None
    is_emergency: Truth
    clauses: tuple[ClauseOutcome, ...]

    @property
    def reasons(self) -> tuple[ClauseOutcome, ...]:
        """The true clauses of the level that is due."""
        return tuple(
            one for one in self.clauses if one.truth is True and one.clause.level_code == self.level_code
        )


def evaluate(rule_set: RuleSet, sight: Sight) -> tuple[Due, ...]:
    """Tell for each hazard that the rule set speaks of which level is due."""
    spoken = [hazard for hazard in RuleHazard if rule_set.clauses_of(hazard)]
    return tuple(evaluate_hazard(rule_set, hazard, sight) for hazard in spoken)


def evaluate_hazard(rule_set: RuleSet, hazard: RuleHazard, sight: Sight) -> Due:
    """Tell which level of one hazard is due."""
    outcomes = tuple(_outcome(clause, sight) for clause in rule_set.clauses_of(hazard))
    true_ranks = [LEVEL_RANKS[code] for code, is_so in _levels(outcomes) if is_so]
    open_ranks = [LEVEL_RANKS[code] for code, is_so in _levels(outcomes) if is_so is None]
    due, could = max(true_ranks, default=0), max(open_ranks, default=0)
    codes = {rank: code for code, rank in LEVEL_RANKS.items()}
    flags = [one.truth for one in outcomes if one.clause.level_code == RuleLevel.EMERGENCY]
    return Due(
        hazard=hazard,
        level_code=codes[due] if due else None,
        could_be=codes[could] if could > due else None,
        is_emergency=any_of(flags),
        clauses=outcomes,
    )


def reaches(rule_set: RuleSet, hazard: RuleHazard, sight: Sight, *, least_rank: int) -> bool:
    """Whether a level of at least this rank is due; stops at the first true clause and forecast."""
    wanted = [
        clause
        for clause in rule_set.clauses_of(hazard)
        if LEVEL_RANKS.get(clause.level_code, 0) >= max(least_rank, 1)
    ]
    singly = [clause for clause in wanted if _is_single(clause)]
    if any(_outcome(clause, sight).truth for clause in wanted if clause not in singly):
        return True
    return any(
        all(_input(one, sight, storm, view).truth for one in clause.conditions)
        for storm in sight.storms
        for view in storm.views
        for clause in singly
    )


def _is_single(clause: Clause) -> bool:
    """Whether one forecast alone can make the clause true."""
    asks_forecast = any(FACTS[one.fact].scope is Scope.FORECAST for one in clause.conditions)
    return asks_forecast and clause.agencies is Agencies.ANY


def _levels(outcomes: Sequence[ClauseOutcome]) -> list[tuple[str, Truth]]:
    return [
        (str(one.clause.level_code), one.truth)
        for one in outcomes
        if one.clause.level_code != RuleLevel.EMERGENCY
    ]


def _outcome(clause: Clause, sight: Sight) -> ClauseOutcome:
    """Ask every storm, the one that comes nearest to making the clause true tells the inputs."""
    scopes = {FACTS[one.fact].scope for one in clause.conditions}
    if scopes == {Scope.COUNTY}:
        inputs = tuple(_input(one, sight, None, None) for one in clause.conditions)
        return ClauseOutcome(clause=clause, truth=all_of(one.truth for one in inputs), inputs=inputs)
    if not sight.storms:
        inputs = tuple(_without_storm(one, sight) for one in clause.conditions)
        return ClauseOutcome(clause=clause, truth=False, inputs=inputs)
    found = [_of_storm(clause, storm, sight, Scope.FORECAST in scopes) for storm in sight.storms]
    return max(found, key=lambda one: _nearness(one.truth))


def _nearness(truth: Truth) -> int:
    return {True: 2, None: 1, False: 0}[truth]


def _of_storm(clause: Clause, storm: StormSight, sight: Sight, is_forecast: bool) -> ClauseOutcome:  # noqa: FBT001
    views: list[View | None] = list(storm.views) if is_forecast and storm.views else [None]
    if clause.agencies is Agencies.LEAD:
        views = [view for view in views if view is None or view.is_lead] or views[:1]
    tried = [(view, tuple(_input(one, sight, storm, view) for one in clause.conditions)) for view in views]
    truths = [all_of(one.truth for one in inputs) for _, inputs in tried]
    truth = _OVER[clause.agencies](truths)
    shown = max(range(len(tried)), key=lambda at: (truths[at] is truth, _nearness(truths[at]), -at))
    return ClauseOutcome(
        clause=clause,
        truth=truth,
        inputs=tried[shown][1],
        storm_id=storm.storm_id,
        storm_name_zh=storm.name_zh,
        storm_name_en=storm.name_en,
        agencies_true=tuple(
            view.agency for (view, _), is_so in zip(tried, truths, strict=True) if view and is_so
        ),
        agency_count=sum(view is not None for view, _ in tried),
    )


def _input(condition: Condition, sight: Sight, storm: StormSight | None, view: View | None) -> Input:
    scope = FACTS[condition.fact].scope
    if scope is Scope.COUNTY:
        reading = sight.county.get(condition.fact, UNKNOWN)
    elif scope is Scope.STORM:
        reading = storm.now.get(condition.fact, UNKNOWN) if storm else UNKNOWN
    elif view is None:
        reading = Reading(reason=N_("没有有效的路径预报"))
    else:
        reading = view.reading(condition.fact, condition.within_h or 0.0, condition.within_km)
    truth = compare(reading.low, reading.high, condition.operator, condition.threshold)
    return Input(
        condition=condition,
        truth=truth,
        reading=reading,
        storm_id=None if storm is None or scope is Scope.COUNTY else storm.storm_id,
        agency=view.agency if view and scope is Scope.FORECAST else None,
    )


def _without_storm(condition: Condition, sight: Sight) -> Input:
    if FACTS[condition.fact].scope is Scope.COUNTY:
        return _input(condition, sight, None, None)
    return Input(condition=condition, truth=False, reading=Reading(reason=NO_STORM))
