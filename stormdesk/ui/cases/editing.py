"""One item opened: what is known of it, and what its reader may do with it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from hashlib import sha256
from typing import Any, Final

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.after_action import LONGEST_WORDS, ItemStatus, OpenItem, TodayStatus
from stormdesk.domain.moment import BEIJING, Moment
from stormdesk.door.after_action import ITEM, mark
from stormdesk.door.cases import CASE, reword
from stormdesk.ingest.cases import BY_FILE
from stormdesk.ui.actors import actor_name
from stormdesk.ui.cases.words import day_words, item_status, owner_words, status_words
from stormdesk.ui.data.held import close, draw_deed
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.response.entering import may_enter
from stormdesk.ui.text import _, language

NEXT: Final[Mapping[ItemStatus, tuple[ItemStatus, ...]]] = {
    ItemStatus.FOUND: (ItemStatus.ASSIGNED, ItemStatus.IN_PROGRESS, ItemStatus.DONE),
    ItemStatus.ASSIGNED: (ItemStatus.ASSIGNED, ItemStatus.IN_PROGRESS, ItemStatus.DONE),
    ItemStatus.IN_PROGRESS: (ItemStatus.IN_PROGRESS, ItemStatus.ASSIGNED, ItemStatus.DONE),
    ItemStatus.DONE: (ItemStatus.STRUCK_OFF, ItemStatus.IN_PROGRESS, ItemStatus.ASSIGNED),
    ItemStatus.STRUCK_OFF: (ItemStatus.REOPENED,),
    ItemStatus.REOPENED: (ItemStatus.ASSIGNED, ItemStatus.IN_PROGRESS, ItemStatus.DONE),
}
APPROVED: Final = (ItemStatus.STRUCK_OFF, ItemStatus.REOPENED)
PROVED: Final = (ItemStatus.DONE, ItemStatus.STRUCK_OFF)


def draw_editing(page: Page, items: Sequence[OpenItem], item_id: str | None) -> None:
    """Draw the item that the address names; a sentence where no row is chosen."""
    item = next((one for one in items if one.item_id == item_id), None)
    if item is None:
        st.caption(_("点一行看它的经过和佐证,并交办、登记完成或销号。"))
        return
    with st.container(border=True, key="sd-cases-item"):
        draw_template("cases_item", title=_title(item), lines=_facts(item))
        st.button(_("收起"), key="cases-item-close", on_click=close, args=("item",))
        if page.may(Action.RECORD, ITEM) and may_enter(page):
            _draw_step(page, item)
            if item.is_open and item.case_id != page.moment.operation_id:
                _draw_today(page, item)
        if page.may(Action.RECORD, CASE):
            _draw_words(page, item)


def _title(item: OpenItem) -> str:
    return f"{item.case_name(language())} · {item.key} · {item.title(language())}"


def _facts(item: OpenItem) -> list[tuple[str, str]]:
    where = _("(本场演练自己的标记)") if item.is_drilled else ""
    told = [
        (_("状态"), f"{status_words(item)}{where} · {clock_time(item.since, '%Y-%m-%d %H:%M')}"),
        (_("谁登记"), _("县(市)资料文件") if item.hand == BY_FILE else actor_name(item.hand)),
        (_("责任单位"), owner_words(item)),
        (_("时限"), day_words(item.due_at)),
        (_("列入日期"), day_words(item.found_at)),
        (_("依据"), item.source or "—"),
        (_("说明"), item.text),
        (_("佐证"), " · ".join(filter(None, (item.evidence, item.evidence_sha256)))),
    ]
    return [(label, said) for label, said in told if said]


def _draw_step(page: Page, item: OpenItem) -> None:
    """Draw the next step, its fields, and the button that asks before it writes."""
    may_approve = page.may(Action.APPROVE, ITEM)
    offered = [one for one in NEXT[item.status] if may_approve or one not in APPROVED]
    if not offered:
        st.caption(_("下一步是核实销号,由有权的另一人办理。"))
        return
    step = st.segmented_control(
        _("登记为"),
        offered,
        default=offered[0],
        required=True,
        format_func=item_status,
        key=f"cases-step-{item.item_id}",
    )
    status = step or offered[0]
    told = _fields(item, status)
    draw_deed(
        _("登记"),
        _("把“{title}”登记为“{status}”?").format(title=_title(item), status=item_status(status)),
        _mark,
        page,
        item,
        status,
        told,
        key=f"cases-mark-{item.item_id}",
        icon=":material/check:",
    )


def _fields(item: OpenItem, status: ItemStatus) -> dict[str, str]:
    at = item.item_id
    told: dict[str, str] = {}
    if status is ItemStatus.ASSIGNED:
        unit_at, post_at, due_at = st.columns(3)
        told["owner_unit"] = unit_at.text_input(
            _("责任单位"), value=item.owner_unit, max_chars=60, key=f"cases-unit-{at}"
        ).strip()
        told["owner_person"] = post_at.text_input(
            _("责任岗位(写职务,不写姓名)"), value=item.owner_person, max_chars=60, key=f"cases-post-{at}"
        ).strip()
        day = due_at.date_input(_("时限"), value=_day(item.due_at), key=f"cases-due-{at}")
        told["due_at"] = end_of_day(day)
    if status in PROVED:
        told["evidence"] = st.text_input(
            _("佐证(文件名称和文号、照片、验收情况)"), max_chars=LONGEST_WORDS, key=f"cases-proof-{at}"
        ).strip()
        file = st.file_uploader(_("佐证文件(只记校验值,文件自行留存)"), key=f"cases-file-{at}")
        told["evidence_sha256"] = "" if file is None else sha256(file.getvalue()).hexdigest()
    told["text"] = st.text_input(_("说明(可不填)"), max_chars=LONGEST_WORDS, key=f"cases-text-{at}").strip()
    return told


def _day(at: datetime | None) -> Any:  # noqa: ANN401  what a date field takes
    return None if at is None else at.astimezone(BEIJING).date()


def end_of_day(day: Any) -> str:  # noqa: ANN401  what a date field gives
    """The last minute of a day in Beijing time, as a fact tells it; nothing for no day."""
    if day is None:
        return ""
    return datetime.combine(day, time(23, 59), tzinfo=BEIJING).astimezone(UTC).isoformat()


def _now(page: Page) -> Moment:
    now = page.desk.now()
    return Moment(page.moment.operation_id, now, now)


def _mark(page: Page, item: OpenItem, status: ItemStatus, told: Mapping[str, str]) -> str:
    mark(page.desk, item, status, told, at=_now(page))
    return _("已登记:{status}。").format(status=item_status(status))


def _draw_today(page: Page, item: OpenItem) -> None:
    """Draw the setting aside of an item for this storm, or its taking up again."""
    at = item.item_id
    if item.set_aside is not None:
        draw_deed(
            _("重新列入本次清单"),
            _("重新列入本次清单?"),
            _today,
            page,
            item,
            TodayStatus.TAKEN_UP,
            {},
            key=f"cases-take-{at}",
        )
        return
    with st.expander(_("本次暂不办")):
        _draw_aside(page, item)


def _draw_aside(page: Page, item: OpenItem) -> None:
    """Draw who decides to leave an item alone in this storm, and why."""
    people = {one.account_id: one.name for one in page.desk.office.accounts.all() if one.is_active}
    said_by = st.selectbox(
        _("谁决定"),
        list(people),
        index=None,
        placeholder=_("请选择"),
        format_func=lambda one: people[one],
        key=f"cases-who-{item.item_id}",
    )
    reason = st.text_input(_("理由"), max_chars=LONGEST_WORDS, key=f"cases-why-{item.item_id}").strip()
    draw_deed(
        _("本次暂不办"),
        _("只对本次响应有效,下一场仍会列出。确定吗?"),
        _today,
        page,
        item,
        TodayStatus.SET_ASIDE,
        {"said_by": said_by or "", "reason": reason},
        key=f"cases-aside-{item.item_id}",
    )


def _today(page: Page, item: OpenItem, status: TodayStatus, told: Mapping[str, str]) -> str:
    mark(page.desk, item, status, told, at=_now(page))
    return _("已记下。")


def _draw_words(page: Page, item: OpenItem) -> None:
    with st.expander(_("修改内容") if item.has_words else _("录入内容"), icon=":material/edit:"):
        at = item.item_id
        known = (item.title_zh, item.title_en) if item.has_words else ("", "")
        text_zh = st.text_area(_("内容"), value=known[0], max_chars=LONGEST_WORDS, key=f"cases-zh-{at}")
        text_en = st.text_input(
            _("英文(可不填)"), value=known[1], max_chars=LONGEST_WORDS, key=f"cases-en-{at}"
        )
        source = st.text_input(
            _("依据"), value=item.source, max_chars=LONGEST_WORDS, key=f"cases-source-{at}"
        )
        draw_deed(
            _("保存内容"),
            _("保存为案例库的内容?原来的内容仍在库里。"),
            _reword,
            page,
            item,
            text_zh,
            text_en,
            source,
            key=f"cases-words-{at}",
        )


def _reword(page: Page, item: OpenItem, text_zh: str, text_en: str, source: str) -> str:
    reword(page.desk, item, text_zh, text_en, source)
    return _("内容已保存。")
