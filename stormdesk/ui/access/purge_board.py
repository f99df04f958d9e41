"""Responses and what must be forgotten: begin, end, show, and the proposals that wait for another hand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.moment import ClockMode
from stormdesk.door.purge.closing import LONGEST_NAME, OPERATIONS, begin, end, go_on, show
from stormdesk.door.purge.proposals import PURGE, waiting
from stormdesk.ui.access.ending import ending_question
from stormdesk.ui.access.purge_forms import draw_plan, draw_waiting, instant, work
from stormdesk.ui.access.purge_record import draw_record
from stormdesk.ui.data.held import draw_deed, is_asked
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, named

Row = dict[str, Any]
ENDING: Final = "access-purge-end"


def draw_purge(page: Page) -> None:
    """Draw the proposals that wait, every response with its state, and what to do with the chosen one."""
    work(page)
    now = datetime.now(UTC)
    proposals = waiting(page.desk.office, at=now)
    found = page.desk.store.frame("operation/list").to_dict("records")
    rows = [{str(name): value for name, value in row.items()} for row in found]
    draw_waiting(page, proposals, {str(row["operation_id"]): str(row[named()]) for row in rows})
    _draw_responses(rows)
    if page.may(Action.MANAGE, OPERATIONS):
        _draw_beginning(page)
    if not rows:
        return
    by_id = {str(row["operation_id"]): row for row in rows}
    picked = st.selectbox(
        _("哪一次响应"),
        list(by_id),
        index=_first(list(by_id), [one.operation_id for one in proposals]),
        format_func=lambda one: f"{by_id[one][named()]} · {one}",
        key="access-purge-which",
    )
    chosen = by_id[str(picked)]
    if page.may(Action.MANAGE, OPERATIONS):
        _draw_deeds(page, chosen)
    if page.may(Action.PROPOSE, PURGE) or page.may(Action.APPROVE, PURGE):
        draw_record(page, str(chosen["operation_id"]), str(chosen[named()]))
        draw_plan(page, str(chosen["operation_id"]), now)


def _first(operation_ids: Sequence[str], wanted: Sequence[str]) -> int:
    """The place of a response that waits for another hand, so that its plan stands beside the button."""
    return next((place for place, one in enumerate(operation_ids) if one in wanted), 0)


def _draw_responses(rows: list[Row]) -> None:
    draw_table(
        {
            _("响应"): [row[named()] for row in rows],
            _("开始"): [instant(row["opened_at"]) for row in rows],
            _("结束"): [instant(row["closed_at"]) if _is_told(row["closed_at"]) else None for row in rows],
            _("状态"): [state_words(row) for row in rows],
        },
        key="access-purge-responses",
    )


def state_words(row: Row) -> str:
    """How a response stands."""
    if _is_told(row["forgotten_at"]):
        return _("■ 个人信息已销毁")
    return _("○ 已结束") if _is_told(row["closed_at"]) else _("● 进行中")


def _draw_beginning(page: Page) -> None:
    if page.desk.settings.mode != ClockMode.LIVE:
        return
    with st.expander(_("开启一次响应"), icon=":material/add_alert:"):
        name = st.text_input(_("名称"), max_chars=LONGEST_NAME, key="access-purge-name").strip()
        storm_id = st.text_input(
            _("台风编号,如 202612(没有可不填)"), max_chars=6, key="access-purge-storm"
        ).strip()
        draw_deed(
            _("开启"),
            _("各屏会立即切换到“{name}”,之后的登记都记入它。确定吗?").format(name=name),
            _begin,
            page,
            name,
            storm_id,
            key="access-purge-begin",
            icon=":material/play_arrow:",
            is_disabled=not name,
        )


def _draw_deeds(page: Page, row: Row) -> None:
    operation_id, name = str(row["operation_id"]), str(row[named()])
    is_open, is_forgotten = not _is_told(row["closed_at"]), _is_told(row["forgotten_at"])
    clock = page.desk.clock_setting
    is_shown = clock is not None and clock.operation_id == operation_id
    with st.container(horizontal=True):
        draw_deed(
            _("显示到各屏"),
            _("各屏会立即切换到“{name}”。确定吗?").format(name=name),
            _show,
            page,
            operation_id,
            key="access-purge-show",
            icon=":material/tv:",
            is_disabled=is_shown,
        )
        draw_deed(
            _("结束响应") if is_open else _("重新打开"),
            _ending(page, operation_id, name) if is_open else _("重新打开“{name}”?").format(name=name),
            _end if is_open else _go_on,
            page,
            operation_id,
            key=ENDING,
            icon=":material/flag:",
            is_disabled=is_forgotten,
        )


def _ending(page: Page, operation_id: str, name: str) -> str:
    """The question before a response is ended; what is left of it is counted once somebody asks."""
    return ending_question(page, operation_id, name) if is_asked(ENDING) else ""


def _begin(page: Page, name: str, storm_id: str) -> str:
    begin(page.desk, name, at=datetime.now(UTC), storm_id=storm_id or None)
    return _("已开启“{name}”,各屏已切换。").format(name=name)


def _show(page: Page, operation_id: str) -> str:
    show(page.desk, operation_id, at=datetime.now(UTC))
    return _("各屏已切换。")


def _end(page: Page, operation_id: str) -> str:
    ended_at = end(page.desk, operation_id, at=datetime.now(UTC))
    return _("响应已于 {at} 结束。").format(at=instant(ended_at))


def _go_on(page: Page, operation_id: str) -> str:
    go_on(page.desk, operation_id, at=datetime.now(UTC))
    return _("响应已重新打开。")


def _is_told(value: object) -> bool:
    return isinstance(value, datetime) and value == value  # noqa: PLR0124  an instant that is not one differs
