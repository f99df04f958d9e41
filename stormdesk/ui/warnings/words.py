"""Warnings in words: kinds, colours, states, and what a message leaves unsaid."""

from datetime import datetime

from stormdesk.domain.vocabulary import N_
from stormdesk.domain.warning_area import Touch
from stormdesk.domain.warning_force import Force, StandingWarning
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.text import _

KINDS = {
    "typhoon": N_("台风"),
    "rainstorm": N_("暴雨"),
    "sea": N_("海上大风"),
    "gale": N_("大风"),
    "convection": N_("强对流"),
    "thunderstorm_gale": N_("雷雨大风"),
    "storm_surge": N_("风暴潮"),
    "waves": N_("海浪"),
    "flood": N_("洪水"),
    "flash_flood": N_("山洪"),
    "geohazard": N_("地质灾害"),
    "waterlogging": N_("内涝"),
    "lightning": N_("雷电"),
    "hail": N_("冰雹"),
    "fog": N_("大雾"),
    "haze": N_("霾"),
    "heat": N_("高温"),
    "drought": N_("干旱"),
    "snowstorm": N_("暴雪"),
    "cold_wave": N_("寒潮"),
    "frost": N_("霜冻"),
    "sandstorm": N_("沙尘"),
    "road_ice": N_("道路结冰"),
}
COLOURS = {"red": N_("红色"), "orange": N_("橙色"), "yellow": N_("黄色"), "blue": N_("蓝色")}
FORCES = {
    Force.IN_FORCE: N_("生效中"),
    Force.NOT_YET: N_("未到生效时间"),
    Force.EXPIRED: N_("已到期"),
    Force.SUPERSEDED: N_("已被替代"),
    Force.LIFTED: N_("已解除"),
    Force.EXERCISE: N_("演习或测试,不计"),
}
UNSAID = N_("未注明")


def kind_name(one: StandingWarning) -> str:
    """What it warns of; the issuer's own word where we know no other."""
    kind = one.warning.kind
    return _(KINDS[kind]) if kind in KINDS else kind


def colour_name(one: StandingWarning) -> str:
    """Its colour in words; that it has none."""
    colour = one.warning.colour
    return _(COLOURS[colour]) if colour in COLOURS else _("无颜色等级")


def full_name(one: StandingWarning) -> str:
    """Kind and colour together."""
    return _("{kind} {colour}").format(kind=kind_name(one), colour=colour_name(one))


def force_name(one: StandingWarning) -> str:
    """Whether it counts, and if not, why."""
    return _(FORCES[one.force])


def end_words(one: StandingWarning) -> str:
    """Until when it holds; that nobody told it."""
    if one.ends_at is not None:
        return clock_time(one.ends_at)
    if one.warning.expires_at is not None:
        return _("截止时间早于开始,不采信")
    return _("未注明截止,至解除或替代")


def area_words(page: Page, one: StandingWarning) -> str:
    """Its area in its own words, else by its codes, an outline, or that none is told."""
    warning = one.warning
    said = (
        warning.area_names
        or "、".join(map(page.area_name, warning.area_codes))
        or (_("有范围图形") if warning.outline else "")
    )
    if one.touch is Touch.UNKNOWN:
        return f"{said} · {_('与本地关系不明')}" if said else _("范围未注明")
    return f"{said} · {_('不含本范围')}" if one.touch is Touch.ELSEWHERE else said


def beginning(one: StandingWarning) -> str:
    """From when it holds."""
    return clock_time(one.begins_at)


def told(text: str | None) -> str:
    """What a message says, or that it does not."""
    return text or _(UNSAID)


def ended(one: StandingWarning, at: datetime) -> str:
    """What became of a warning that no longer counts, or how long it still holds."""
    if one.ended_by is not None and one.ends_at is not None:
        return _("{force},{at},由 {id}").format(
            force=force_name(one), at=clock_time(one.ends_at), id=one.ended_by
        )
    if one.force is Force.IN_FORCE and one.ends_at is None:
        hours = int((at - one.begins_at).total_seconds() // 3600)
        return _("生效中,已 {hours} 小时,未注明截止").format(hours=hours)
    return force_name(one)
