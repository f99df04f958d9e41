"""Holes in duty, first on the duty page: how many of each kind, the list, and why each is one."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from stormdesk.domain.coverage import Hole, HoleKind
from stormdesk.domain.masking import mask_name
from stormdesk.door.unmask import Register
from stormdesk.outlook.coverage import hole_counts, holes
from stormdesk.ui.coverage.words import (
    kind_name,
    person,
    rule_words,
    watched_words,
    what,
    where,
    why,
    window_words,
)
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, whole
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.subjects.description import Tile
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.subjects.words import beijing
from stormdesk.ui.table_choice import first_ticked
from stormdesk.ui.text import _
from stormdesk.ui.unmask.block import Person, draw_unmask

ALL = "all"
LONGEST = 200
# Low enough that the grounds of a picked row stand on the same screen.
TALLEST = 290
# What leaves a place without anybody now; the others are faults of the lists.
GRAVE = (HoleKind.UNCOVERED, HoleKind.EMPTY_VILLAGE, HoleKind.TWO_PLACES)


def draw_coverage(page: Page) -> None:
    """Draw the holes at the page's moment, for its area."""
    st.subheader(_("值守缺口"), anchor=False)
    found = holes(page.desk, page.moment, area_code=page.area_code)
    counts = hole_counts(found)
    draw_template("subject_style")
    draw_template("subject_headline", rows=[[_tile(kind, count) for kind, count in counts.items()]])
    if not found:
        st.caption(_("没有发现缺口。") + watched_words())
        return
    picked = _pick(counts)
    _draw_list(page, picked, [hole for hole in found if picked in {ALL, hole.kind}])


def _draw_list(page: Page, picked: str, shown: Sequence[Hole]) -> None:
    """Draw the holes of one kind or all, and the grounds of the one that is picked."""
    table = _table(page, shown)
    state = st.dataframe(
        table[:LONGEST],
        hide_index=True,
        height=min(TALLEST, 38 + 35 * len(table)),
        key=f"duty-coverage-{picked}",
        on_select="rerun",
        selection_mode="single-row",
        placeholder="—",
        column_config={
            _("自"): st.column_config.DatetimeColumn(format="MM-DD HH:mm"),
            _("人数"): st.column_config.NumberColumn(),
        },
    )
    picked_row = first_ticked(state, len(shown))
    if picked_row is not None:
        hole = shown[picked_row]
        draw_template("clock_style")
        draw_template("clock_why", lines=_lines(page, hole))
        draw_unmask(page, _guards(hole), key=f"coverage-{hole.kind}-{hole.subject_id}")
    _draw_foot(page, picked, table)


def _guards(hole: Hole) -> list[Person]:
    """Who stands, or should stand, in a hole."""
    guards = (hole.officer, hole.deputy, *hole.persons)
    return [
        Person(Register.RESPONSIBLE_PERSON, guard.person_id, mask_name(guard.name) or guard.person_id)
        for guard in guards
        if guard is not None
    ]


def _pick(counts: dict[HoleKind, int]) -> str:
    titles = {ALL: _("全部 {n}").format(n=whole(sum(counts.values())))} | {
        kind.value: f"{kind_name(kind)} {whole(count)}" for kind, count in counts.items() if count
    }
    picked = st.segmented_control(
        _("缺口种类"),
        list(titles),
        default=ALL,
        required=True,
        format_func=lambda name: titles.get(name, name),
        label_visibility="collapsed",
        key="duty-coverage-kind",
    )
    return picked if picked in titles else ALL


def _tile(kind: HoleKind, count: int) -> Tile:
    note = _("大风窗口内") if kind in GRAVE[:2] else _("此刻在岗") if kind in GRAVE else _("名册")
    return Tile(
        kind_name(kind), whole(count), note, "done" if not count else "late" if kind in GRAVE else "soon"
    )


def _table(page: Page, shown: Sequence[Hole]) -> pd.DataFrame:
    since = pd.Series([hole.since for hole in shown], dtype="datetime64[ns, UTC]")
    return pd.DataFrame(
        {
            _("缺口"): [kind_name(hole.kind) for hole in shown],
            _("对象"): [what(hole) for hole in shown],
            _("地点"): [where(page, hole) for hole in shown],
            _("原因"): [why(hole) for hole in shown],
            _("责任人"): [_who(hole) for hole in shown],
            _("替岗人"): [_deputy(hole) for hole in shown],
            _("自"): beijing(since),
            _("大风窗口"): [window_words(hole) for hole in shown],
            _("人数"): pd.Series([hole.people for hole in shown], dtype="Int64"),
        }
    )


def _who(hole: Hole) -> str:
    if hole.officer is not None:
        return person(hole.officer.name, hole.officer.phone)
    if not hole.persons:
        return "—"
    names = "、".join(dict.fromkeys(mask_name(one.name) or "—" for one in hole.persons))
    return f"{names} {person(None, hole.persons[0].phone)}"


def _deputy(hole: Hole) -> str:
    return person(hole.deputy.name, hole.deputy.phone) if hole.deputy else "—"


def _lines(page: Page, hole: Hole) -> list[dict[str, str]]:
    """One hole explained: what, why, by which rule, in which window, who owes it."""
    since = clock_time(hole.since) if hole.since else _("没有记录")
    lines = [
        ("status", kind_name(hole.kind), f"{what(hole)} · {where(page, hole)}", why(hole)),
        ("rule", _("规则"), rule_words(hole.kind), ""),
        ("hazard", _("大风窗口"), window_words(hole), watched_words() if hole.window else ""),
        ("state", _("责任人"), _who(hole), _("自 {at}").format(at=since)),
        ("state", _("替岗人"), _deputy(hole), ""),
    ]
    return [
        {"kind": kind, "title": title, "number": number, "grounds": grounds, "source": "", "age": ""}
        for kind, title, number, grounds in lines
    ]


def _draw_foot(page: Page, picked: str, table: pd.DataFrame) -> None:
    kinds = list(HoleKind) if picked == ALL else [HoleKind(picked)]
    said = [(kind_name(kind), rule_words(kind)) for kind in kinds]
    with st.container(horizontal=True):
        draw_downloads(page, _("值守缺口"), table, key=f"duty-coverage-{picked}", said=said)
    if len(table) > LONGEST:
        st.caption(_("显示前 {n} 行,共 {total} 行;下载含全部。").format(n=LONGEST, total=len(table)))
    if picked != ALL:
        st.caption(rule_words(kinds[0]))
    st.caption(watched_words() + _("。点一行看规则、窗口和依据。"))
