"""What just happened, in sentences without names: groups of events, the newest first."""

from typing import Final

from stormdesk.domain.county import County
from stormdesk.ui.header import hazard_name
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.text import _, language
from stormdesk.ui.wall.cells import Row, count, instant, text
from stormdesk.ui.wall.places import full_name
from stormdesk.ui.wall.reading import Reading

SHOWN: Final = 6
# So many of them may be steps of directives.
OF_DIRECTIVES: Final = 2


def feed(reading: Reading) -> list[dict[str, object]]:
    """The newest groups, decisions of the headquarters first among those of the same quarter of an hour."""
    told: list[tuple[Row, str]] = []
    directives = 0
    for row in reading.answers["feed"]:
        sentence = _sentence(reading.county, row)
        directives += row["subject"] == "directive"
        if sentence and not (row["subject"] == "directive" and directives > OF_DIRECTIVES):
            told.append((row, sentence))
    newest = sorted(told[:SHOWN], key=lambda one: str(one[0]["last_at"]), reverse=True)
    return [{"at": clock_time(instant(row, "last_at"), "%H:%M"), "text": said} for row, said in newest]


def _sentence(county: County, row: Row) -> str:
    subject = str(row["subject"])
    if row["facet"] == "emergency":
        return _emergency(row)
    if subject == "response":
        return _level(county, row)
    if subject == "warning":
        return _signal(county, row)
    place = _place(county, row)
    n = whole(count(row, "event_count"))
    people = whole(count(row, "persons") or count(row, "event_count"))
    template = _templates().get((subject, str(row["status"])), "")
    return template.format(place=place, n=n, people=people, number=text(row, "subject_id") or "")


def _place(county: County, row: Row) -> str:
    spread = count(row, "township_count")
    if spread > 1:
        return _("{n} 个乡镇").format(n=spread)
    return full_name(county, text(row, "township_code"))


def _templates() -> dict[tuple[str, str], str]:
    return {
        ("vessel", "in_port"): _("{place} {n} 艘船回港"),
        ("vessel", "sheltering_elsewhere"): _("{place} {n} 艘船异地避风"),
        ("vessel", "out_of_contact"): _("{place} {n} 艘船失联"),
        ("vessel", "at_sea"): _("{place} {n} 艘船出海"),
        ("site", "stopped"): _("{place} {n} 处工地停工"),
        ("site", "made_safe"): _("{place} {n} 处工地塔吊已处置"),
        ("site", "resumed"): _("{place} {n} 处工地复工"),
        ("shelter", "open"): _("{place} {n} 处避灾点开放"),
        ("shelter", "full"): _("{place} {n} 处避灾点已满"),
        ("shelter", "closed"): _("{place} {n} 处避灾点关闭"),
        ("shelter", "at_risk"): _("{place} {n} 处避灾点自身有险"),
        ("evacuee", "at_shelter"): _("{place} {people} 人入住避灾点"),
        ("evacuee", "with_relatives"): _("{place} {people} 人投亲靠友"),
        ("evacuee", "elsewhere"): _("{place} {people} 人其他安置"),
        ("evacuee", "refused"): _("{place} {people} 人拒绝转移"),
        ("evacuee", "unauthorised_return"): _("{place} {people} 人擅自返回"),
        ("evacuee", "returned"): _("{place} {people} 人返回"),
        ("responsible_person", "unreachable"): _("{place} {n} 名责任人失联"),
        ("responsible_person", "on_post"): _("{place} {n} 名责任人到岗"),
        ("facility", "emptied"): _("{place} {n} 处设施腾空"),
        ("facility", "suspended"): _("{place} {n} 处设施停运"),
        ("facility", "closed"): _("{place} {n} 处设施关停"),
        ("action", "doing"): _("行动清单 {n} 项开始办理"),
        ("action", "done"): _("行动清单 {n} 项已办"),
        ("action", "not_applicable"): _("行动清单 {n} 项不适用"),
        **_directive_templates(),
    }


def _directive_templates() -> dict[tuple[str, str], str]:
    return {
        ("directive", "found"): _("督办 {number} 立项 · {place}"),
        ("directive", "assigned"): _("督办 {number} 交办 · {place}"),
        ("directive", "being_fixed"): _("督办 {number} 整改中 · {place}"),
        ("directive", "inspected"): _("督办 {number} 已督查 · {place}"),
        ("directive", "struck_off"): _("督办 {number} 销号 · {place}"),
        ("directive", "overdue"): _("督办 {number} 超期 · {place}"),
    }


def _level(county: County, row: Row) -> str:
    hazard = hazard_name(text(row, "subject_id") or "")
    if row["status"] == "ended":
        return _("{hazard}应急响应终止").format(hazard=hazard)
    names = {level.code: level.name(language()) for level in county.reference.levels}
    level = names.get(text(row, "category") or "", "")
    return _("{hazard}应急响应 {level}").format(hazard=hazard, level=level)


def _emergency(row: Row) -> str:
    return _("紧急防汛期解除") if row["status"] == "lifted" else _("宣布进入紧急防汛期")


def _signal(county: County, row: Row) -> str:
    known = {(one.hazard, one.colour): one.name(language()) for one in county.reference.signals}
    name = known.get((text(row, "subject_id") or "", text(row, "category") or ""), "")
    return (_("解除{signal}") if row["status"] == "lifted" else _("发布{signal}")).format(signal=name)
