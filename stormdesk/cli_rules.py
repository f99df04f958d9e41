"""`stormdesk rules`: check a rule set, list what is at hand, hold public notices against the rules."""

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from stormdesk.domain.county import County
from stormdesk.domain.moment import show_instant
from stormdesk.domain.rules.facts import FACTS, SCOPE_NAMES, UNIT_NAMES, Fact
from stormdesk.domain.rules.notices import Judged
from stormdesk.domain.table_problem import TableProblem
from stormdesk.errors import N_
from stormdesk.ingest.county import load_county
from stormdesk.ingest.notices import Held, by_held_tracks, held_tracks, judged, load_notices
from stormdesk.ingest.rule_sets import SHIPPED, RuleFolders, load_rule_set
from stormdesk.settings import Settings
from stormdesk.ui.text import catalogue

DONE, FAULT = 0, 1
RAISED = "raise"
Translate = Callable[[str], str]
NO_LEVEL = N_("不启动")
LINES = {"24h": N_("24小时线内"), "48h": N_("48小时线内"), "outside": N_("48小时线外")}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", language: str) -> None:
    """Add `rules` with what it can do, with its help in a language."""
    _ = _words(language)
    rules = commands.add_parser("rules", help=_("响应级别规则:检查、列出、与公开通报对照"))
    rules.set_defaults(command=_list)
    ways = rules.add_subparsers(metavar="")
    check = ways.add_parser("check", help=_("检查一个规则目录,逐格列出问题"))
    check.add_argument("folder", type=Path, metavar="FOLDER")
    check.set_defaults(command=_check)
    ways.add_parser("list", help=_("现有的规则,哪一个生效")).set_defaults(command=_list)
    ways.add_parser("facts", help=_("条件里可以用的事实、单位和参数")).set_defaults(command=_facts)
    notices = ways.add_parser("notices", help=_("公开通报与规则建议的对照表"))
    notices.add_argument("--rule-set", default=None, metavar="ID", help=_("用哪一个规则,默认生效的那个"))
    notices.set_defaults(command=_notices)


def _words(language: str) -> Translate:
    words = catalogue(language)
    return lambda text: words.get(text, text)


def _say(*cells: str) -> None:
    sys.stdout.write("\t".join(cells) + "\n")


def _county(settings: Settings) -> County:
    return load_county(
        settings.county_dir,
        settings.reference_dir,
        rules=RuleFolders(settings.rules_dir, settings.kept_rules_dir),
    )


def problem_line(problem: TableProblem, _: Translate) -> str:
    """One problem as file, row, column, value and sentence."""
    row = "" if problem.row is None else str(problem.row)
    return "\t".join((problem.file, row, problem.column or "", problem.value, _(problem.rule)))


def _tell(problems: Iterable[TableProblem], _: Translate) -> None:
    for problem in problems:
        _say(problem_line(problem, _))


def _check(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings.language)
    read = load_rule_set(asked.folder, frozenset(unit.unit_id for unit in _county(settings).member_units))
    _tell((*read.problems, *read.doubts), _)
    if read.rule_set is None:
        _say(_("有 {count} 处错误,这个规则不会生效").format(count=len(read.problems)))
        return FAULT
    count = len(read.rule_set.clauses)
    _say(_("没有错误:{count} 个条款,{doubts} 处请核对").format(count=count, doubts=len(read.doubts)))
    return DONE


def _list(_asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings.language)
    book = _county(settings).rules
    for one in (book.in_force, *book.others):
        if one is not None:
            state = _("生效") if one is book.in_force else _("备用")
            official = _("官方文本") if one.is_official else _("非官方文本")
            clauses = _("{count} 个条款").format(count=len(one.clauses))
            _say(one.rule_set_id, state, one.name(settings.language), official, clauses, one.source)
    for rule_set_id, problems in book.refused:
        _say(rule_set_id, _("有错误,未采用"))
        _tell(problems, _)
    return FAULT if book.is_fallback else DONE


