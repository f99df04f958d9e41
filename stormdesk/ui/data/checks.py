"""The checks: what each found in the operation on screen, and the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.check import WHATS, CheckResult, Severity
from stormdesk.domain.vocabulary import N_
from stormdesk.store.checks import run_checks
from stormdesk.ui.data.held import close, keep, opened
from stormdesk.ui.data.held import kept as held_for
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.words import text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import KEPT, chosen
from stormdesk.ui.text import _

OPEN = "check"
_HELD = "checks"
# severity: the sign, the words, the tone of the tile
SEVERITIES = {
    Severity.ERROR: ("■", N_("台账错误"), "late"),
    Severity.FINDING: ("▲", N_("待核实"), "soon"),
}
PAGES: Mapping[str, str] = {
    "responsible_person": "duty",
    "evacuee": "evacuation",
    "vessel": "vessels",
    "site": "sites",
    "construction_site": "sites",
    "shelter": "shelters",
    "response": "response",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """All checks run on one operation at one moment."""

    operation_id: str
    as_of: datetime
    results: Sequence[CheckResult]


def draw_checks(page: Page) -> None:
    """Draw the checks' results; they run once and again when asked for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("重新检查"), icon=":material/refresh:", key="data-checks-again"):
            keep(_HELD, None)
        checked = _checked(page)
        draw_template(
            "storm_note",
            text=_("检查的时刻:{at}").format(at=clock_time(checked.as_of, "%Y-%m-%d %H:%M")),
        )
    _draw_tiles(checked.results)
    draw_table(
        _columns(checked.results),
        key="data-checks",
        ids=[result.name for result in checked.results],
        opens=OPEN,
        title=_("检查"),
    )
    st.caption(_("点一行看它查出的每一行。空的检查是好消息。"))
    name = opened(OPEN)
    found = next((result for result in checked.results if result.name == name), None)
    if found is not None:
        _draw_rows(found)


def _checked(page: Page) -> Checked:
    held: Checked | None = held_for(_HELD)
    if held is not None and held.operation_id == page.moment.operation_id:
        return held
    moment = page.moment
    with st.spinner(_("正在检查…")):
        results = run_checks(
            page.desk.desk_for(Action.MANAGE, "imports").store,
            moment.operation_id,
            as_of=moment.as_of,
            known_at=moment.known_at,
        )
    results.sort(
        key=lambda result: (not result.rows, result.severity is not Severity.ERROR, -len(result.rows))
    )
    checked = Checked(moment.operation_id, moment.as_of, results)
    keep(_HELD, checked)
    return checked


def _order(result: CheckResult) -> tuple[bool, bool, int, str]:
    """Those that found something first, the graver and longer ones before the others."""
    return not result.rows, result.severity is not Severity.ERROR, -len(result.rows), result.name


def _draw_tiles(results: Sequence[CheckResult]) -> None:
    tiles = []
    for severity, (sign, words, tone) in SEVERITIES.items():
        mine = [result for result in results if result.severity is severity]
        rows = sum(len(result.rows) for result in mine)
        more = "+" if any(result.is_truncated for result in mine) else ""
        note = _("{n} 项检查中的 {m} 项").format(n=len(mine), m=sum(bool(result.rows) for result in mine))
        tiles.append(
            {
                "label": f"{sign if rows else '✓'} {_(words)}",
                "value": f"{whole(rows)}{more}",
                "note": note,
                "state": tone if rows else "done",
            }
        )
    draw_template("tiles", tiles=tiles)


def _columns(results: Sequence[CheckResult]) -> dict[str, Any]:
    return {
        _("检查"): [_(result.title) for result in results],
        _("结果"): [severity_words(result) for result in results],
        _("行数"): [f"{len(result.rows):,}{'+' if result.is_truncated else ''}" for result in results],
        _("编号"): [result.name for result in results],
    }


def severity_words(result: CheckResult) -> str:
    """What a check came to, as a sign and words."""
    if not result.rows:
        return _("✓ 没有")
    sign, words, _tone = SEVERITIES[result.severity]
    return f"{sign} {_(words)}"


def _draw_rows(found: CheckResult) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(_(found.title))
        st.button(_("收起"), key="data-check-close", on_click=close, args=(OPEN,))
    if not found.rows:
        draw_template("empty", text=_("这项检查没有查出任何行。"))
        return
    draw_table(row_columns(found), key=f"data-check-{found.name}", links=_("打开"), title=_(found.title))
    if found.is_truncated:
        st.caption(_("只列前 {n} 行。").format(n=whole(len(found.rows))))


def row_columns(found: CheckResult) -> dict[str, Any]:
    """The rows of a check by title; the last column leads to the object's page where it has one."""
    said = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    return {
        _("对象"): [text_of(row.get("object_id")) for row in said],
        _("类别"): [subject_words(text_of(row.get("subject"))) for row in said],
        _("问题"): [_(WHATS.get(text_of(row.get("what")), text_of(row.get("what")))) for row in said],
        _("说明"): [text_of(row.get("detail")) for row in said],
        _("打开"): [object_link(text_of(row.get("subject")), text_of(row.get("object_id"))) for row in said],
    }


_SUBJECTS = {
    "responsible_person": N_("责任人"),
    "evacuee": N_("转移对象"),
    "vessel": N_("船舶"),
    "site": N_("工地"),
    "construction_site": N_("工地"),
    "shelter": N_("避灾点"),
    "facility": N_("设施"),
    "member_unit": N_("成员单位"),
    "unit": N_("成员单位"),
    "harbour": N_("港口"),
    "gauge": N_("测站"),
    "team": N_("队伍"),
    "stock": N_("物资"),
    "terminal": N_("终端"),
    "danger_zone": N_("危险区"),
    "village": N_("村(社区)"),
    "response": N_("应急响应"),
    "warning": N_("预警信号"),
    "directive": N_("督办"),
    "action": N_("行动清单"),
    "area": N_("区域"),
    "tally": N_("上报人数"),
    "damage": N_("灾情"),
    "log": N_("值班记录"),
}


def subject_words(subject: str) -> str:
    """What a kind of object is called; its code when it has no name."""
    return _(_SUBJECTS.get(subject, subject))


def object_link(subject: str, object_id: str) -> str | None:
    """The address of an object's card at this page's moment; None where no page shows it."""
    name = PAGES.get(subject)
    if name is None or not object_id:
        return None
    kept = {choice: value for choice in KEPT if (value := chosen(choice))}
    return f"{name}?{urlencode(kept | {'object': object_id})}"
