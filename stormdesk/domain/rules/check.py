"""What must hold in a rule set beyond each cell's own form, and a place where it does not."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from stormdesk.domain.rules.facts import (
    FACTS,
    MOST_H,
    MOST_KM,
    Fact,
    Scope,
    Unit,
    threshold_of,
    unit_of,
)
from stormdesk.domain.rules.records import Agencies, Clause, Condition, Operator, RuleHazard, RuleLevel
from stormdesk.domain.rules.rows import ConditionRow
from stormdesk.domain.table_problem import TableRule
from stormdesk.domain.vocabulary import N_


class RuleFault(StrEnum):
    """What is wrong in a rule set; each is a sentence that a person can act on."""

    FACT_UNKNOWN = N_("没有这个事实,可用的事实见 docs/rules.md")
    OPERATOR_UNFIT = N_("是/否的事实只能用 =")
    UNIT_UNKNOWN = N_("没有这个单位")
    UNIT_UNFIT = N_("这个事实不用这个单位")
    THRESHOLD_UNREAD = N_("阈值看不懂,或与单位不符")
    THRESHOLD_RANGE = N_("阈值超出这个事实的合理范围")
    HOURS_MISSING = N_("这个事实必须填写小时数 within_h")
    HOURS_SURPLUS = N_("这个事实不填小时数 within_h")
    HOURS_UNREAD = N_("小时数应为大于0、不超过240的数")
    KM_MISSING = N_("这个事实必须填写公里数 within_km")
    KM_SURPLUS = N_("这个事实不填公里数 within_km")
    KM_UNREAD = N_("公里数应为大于0、不超过1500的数")
    AGENCIES_UNKNOWN = N_("agencies 只有 any、lead、most")
    AGENCIES_SURPLUS = N_("这个事实与各家预报无关,不填 agencies")
    AGENCIES_DIFFER = N_("同一条款的 agencies 应一致")
    EMERGENCY_HAZARD = N_("紧急防汛期只用于防汛")
    ROW_TWICE = N_("同一条款里这一行出现了两次")
    ORDER_TWICE = N_("同一条款里序号重复")
    NEVER_TRUE = N_("同一条款的条件互相矛盾,不可能同时成立")
    ACTION_TWICE = N_("行动代码重复")
    ACTION_UNKNOWN = N_("replaces 所写的行动不存在")
    ACTION_NOT_LOWER = N_("replaces 只能写同一灾害较低级别的行动")
    RHYTHM_TWICE = N_("同一级别、同一层级的报告间隔写了两次")
    UNIT_NOT_LISTED = N_("成员单位名单里没有这个单位(请核对,不影响使用)")
    OFFICIAL_UNSURE = N_("is_official 为 true,certainty 却不是 official(请核对,不影响使用)")
    GRAVER_EASIER = N_("级别更高,条件却更容易成立(请核对,不影响使用)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell or row that breaks a rule; the index is that of the row."""

    index: int
    column: str | None
    value: str
    rule: RuleFault | TableRule


def read_conditions(rows: Sequence[ConditionRow]) -> tuple[list[Condition | None], list[Fault]]:
    """Turn rows into conditions, None where a row has a fault."""
    conditions: list[Condition | None] = []
    faults: list[Fault] = []
    for index, row in enumerate(rows):
        own = [Fault(index, column, value, rule) for column, value, rule in _row_faults(row)]
        faults += own
        conditions.append(None if own else _condition(row))
    return conditions, faults


Told = tuple[str | None, str, RuleFault]


def _row_faults(row: ConditionRow) -> list[Told]:
    fact = FACTS.get(row.fact)
    if fact is None:
        return [("fact", row.fact, RuleFault.FACT_UNKNOWN)]
    told = [*_hours_faults(row, fact), *_km_faults(row, fact), *_agency_faults(row, fact)]
    told += _threshold_faults(row, fact)
    if fact.unit is Unit.YES_NO and row.operator is not Operator.EQUAL:
        told.append(("operator", row.operator, RuleFault.OPERATOR_UNFIT))
    if row.level_code is RuleLevel.EMERGENCY and row.hazard is not RuleHazard.FLOOD:
        told.append(("level_code", row.level_code, RuleFault.EMERGENCY_HAZARD))
    return told


