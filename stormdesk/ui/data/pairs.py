"""Rows of the lists that may be one: side by side, decided by a person, remembered, decided again."""

import hashlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.duplicates import Pair
from stormdesk.domain.vocabulary import N_
from stormdesk.door.import_notes import came_of_merge, came_of_undoing, importing
from stormdesk.door.unmask import Register
from stormdesk.ingest.lists.duplicates import COLUMNS, duplicates
from stormdesk.ingest.lists.merge import merge
from stormdesk.ingest.lists.model import Decision
from stormdesk.ingest.lists.registers import Register as Rows
from stormdesk.ingest.lists.registers import read_register
from stormdesk.ingest.lists.undo import undo
from stormdesk.ingest.lists.write import lists_of
from stormdesk.ui.actors import actor_name
from stormdesk.ui.data.beside import Line, compared
from stormdesk.ui.data.held import close, do, draw_said, keep, kept, opened
from stormdesk.ui.data.table import beijing, draw_table
from stormdesk.ui.data.words import text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import whole
from stormdesk.ui.text import _
from stormdesk.ui.unmask.block import Person, draw_unmask

OPEN = "pair"
_PLACE = "pair-place"
_FOUND = "pairs"
TITLES = {"responsible_person": N_("责任人"), "evacuee": N_("转移对象"), "vessel": N_("船舶")}


def draw_pairs(page: Page) -> None:
    """Draw the pairs of a register one by one, and what was decided before."""
    draw_said()
    register = st.segmented_control(
        _("哪一种名册"),
        list(COLUMNS),
        default=next(iter(COLUMNS)),
        required=True,
        format_func=lambda name: _(TITLES[name]),
        key="data-pairs-register",
    ) or next(iter(COLUMNS))
    desk = page.desk.desk_for(Action.MANAGE, "imports")
    _operation_id, roster = lists_of(desk, page.moment.operation_id)
    found = _found(page, register)
    rows = read_register(desk.store.table, register, roster, page.desk.now())
    if found:
        _draw_next(page, found, rows)
    else:
        draw_template("empty", text=_("没有待定的重复。"))
    _draw_decided(page, register, rows)


def _found(page: Page, register: str) -> Sequence[Pair]:
    """The pairs that wait, looked for again when the data have changed."""
    desk = page.desk.desk_for(Action.MANAGE, "imports")
    of = f"{register}|{page.moment.operation_id}|{page.desk.store.data_version}"
    held: Sequence[Pair] | None = kept(_FOUND, of)
    if held is None:
        with st.spinner(_("正在比较…")):
            held = duplicates(desk, register, operation_id=page.moment.operation_id)
        keep(_FOUND, held, of)
    return held


def _draw_next(page: Page, found: Sequence[Pair], rows: Rows) -> None:
    at = min(int(kept(_PLACE) or 0), len(found) - 1)
    pair = found[at]
    st.subheader(_("第 {k} 对,共 {n} 对待定").format(k=whole(at + 1), n=whole(len(found))))
    _draw_beside(page, rows, (pair.one_id, pair.other_id), reason=_(pair.reason))
    with st.container(horizontal=True):
        _draw_choices(page, pair.register, (pair.one_id, pair.other_id), str(pair.reason), key="next")
        st.button(
            _("先放一放,看下一对"),
            key="data-pair-later",
            disabled=len(found) == 1,
            on_click=keep,
            args=(_PLACE, (at + 1) % len(found)),
        )


def _draw_beside(page: Page, rows: Rows, ids: tuple[str, str], *, reason: str) -> None:
    lines: Sequence[Line] = compared(page, rows, ids)
    draw_template("data_pair", lines=lines, ids=ids, reason=reason)
    sides = zip((_("左"), _("右")), ids, strict=True)
    people = [Person(Register(rows.name), row_id, f"{side} {row_id}") for side, row_id in sides]
    draw_unmask(page, people, key=f"pair-{mark(*ids)}")


