"""What changed, in words: one sentence, and under it source and age."""

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta
from typing import Any

from stormdesk.domain.changes import AGAIN, IMPOSSIBLE, LATE, Done, DoneKind
from stormdesk.domain.event import SOURCE_ACTOR
from stormdesk.domain.exceptions import Kind, Line
from stormdesk.outlook.brief.changes import Told
from stormdesk.ui.actors import actor_name, is_listed
from stormdesk.ui.brief.decided import answer_source, answer_words
from stormdesk.ui.page import Page
from stormdesk.ui.render import SPELLED_AS_DAYS_H, clock_time, near_time, whole
from stormdesk.ui.sources import is_source, source_name
from stormdesk.ui.text import _, language

NAMED = 2
MINUTE = timedelta(minutes=1)


def line_words(page: Page, line: Line) -> str:
    """What goes wrong, in one sentence."""
    said = _late(line) if line.cause in {LATE, IMPOSSIBLE} and line.kind is not Kind.ACTION else _cause(line)
    return said.format(
        n=whole(line.objects),
        people=whole(line.people),
        minutes=whole(_minutes(page, line)),
        category=category_name(page, line.cause),
        title=directive_title(page, line.cause) if line.kind is Kind.DIRECTIVE else "",
    )


def _late(line: Line) -> str:
    lost = line.cause == IMPOSSIBLE
    if line.kind is Kind.EVACUEE:
        return _("{people} 人已来不及按时转移") if lost else _("{people} 人超过最晚转移时刻仍未转移")
    if line.kind is Kind.DUTY:
        return _("{n} 名责任人来不及到岗") if lost else _("{n} 名责任人超时未到岗")
    thing = {
        Kind.VESSEL: (_("{n} 艘船来不及回港"), _("{n} 艘船超过最晚返航时刻")),
        Kind.SITE: (_("{n} 处工地来不及停工"), _("{n} 处工地超时未停工")),
        Kind.SHELTER: (_("{n} 处避灾点来不及开放"), _("{n} 处避灾点超时未开放")),
    }.get(line.kind, (_("{n} 项来不及完成"), _("{n} 项超过最晚开始时刻")))
    return thing[0] if lost else thing[1]


def _cause(line: Line) -> str:
    is_again = line.cause == AGAIN
    if line.kind is Kind.SHELTER:
        at_risk = line.cause == "at_risk"
        return _("{n} 处避灾点自身有险,已入住 {people} 人") if at_risk else _("{n} 处避灾点将满")
    return {
        Kind.VESSEL: _("{n} 艘船失联,船员 {people} 人"),
        Kind.EVACUEE: _("{people} 人转移后返回,须再次转移") if is_again else _("{people} 人拒绝转移"),
        Kind.RETURN: _("{people} 人擅自返回"),
        Kind.SILENCE: _("{n} 个村镇静默,最久 {minutes} 分钟未报"),
        Kind.TALLY: _("{category}:上报与名册相差 {people} 人"),
        Kind.DIRECTIVE: _("督办超期:{title}"),
        Kind.DUTY: _("{people} 名责任人失联"),
        Kind.ACTION: _("行动清单 {n} 项超时"),
    }.get(line.kind, _("{n} 项异常"))


def done_words(page: Page, done: Done) -> str:
    """What got done, in one sentence."""
    if done.answer is not None:
        return answer_words(page, done.answer)
    if done.line is not None:
        return _ended(done.line).format(n=whole(done.line.objects), people=whole(done.line.people))
    if done.kind is DoneKind.STRUCK_OFF:
        return _("督办销号:{title}").format(title=directive_title(page, done.code or ""))
    name = subject_name(done.subject)
    if done.kind is DoneKind.GAINED:
        return _("{name} +{n}({before} → {after})").format(
            name=name, n=whole(done.amount), before=whole(done.before), after=whole(done.after)
        )
    is_place = done.kind is DoneKind.TOWNSHIP
    where = page.area_name(done.code) if is_place else category_name(page, done.code or "")
    return _("{where} {name}全部完成({n})").format(where=where, name=name, n=whole(done.amount))


def _ended(line: Line) -> str:
    is_again = line.cause == AGAIN
    return {
        Kind.VESSEL: _("{n} 艘船恢复联系"),
        Kind.EVACUEE: _("{people} 人已再次转移") if is_again else _("{people} 人不再拒绝转移"),
        Kind.RETURN: _("{people} 人擅自返回已处置"),
        Kind.SILENCE: _("{n} 个村镇恢复报告"),
        Kind.TALLY: _("{n} 处上报与名册对上"),
        Kind.DUTY: _("{people} 名责任人恢复联系"),
        Kind.ACTION: _("行动清单补办 {n} 项"),
        Kind.SHELTER: _("{n} 处避灾点解除将满或险情"),
    }.get(line.kind, _("{n} 项异常解除"))