def _threshold_faults(row: ConditionRow, fact: Fact) -> list[Told]:
    unit = unit_of(row.unit)
    if unit is None:
        return [("unit", row.unit, RuleFault.UNIT_UNKNOWN)]
    if unit not in fact.units:
        return [("unit", row.unit, RuleFault.UNIT_UNFIT)]
    threshold = threshold_of(row.threshold, unit)
    if threshold is None or not math.isfinite(threshold):
        return [("threshold", row.threshold, RuleFault.THRESHOLD_UNREAD)]
    if not fact.low <= threshold <= fact.high:
        return [("threshold", row.threshold, RuleFault.THRESHOLD_RANGE)]
    return []


def _number(text: str, most: float) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number <= most else None


def _hours_faults(row: ConditionRow, fact: Fact) -> list[Told]:
    if row.within_h is None:
        return [("within_h", "", RuleFault.HOURS_MISSING)] if fact.has_within_h else []
    if not fact.has_within_h:
        return [("within_h", row.within_h, RuleFault.HOURS_SURPLUS)]
    is_read = _number(row.within_h, MOST_H) is not None
    return [] if is_read else [("within_h", row.within_h, RuleFault.HOURS_UNREAD)]


def _km_faults(row: ConditionRow, fact: Fact) -> list[Told]:
    if row.within_km is None:
        return [("within_km", "", RuleFault.KM_MISSING)] if fact.has_within_km else []
    if not fact.has_within_km:
        return [("within_km", row.within_km, RuleFault.KM_SURPLUS)]
    is_read = _number(row.within_km, MOST_KM) is not None
    return [] if is_read else [("within_km", row.within_km, RuleFault.KM_UNREAD)]


def _agency_faults(row: ConditionRow, fact: Fact) -> list[Told]:
    if row.agencies is None:
        return []
    if row.agencies not in set(Agencies):
        return [("agencies", row.agencies, RuleFault.AGENCIES_UNKNOWN)]
    is_fit = fact.scope is Scope.FORECAST
    return [] if is_fit else [("agencies", row.agencies, RuleFault.AGENCIES_SURPLUS)]


def _condition(row: ConditionRow) -> Condition:
    unit = unit_of(row.unit) or Unit.COUNT
    return Condition(
        fact=row.fact,
        operator=row.operator,
        threshold=threshold_of(row.threshold, unit) or 0.0,
        threshold_text=row.threshold,
        unit=unit,
        text_zh=row.text_zh,
        text_en=row.text_en,
        source=row.source,
        certainty=row.certainty,
        within_h=float(row.within_h) if row.within_h else None,
        within_km=float(row.within_km) if row.within_km else None,
    )


def build_clauses(
    rows: Sequence[ConditionRow], conditions: Sequence[Condition | None]
) -> tuple[tuple[Clause, ...], list[Fault]]:
    """Put sound conditions together into clauses, and tell what is wrong within each clause."""
    order = {level: at for at, level in enumerate(reversed(RuleLevel))}
    sound = [(at, rows[at], one) for at, one in enumerate(conditions) if one is not None]

    def place(part: tuple[int, ConditionRow, Condition]) -> tuple[str, int, str]:
        return part[1].hazard, order[part[1].level_code], part[1].clause

    clauses: list[Clause] = []
    faults: list[Fault] = []
    for _, group in groupby(sorted(sound, key=lambda part: (*place(part), part[1].order)), key=place):
        parts = list(group)
        faults += _clause_faults(parts)
        head = parts[0][1]
        named = next((row.agencies for _, row, _ in parts if row.agencies), Agencies.ANY)
        clauses.append(
            Clause(
                hazard=head.hazard,
                level_code=head.level_code,
                code=head.clause,
                conditions=tuple(one for _, _, one in parts),
                agencies=Agencies(named),
            )
        )
    return tuple(clauses), faults


