"""Which response level the rules call for at a moment, since when, and clause by clause why."""

from dataclasses import dataclass
from datetime import datetime

from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.evaluate import ClauseOutcome, Due, Sight, evaluate_hazard, reaches
from stormdesk.domain.rules.records import RuleHazard, RuleSet
from stormdesk.domain.rules.truth import Truth
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level_changes import COUNTY, STORM, Changes, changes
from stormdesk.outlook.level_county import CountyFacts
from stormdesk.outlook.level_run import Step, rank_of, since_of, steps_of
from stormdesk.outlook.level_storms import storm_sights
from stormdesk.outlook.shared import Shared

_kept: Shared[Due] = Shared(8192)
_reached: Shared[bool] = Shared(8192)
_runs: Shared[datetime | None] = Shared(512)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the rules call for, for one hazard; the engine only proposes.

    `since` is when the unbroken run of this level or a graver one began, as far as it was known then;
    `could_be` is the gravest level that clauses of unknown truth might still raise it to.
    """

    hazard: RuleHazard
    level_code: str | None
    since: datetime | None
    could_be: str | None
    is_emergency: Truth
    clauses: tuple[ClauseOutcome, ...]
    rule_set_id: str
    is_official: bool

    @property
    def reasons(self) -> tuple[ClauseOutcome, ...]:
        """The true clauses of the suggested level."""
        return tuple(
            one for one in self.clauses if one.truth is True and one.clause.level_code == self.level_code
        )


def suggestions(ground: Ground, moment: Moment, *, rule_set: RuleSet | None = None) -> tuple[Suggestion, ...]:
    """Tell for each hazard which level the rules call for at a moment; nothing where no rule set is sound."""
    rules = rule_set or ground.county.rules.in_force
    if rules is None:
        return ()
    return tuple(_suggestion(ground, moment, rules, hazard) for hazard in spoken(rules))


def spoken(rules: RuleSet) -> tuple[RuleHazard, ...]:
    """The hazards that a rule set speaks of."""
    return tuple(hazard for hazard in RuleHazard if rules.clauses_of(hazard))


def _suggestion(ground: Ground, moment: Moment, rules: RuleSet, hazard: RuleHazard) -> Suggestion:
    due = due_at(ground, moment, rules, hazard)
    return Suggestion(
        hazard=hazard,
        level_code=due.level_code,
        since=_since(ground, moment, rules, due),
        could_be=due.could_be,
        is_emergency=due.is_emergency,
        clauses=due.clauses,
        rule_set_id=rules.rule_set_id,
        is_official=rules.is_official,
    )


def due_at(ground: Ground, moment: Moment, rules: RuleSet, hazard: RuleHazard) -> Due:
    """What the rules call for at an instant; made once a minute, and anew when something comes in."""
    told = changes(ground, moment.operation_id)
    key = (*_minute_key(ground, moment, rules, told), hazard)
    return _kept.get(key, lambda: evaluate_hazard(rules, hazard, _sight(ground, moment, told)))


def _minute_key(ground: Ground, moment: Moment, rules: RuleSet, told: Changes) -> tuple[object, ...]:
    """What an answer depends on: the minute, the rules, and how many rows had been told of each kind."""
    minute = moment.as_of.replace(second=0, microsecond=0)
    known_at = moment.known_at if moment.known_at > moment.as_of else min(minute, moment.known_at)
    stamp = told.stamp(moment.as_of, moment.known_at)
    return ground.store.common_key, moment.operation_id, minute, known_at, rules.fingerprint, stamp


def _reaches(ground: Ground, moment: Moment, rules: RuleSet, hazard: RuleHazard, least_rank: int) -> bool:
    told = changes(ground, moment.operation_id)
    key = (*_minute_key(ground, moment, rules, told), hazard, least_rank)
    return _reached.get(
        key, lambda: reaches(rules, hazard, _sight(ground, moment, told), least_rank=least_rank)
    )


def _sight(ground: Ground, moment: Moment, told: Changes) -> Sight:
    """Storms as they stood when last something came in of them; the county's facts at the instant."""
    return Sight(
        at=moment.as_of,
        storms=storm_sights(
            ground, _when_told(moment, told, STORM), now=moment.as_of, storm_rows=told.storm_rows
        ),
        county=CountyFacts(ground, moment, heard_at=_when_told(moment, told, COUNTY)),
    )


def _when_told(moment: Moment, told: Changes, kind: str) -> Moment:
    """The moment at which something of a kind last changed: until then nothing else was to be seen."""
    if moment.known_at > moment.as_of:
        return moment
    at = told.before(kind, moment.as_of)
    return Moment(moment.operation_id, at, min(at, moment.known_at))


def at_instant(moment: Moment, at: datetime) -> Moment:
    """The moment at another instant with what was known then; a page that looks back keeps what it knows."""
    is_hindsight = moment.known_at > moment.as_of
    return Moment(moment.operation_id, at, moment.known_at if is_hindsight else min(at, moment.known_at))


def _since(ground: Ground, moment: Moment, rules: RuleSet, due: Due) -> datetime | None:
    if due.level_code is None:
        return None
    told = changes(ground, moment.operation_id)
    key = (*_minute_key(ground, moment, rules, told), due.hazard, due.level_code)
    least = rank_of(due.level_code)

    def is_so(at: datetime) -> bool:
        return _reaches(ground, at_instant(moment, at), rules, due.hazard, least)

    instants = told.instants(due.hazard, told.opened_at, moment.as_of)
    return _runs.get(key, lambda: since_of(instants, is_so))


def suggested_over(  # noqa: PLR0913  a time has two ends
    ground: Ground,
    operation_id: str,
    start: datetime,
    end: datetime,
    *,
    rule_set: RuleSet | None = None,
    hazard: RuleHazard = RuleHazard.TYPHOON,
) -> tuple[Step, ...]:
    """The levels that the rules would have called for, each from its minute on, by what was known then."""
    rules = rule_set or ground.county.rules.in_force
    if rules is None or hazard not in spoken(rules):
        return ()
    moment = Moment(operation_id, end, end)

    def level_at(at: datetime) -> str | None:
        return due_at(ground, at_instant(moment, at), rules, hazard).level_code

    return steps_of(changes(ground, moment.operation_id).instants(hazard, start, end), level_at)