def _draw_choices(page: Page, register: str, ids: tuple[str, str], reason: str, *, key: str) -> None:
    left, right = ids
    for label, pair, decision, name in (
        (_("合并,保留左"), (left, right), Decision.MERGED, "left"),
        (_("合并,保留右"), (right, left), Decision.MERGED, "right"),
        (_("不是同一个"), (left, right), Decision.APART, "apart"),
    ):
        st.button(
            label,
            key=f"data-pair-{key}-{name}",
            type="secondary",
            on_click=do,
            args=(_decide, page, register, pair, decision, reason),
        )


def _decide(page: Page, register: str, ids: tuple[str, str], decision: Decision, reason: str) -> str:
    kept_id, other_id = ids
    what = "kept_apart" if decision is Decision.APART else "merged"
    with importing(page.desk, what, thing_id=kept_id, register=register, other=other_id) as (desk, told):
        report = merge(
            desk,
            register,
            kept_id,
            other_id,
            decision,
            by=page.visitor.account_id,
            reason=reason,
            operation_id=page.moment.operation_id,
        )
        if decision is Decision.MERGED:
            told(came_of_merge(register, report))
    close(OPEN)
    if decision is Decision.APART:
        return _("已记住:{one} 和 {other} 不是同一个。").format(one=kept_id, other=other_id)
    said = _("已合并:保留 {one},{other} 结束;指向它的都改指保留的。").format(one=kept_id, other=other_id)
    return " ".join([said, *dict.fromkeys(_(problem.reason) for problem in report.problems)])


def _draw_decided(page: Page, register: str, rows: Rows) -> None:
    found = page.ask_whole(
        (Action.MANAGE, "imports"), "data/decisions", roster=rows.roster, register=register
    )
    st.subheader(_("已判定"))
    if found.empty:
        draw_template("empty", text=_("还没有判定过。"))
        return
    words = {"merged": _("● 同一个,已合并"), "apart": _("○ 不是同一个")}
    marks = [mark(str(row.kept_id), str(row.other_id)) for row in found.itertuples()]
    draw_table(
        {
            _("保留"): found["kept_id"].map(text_of),
            _("另一个"): found["other_id"].map(text_of),
            _("判定"): [words.get(str(decision), str(decision)) for decision in found["decision"]],
            _("理由"): [_(reason) if reason else "—" for reason in found["reason"].map(text_of)],
            _("时间"): beijing(found["recorded_at"]),
            _("判定人"): found["decided_by"].map(actor_name),
        },
        key="data-decided",
        ids=marks,
        opens=OPEN,
    )
    st.caption(_("点一行可以改判。"))
    asked = opened(OPEN)
    if asked in marks:
        _draw_again(page, register, rows, found.iloc[marks.index(asked)])


def mark(kept_id: str, other_id: str) -> str:
    """A short name of a pair for the address."""
    return hashlib.sha256(f"{kept_id}\x1f{other_id}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _draw_again(page: Page, register: str, rows: Rows, row: "pd.Series[Any]") -> None:
    ids = (str(row["kept_id"]), str(row["other_id"]))
    st.subheader(_("改判"))
    _draw_beside(page, rows, ids, reason=_(text_of(row["reason"])) or "—")
    with st.container(horizontal=True):
        if row["decision"] == Decision.APART:
            _draw_choices(page, register, ids, text_of(row["reason"]), key="again")
        elif isinstance(row["import_id"], str):
            st.button(
                _("撤销合并:不是同一个"),
                key="data-pair-part",
                on_click=do,
                args=(_part, page, row["import_id"]),
            )
        st.button(_("收起"), key="data-pair-close", on_click=close, args=(OPEN,))


def _part(page: Page, import_id: str) -> str:
    with importing(page.desk, "merge_undone", thing_id=import_id) as (desk, told):
        report = undo(desk, import_id, by=page.visitor.account_id)
        told(came_of_undoing(import_id, report))
    close(OPEN)
    if report.left_alone:
        return _("已撤销合并;{n} 行之后又被改过,没有动。").format(n=whole(len(report.left_alone)))
    return _("已撤销合并,两行各自恢复。")
