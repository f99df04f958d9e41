"""How a clock came about, line by line: numbers, rule, clause, source, certainty, age."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from stormdesk.domain.county_rows import Certainty, Named
from stormdesk.outlook.explain import Explanation, Line, LineKind, explain
from stormdesk.ui.clock.words import marked
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw, duration
from stormdesk.ui.text import _, language, named

_CODE = re.compile(r"[a-z][a-z0-9_]*")


def draw_explanation(page: Page, subject: str, facet: str, subject_id: str) -> None:
    """Draw the explanation of one object's clock."""
    found = explain(page.desk, page.moment, (subject, facet, subject_id))
    if found is None:
        draw("empty", text=_("这一刻的名册里没有这个对象。"))
        return
    draw("clock_why", lines=told(page, found))


def told(page: Page, found: Explanation) -> list[dict[str, str]]:
    """The lines as the template draws them: what, how much, on what grounds, from where, how old."""
    return [_line(page, found.row, line) for line in found.lines]


def _line(page: Page, row: Mapping[str, Any], line: Line) -> dict[str, str]:
    title, number = _WAYS[line.kind](page, row, line)
    return {
        "kind": line.kind.value,
        "title": title,
        "number": number,
        "grounds": " · ".join(filter(None, _grounds(line))),
        "source": " · ".join(filter(None, (line.clause, line.source, _sure(line)))),
        "age": _age(line.at, page.moment.as_of),
    }


def _grounds(line: Line) -> list[str]:
    """Formula and figures of a step, the margin of a rule, and what else is to be said."""
    values = line.values
    known = {name: number for name, number in (values.get("figures") or {}).items() if number is not None}  # type: ignore[attr-defined]
    names = _figure_names(values.get("names"))
    margin = values.get("margin_min") or values.get("within_min")
    return [
        _in_words(str(values.get("how") or ""), names),
        ", ".join(f"{names.get(name, name)} = {number:,.4g}" for name, number in known.items()),
        _("提前或限时 {n} 分钟").format(n=margin) if margin is not None else "",
        _(line.note) if line.note and line.kind is not LineKind.STEP else "",
        _("风圈由模型补出") if line.is_modelled else "",
    ]


def _figure_names(names: object) -> dict[str, str]:
    """What the figures of a step are called: a row of the county's table, or a word of ours."""
    if not isinstance(names, Mapping):
        return {}
    return {
        code: name.name(language()) if isinstance(name, Named) else _(str(name))
        for code, name in names.items()
    }


def _in_words(formula: str, names: Mapping[str, str]) -> str:
    """A formula with its figures called by their names."""
    return _CODE.sub(lambda found: names.get(found.group(), found.group()), formula)


def _sure(line: Line) -> str:
    """How sure a row is, in words."""
    words = {
        Certainty.OFFICIAL: _("正式规定"),
        Certainty.PUBLISHED: _("公开规定"),
        Certainty.DEFAULT: _("默认规则,非正式"),
        Certainty.SYNTHETIC: _("演练虚构"),
    }
    if line.certainty in set(Certainty):
        return words[Certainty(line.certainty)]
    return _("默认规则,非正式") if line.is_default else ""


def _age(at: datetime | None, as_of: datetime) -> str:
    if at is None:
        return ""
    old = max(as_of - at, timedelta(0))
    return _("{at} · {age} 前").format(at=clock_time(at), age=duration(old))


def _state(_page: Page, row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    return _(line.text), marked(row["state"])


def _status(page: Page, row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    names = page.ask("reference/statuses")
    is_it = names["subject"].eq(row["subject"]) & names["facet"].eq(row["facet"])
    found = dict(zip(names.loc[is_it, "status"], names.loc[is_it, named()], strict=True))
    status = line.values.get("status")
    return _(line.text), found.get(status, str(status)) if status else _("未报")


def _hazard(_page: Page, _row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    agency = line.values.get("agency")
    title = _(line.text)
    return (f"{title} · {_(str(agency))}" if agency else title), _at(line)


def _agency(_page: Page, _row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    closest = line.values.get("closest_km")
    near = _("最近 {km} 公里").format(km=f"{closest:.0f}") if isinstance(closest, float) else ""
    number = _at(line) if line.values.get("at") else _(line.text)
    return _(str(line.values.get("agency"))), " · ".join(filter(None, (number, near)))


def _rule(_page: Page, _row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    rule = line.values.get("rule")
    name = rule.name(language()) if isinstance(rule, Named) else ""
    title = _("规则:{name}") if line.kind is LineKind.RULE else _("另一条规则:{name}")
    return title.format(name=name), _at(line) if line.values.get("at") else _(line.text)


def _finish(_page: Page, _row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    return _(line.text), _at(line)


def _step(_page: Page, _row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    step, minutes = line.values.get("step"), line.values.get("minutes")
    name = step.name(language()) if isinstance(step, Named) else _(line.note or str(line.values.get("code")))
    shown = _("{n} 分钟").format(n=f"{minutes:.0f}") if isinstance(minutes, int | float) else "?"
    return name, shown


def _counted(_page: Page, _row: Mapping[str, Any], line: Line) -> tuple[str, str]:
    return _(line.text).format(**line.values), _at(line)


def _at(line: Line) -> str:
    at = line.values.get("at")
    return clock_time(at) if isinstance(at, datetime) else ""


_WAYS: dict[LineKind, Callable[[Page, Mapping[str, Any], Line], tuple[str, str]]] = {
    LineKind.STATE: _state,
    LineKind.STATUS: _status,
    LineKind.HAZARD: _hazard,
    LineKind.AGENCY: _agency,
    LineKind.RULE: _rule,
    LineKind.OTHER_RULE: _rule,
    LineKind.FINISH: _finish,
    LineKind.STEP: _step,
    LineKind.START: _counted,
    LineKind.REFUGE: _counted,
}
