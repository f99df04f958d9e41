"""What waits, in words: the matter, who asks since when, all that it says, and what a verdict will do."""

from stormdesk.domain.decisions import facts_of
from stormdesk.domain.order_directives import directives_of
from stormdesk.domain.order_places import OrderPlace
from stormdesk.door.waiting import Waiting, WaitsFor
from stormdesk.ui.actors import actor_name
from stormdesk.ui.brief.decided import matter_words
from stormdesk.ui.brief.words import age
from stormdesk.ui.orders.words import kind_name, places_words, share_words, unit_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, left_or_over, near_time, whole
from stormdesk.ui.response.deciders import deciders
from stormdesk.ui.response.record_lines import record_lines
from stormdesk.ui.text import _, language


def head_words(page: Page, one: Waiting) -> str:
    """The matter in one line."""
    told = one.facts
    if one.kind is WaitsFor.ORDER:
        return str(told["title"] or kind_name(str(told["kind"])))
    if one.kind in {WaitsFor.LEVEL, WaitsFor.EMERGENCY, WaitsFor.COMPARISON}:
        return matter_words(page, str(told["hazard"]), told.get("level_code"), told)
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
    asked = _("{who} {at} 提请").format(who=actor_name(one.who), at=near_time(one.since, page.moment.as_of))
    places = one.facts.get("places", ()) if one.kind is WaitsFor.ORDER else ()
    where = places_words(page, places, None) if len(places) > 1 else ""
    return " · ".join(filter(None, (where, asked, age(page, one.since), limit, basis)))


def lines_of(page: Page, one: Waiting) -> list[tuple[str, str]]:
    """All that the proposal says."""
    event = page.desk.event(one.event_id or "")
    if one.kind is not WaitsFor.ORDER:
        return [] if event is None else record_lines(page, event, deciders(page))
    told = one.facts
    left = "—" if one.due_at is None else left_or_over(one.due_at - page.moment.as_of)
    lines = [
        (_("类别"), kind_name(str(told["kind"]))),
        (_("地点"), places_words(page, told["places"], told["village_code"])),
        (_("涉及人数"), "" if told["persons"] is None else _("{n} 人").format(n=whole(told["persons"]))),
        (_("依据"), one.basis),
        (_("承办单位"), unit_name(page, str(told["owner_unit"]))),
        (_("完成时限"), f"{clock_time(one.due_at)}({left})"),
        (_("请示人"), f"{actor_name(one.who)} · {clock_time(one.since)}"),
    ]
    return [(label, said) for label, said in lines if said]


def outcome(page: Page, one: Waiting, *, is_approved: bool) -> list[str]:
    """What exactly will happen, and how it can be undone."""
    if not is_approved:
        back = _("退给 {who},连同您的理由;对方可改后重新提请。").format(who=actor_name(one.who))
        return [back, _("不会开出督办,也没有任何级别生效。")]
    if one.kind is WaitsFor.ORDER:
        undo = _("批准不能收回;要停止执行,请另提一项请示。")
        return [*_opened(page, one), _("应急响应页和大屏显示这项督办,到期未办标红。"), undo]
    undo = _("批准有误时,由另一位有批准权的人在应急响应页撤销。")
    if one.facts.get("matter") == "emergency":
        return [_("紧急防汛期立即按所提内容宣布或解除。"), undo]
    return [_("立即生效,并打开本级行动清单。"), undo]


def _opened(page: Page, one: Waiting) -> list[str]:
    """The directives that an approval opens: to whom, for how many, by when."""
    proposal, at = page.desk.event(one.event_id or ""), clock_time(one.due_at)
    opened = directives_of(proposal, proposal) if proposal else ()
    units = [unit_name(page, str(facts_of(each.payload).get("owner_unit") or "")) for each in opened]
    if len(opened) == 1:
        said = _("立即生效,向{unit}开出督办 {number},限 {at}。")
        return [said.format(unit=units[0], number=opened[0].subject_id, at=at)]
    lines = [
        _("{place}:督办 {number},由{unit}承办").format(
            place=share_words(page, OrderPlace(each.township_code or "", each.quantity)),
            number=each.subject_id,
            unit=unit,
        )
        for each, unit in zip(opened, units, strict=True)
    ]
    return [_("立即生效,开出 {n} 项督办,限 {at}:").format(n=len(lines), at=at), *lines]
