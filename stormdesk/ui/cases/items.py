"""The board of what past storms left to be done: open first, overdue, by owner."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from stormdesk.domain.after_action import ItemStatus, OpenItem
from stormdesk.outlook.cases import items_at
from stormdesk.ui.cases.editing import draw_editing
from stormdesk.ui.cases.words import day_words, owner_words, status_words
from stormdesk.ui.data.held import opened
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.text import _, language

OPENED: Final = "item"
OPEN, OVERDUE, WAITING, DONE, ALL = "open", "overdue", "waiting", "done", "all"


def draw_items(page: Page) -> None:
    """Draw how many items there are, the chosen ones, and the one that is open."""
    items = items_at(page.desk, page.moment)
    if not items:
        draw_template("empty", text=_("此刻没有整改事项。事项在案例里列入,或随县(市)资料文件带入。"))
        return
    draw_template("tiles", tiles=_tiles(items))
    shown = _chosen(items)
    if not shown:
        draw_template("empty", text=_("这一类没有事项。"))
    else:
        _draw_table(shown)
    draw_editing(page, items, opened(OPENED))


def _tiles(items: Sequence[OpenItem]) -> list[dict[str, str]]:
    late = sum(one.is_overdue for one in items)
    waiting = sum(one.status is ItemStatus.DONE for one in items)
    unowned = sum(one.is_open and not one.owner_unit for one in items)
    told = (
        (_("未销号"), sum(one.is_open for one in items), _("共 {n} 项").format(n=len(items)), "plain"),
        (_("已超期"), late, _("按各项时限"), "late" if late else "done"),
        (_("已完成待核实"), waiting, _("须另一人销号"), "soon" if waiting else "plain"),
        (_("没有责任单位"), unowned, _("请先交办"), "soon" if unowned else "done"),
        (_("已销号"), sum(not one.is_open for one in items), _("凭佐证"), "done"),
    )
    return [{"label": a, "value": str(b), "note": c, "state": d} for a, b, c, d in told]


def _chosen(items: Sequence[OpenItem]) -> list[OpenItem]:
    kinds = {
        OPEN: [one for one in items if one.is_open],
        OVERDUE: [one for one in items if one.is_overdue],
        WAITING: [one for one in items if one.status is ItemStatus.DONE],
        DONE: [one for one in items if not one.is_open],
        ALL: list(items),
    }
    names = {OPEN: _("未销号"), OVERDUE: _("已超期"), WAITING: _("待核实"), DONE: _("已销号"), ALL: _("全部")}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        kind = st.segmented_control(
            _("看哪些"),
            list(names),
            default=OPEN,
            required=True,
            format_func=names.__getitem__,
            key="cases-which",
        )
    owners = sorted({owner_words(one) for one in items})
    with right:
        owner = st.selectbox(_("责任单位"), owners, index=None, placeholder=_("全部单位"), key="cases-owner")
    return [one for one in kinds[kind or OPEN] if owner in (None, owner_words(one))]


def _draw_table(items: Sequence[OpenItem]) -> None:
    draw_table(
        {
            _("事项"): [f"{one.case_name(language())} · {one.key}" for one in items],
            _("内容"): [one.title(language()) for one in items],
            _("状态"): [status_words(one) for one in items],
            _("责任单位"): [owner_words(one) for one in items],
            _("时限"): [day_words(one.due_at) for one in items],
            _("佐证"): [one.evidence or one.evidence_sha256[:12] or "—" for one in items],
            _("列入日期"): [day_words(one.found_at) for one in items],
            _("依据"): [one.source or "—" for one in items],
        },
        key="cases-items",
        ids=[one.item_id for one in items],
        opens=OPENED,
        title=_("整改事项"),
    )
