"""Rules that hold in the county's table of how long work takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stormdesk.domain.county_break import Break, CountyRule
from stormdesk.domain.county_rows import ClearanceRow, ClearanceUnit
from stormdesk.domain.work.clearance import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stormdesk.domain.county import County

TABLE: Final = "clearance.csv"


def clearance(county: County) -> Iterator[Break]:
    """Find figures of work or objects that there are not, wrong units, and noughts to divide by."""
    categories: Mapping[str, set[str]] = {
        "evacuee": {row.code for row in county.evacuation_categories},
        "vessel": {row.code for row in county.vessel_classes},
        "facility": {row.code for row in county.facility_sectors},
        "responsible_person": {row.code for row in county.duty_roles},
    }
    seen: set[tuple[str, str, str | None, str]] = set()
    for index, row in enumerate(county.clearance):
        for column, rule in _broken(row, categories):
            yield Break(TABLE, index, column, str(getattr(row, column)), rule)
        key = (row.subject, row.facet, row.category, row.step)
        if key in seen:
            yield Break(TABLE, index, "step", row.step, CountyRule.KEY_TWICE)
        seen.add(key)


def _broken(row: ClearanceRow, categories: Mapping[str, set[str]]) -> Iterator[tuple[str, CountyRule]]:
    steps = STEPS.get((row.subject, row.facet))
    if steps is None:
        is_subject = any(row.subject == subject for subject, _ in STEPS)
        yield (("facet", CountyRule.STEP_UNKNOWN) if is_subject else ("subject", CountyRule.SUBJECT_UNKNOWN))
        return
    if row.category is not None and row.category not in categories.get(row.subject, set()):
        yield "category", CountyRule.CATEGORY_UNKNOWN
    unit = steps.get(row.step)
    if unit is None:
        yield "step", CountyRule.STEP_UNKNOWN
    elif unit is not row.unit:
        yield "unit", CountyRule.STEP_UNIT
    elif unit is not ClearanceUnit.MINUTES and row.value <= 0:
        yield "value", CountyRule.STEP_NOUGHT
