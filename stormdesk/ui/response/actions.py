"""The checklist as a table: what each unit owes, by when, late first; explained and marked beside it."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from stormdesk.domain.checklist import RED_SIGNAL, SIGNAL, Item, State
from stormdesk.domain.masking import mask_phone
from stormdesk.outlook.checklist import Standing, actions_of, checklist_at, standing
from stormdesk.ui.actors import actor_name
from stormdesk.ui.header import hazard_name
from stormdesk.ui.page import Page
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.render import duration
from stormdesk.ui.response.explaining import draw_item
from stormdesk.ui.response.marking import draw_marking
from stormdesk.ui.response.words import action_state, level_name
from stormdesk.ui.storm.plot import on_axis
from stormdesk.ui.storm.sheet import Record, text
from stormdesk.ui.subjects import chosen
from stormdesk.ui.subjects.download import draw_downloads
from stormdesk.ui.text import _, language

FOLDER = "checklist"
ROW_PX, TALLEST = 35, 520
NOW, LATE, PAST = "now", "late", "past"


def draw_checklist(page: Page) -> None:
    """Draw what the levels in force ask for, and what those that are over have asked for."""
    if not actions_of(page.desk):
        draw_template(
            "empty", text=_("现行规则没有行动清单(规则文件夹里没有 actions.csv),各单位应办事项不明。")
        )
        return
    items = checklist_at(page.desk, page.moment)
    if not items:
        draw_template("empty", text=_("没有启动响应,也没有红色预警,因此没有行动清单。启动后按级别自动打开。"))
        return
    draw_template("tiles", tiles=_tiles(page))
    shown = _chosen(items)
    _draw_table(page, shown)
    picked = chosen.card_id(FOLDER)
    item = next((one for one in items if one.item_id == picked), None)
    if item is not None:
        draw_item(page, item)
    ticked = set(chosen.selected_ids(FOLDER))
    draw_marking(page, [one for one in shown if one.item_id in ticked])


def _tiles(page: Page) -> list[dict[str, str]]:
    now: Standing = standing(page.desk, page.moment)
    left = None if now.next_due_at is None else now.next_due_at - page.moment.as_of
    late = "late" if now.late else "done"
    return [
        _tile(_("超时未办"), str(now.late), _("共 {n} 项").format(n=now.total), late),
        _tile(_("待办与办理中"), str(now.open + now.doing), _("办理中 {n} 项").format(n=now.doing), "plain"),
        _tile(_("已办"), str(now.done), _("不适用 {n} 项").format(n=now.not_applicable), "done"),
        _tile(_("最近时限"), duration(left) if left else "—", _("小时:分"), "soon"),
    ]


def _tile(label: str, value: str, note: str, state: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note, "state": state}


def _chosen(items: Sequence[Item]) -> list[Item]:
    """Draw the choice of what to see and return those items."""
    kept = {
        NOW: [one for one in items if one.is_live],
        LATE: [one for one in items if one.is_live and one.state is State.LATE],
        PAST: [one for one in items if not one.is_live],
    }
    names = {NOW: _("现行清单"), LATE: _("只看超时"), PAST: _("已结束级别的清单")}
    view = st.segmented_control(
        _("看哪些"),
        list(names),
        default=NOW,
        required=True,
        format_func=names.__getitem__,
        key=f"{FOLDER}-view",
    )
    return kept[view or NOW]


def _draw_table(page: Page, items: Sequence[Item]) -> None:
    if not items:
        draw_template("empty", text=_("没有。"))
        return
    frame = listed(page, items)
    chosen.lay_out(FOLDER, [one.item_id for one in items])
    st.dataframe(
        frame,
        hide_index=True,
        height=min(TALLEST, ROW_PX * (len(frame) + 1) + 3),
        key=chosen.list_key(FOLDER),
        on_select=lambda: chosen.picked(FOLDER),
        selection_mode=["multi-row", "single-cell"],
        column_config={_("时限"): st.column_config.DatetimeColumn(format="MM-DD HH:mm")},
        placeholder="—",
    )
    st.caption(_("点单元格看条款、出处和经过;勾选行可一次标记多项。时限为默认值,不是本地预案原文。"))
    with st.container(horizontal=True):
        draw_downloads(page, _("行动清单"), frame, key=FOLDER)


def listed(page: Page, items: Sequence[Item]) -> pd.DataFrame:
    """Return the items in the reader's words, liaison phones masked."""
    units = {str(row["unit_id"]): row for row in page.ask("checklist/units").to_dict("records")}
    rows = [_row(page, one, units.get(one.action.unit_id, {}), page.moment.as_of) for one in items]
    return pd.DataFrame(rows)


def _row(page: Page, item: Item, unit: Record, at: datetime) -> dict[str, object]:
    name = text(unit.get("name_en")) if language() == "en" else ""
    left = item.left(at)
    return {
        _("状态"): _state(item),
        _("剩余"): "" if left is None else duration(left),
        _("行动"): item.action.name(language()),
        _("单位"): name or text(unit.get("name")) or item.action.unit_id,
        _("联络电话"): mask_phone(text(unit.get("phone"))) or _("未登记"),
        _("时限"): None if item.due_at is None else on_axis(item.due_at),
        _("来自"): asked_by(page, item),
        _("次数"): _times(item),
        _("谁办的"): actor_name(item.mark.actor) if item.mark else "",
    }


def _times(item: Item) -> str:
    """How often what recurs was done, of how often it has come due."""
    if item.action.every_min is None:
        return ""
    if not item.owed_count:
        return _("{n} 次").format(n=item.done_count)
    return _("{n} 次,应 {owed} 次").format(n=item.done_count, owed=item.owed_count)


def _state(item: Item) -> str:
    return f"{action_state(item.state)}({_('超时办结')})" if item.was_late else action_state(item.state)


def asked_by(page: Page, item: Item) -> str:
    """Which level or signal asks for an action."""
    if item.action.level_code == RED_SIGNAL or item.hazard == SIGNAL:
        return _("红色预警")
    return f"{hazard_name(item.hazard)} {level_name(page.county.reference, item.action.level_code)}"
