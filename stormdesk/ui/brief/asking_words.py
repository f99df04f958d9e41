"""What waits, in words: the matter, who asks since when, all that it says, and what a verdict will do."""

from datetime import timedelta

from stormdesk.domain.decisions import DECLARE, Step
from stormdesk.door.waiting import Waiting, WaitsFor
from stormdesk.ui.actors import actor_name
from stormdesk.ui.brief.words import age
from stormdesk.ui.header import hazard_name
from stormdesk.ui.orders.words import kind_name, place_name, unit_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, duration, whole
from stormdesk.ui.response.deciders import deciders
from stormdesk.ui.response.record_lines import record_lines
from stormdesk.ui.response.words import level_name, period_title, step_name
from stormdesk.ui.text import _, language


def head_words(page: Page, one: Waiting) -> str:
    """The matter in one line."""
    told = one.facts
    if one.kind is WaitsFor.ORDER:
        return str(told["title"] or kind_name(str(told["kind"])))
    if one.kind in {WaitsFor.LEVEL, WaitsFor.EMERGENCY, WaitsFor.COMPARISON}:
        if one.facts.get("matter") == "emergency":
            return period_title(is_declared=told.get("step") == DECLARE)
        level = level_name(page.county.reference, str(told.get("level_code") or ""))
        step = step_name(Step(told["step"])) if told.get("step") in set(Step) else ""
        return f"{hazard_name(str(told['hazard']))} {level} · {step}"
    if one.kind is WaitsFor.ITEM:
        return str(told[f"title_{language()}"] or told["title_zh"] or one.key)
    return {
        WaitsFor.PURGE: _("确认销毁一次响应的个人信息"),
        WaitsFor.PAPER_CHECK: _("核对一份文件草稿"),
        WaitsFor.PAPER_ISSUE: _("签发一份已核对的文件"),
    }[one.kind]


def under_words(page: Page, one: Waiting) -> str:
    """Who asks, since when, on what basis, by when."""
    limit = "" if one.due_at is None else _("限 {at}").format(at=clock_time(one.due_at))
    basis = _("依据:{basis}").format(basis=one.basis) if one.basis else ""
    asked = _("{who} {at} 提请").format(who=actor_name(one.who), at=clock_time(one.since, "%H:%M"))
    return " · ".join(filter(None, (asked, age(page, one.since), limit, basis)))


def lines_of(page: Page, one: Waiting) -> list[tuple[str, str]]:
    """All that the proposal says."""
    event = page.desk.event(one.event_id or "")
    if one.kind is not WaitsFor.ORDER:
        return [] if event is None else record_lines(page, event, deciders(page))
    told = one.facts
    left = None if one.due_at is None else one.due_at - page.moment.as_of
    lines = [
        (_("类别"), kind_name(str(told["kind"]))),
        (_("地点"), place_name(page, told["township_code"], told["village_code"])),
        (_("涉及人数"), "" if told["persons"] is None else whole(told["persons"])),
        (_("依据"), one.basis),
        (_("承办单位"), unit_name(page, str(told["owner_unit"]))),
        (_("完成时限"), f"{clock_time(one.due_at)}({_left(left)})"),
        (_("请示人"), f"{actor_name(one.who)} · {clock_time(one.since)}"),
    ]
    return [(label, said) for label, said in lines if said]


def outcome(page: Page, one: Waiting, *, is_approved: bool) -> list[str]:
    """What exactly will happen, and how it can be undone."""
    if not is_approved:
        back = _("退给 {who},连同您的理由;对方可改后重新提请。").format(who=actor_name(one.who))
        return [back, _("不会开出督办,也没有任何级别生效。")]
    if one.kind is WaitsFor.ORDER:
        unit = unit_name(page, str(one.facts["owner_unit"]))
        opened = _("立即生效,向{unit}开出督办 {number},限 {at}。").format(
            unit=unit, number=one.facts["order_id"], at=clock_time(one.due_at)
        )
        undo = _("批准不能收回;要停止执行,请另提一项请示。")
        return [opened, _("应急响应页和大屏显示这项督办,到期未办标红。"), undo]
    undo = _("批准有误时,由另一位有批准权的人在应急响应页撤销。")
    if one.facts.get("matter") == "emergency":
        return [_("紧急防汛期立即按所提内容宣布或解除。"), undo]
    return [_("立即生效,并打开本级行动清单。"), undo]


def _left(left: timedelta | None) -> str:
    if left is None:
        return "—"
    if left < timedelta(0):
        return _("已超 {time}").format(time=duration(-left))
    return _("还剩 {time}").format(time=duration(left))
