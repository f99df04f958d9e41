"""The ranked lines in words: what, where, who owes it, how long; never a person's name."""

from collections.abc import Callable
from datetime import timedelta

from stormdesk.domain.exceptions import Board, Kind, Line
from stormdesk.ui.maps import Named
from stormdesk.ui.render import clock_time, duration, whole
from stormdesk.ui.text import _, language
from stormdesk.ui.wall import incoming
from stormdesk.ui.wall.cells import text
from stormdesk.ui.wall.incoming import Incoming
from stormdesk.ui.wall.places import full_name, short_name
from stormdesk.ui.wall.reading import Reading

NAMED_TOWNSHIPS = 2
REFUSED = "refused:"
SIGNS = {
    Kind.VESSEL: Named("船", "V"),
    Kind.EVACUEE: Named("人", "P"),
    Kind.RETURN: Named("返", "R"),
    Kind.SILENCE: Named("静", "Q"),
    Kind.SITE: Named("工", "S"),
    Kind.TALLY: Named("账", "A"),
    Kind.SHELTER: Named("避", "H"),
    Kind.DIRECTIVE: Named("令", "D"),
    Kind.DUTY: Named("岗", "O"),
    Kind.DATA: Named("数", "F"),
}


def glyph(kind: Kind) -> str:
    """The sign of a kind: one letter in the reader's language."""
    return SIGNS[kind].in_language(language())


def lines(
    board: Board, reading: Reading, hidden_titles: frozenset[str], known: Incoming | None = None
) -> list[dict[str, object]]:
    """The shown lines as the template draws them."""
    return [
        _data_line(line, known) if line.kind is Kind.DATA and known else _line(line, reading, hidden_titles)
        for line in board.shown
    ]


def _data_line(line: Line, known: Incoming) -> dict[str, object]:
    """A line about what comes in: it counts how long it has lasted, by the machine's clock."""
    lasting = incoming.lasting(line, known)
    return {
        "kind": line.kind.value,
        "glyph": glyph(line.kind),
        "what": incoming.what(line),
        "where": incoming.where(line, known),
        "who": incoming.who(line, known),
        "state": incoming.state(line),
        "clock": "—" if lasting is None else duration(lasting),
        "since": "" if line.since is None else _("自 {at}").format(at=clock_time(line.since)),
        "rule": _("已持续"),
    }