def _clause_faults(parts: Sequence[tuple[int, ConditionRow, Condition]]) -> list[Fault]:
    faults = []
    seen: dict[object, int] = {}
    orders: set[int] = set()
    for index, row, one in parts:
        key = (one.fact, one.operator, one.threshold, one.within_h, one.within_km)
        if key in seen:
            faults.append(Fault(index, "fact", one.fact, RuleFault.ROW_TWICE))
        elif row.order in orders:
            faults.append(Fault(index, "order", str(row.order), RuleFault.ORDER_TWICE))
        seen[key] = index
        orders.add(row.order)
    named = {row.agencies for _, row, _ in parts if row.agencies}
    if len(named) > 1:
        faults.append(Fault(parts[-1][0], "agencies", ",".join(sorted(named)), RuleFault.AGENCIES_DIFFER))
    return [*faults, *_contradictions(parts), *_never_sooner(parts)]


def _never_sooner(parts: Sequence[tuple[int, ConditionRow, Condition]]) -> list[Fault]:
    """What happens within fewer hours happens within more."""
    events = [part for part in parts if part[2].within_h and FACTS[part[2].fact].unit is Unit.YES_NO]
    yes = [one for _, _, one in events if one.threshold == 1]
    return [
        Fault(index, "threshold", row.threshold, RuleFault.NEVER_TRUE)
        for index, row, one in events
        if one.threshold == 0
        and any(
            other.fact == one.fact
            and (other.within_h or 0) < (one.within_h or 0)
            and (other.within_km or 0) <= (one.within_km or 0)
            for other in yes
        )
    ]


def _contradictions(parts: Sequence[tuple[int, ConditionRow, Condition]]) -> list[Fault]:
    faults = []
    ranges: dict[object, tuple[float, float, bool]] = {}
    for index, row, one in parts:
        key = (one.fact, one.within_h, one.within_km)
        low, high, is_open = ranges.get(key, (-math.inf, math.inf, False))
        if one.operator in {Operator.AT_LEAST, Operator.ABOVE, Operator.EQUAL}:
            low = max(low, one.threshold)
        if one.operator in {Operator.AT_MOST, Operator.BELOW, Operator.EQUAL}:
            high = min(high, one.threshold)
        is_open = is_open or one.operator in {Operator.ABOVE, Operator.BELOW}
        ranges[key] = (low, high, is_open)
        if low > high or (is_open and low == high):
            faults.append(Fault(index, "threshold", row.threshold, RuleFault.NEVER_TRUE))
    return faults


def easier_when_graver(clauses: Iterable[Clause]) -> list[tuple[Clause, Clause]]:
    """Pairs (graver, lower) of one hazard over the same facts where the graver level is easier to reach."""
    known = [clause for clause in clauses if clause.level_code != RuleLevel.EMERGENCY]
    rank = {level: at for at, level in enumerate(RuleLevel)}
    return [
        (graver, lower)
        for graver in known
        for lower in known
        if graver.hazard == lower.hazard
        and rank[graver.level_code] > rank[lower.level_code]
        and _is_easier(graver, lower)
    ]


def _is_easier(graver: Clause, lower: Clause) -> bool:
    theirs = {(one.fact, one.operator): one for one in lower.conditions}
    mine = {(one.fact, one.operator): one for one in graver.conditions}
    if set(mine) != set(theirs) or len(mine) != len(graver.conditions):
        return False
    ease = [_ease(one, theirs[key]) for key, one in mine.items()]
    return any(sum(parts) > 0 or any(part > 0 for part in parts) for parts in ease) and all(
        part >= 0 for parts in ease for part in parts
    )


def _ease(one: Condition, other: Condition) -> tuple[float, float, float]:
    """Where the first is easier than the second: threshold, hours, kilometres; positive means easier."""
    gap = one.threshold - other.threshold
    if one.operator in {Operator.AT_LEAST, Operator.ABOVE}:
        gap = -gap
    elif one.operator is Operator.EQUAL:
        gap = 0.0 if gap == 0 else -math.inf
    hours = (one.within_h or 0.0) - (other.within_h or 0.0)
    return gap, hours, (one.within_km or 0.0) - (other.within_km or 0.0)
