"""What must hold among the actions and the rhythms of a rule set beyond each cell's own form."""

from collections.abc import Container, Sequence

from stormdesk.domain.checklist import Action
from stormdesk.domain.county_rows import ReportRhythm
from stormdesk.domain.decisions import LEVEL_RANK
from stormdesk.domain.rules.check import Fault, RuleFault
from stormdesk.domain.table_problem import TableRule


def action_faults(rows: Sequence[Action]) -> list[Fault]:
    """Codes that stand twice, and replaced actions that do not exist or are not of a lower level."""
    first: dict[str, int] = {}
    for index, row in enumerate(rows):
        first.setdefault(row.code, index)
    found = [
        Fault(index, "code", row.code, RuleFault.ACTION_TWICE)
        for index, row in enumerate(rows)
        if first[row.code] != index
    ]
    for index, row in enumerate(rows):
        if not row.replaces:
            continue
        at = first.get(row.replaces)
        if at is None or row.replaces == row.code:
            found.append(Fault(index, "replaces", row.replaces, RuleFault.ACTION_UNKNOWN))
        elif not _may_replace(row, rows[at]):
            found.append(Fault(index, "replaces", row.replaces, RuleFault.ACTION_NOT_LOWER))
    return found


def _may_replace(row: Action, lower: Action) -> bool:
    is_same = row.hazard == lower.hazard or "" in {row.hazard, lower.hazard}
    return is_same and LEVEL_RANK.get(row.level_code, 0) > LEVEL_RANK.get(lower.level_code, 99)


def rhythm_faults(rows: Sequence[ReportRhythm]) -> list[Fault]:
    """Rhythms of a level that does not exist, and those that stand twice."""
    seen: set[tuple[str, str]] = set()
    found: list[Fault] = []
    for index, row in enumerate(rows):
        if row.level_code not in LEVEL_RANK:
            found.append(Fault(index, "level_code", row.level_code, TableRule.CHOICE))
        if (row.level_code, row.tier) in seen:
            found.append(Fault(index, "tier", row.tier, RuleFault.RHYTHM_TWICE))
        seen.add((row.level_code, row.tier))
    return found


def unlisted_units(rows: Sequence[Action], units: Container[str]) -> list[Fault]:
    """Actions of a unit that is on no list of member units: nobody owes them."""
    return [
        Fault(index, "unit_id", row.unit_id, RuleFault.UNIT_NOT_LISTED)
        for index, row in enumerate(rows)
        if row.unit_id not in units
    ]