def subject_name(subject: str) -> str:
    """The five kinds of work by name."""
    return {
        "responsible_person": _("责任人到岗"),
        "evacuee": _("人员转移"),
        "vessel": _("船舶回港"),
        "site": _("工地停工"),
        "shelter": _("避灾开放"),
    }.get(subject, subject)


def category_name(page: Page, code: str) -> str:
    """An evacuation category by name; its code where the county lists none."""
    for known in page.county.evacuation_categories:
        if known.code == code:
            return known.name(language())
    return code


def directive_title(page: Page, directive_id: str) -> str:
    """A directive by number and title, with the people it speaks of."""
    row = _directive(page, directive_id)
    title = row.get(f"title_{language()}") or row.get("title_zh")
    said = f"{directive_id} {title}" if isinstance(title, str) and title else directive_id
    persons = row.get("persons")
    has_persons = isinstance(persons, int | float) and persons == persons  # noqa: PLR0124  not-a-number
    return f"{said} · {_('{n} 人').format(n=whole(persons))}" if has_persons else said


def _directive(page: Page, directive_id: str) -> dict[Hashable, Any]:
    rows = page.ask("response/directives").to_dict("records")
    return next((row for row in rows if row["directive_id"] == directive_id), {})


def _owed_by(page: Page, directive_id: str) -> str:
    """Who carries a directive out."""
    row = _directive(page, directive_id)
    spoken = row.get("owner_name_en") if language() == "en" else row.get("owner_name")
    owner = spoken or row.get("owner_name") or row.get("owner_unit")
    return _("承办 {unit}").format(unit=owner) if isinstance(owner, str) else ""


def places(page: Page, codes: Sequence[str]) -> str:
    """The first townships of a line."""
    named = "、" if language() == "zh" else ", "
    told = named.join(page.area_name(code) for code in codes[:NAMED])
    return _("{names} 等 {n} 处").format(names=told, n=len(codes)) if len(codes) > NAMED else told


def line_source(page: Page, line: Line, told: Told | None) -> str:
    """Where it is, who told of it and how long ago; of a silence, since when and how often a word is owed."""
    where = places(page, line.township_codes)
    if line.kind is Kind.SILENCE:
        last = _("从未上报") if line.since is None else _("上次 {at}").format(at=clock_time(line.since))
        return " · ".join(filter(None, (where, last, _("按报告频次"))))
    limit = _limit(line)
    owed = _owed_by(page, line.cause) if line.kind is Kind.DIRECTIVE else ""
    return " · ".join(filter(None, (where, owed, limit, _said(page, told))))


def _limit(line: Line) -> str:
    """By when it had to begin or to be done, in the wall's words."""
    if line.due_at is None:
        return ""
    if line.finish_by is None or line.due_at == line.finish_by:
        return _("时限 {at}").format(at=clock_time(line.due_at))
    latest = _("最晚开始 {at}").format(at=clock_time(line.due_at))
    return f"{latest} · {_('限 {at}').format(at=clock_time(line.finish_by))}"


def done_source(page: Page, done: Done) -> str:
    """Who told of what got done, and how long ago."""
    where = places(page, done.line.township_codes) if done.line else ""
    told = "" if done.at is None else f"{clock_time(done.at)} · {age(page, done.at)}"
    if done.answer is not None:
        return f"{told} · {answer_source(page, done.answer)}"
    source = source_name(done.source) if done.source else ""
    return " · ".join(filter(None, (where, source, told))) or _("按台账")


def _said(page: Page, told: Told | None) -> str:
    if told is None:
        return _("按倒排时钟推算")
    who = _teller(told.actor)
    known = f"{source_name(told.source)} {near_time(told.at, page.moment.as_of)} · {age(page, told.at)}"
    return f"{known} · {who}" if who else known


def _teller(actor: str) -> str:
    """Who told of it; nothing where a source spoke for itself, or somebody of a list, who has no account."""
    is_plain = actor.startswith(SOURCE_ACTOR) or is_source(actor)
    return "" if is_plain or is_listed(actor) else actor_name(actor)


def source_and_age(page: Page, source: str, at: datetime) -> str:
    """Who told of something, and how long ago."""
    return f"{source_name(source)} · {age(page, at)}"


def age(page: Page, at: datetime) -> str:
    """How long ago something was told, by the moment on screen."""
    minutes = max(int((page.moment.known_at - at) / MINUTE), 0)
    if minutes < 90:
        return _("{n} 分钟前").format(n=minutes)
    hours = round(minutes / 60)
    if hours < SPELLED_AS_DAYS_H:
        return _("{n} 小时前").format(n=hours)
    return _("{n} 天前").format(n=hours // 24)


def _minutes(page: Page, line: Line) -> int:
    return 0 if line.since is None else int((page.moment.as_of - line.since) / MINUTE)