def _line(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> dict[str, object]:
    late = line.is_late(reading.as_of)
    left = None if line.due_at is None else line.due_at - reading.as_of
    return {
        "kind": line.kind.value,
        "glyph": glyph(line.kind),
        "what": _what(line, reading, hidden_titles),
        "where": _where(line, reading),
        "who": _who(line, reading, hidden_titles),
        "state": "late" if late else "soon" if left is not None and left <= timedelta(hours=2) else "open",
        "clock": _clock(left),
        "since": "" if line.since is None else _("自 {at}").format(at=clock_time(line.since)),
        "rule": _rule(line, reading),
    }


def _clock(left: timedelta | None) -> str:
    if left is None:
        return "—"
    return _("超 {time}").format(time=duration(-left)) if left < timedelta(0) else duration(left)


def _what(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> str:
    if line.kind is Kind.DIRECTIVE:
        return _directive(line, reading, hidden_titles)
    say = _WORDS[line.kind]
    return say(line).format(
        n=whole(line.objects),
        people=whole(line.people),
        minutes=whole(_minutes(line, reading)),
        category=cause_name(reading, line.cause.removeprefix(REFUSED)),
    )


def _minutes(line: Line, reading: Reading) -> int:
    return 0 if line.since is None else int((reading.as_of - line.since) / timedelta(minutes=1))


def _vessel(line: Line) -> str:
    return {
        "out_of_contact": _("{n} 艘船失联 · 船员 {people} 人"),
        "position_old": _("{n} 艘船位置 {minutes} 分钟未更新"),
        "homebound": _("{n} 艘船返航未到 · 船员 {people} 人"),
        "unknown": _("{n} 艘船未报去向"),
    }.get(line.cause, _("{n} 艘船仍在海上 · 船员 {people} 人"))


def _evacuee(line: Line) -> str:
    if line.cause.startswith(REFUSED):
        return _("{category} {people} 人拒绝转移")
    return _("{category} {people} 人未转移")


def _return(_line: Line) -> str:
    return _("{category} {people} 人擅自返回")


def _silence(line: Line) -> str:
    return {
        "village": _("{n} 个村静默,最久 {minutes} 分钟未报"),
        "village:never": _("{n} 个村从未上报"),
        "township:never": _("{n} 个乡镇从未上报"),
    }.get(line.cause, _("{n} 个乡镇静默,最久 {minutes} 分钟未报"))


def _site(line: Line) -> str:
    return {
        "crane": _("{n} 处工地塔吊未处置"),
        "unknown": _("{n} 处工地未报停工"),
    }.get(line.cause, _("{n} 处工地未停工 · 工人 {people} 人"))


def _tally(_line: Line) -> str:
    return _("{category}:上报与名册相差 {people} 人")


def _shelter(line: Line) -> str:
    return {
        "at_risk": _("{n} 处避灾点自身有险 · 已入住 {people} 人"),
        "full": _("{n} 处避灾点将满 · 已入住 {people} 人"),
    }.get(line.cause, _("{n} 处避灾点未开放"))


def _duty(line: Line) -> str:
    return {"unreachable": _("{people} 名责任人失联")}.get(line.cause, _("{people} 名责任人未到岗"))


_WORDS: dict[Kind, Callable[[Line], str]] = {
    Kind.VESSEL: _vessel,
    Kind.EVACUEE: _evacuee,
    Kind.RETURN: _return,
    Kind.SILENCE: _silence,
    Kind.SITE: _site,
    Kind.TALLY: _tally,
    Kind.SHELTER: _shelter,
    Kind.DUTY: _duty,
}


def cause_name(reading: Reading, category: str) -> str:
    """The name of an evacuation category; its code when the county does not list it."""
    for known in reading.county.evacuation_categories:
        if known.code == category:
            return known.name(language())
    return category or _("未分类")


def _directive(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> str:
    row = next(row for row in reading.answers["directives"] if row["directive_id"] == line.cause)
    title = text(row, f"title_{language()}")
    if title is None or line.cause in hidden_titles:
        return _("督办 {number} 超期").format(number=line.cause)
    return title


def _where(line: Line, reading: Reading) -> str:
    codes = line.township_codes
    if not codes:
        return reading.county.profile.name(language())
    if len(codes) == 1:
        village = full_name(reading.county, line.village_code) if line.village_code else ""
        return f"{full_name(reading.county, codes[0])} {village}".strip()
    sizes = {code: _size(line, code) for code in codes[:NAMED_TOWNSHIPS]}
    named = " · ".join(f"{short_name(reading.county, code)} {whole(size)}" for code, size in sizes.items())
    return (
        _("{named} 等 {n} 个乡镇").format(named=named, n=len(codes))
        if len(codes) > NAMED_TOWNSHIPS
        else named
    )


def _size(line: Line, code: str) -> int:
    members = [member for member in line.members if member.township_code == code]
    return sum(member.people for member in members) or sum(member.objects for member in members)


def _who(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> str:
    if line.kind is Kind.DIRECTIVE:
        row = next(row for row in reading.answers["directives"] if row["directive_id"] == line.cause)
        owner = text(row, "owner_name_en" if language() == "en" else "owner_name")
        unit = owner or text(row, "owner_name") or _("承办单位未报")
        titled = text(row, f"title_{language()}") and line.cause not in hidden_titles
        return _("督办 {number} · {unit}").format(number=line.cause, unit=unit) if titled else unit
    return {
        Kind.VESSEL: _("渔船责任人"),
        Kind.EVACUEE: _("人员转移组"),
        Kind.RETURN: _("包干责任人"),
        Kind.SILENCE: _("乡镇值班室"),
        Kind.SITE: _("工地责任人"),
        Kind.TALLY: _("乡镇统计岗"),
        Kind.SHELTER: _("避灾场所管理员"),
        Kind.DUTY: _("乡镇防指"),
    }[line.kind]


_RULES = {
    Kind.VESSEL: "vessels_in_port",
    Kind.EVACUEE: "evacuation_done",
    Kind.SITE: "sites_stopped",
    Kind.SHELTER: "shelters_open",
    Kind.DUTY: "duty_on_post",
}


def _rule(line: Line, reading: Reading) -> str:
    """Which deadline the clock counts to."""
    if line.due_at is None:
        return {Kind.TALLY: _("账目不符"), Kind.SHELTER: _("容量与安全")}.get(line.kind, _("无时限"))
    if line.kind is Kind.SILENCE:
        return _("报告频次")
    if line.kind is Kind.DIRECTIVE:
        return _("督办时限")
    code = "cranes_safe" if (line.kind, line.cause) == (Kind.SITE, "crane") else _RULES[line.kind]
    return reading.deadlines[code].rule.name(language())
