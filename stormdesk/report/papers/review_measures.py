"""The measures of a storm as rows and sentences of the review report."""

from collections.abc import Sequence
from typing import Final

from stormdesk.domain.county import County
from stormdesk.domain.measures.definitions import DEFINITIONS, severity
from stormdesk.domain.measures.records import Measure
from stormdesk.report.forms.daily_return import HAZARDS
from stormdesk.report.forms.shown import NONE

MOST_FAULTS: Final = 12
NO_NUMBER: Final = "没有数据"
AS_ABOVE: Final = "同前"
UNITS: Final = {
    "h": "小时", "person": "人", "village_h": "村小时", "person_h": "人小时", "count": "个", "percent": "%",
}  # fmt: skip
SUBJECTS: Final = {
    "responsible_person": "责任人到岗", "evacuee": "人员转移", "vessel": "船舶回港", "crew": "船员上岸",
    "site": "工地停工", "shelter": "避灾场所开放", "facility": "重点行业", "unit": "成员单位",
}  # fmt: skip
EXPOSED: Final = {"evacuee": "转移人员", "vessel": "船员", "site": "工地工人"}
MOVED, WIND, LEVEL_WAIT = "moved", "wind", "level_wait"


def measure_rows(found: Sequence[Measure], county: County) -> list[dict[str, str]]:
    """Every measure with its number; the formula once for each kind, or why there is no number."""
    rows: list[dict[str, str]] = []
    told: set[str] = set()
    for one in found:
        formula = AS_ABOVE if one.code in told else DEFINITIONS[one.code].formula
        told.add(one.code)
        why_none = one.note or NO_NUMBER
        number = {"value": _value(one), "unit": UNITS.get(str(one.unit), str(one.unit))}
        rows.append(
            {
                "title": _title(one, county),
                **number,
                "formula": formula if one.value is not None else why_none,
            }
        )
    return rows


def fault_lines(found: Sequence[Measure], county: County) -> list[str]:
    """What went badly, the worst first, one of each kind and subject; what is not known is not among it."""
    bad = sorted((one for one in found if severity(one) > 0), key=severity, reverse=True)
    worst: dict[tuple[str, str | None], Measure] = {}
    for one in bad:
        worst.setdefault((one.code, one.subject), one)
    return [_fault(one, county) for one in list(worst.values())[:MOST_FAULTS]]


def _fault(one: Measure, county: County) -> str:
    unit = UNITS.get(str(one.unit), str(one.unit))
    return f"{_title(one, county)}:{_value(one)} {unit}。({DEFINITIONS[one.code].formula})"


def _value(one: Measure) -> str:
    return NONE if one.value is None else f"{one.value:,.1f}".removesuffix(".0")


def _title(one: Measure, county: County) -> str:
    return "·".join([DEFINITIONS[one.code].title, *_about(one, county)])


def _about(one: Measure, county: County) -> list[str]:
    """Which part a measure is about."""
    last = one.key.rpartition(".")[2]
    subject = one.subject or ""
    if one.code == WIND:
        return [EXPOSED.get(subject, subject), f"{last}级风圈"]
    if one.code == MOVED:
        names = {category.code: category.name_zh for category in county.evacuation_categories}
        return [names.get(last, last)] if last != MOVED else []
    levels = {level.code: level.name_zh for level in county.reference.levels}
    parts = [SUBJECTS.get(subject, subject)] if subject else []
    if one.code == LEVEL_WAIT and one.level_code:
        hazard = one.key.split(".")[1]
        parts.append(HAZARDS.get(hazard, hazard))
    return parts + ([levels.get(one.level_code, one.level_code)] if one.level_code else [])
