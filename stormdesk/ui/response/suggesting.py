"""What the rules call for, apart from what was decided: level, since when, the lag, and every clause."""

import math
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from stormdesk.domain.decisions import HAZARDS, LEVEL_RANK
from stormdesk.domain.rules.evaluate import ClauseOutcome, Input
from stormdesk.domain.rules.facts import FACTS, UNIT_NAMES, Unit
from stormdesk.domain.rules.records import Condition, RuleLevel
from stormdesk.outlook.levels import Suggestion, suggestions
from stormdesk.ui.header import hazard_name
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.lagging import owed_since
from stormdesk.ui.response.words import certainties, level_mark, level_name
from stormdesk.ui.text import _, language


def draw_suggestions(page: Page, found: Sequence[Suggestion]) -> None:
    """Draw the suggested level of each hazard beside the declared one, and its clauses on a click."""
    if not found:
        draw_template("empty", text=_("没有可用的规则,无法建议级别。请在数据页核对规则文件。"))
        return
    rules = page.county.rules.in_force
    told = [_hazard(page, one) for one in found]
    draw_template(
        "response_suggestion",
        hazards=[one for one in told if not one["is_quiet"]],
        quiet=[one for one in told if one["is_quiet"]],
        rules=rules.name(language()) if rules else "",
        is_official=bool(rules and rules.is_official),
        is_fallback=page.county.rules.is_fallback,
        silent="、".join(hazard_name(name) for name in unspoken(found)),
    )
    for one in found:
        true = sum(outcome.truth is True for outcome in one.clauses)
        title = _("{hazard}逐条:{true} 条成立,{unknown} 条不明,共 {total} 条").format(
            hazard=hazard_name(one.hazard),
            true=true,
            unknown=sum(outcome.truth is None for outcome in one.clauses),
            total=len(one.clauses),
        )
        with st.expander(literal(title), expanded=False):
            draw_template("response_clauses", clauses=[_clause(page, outcome) for outcome in one.clauses])


def found_at(page: Page) -> tuple[Suggestion, ...]:
    """Return what the rules call for at the page's moment."""
    return suggestions(page.desk, page.moment)


def unspoken(found: Sequence[Suggestion]) -> list[str]:
    """The hazards of which the rules in force say nothing: no level is called for, and none is excluded."""
    told = {str(one.hazard) for one in found}
    return [name for name in HAZARDS if name not in told]


def hints(found: Sequence[Suggestion]) -> dict[str, str]:
    """Return the true clauses of each suggested level in words, to begin the grounds of a proposal with."""
    return {
        str(one.hazard): ";".join(_ground(outcome) for outcome in one.reasons) for one in found if one.reasons
    }


def _ground(outcome: ClauseOutcome) -> str:
    text = outcome.clause.text(language())
    name = outcome.storm_name_en if language() == "en" else outcome.storm_name_zh
    return f"{name}:{text}" if name else text


