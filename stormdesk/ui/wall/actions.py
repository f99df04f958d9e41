"""Checklist actions past their deadline: one line per level, with the units that owe them."""

from collections.abc import Iterator
from typing import Final

from stormdesk.domain.checklist import SIGNAL, Item
from stormdesk.domain.exceptions import Kind, Line, Trouble
from stormdesk.ui.header import hazard_name
from stormdesk.ui.text import _, language
from stormdesk.ui.wall.reading import Reading

# A line names so many units.
NAMED_UNITS: Final = 1
# All that past storms left open is one line.
PAST_STORMS: Final = "past:storms"


def action_troubles(reading: Reading) -> Iterator[Trouble]:
    """Each action that is late; those of one level share their cause."""
    for item in reading.late_actions:
        yield Trouble(
            kind=Kind.ACTION,
            cause=_level(item),
            subject_id=item.item_id,
            township_code=None,
            due_at=item.due_at,
            since=item.opened_at,
            is_shared=True,
        )
    if reading.past_items:
        yield Trouble(
            kind=Kind.ACTION,
            cause=PAST_STORMS,
            subject_id=PAST_STORMS,
            township_code=None,
            objects=len(reading.past_items),
            is_shared=True,
        )


def where(line: Line, reading: Reading) -> str:
    """The level that asks for it."""
    if line.cause == PAST_STORMS:
        return _("Ⅲ级检查")
    hazard, level_code = line.cause.split(":")
    if hazard == SIGNAL:
        return _("红色预警信号")
    names = {level.code: level.name(language()) for level in reading.county.reference.levels}
    return _("{hazard}应急响应 {level}").format(
        hazard=hazard_name(hazard), level=names.get(level_code, level_code)
    )


def who(line: Line, reading: Reading) -> str:
    """The unit whose action is late the longest, and how many others owe one."""
    if line.cause == PAST_STORMS:
        unowned = sum(not item.owner_unit for item in reading.past_items)
        return _("{n} 项没有责任单位").format(n=unowned) if unowned else _("各责任单位")
    members = {member.subject_id for member in line.members}
    late = [item for item in reading.late_actions if item.item_id in members]
    units = list(dict.fromkeys(item.action.unit_id for item in late))
    names = {unit.unit_id: unit.name(language()) for unit in reading.county.member_units}
    first = names.get(units[0], units[0])
    if len(units) <= NAMED_UNITS:
        return first
    return _("{unit}等 {n} 个单位").format(unit=first, n=len(units))


def _level(item: Item) -> str:
    return f"{item.hazard}:{item.action.level_code}"