def _facts(_asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings.language)
    for fact in FACTS.values():
        _say(*fact_cells(fact, settings.language, _))
    return DONE


def fact_cells(fact: Fact, language: str, _: Translate) -> tuple[str, ...]:
    """A fact as the cells of a table: code, name, about what, units, parameters, how found, when unknown."""
    is_english = language.startswith("en")
    units = ", ".join(f"{unit} ({_(UNIT_NAMES[unit])})" for unit in fact.units)
    asked = [
        name for name, is_so in (("within_h", fact.has_within_h), ("within_km", fact.has_within_km)) if is_so
    ]
    return (
        fact.code,
        fact.name(language),
        _(SCOPE_NAMES[fact.scope]),
        units,
        ", ".join(asked) or "—",
        fact.how_en if is_english else fact.how_zh,
        fact.unknown_en if is_english else fact.unknown_zh,
    )


def _notices(asked: argparse.Namespace, settings: Settings) -> int:
    _ = _words(settings.language)
    county = _county(settings)
    rule_set = county.rules.named(asked.rule_set) if asked.rule_set else county.rules.in_force
    if rule_set is None:
        _say(_("没有可用的规则"))
        return FAULT
    _say(*(_(text) for text in HEADING))
    found = held_tracks(settings.tracks_dir)
    for one in judged(load_notices(SHIPPED), county, rule_set):
        held = by_held_tracks(one.notice, found, county, rule_set)
        _say(*notice_cells(one, held, settings.language, _))
    return DONE


HEADING = (
    N_("时间"), N_("单位"), N_("台风"), N_("离玉环公里(公布)"), N_("警戒线"), N_("通报级别"), N_("规则建议"),
    N_("迟早(小时)"), N_("用所存路径"), N_("说明"),
)  # fmt: skip


def notice_cells(one: Judged, held: Held | None, language: str, _: Translate) -> tuple[str, ...]:
    """A notice as the cells of the acceptance table."""
    notice, is_english = one.notice, language.startswith("en")
    away = "—" if one.distance_km is None else f"{one.distance_km:,.0f}"
    if notice.published_km:
        away += f" ({notice.published_km:,.0f})"
    return (
        show_instant(notice.at)[:16].replace("T", " "),
        notice.who_en if is_english else notice.who_zh,
        (notice.storm_en if is_english else notice.storm_zh) or "—",
        away,
        _(LINES[one.line]) if one.line else "—",
        level_name(notice.declared, _),
        _suggested(one.due.level_code, one.due.could_be, _),
        _lag(one),
        "—" if held is None else _held(one, held, _),
        notice.why_en if is_english else notice.why_zh,
    )


def level_name(level_code: str | None, _: Translate) -> str:
    """A level as it is written."""
    names = {"sea": _(N_("海上级")), "4": "Ⅳ", "3": "Ⅲ", "2": "Ⅱ", "1": "Ⅰ"}
    return names.get(level_code or "", _(NO_LEVEL))


def _suggested(level_code: str | None, could_be: str | None, _: Translate) -> str:
    said = level_name(level_code, _)
    return (
        said
        if could_be is None
        else _("{level},未知项可升至{could}").format(level=said, could=level_name(could_be, _))
    )


def _lag(one: Judged) -> str:
    if one.lag_h is None:
        return "—"
    low, high = one.lag_h
    return f"{low:+.0f}" if low == high else f"{low:+.0f} … {high:+.0f}"


def _held(one: Judged, held: Held, _: Translate) -> str:
    said = _suggested(held.level_code, held.could_be, _)
    if one.notice.kind != RAISED:
        return said
    if held.reached_at is None:
        return _("{said};前三日、后一日内未达到通报级别").format(said=said)
    hours = (one.notice.at - held.reached_at) / timedelta(hours=1)
    at = show_instant(held.reached_at)[5:16].replace("T", " ")
    return _("{said};{at}起达到通报级别,通报{lag}小时").format(said=said, at=at, lag=f"{hours:+.1f}")
