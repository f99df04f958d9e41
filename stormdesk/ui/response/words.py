"""Levels and signals in words and colours."""

from stormdesk.domain.checklist import State
from stormdesk.domain.county import Reference
from stormdesk.domain.county_rows import Certainty
from stormdesk.domain.decisions import Step
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, language

LEVEL_COLOURS = {"1": "#d7263d", "2": "#ee8a1d", "3": "#e0b400", "4": "#2468ad", "sea": "#8aa0b8"}
SIGNAL_COLOURS = {"red": "#d7263d", "orange": "#ee8a1d", "yellow": "#e0b400", "blue": "#2f7fd1"}
ON_LIGHT, ON_DARK = "#14202e", "#ffffff"
DARK_LEVELS = ("1", "4")


def level_name(reference: Reference, code: str) -> str:
    """Return a level's name, its bare code where the county does not know it."""
    try:
        return reference.level(code).name(language())
    except KeyError:
        return code


def level_mark(reference: Reference, code: str) -> str:
    """Return a level's numeral, its name where it has none."""
    try:
        level = reference.level(code)
    except KeyError:
        return code
    return level.roman or level.name(language())


def signal_name(page: Page, hazard: str, colour: str) -> str:
    """Return a signal's name, hazard and colour where the reference does not know it."""
    for signal in page.county.reference.signals:
        if (signal.hazard, signal.colour) == (hazard, colour):
            return signal.name(language())
    names = {"sea": _("海上大风"), "typhoon": _("台风"), "rainstorm": _("暴雨")}
    colours = {"red": _("红色"), "orange": _("橙色"), "yellow": _("黄色"), "blue": _("蓝色")}
    return _("{hazard}{colour}预警").format(
        hazard=names.get(hazard, hazard), colour=colours.get(colour, colour)
    )


def level_status(status: str) -> str:
    """Return what a decision did to the level."""
    return {"in_force": _("启动"), "adjusted": _("调整"), "ended": _("终止")}.get(status, status)


def proposal_status(status: str) -> str:
    """Return the step of a proposal."""
    return {"proposed": _("提请"), "approved": _("批准"), "rejected": _("退回")}.get(status, status)


def unit_status(status: str | None) -> str:
    """Return whether a unit is at the headquarters; no report is not the same as not there."""
    known = {"called": _("已通知进驻"), "on_post": _("已进驻"), "relieved": _("已撤离")}
    return known.get(status or "", status or _("未报"))


def directive_status(status: str) -> str:
    """Return the step of a directive."""
    known = {
        "found": _("发现"),
        "assigned": _("交办"),
        "being_fixed": _("整改中"),
        "inspected": _("督查"),
        "struck_off": _("销号"),
        "overdue": _("超期"),
    }
    return known.get(status, status)


def step_name(step: Step) -> str:
    """Return what a proposal asks to do with the level."""
    known = {
        Step.START: _("启动响应"),
        Step.RAISE: _("提高级别"),
        Step.LOWER: _("降低级别"),
        Step.KEEP: _("维持级别"),
        Step.END: _("终止响应"),
    }
    return known[step]


def action_state(state: str) -> str:
    """Return where an action of the checklist stands."""
    known = {
        State.LATE: _("超时"),
        State.OPEN: _("待办"),
        State.DOING: _("办理中"),
        State.DONE: _("已办"),
        State.NOT_APPLICABLE: _("不适用"),
        State.LAPSED: _("级别结束时未办"),
    }
    return known.get(State(state), state) if state in set(State) else state


def certainty_name(certainty: str) -> str:
    """Return how sure a rule's row is."""
    known = {
        Certainty.OFFICIAL: _("官方文本"),
        Certainty.PUBLISHED: _("公开发布"),
        Certainty.DEFAULT: _("默认,非官方文本"),
        Certainty.SYNTHETIC: _("合成"),
    }
    return known[Certainty(certainty)] if certainty in set(Certainty) else certainty


def certainties(told: str) -> str:
    """Return how sure several rows are, each word once."""
    return ";".join(certainty_name(one.strip()) for one in told.split(";"))


def period_title(*, is_declared: bool) -> str:
    """What is done about the emergency flood period."""
    return _("宣布紧急防汛期") if is_declared else _("解除紧急防汛期")
