"""When each clause became true in an operation, and how long its level waited for a decision."""

from datetime import datetime
from itertools import pairwise
from typing import Final

from stormdesk.domain.moment import Moment
from stormdesk.domain.rules.lag import ClauseLag, InForce, Truths, lags
from stormdesk.domain.rules.records import LEVEL_RANKS, RuleHazard, RuleSet
from stormdesk.outlook.ground import Ground
from stormdesk.outlook.level_changes import changes
from stormdesk.outlook.level_run import first_true
from stormdesk.outlook.levels import at_instant, due_at, spoken
from stormdesk.outlook.rows import plain_rows
from stormdesk.outlook.shared import Shared

ENDED: Final = "ended"
Run = tuple[str, datetime, datetime | None]
_runs: Shared[tuple[Run, ...]] = Shared(128)


def lag(
    ground: Ground,
    moment: Moment,
    *,
    hazard: RuleHazard = RuleHazard.TYPHOON,
    rule_set: RuleSet | None = None,
) -> tuple[ClauseLag, ...]:
    """Tell for each clause that came true up to the moment how long its level waited, the earliest first."""
    rules = rule_set or ground.county.rules.in_force
    if rules is None or hazard not in spoken(rules):
        return ()
    clauses = {clause.clause_id: clause for clause in rules.clauses_of(hazard)}
    told = changes(ground, moment.operation_id)
    minute = moment.as_of.replace(second=0, microsecond=0)
    known_at = moment.known_at if moment.known_at > moment.as_of else min(minute, moment.known_at)
    key = (
        ground.store.common_key,
        Moment(moment.operation_id, minute, known_at),
        (rules.fingerprint, hazard),
        told.stamp(moment.as_of, moment.known_at),
    )
    runs = _runs.get(key, lambda: _true_runs(ground, moment, rules, hazard))
    truths = [
        Truths(clause=clauses[clause_id], true_at=true_at, until_at=until_at)
        for clause_id, true_at, until_at in runs
        if clauses[clause_id].level_code in LEVEL_RANKS
    ]
    return lags(truths, decisions(ground, moment, hazard), as_of=moment.as_of)


def _true_runs(ground: Ground, moment: Moment, rules: RuleSet, hazard: RuleHazard) -> tuple[Run, ...]:
    """Each clause's first run: from its first true minute to the last time that it was true."""
    told = changes(ground, moment.operation_id)
    instants = told.instants(hazard, told.opened_at, moment.as_of)
    true_at = {at: _true_at(ground, at_instant(moment, at), rules, hazard) for at in instants}
    runs = []
    for clause_id in sorted(set().union(*true_at.values())):

        def is_so(at: datetime, clause_id: str = clause_id) -> bool:
            return clause_id in _true_at(ground, at_instant(moment, at), rules, hazard)

        first = next(at for at in instants if clause_id in true_at[at])
        before = next((a for a, b in pairwise(instants) if b == first), None)
        holds_now = clause_id in true_at[instants[-1]]
        last = next(at for at in reversed(instants) if clause_id in true_at[at])
        after = None if holds_now else next(b for a, b in pairwise(instants) if a == last)
        runs.append((clause_id, first if before is None else first_true(before, first, is_so), after))
    return tuple(runs)


def _true_at(ground: Ground, moment: Moment, rules: RuleSet, hazard: RuleHazard) -> frozenset[str]:
    due = due_at(ground, moment, rules, hazard)
    return frozenset(one.clause.clause_id for one in due.clauses if one.truth is True)


def decisions(ground: Ground, moment: Moment, hazard: RuleHazard) -> list[InForce]:
    """The levels decided on for a hazard up to the moment, in order."""
    rows = ground.store.frame(
        "response/levels", operation_id=moment.operation_id, as_of=moment.as_of, known_at=moment.known_at
    )
    own = [row for row in plain_rows(rows) if row["hazard"] == hazard]
    ends = [*(row["level_from"] for row in own[1:]), None][: len(own)]
    return [
        InForce(level_code=row["level_code"], starts_at=row["level_from"], ends_at=end)
        for row, end in zip(own, ends, strict=True)
        if row["status"] != ENDED
    ]