def _hazard(page: Page, one: Suggestion) -> dict[str, Any]:
    reference = page.county.reference
    declared = page.ask("response/in_force").set_index("hazard")["level_code"].get(str(one.hazard))
    since = owed_since(page, str(one.hazard), one.level_code, one.since)
    return {
        "name": hazard_name(one.hazard),
        "code": one.level_code or "none",
        "level": level_name(reference, one.level_code) if one.level_code else _("不要求启动"),
        "mark": level_mark(reference, one.level_code) if one.level_code else "—",
        "declared": level_name(reference, declared) if declared else _("未启动"),
        "since": one.since,
        "lag_min": None if since is None else int((page.moment.as_of - since).total_seconds() // 60),
        "lag_since": since,
        "may_lower": bool(declared) and _rank(one.level_code) < _rank(declared) and one.could_be is None,
        "could_be": level_name(reference, one.could_be) if one.could_be else "",
        "doubts": sum(_may_raise(one, outcome) for outcome in one.clauses),
        "is_quiet": not declared and one.level_code is None and one.is_emergency is not True,
        "reasons": [_clause(page, outcome) for outcome in one.reasons],
        "is_emergency": one.is_emergency,
    }


def _rank(code: str | None) -> int:
    return LEVEL_RANK.get(code or "", 0)


def _may_raise(one: Suggestion, outcome: ClauseOutcome) -> bool:
    return outcome.truth is None and _rank(outcome.clause.level_code) > _rank(one.level_code)


def _clause(page: Page, outcome: ClauseOutcome) -> dict[str, Any]:
    clause, code = outcome.clause, str(outcome.clause.level_code)
    is_flag = code == RuleLevel.EMERGENCY
    return {
        "code": "none" if is_flag else code,
        "level": _("紧急防汛期") if is_flag else level_name(page.county.reference, code),
        "letter": clause.code,
        "truth": {True: "true", False: "false", None: "unknown"}[outcome.truth],
        "text": clause.text(language()),
        "source": clause.source,
        "certainty": certainties(clause.certainty),
        "agencies": _agencies(outcome),
        "inputs": [_input(page.moment.as_of, said) for said in outcome.inputs],
    }


def _agencies(outcome: ClauseOutcome) -> str:
    if not outcome.agency_count:
        return ""
    names = "、".join(_(agency) for agency in outcome.agencies_true)
    return _("{n}/{total} 家预报成立 {names}").format(
        n=len(outcome.agencies_true), total=outcome.agency_count, names=names
    )


def _input(at: datetime, said: Input) -> dict[str, Any]:
    reading, condition = said.reading, said.condition
    fact = FACTS[condition.fact]
    age = None if reading.at is None else at - reading.at
    return {
        "name": fact.name(language()),
        "how": fact.how_en if language() == "en" else fact.how_zh,
        "truth": {True: "true", False: "false", None: "unknown"}[said.truth],
        "value": _value(reading.low, reading.high, fact.unit) if reading.is_known else _("不明"),
        "threshold": f"{condition.operator} {_threshold(condition, fact.unit)}",
        "within": " ".join(_within(said)),
        "reason": _(reading.reason) if reading.reason else "",
        "source": _source(said),
        "at": reading.at,
        "age": age if age is not None and age >= timedelta(0) else None,
        "is_modelled": reading.is_modelled,
        "text": condition.text(language()),
        "clause_source": condition.source,
    }


def _source(said: Input) -> str:
    """Whose word it is: the forecasting agency and the source, one of them where they are the same."""
    words = (_(said.agency) if said.agency else "", _(said.reading.source) if said.reading.source else "")
    return " ".join(dict.fromkeys(word for word in words if word))


def _within(said: Input) -> Iterator[str]:
    if said.condition.within_h is not None:
        yield _("{n} 小时内").format(n=f"{said.condition.within_h:g}")
    if said.condition.within_km is not None:
        yield _("{n} 公里内").format(n=f"{said.condition.within_km:g}")


def _value(low: float, high: float, unit: Unit) -> str:
    if unit is Unit.YES_NO:
        return (_("是") if low else _("否")) if low == high else _("可能")
    if unit is Unit.COLOUR:
        names = [_colour(rank) for rank in dict.fromkeys((low, high))]
        return "–".join(names)
    shown = [f"{bound:.4g}" if math.isfinite(bound) else "∞" for bound in dict.fromkeys((low, high))]
    return f"{'–'.join(shown)} {_(UNIT_NAMES[unit])}"


def _colour(rank: float) -> str:
    names = (_("没有"), _("蓝色"), _("黄色"), _("橙色"), _("红色"))
    return names[int(rank)] if 0 <= rank < len(names) else f"{rank:g}"


def _threshold(condition: Condition, unit: Unit) -> str:
    """The threshold as the fact is kept, beside it as it was written in the rule file."""
    threshold, written = condition.threshold, condition.threshold_text
    if unit in {Unit.YES_NO, Unit.COLOUR}:
        return _value(threshold, threshold, unit)
    number = f"{threshold:g} {_(UNIT_NAMES[unit])}"
    return number if written.strip() in {f"{threshold:g}", str(threshold)} else f"{written} ({number})"
