"""Every row of the audit: filters, a page of a hundred, each row in words, and the file of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.door.audit import Kind
from stormdesk.door.audit_reading import Filters, Row, audit_count, audit_rows
from stormdesk.door.export import Leaving, Thing
from stormdesk.report.sums import PAGES
from stormdesk.report.table_file import CSV_TYPE, csv_bytes
from stormdesk.ui.audit.details import detail_words
from stormdesk.ui.audit.words import (
    THINGS,
    kind_words,
    role_words,
    row_words,
    thing_words,
    who_words,
)
from stormdesk.ui.export import Marks, Offer, Ready, draw_offer
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.render import draw as draw_template
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.subjects.download import table_file
from stormdesk.ui.text import _

AT_ONCE = 100
MOST_EXPORTED = 100_000
FULL = "%Y-%m-%d %H:%M:%S"
SPANS: Mapping[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "all": None,
}


def draw_listing(page: Page) -> None:
    """Draw the filters, the rows they leave, and the file of them."""
    filters = _filters(page)
    count = audit_count(page.desk, filters)
    last_page = max(1, -(-count // AT_ONCE))
    number = min(_number(chosen("page")), last_page)
    rows = audit_rows(page.desk, filters, most=AT_ONCE, skipped=(number - 1) * AT_ONCE)
    with st.container(horizontal=True, vertical_alignment="center", key="sd-audit-pages"):
        st.markdown(_("共 {n} 条,第 {page} / {last} 页").format(n=f"{count:,}", page=number, last=last_page))
        _turn(_("较新"), number - 1, is_disabled=number <= 1, icon=":material/chevron_left:")
        _turn(_("较早"), number + 1, is_disabled=number >= last_page, icon=":material/chevron_right:")
        _draw_file(page, filters)
    if not rows:
        draw_template("empty", text=_("没有符合条件的记录。"))
        return
    draw_template("audit_rows", rows=[_shown(page, row) for row in rows])


def _number(text: str | None) -> int:
    return max(1, int(text)) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def _turn(label: str, number: int, *, is_disabled: bool, icon: str) -> None:
    turned = partial(choose, page=str(number) if number > 1 else None)
    st.button(label, key=f"audit-turn-{icon}", disabled=is_disabled, icon=icon, on_click=turned)


def _filters(page: Page) -> Filters:
    """The filters: what may be shared stands in the address, names and words only on the screen."""
    spans = {"day": _("24 小时"), "week": _("7 天"), "month": _("31 天"), "all": _("全部")}
    outcomes = {"done": _("做成的"), "refused": _("被拒绝的")}
    kinds = {str(kind): kind_words(kind) for kind in Kind}
    things = {name: f"{thing_words(name)} ({name})" for name in THINGS}
    first, second, third, fourth, fifth, sixth = st.columns(6)
    with first:
        span = _pick(_("时间"), "span", spans, default="week")
    with second:
        kind = _pick(_("类别"), "kind", kinds)
    with third:
        outcome = _pick(_("结果"), "outcome", outcomes)
    with fourth:
        thing = _pick(_("对象"), "thing", things)
    with fifth:
        account_id = _who(page)
    with sixth:
        text = st.text_input(_("包含文字"), key="audit-text", max_chars=60).strip()
    back = SPANS[span or "week"]
    return Filters(
        kind=kind,
        thing=thing,
        outcome=outcome,
        account_id=account_id,
        text=text or None,
        from_at=None if back is None else datetime.now(UTC) - back,
    )


def _pick(label: str, name: str, words: Mapping[str, str], default: str | None = None) -> str | None:
    """A choice that stands in the address."""
    options = list(words) if default else ["", *words]
    asked = chosen(name)
    key = f"audit-{name}"
    st.session_state[key] = asked if asked in words else default or ""

    def write() -> None:
        picked = st.session_state[key]
        choose(**{name: None if picked == (default or "") else picked, "page": None})

    st.selectbox(
        label, options, format_func=lambda each: words.get(each, _("全部")), key=key, on_change=write
    )
    return st.session_state[key] or None


def _who(page: Page) -> str | None:
    """The account, chosen on the screen alone: the address names nobody."""
    names = {known.account_id: known.name for known in page.desk.office.accounts.all()}
    picked = st.selectbox(
        _("谁"),
        [None, *names],
        format_func=lambda each: _("全部") if each is None else f"{names[each]} ({each})",
        key="audit-who",
    )
    return picked or None


def _shown(page: Page, row: Row) -> dict[str, Any]:
    """A row as the table tells it."""
    name = page.desk.office.accounts.name_of(row.account_id) if row.account_id else None
    return {
        "seq": row.seq,
        "at": clock_time(row.noted_at, FULL),
        "is_done": row.is_done,
        "who": who_words(row, name),
        "account": "" if name == row.account_id else row.account_id or "",
        "role": role_words(row.role),
        "said": row_words(row),
        "id": row.thing_id or "",
        "area": page.area_name(row.area_code) if row.area_code else "",
        "operation": row.operation_id or "",
        "reason": row.reason or "",
        "address": row.address or "",
        "detail": detail_words(row, page.area_name),
        "href": _href(page, row),
    }


def _href(page: Page, row: Row) -> str:
    """Where what a row names can be seen: an import, or a decision's history; nothing where there is none."""
    if "event_id" in row.detail and row.kind == Kind.DECISION:
        return _event_href(page, str(row.detail["event_id"]))
    if row.thing != "imports" or not row.thing_id or not page.may(Action.READ, "data"):
        return ""
    return f"data?{urlencode({'part': 'imports', 'import': row.thing_id})}" if _is_import(row) else ""


def _event_href(page: Page, event_id: str) -> str:
    """The page that shows the history of what an event tells of, with the object's card where it has one."""
    event = page.desk.event(event_id)
    name = PAGES.get(event.subject, "") if event else ""
    if event is None or not name or not page.may(Action.READ, name):
        return ""
    told = {"op": event.operation_id}
    return f"{name}?{urlencode(told if name == 'response' else told | {'object': event.subject_id})}"


def _is_import(row: Row) -> bool:
    return "register" not in row.detail and row.what not in {"merged", "kept_apart"}


def _draw_file(page: Page, filters: Filters) -> None:
    name = f"audit_{datetime.now(UTC):%Y%m%d_%H%M}.csv"
    offer = Offer(leaving=Leaving.AUDIT, thing=Thing.AUDIT, sheet="audit", name=name, mime=CSV_TYPE)
    draw_offer(_("导出 CSV"), offer, partial(_ready, page, filters), key="audit-file")


def _ready(page: Page, filters: Filters) -> Ready:
    """The rows by the same filters as a file, as many as one file may hold."""
    rows = audit_rows(page.desk, filters, most=MOST_EXPORTED)
    titles = {
        "seq": _("序号"),
        "at": _("时间(北京时间)"),
        "who": _("谁"),
        "account": _("账号"),
        "role": _("角色"),
        "said": _("做了什么"),
        "id": _("编号"),
        "area": _("辖区"),
        "operation": _("响应"),
        "reason": _("理由"),
        "address": _("地址"),
        "detail": _("细节"),
    }
    told = [_shown(page, row) for row in rows]
    frame = pd.DataFrame({title: [row[name] for row in told] for name, title in titles.items()}, dtype=object)

    def write(marks: Marks) -> bytes:
        return csv_bytes(table_file(_("审计记录"), marks, frame))

    return Ready(len(rows), write)
