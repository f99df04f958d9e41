"""Registering a source or describing it anew: fill in, check, confirm."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from stormdesk.domain.access.records import Action
from stormdesk.domain.feed import KIND_NAMES, FeedKind
from stormdesk.door.audit import Kind
from stormdesk.ingest.sources import (
    LONGEST_RHYTHM_MIN,
    MAX_PER_MIN,
    MOST_PER_MIN,
    Source,
    all_sources,
    set_source,
    switch_source,
)
from stormdesk.ui.data.held import draw_deed
from stormdesk.ui.literal import literal
from stormdesk.ui.number_field import NumberField, problems_of
from stormdesk.ui.page import Page
from stormdesk.ui.text import _

LONGEST = 200


def draw_source_form(page: Page, source_id: str | None) -> None:
    """Draw the description of a source to fill in, and the button that sets it after a confirmation."""
    known = all_sources(page.desk.store).get(source_id or "")
    key = f"data-source-form-{source_id or 'new'}"
    left, right = st.columns(2)
    with left:
        what = _ask_what(known, key)
    with right:
        terms = _ask_terms(known, key)
    source = Source(**what, **terms, is_active=known.is_active if known else True)
    _draw_deed(page, source, is_new=known is None, key=key)


def _ask_what(known: Source | None, key: str) -> dict[str, Any]:
    """What the source is and may bring."""
    code = _code(known, key)
    name_zh = _line(_("中文名"), known.name_zh if known else None, f"{key}-zh")
    name_en = _line(_("英文名"), known.name_en if known else None, f"{key}-en")
    kinds = st.multiselect(
        _("可以送来"),
        list(FeedKind),
        default=[kind for kind in FeedKind if known and kind in known.kinds],
        format_func=lambda kind: _(KIND_NAMES[kind]),
        placeholder=_("请选择"),
        select_all=False,
        key=f"{key}-kinds",
    )
    return {"source_id": code, "name_zh": name_zh, "name_en": name_en or name_zh, "kinds": frozenset(kinds)}


def _ask_terms(known: Source | None, key: str) -> dict[str, Any]:
    """Whose it is, and how often it speaks and may ask."""
    owner = _line(_("主管"), known.owner if known else None, f"{key}-owner")
    licence = _line(_("许可"), known.licence if known else None, f"{key}-licence")
    note = _line(_("备注"), known.note if known else None, f"{key}-note")
    every, most = _numbers(key)
    every.draw(known.expected_every_min if known else None)
    most.draw(known.max_per_min if known else MAX_PER_MIN)
    return {
        "owner": owner or None,
        "licence": licence or None,
        "note": note or None,
        "expected_every_min": every.whole,
        "max_per_min": MAX_PER_MIN if most.whole is None else most.whole,
    }


def _numbers(key: str) -> tuple[NumberField, NumberField]:
    """How often it speaks, and how often it may ask."""
    return (
        NumberField(
            title=_("约定间隔(分,没有则留空)"),
            key=f"{key}-every",
            least=1,
            most=LONGEST_RHYTHM_MIN,
            unit="分",
        ),
        NumberField(title=_("每分钟最多请求"), key=f"{key}-most", least=1, most=MOST_PER_MIN, unit="次"),
    )


def _draw_deed(page: Page, source: Source, *, is_new: bool, key: str) -> None:
    is_taken = is_new and source.source_id in all_sources(page.desk.store)
    if is_taken:
        st.caption(_("编号 {source} 已被使用,请换一个。").format(source=literal(source.source_id)))
    is_whole = bool(source.source_id and source.name_zh.strip() and source.kinds) and not is_taken
    is_read = not problems_of(_numbers(key))
    if not is_whole:
        st.caption(_("编号、中文名和可以送来的内容是必填项。"))
    draw_deed(
        _("登记来源") if is_new else _("保存修改"),
        _("确定按上面填写的内容登记 {source} 吗?原来的登记留作历史。").format(source=source.source_id),
        _set,
        page,
        source,
        key=f"{key}-save",
        is_disabled=not (is_whole and is_read),
    )


def _set(page: Page, source: Source) -> str:
    with page.desk.deed(
        Action.MANAGE, "sources", Kind.SETTING, "source_set", thing_id=source.source_id
    ) as desk:
        set_source(desk.store, source, by=page.visitor.account_id, at=datetime.now(UTC))
    return _("来源 {source} 已登记。").format(source=source.source_id)


def _code(known: Source | None, key: str) -> str:
    if known is not None:
        return known.source_id
    return st.text_input(_("编号(小写字母、数字、连字符)"), max_chars=64, key=f"{key}-id").strip()


def _line(title: str, value: str | None, key: str) -> str:
    return st.text_input(title, value or "", max_chars=LONGEST, key=key).strip()


def draw_switch(page: Page, source_id: str, *, is_active: bool) -> None:
    """Draw the button that stops a source or lets it send again."""
    draw_deed(
        _("停用这个来源") if is_active else _("恢复这个来源"),
        _("停用后,它送来的数据一律拒收,已收的不变。确定吗?")
        if is_active
        else _("恢复后,它又可以送数据。确定吗?"),
        _switch,
        page,
        source_id,
        not is_active,
        key=f"data-source-switch-{source_id}",
    )


def _switch(page: Page, source_id: str, is_active: bool) -> str:  # noqa: FBT001  the value to set
    by, at = page.visitor.account_id, datetime.now(UTC)
    what = "source_on" if is_active else "source_off"
    with page.desk.deed(Action.MANAGE, "sources", Kind.SETTING, what, thing_id=source_id) as desk:
        switch_source(desk.store, source_id, is_active=is_active, by=by, at=at)
    told = _("来源 {source} 已恢复。") if is_active else _("来源 {source} 已停用。")
    return told.format(source=source_id)
