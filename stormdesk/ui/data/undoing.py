"""Taking an import back as a whole: asked first, then told what could not be taken back."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.import_notes import came_of_undoing, importing
from stormdesk.ingest.lists.undo import undo
from stormdesk.ui.data.held import draw_deed
from stormdesk.ui.data.words import text_of
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.text import _

UNDOABLE = frozenset({"list", "merge", "undo"})
HAS_CHANGED = frozenset({"taken", "partly", "undone"})
MOST_NAMED = 10


def draw_undo(page: Page, row: Mapping[Any, Any]) -> None:
    """Draw the button that takes an import back, or why there is none."""
    if row["kind"] not in UNDOABLE:
        st.caption(_("只有名册导入能整体撤销;其他数据用更正登记改。"))
        return
    if not page.may(Action.MANAGE, "imports"):
        return
    if not pd.isna(row["undone_at"]) or row["outcome"] not in HAS_CHANGED:
        return
    draw_undo_button(page, str(row["import_id"]), text_of(row["source"]))


def draw_undo_button(page: Page, import_id: str, name: str) -> None:
    """Draw the button that takes this import back after a confirmation."""
    draw_deed(
        _("撤销这次导入"),
        _("把 {name} 这次导入整体撤销:新增的行结束,改过和关闭的行恢复。之后又被改过的行不动。确定吗?").format(
            name=name
        ),
        _undo,
        page,
        import_id,
        key=f"data-undo-{import_id}",
        icon=":material/undo:",
    )


def _undo(page: Page, import_id: str) -> str:
    with importing(page.desk, "import_undone", thing_id=import_id) as (desk, told):
        report = undo(desk, import_id, by=page.visitor.account_id)
        told(came_of_undoing(import_id, report))
    counts = report.counts
    said = _("已撤销:结束 {gone} 行,恢复 {new} 行,改回 {changed} 行。").format(
        gone=whole(counts.gone), new=whole(counts.new), changed=whole(counts.changed)
    )
    if report.left_alone:
        named = " · ".join(report.left_alone[:MOST_NAMED])
        more = " …" if len(report.left_alone) > MOST_NAMED else ""
        said += _("{n} 行之后又被改过,没有动:{names}").format(
            n=whole(len(report.left_alone)), names=named + more
        )
    return said
