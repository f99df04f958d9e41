"""Holes in duty in words: what kind, why it is one, and by which rule."""

from dataclasses import dataclass

from stormdesk.domain.coverage import ASSUMED, FASTEST_KMH, Hole, HoleKind, Why
from stormdesk.domain.exceptions import WATCHED
from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.domain.vocabulary import N_
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.subjects.words import plain
from stormdesk.ui.text import _

KINDS = {
    HoleKind.UNCOVERED: N_("无人在岗的点位"),
    HoleKind.EMPTY_VILLAGE: N_("无人在岗的村"),
    HoleKind.TWO_PLACES: N_("一人两地"),
    HoleKind.NO_OFFICER: N_("无责任人"),
    HoleKind.SHARED_PHONE: N_("一号多岗"),
    HoleKind.NO_DEPUTY: N_("无替岗人"),
    HoleKind.STALE_LIST: N_("名册逾月"),
}
SUBJECTS = {
    "danger_zone": N_("危险区"),
    "site": N_("在建工地"),
    "shelter": N_("避灾场所"),
    "facility": N_("行业对象"),
    "vessel": N_("船组"),
    "village": N_("村(社区)"),
    "responsible_person": N_("责任人"),
    "evacuee": N_("转移对象"),
    "unit": N_("成员单位"),
    "harbour": N_("港口"),
    "gauge": N_("测站"),
    "team": N_("队伍"),
    "stock": N_("物资"),
    "terminal": N_("终端"),
}
WHYS = {
    Why.UNKNOWN: N_("责任人未报到岗,替岗人也不在岗"),
    Why.ON_THE_WAY: N_("责任人已通知未到岗,替岗人也不在岗"),
    Why.UNREACHABLE: N_("责任人失联,替岗人也不在岗"),
    Why.RELIEVED: N_("责任人在风停前已交班,替岗人也不在岗"),
    Why.NOBODY_ON_POST: N_("名册 {n} 人,无一在岗"),
    Why.NOBODY_LISTED: N_("名册里没有责任人"),
    Why.NOT_NAMED: N_("名册未填"),
    Why.NOT_LISTED: N_("填写的人不在责任人名册"),
    Why.SELF: N_("替岗人就是本人"),
    Why.ON_POST_TWICE: N_("同时在 {n} 处在岗,相距 {km} km"),
    Why.TOO_FAST: N_("{minutes} 分钟内在相距 {km} km 的两处报到岗"),
    Why.ONE_PHONE: N_("一个电话登记在 {n} 个岗位"),
    Why.OLD: N_("最后更新 {name} 行,超过一个月"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a kind of hole counts as one: in words, with where that comes from."""

    text: str
    source: str


_NAMED = N_("浙江省防御洪涝台灾害人员避险转移办法 第四条(公开网页摘要)")
_DEFAULT = N_("默认值,非官方")
RULES = {
    HoleKind.UNCOVERED: Rule(N_("大风窗口内,责任人和替岗人至少一人在岗"), _NAMED),
    HoleKind.EMPTY_VILLAGE: Rule(N_("大风窗口内,每个村至少一名责任人在岗"), _NAMED),
    HoleKind.TWO_PLACES: Rule(N_("一个人不能同时在两个村在岗,也不能快过每小时 {speed} 公里"), _DEFAULT),
    HoleKind.NO_OFFICER: Rule(N_("每个对象都有一名在册责任人"), _NAMED),
    HoleKind.SHARED_PHONE: Rule(N_("一个电话只能打给一个岗位"), _DEFAULT),
    HoleKind.NO_DEPUTY: Rule(N_("负责对象的责任人有一名在册替岗人"), _DEFAULT),
    HoleKind.STALE_LIST: Rule(N_("名册每月更新"), N_("建设文件对名册更新的要求")),
}


def kind_name(kind: HoleKind) -> str:
    """What a kind of hole is called."""
    return _(KINDS[kind])


def what(hole: Hole) -> str:
    """What it is about: the object's name, masked where it is a person."""
    subject = _(SUBJECTS[hole.subject]) if hole.subject in SUBJECTS else hole.subject
    if hole.kind is HoleKind.STALE_LIST:
        return subject
    if hole.subject == "village":
        return subject
    name = plain(hole.name)
    if hole.subject == "responsible_person":
        return mask_name(name) or "、".join(mask_name(one.name) or "—" for one in hole.persons) or "—"
    if hole.subject == "vessel":
        return _("{subject} {name} {n} 艘").format(subject=subject, name=name, n=whole(hole.count))
    return f"{subject} {name or plain(hole.subject_id)}"


def where(page: Page, hole: Hole) -> str:
    """Where it is: its village, else its township; both places where there are two."""
    codes = [one.village_code or one.township_code for one in hole.persons]
    known: list[str | None] = [*dict.fromkeys(code for code in codes if code)]
    return "、".join(map(page.area_name, known or [hole.village_code or hole.township_code]))


def why(hole: Hole) -> str:
    """Why it is a hole, with its numbers."""
    return _(WHYS[hole.why]).format(
        n=whole(hole.count),
        km="?" if hole.km is None else f"{hole.km:.1f}",
        minutes="?" if hole.minutes is None else f"{hole.minutes:.0f}",
        name=plain(hole.name),
    )


def person(name: str | None, phone: str | None) -> str:
    """A person masked, with the masked phone."""
    return " ".join(filter(None, (mask_name(name), mask_phone(phone)))) or "—"


def window_words(hole: Hole) -> str:
    """The window in which somebody must stand there, and whose forecast tells it."""
    window = hole.window
    if window is None:
        return "—"
    until = clock_time(window.ends_at) if window.ends_at else _("?(预报期内未停)")
    span = f"{clock_time(window.begins_at)} – {until}"
    if window.is_assumed:
        hours = int(ASSUMED.total_seconds() // 3600)
        return _("{span}(没有可用预报,按此后 {hours} 小时)").format(span=span, hours=hours)
    return f"{span} · {window.agency}" if window.agency else span


def rule_words(kind: HoleKind) -> str:
    """The rule of a kind with its source."""
    rule = RULES[kind]
    return f"{_(rule.text).format(speed=f'{FASTEST_KMH:g}')}({_(rule.source)})"


def watched_words() -> str:
    """From when on a window is watched."""
    hours = int(WATCHED.total_seconds() // 3600)
    return _("窗口 = 所在村七级风圈首次到达至最后离开,提前 {hours} 小时起算").format(hours=hours)
