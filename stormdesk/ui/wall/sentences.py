"""The ranked lines in words: what, where, who owes it, how long; never a person's name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from stormdesk.domain.common_cause import Tie
from stormdesk.domain.exceptions import MANY, Board, Kind, Line, most_of
from stormdesk.ui.clock.words import rule_name
from stormdesk.ui.maps import Named
from stormdesk.ui.render import clock_time, left_or_over, spelled, whole
from stormdesk.ui.text import _, language
from stormdesk.ui.wall import actions, incoming, silence_words
from stormdesk.ui.wall.cells import Row, text
from stormdesk.ui.wall.incoming import Incoming
from stormdesk.ui.wall.places import full_name, short_name
from stormdesk.ui.wall.reading import Reading
from stormdesk.ui.wall.rotation import signs
from stormdesk.ui.wall.troubles import DOUBTED, IMPOSSIBLE

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
    Kind.ACTION: Named("办", "C"),
    Kind.DUTY: Named("岗", "O"),
    Kind.FACILITY: Named("业", "I"),
    Kind.UNIT: Named("单", "U"),
    Kind.REPORT: Named("报", "B"),
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
        (_data_line(line, known) if line.kind is Kind.DATA and known else _line(line, reading, hidden_titles))
        | {"count": line.count, "signs": signs(line)}
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
        "clock": "—" if lasting is None else spelled(lasting),
        "since": "" if line.since is None else _("自 {at}").format(at=clock_time(line.since)),
        "rule": _("已持续"),
    }


def _line(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> dict[str, object]:
    late = line.is_late(reading.as_of)
    left = None if line.due_at is None else line.due_at - reading.as_of
    since = "" if line.since is None else _("自 {at}").format(at=clock_time(line.since))
    return {
        "kind": line.kind.value,
        "glyph": glyph(line.kind),
        "what": _what(line, reading, hidden_titles),
        "where": _where(line, reading),
        "who": " · ".join(filter(None, (_who(line, reading, hidden_titles), since))),
        "state": "late" if late else "soon" if left is not None and left <= timedelta(hours=2) else "open",
        "clock": _clock(left),
        "rule": _rule(line, reading),
        "since": _until(line),
    }


def _until(line: Line) -> str:
    """By when work under a clock must be done."""
    return "" if line.finish_by is None else _("限 {at}").format(at=clock_time(line.finish_by))


def _clock(left: timedelta | None) -> str:
    if left is None:
        return "—"
    return left_or_over(left)


def _what(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> str:
    if line.kind is Kind.DIRECTIVE:
        return _directive(line, reading, hidden_titles)
    cause = line.cause.removeprefix(IMPOSSIBLE)
    said = _WORDS[line.kind](replace(line, cause=cause)).format(
        n=whole(line.objects),
        people=whole(line.people),
        minutes=whole(_minutes(line, reading)),
        category=cause_name(reading, cause.removeprefix(REFUSED).removeprefix(DOUBTED)),
        rule=rule_name(reading.county, cause),
        tie=silence_words.tie(reading, cause),
    )
    return _("来不及:{what}").format(what=said) if line.is_impossible else said


def _minutes(line: Line, reading: Reading) -> int:
    return 0 if line.since is None else int((reading.as_of - line.since) / timedelta(minutes=1))


def _vessel(line: Line) -> str:
    return {
        "out_of_contact": _("{n} 艘船失联 · 船员 {people} 人"),
        "position_old": _("{n} 艘船位置 {minutes} 分钟未更新"),
        "homebound": _("{n} 艘船返航未到 · 船员 {people} 人"),
        "unknown": _("{n} 艘船未报去向"),
        "crew": _("{n} 艘船船员未上岸 · {people} 人"),
    }.get(line.cause, _("{n} 艘船仍在海上 · 船员 {people} 人"))


def _evacuee(line: Line) -> str:
    if line.cause.startswith(REFUSED):
        return _("{category} {people} 人拒绝转移")
    return _("{category} {people} 人未转移")


def _return(_line: Line) -> str:
    return _("{category} {people} 人擅自返回")


def _silence(line: Line) -> str:
    tie = line.cause.split(":", 1)[0] if ":" in line.cause else ""
    if tie in set(Tie):
        return _("{n} 个村同时静默 · 同因:{tie}")
    return {
        "village": _("{n} 个村静默,最久 {minutes} 分钟未报"),
        "village:never": _("{n} 个村从未上报"),
        "township:never": _("{n} 个乡镇从未上报"),
    }.get(line.cause, _("{n} 个乡镇静默,最久 {minutes} 分钟未报"))


def _site(line: Line) -> str:
    return {
        "crane": _("{n} 处工地塔吊未处置"),
        "workers": _("{n} 处工地 {people} 名工人未撤离"),
        "unknown": _("{n} 处工地未报停工"),
    }.get(line.cause, _("{n} 处工地未停工 · 工人 {people}"))


def _tally(line: Line) -> str:
    if line.cause.startswith(DOUBTED):
        return _("{category}:上报数存疑,待核实 {people} 人")
    return _("{category}:上报与名册相差 {people} 人")


def _shelter(line: Line) -> str:
    return {
        "at_risk": _("{n} 处避灾点自身有险 · 已入住 {people} 人"),
        "full": _("{n} 处避灾点将满 · 已入住 {people} 人"),
    }.get(line.cause, _("{n} 处避灾点未开放"))


def _facility(line: Line) -> str:
    return _("{category} {n} 处未落实 · {people} 人") if line.people else _("{category} {n} 处未落实")


def _ruled(_line: Line) -> str:
    return _("{rule}:{n} 家未完成")


def _duty(line: Line) -> str:
    return {"unreachable": _("{people} 名责任人失联")}.get(line.cause, _("{people} 名责任人未到岗"))


def _action(line: Line) -> str:
    if line.cause == actions.PAST_STORMS:
        return _("往次台风整改 {n} 项未销号")
    return _("行动清单 {n} 项超时")


_WORDS: dict[Kind, Callable[[Line], str]] = {
    Kind.VESSEL: _vessel,
    Kind.EVACUEE: _evacuee,
    Kind.RETURN: _return,
    Kind.SILENCE: _silence,
    Kind.SITE: _site,
    Kind.TALLY: _tally,
    Kind.SHELTER: _shelter,
    Kind.DUTY: _duty,
    Kind.ACTION: _action,
    Kind.FACILITY: _facility,
    Kind.UNIT: _ruled,
    Kind.REPORT: _ruled,
}


def cause_name(reading: Reading, category: str) -> str:
    """The name of an evacuation category or a sector; its code when the county lists it nowhere."""
    for known in reading.county.evacuation_categories:
        if known.code == category:
            return known.name(language())
    return reading.categories.get((category, language())) or category or _("未分类")


def _directive(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> str:
    if line.cause == MANY:
        return _("督办 {n} 项超期").format(n=whole(line.count))
    row = next(row for row in reading.answers["directives"] if row["directive_id"] == line.cause)
    title = text(row, f"title_{language()}")
    if title is None or line.cause in hidden_titles:
        return _("督办 {number} 超期").format(number=line.cause)
    return title


def _where(line: Line, reading: Reading) -> str:
    if line.kind is Kind.ACTION:
        return actions.where(line, reading)
    codes = line.township_codes
    if not codes:
        return reading.county.profile.name(language())
    if len(codes) == 1:
        village = full_name(reading.county, line.village_code) if line.village_code else ""
        return f"{full_name(reading.county, codes[0])} {village}".strip()
    named = " · ".join(_sized(line, code, reading) for code in codes[:NAMED_TOWNSHIPS])
    return (
        _("{named} 等 {n} 个乡镇").format(named=named, n=len(codes))
        if len(codes) > NAMED_TOWNSHIPS
        else named
    )


def _sized(line: Line, code: str, reading: Reading) -> str:
    """A township with its people, or its objects where nobody is counted."""
    place = short_name(reading.county, code)
    members = [member for member in line.members if member.township_code == code]
    if people := sum(most_of(members, lambda member: member.people).values()):
        return _("{place} {n}人").format(place=place, n=whole(people))
    return f"{place} {whole(sum(most_of(members, lambda member: member.objects).values()))}"


def _who(line: Line, reading: Reading, hidden_titles: frozenset[str]) -> str:
    if line.kind is Kind.DIRECTIVE:
        units = _owners(line, reading)
        unit = units[0] if len(units) == 1 else _("{unit}等 {n} 个单位").format(unit=units[0], n=len(units))
        row = _rows_of(line, reading)[0]
        titled = line.cause != MANY and text(row, f"title_{language()}") and line.cause not in hidden_titles
        return _("督办 {number} · {unit}").format(number=line.cause, unit=unit) if titled else unit
    if line.kind is Kind.ACTION:
        return actions.who(line, reading)
    return {
        Kind.VESSEL: _("渔船责任人"),
        Kind.EVACUEE: _("人员转移组"),
        Kind.RETURN: _("包干责任人"),
        Kind.SILENCE: _("乡镇值班室"),
        Kind.SITE: _("工地责任人"),
        Kind.TALLY: _("乡镇统计岗"),
        Kind.SHELTER: _("避灾场所管理员"),
        Kind.DUTY: _("乡镇防指"),
        Kind.FACILITY: _("行业责任人"),
        Kind.UNIT: _("成员单位"),
        Kind.REPORT: _("乡镇统计岗"),
    }[line.kind]


def _rows_of(line: Line, reading: Reading) -> list[Row]:
    """The directives of a line, in its members' order."""
    rows = {str(row["directive_id"]): row for row in reading.answers["directives"]}
    return [rows[member.subject_id] for member in line.members]


def _owners(line: Line, reading: Reading) -> list[str]:
    """The units that owe them, each once."""
    spoken = "owner_name_en" if language() == "en" else "owner_name"
    named = (text(row, spoken) or text(row, "owner_name") for row in _rows_of(line, reading))
    return list(dict.fromkeys(name or _("承办单位未报") for name in named))


def _rule(line: Line, reading: Reading) -> str:
    """What the clock counts to."""
    if line.due_at is None:
        return {Kind.TALLY: _("账目不符"), Kind.SHELTER: _("容量与安全")}.get(line.kind, _("无时限"))
    if line.kind is Kind.SILENCE:
        return _("报告频次")
    if line.kind is Kind.DIRECTIVE:
        return _("督办时限")
    if line.kind is Kind.ACTION:
        return _("清单时限")
    late = line.late_count(reading.as_of)
    if late and late < line.objects:
        return _("逾期 {n}/{total}").format(n=whole(late), total=whole(line.objects))
    return _("最晚完成") if line.due_at == line.finish_by else _("最晚开始")
