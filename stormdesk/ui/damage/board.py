"""The damage page: how the first word came, every item of every township, the form, the papers."""

import streamlit as st

from stormdesk.domain.damage import Cell, Total, Word
from stormdesk.outlook.damage import LEDGER, DamageSheet, damage_at, nil_reported
from stormdesk.ui.damage.entry import draw_entry
from stormdesk.ui.damage.offers import draw_offers
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw, whole
from stormdesk.ui.text import _, language


def draw_board(page: Page) -> None:
    """Draw the damage report of the page's area at its moment."""
    sheet = damage_at(page.desk, page.moment, area_code=page.area_code)
    draw("damage_board", tiles=_tiles(page, sheet), head=_head(sheet), rows=_rows(page, sheet))
    st.caption(_("“未报”是没有人报,不是零;“无”是乡镇已作零报告。紧急转移安置人口由转移账本计数。"))
    draw_entry(page, sheet)
    draw_offers(page)


def _tiles(page: Page, sheet: DamageSheet) -> list[dict[str, str]]:
    silent = sum(code not in sheet.last_word_at for code in sheet.townships)
    nil = sum(nil_reported(sheet, code) for code in sheet.townships)
    return [
        _first(page, sheet),
        {
            "tone": "soon" if silent else "done",
            "value": whole(silent),
            "label": _("还没有任何灾情报告的乡镇"),
        },
        {"tone": "done", "value": whole(nil), "label": _("作了零报告的乡镇")},
    ]


def _first(page: Page, sheet: DamageSheet) -> dict[str, str]:
    first = sheet.first
    if first is None:
        return {"tone": "done", "value": "—", "label": _("没有登记过损失")}
    is_late = first.is_overdue(page.moment.as_of)
    told = clock_time(first.told_at, "%m-%d %H:%M") if first.told_at else _("未报")
    label = _("首报(受灾 {at},2 小时时限 {due})").format(
        at=clock_time(first.happened_at, "%m-%d %H:%M"), due=clock_time(first.due_at, "%m-%d %H:%M")
    )
    value = _("{at} 超时").format(at=told) if is_late else told
    return {"tone": "late" if is_late else "done", "value": value, "label": label}


def _head(sheet: DamageSheet) -> list[str]:
    is_en = language() == "en"
    return [
        f"{item.name_en} ({item.unit_en})" if is_en else f"{item.name_zh}({item.unit_zh})"
        for item in sheet.items
    ]


def _rows(page: Page, sheet: DamageSheet) -> list[dict[str, object]]:
    """The whole first, then every township; a cell is its words and its tone."""
    whole_county = [_total(sheet.totals[item.code]) for item in sheet.items]
    rows: list[dict[str, object]] = []
    if len(sheet.townships) > 1:
        rows.append({"name": _("合计"), "cells": whole_county, "at": "", "late": ""})
    for code in sheet.townships:
        last, first = sheet.last_word_at.get(code), sheet.first_by_township.get(code)
        rows.append(
            {
                "name": page.area_name(code),
                "cells": [_cell(sheet.cells[code, item.code]) for item in sheet.items],
                "at": clock_time(last, "%m-%d %H:%M") if last else _("未报"),
                "late": _("首报超时") if first and first.is_overdue(page.moment.as_of) else "",
            }
        )
    return rows


def _total(total: Total) -> dict[str, str]:
    """The county's figure; how many townships are missing in it is said beside it."""
    shown = _cell(total.cell)
    if total.unreported and total.cell.word is Word.FIGURE:
        missing = _("{n} 个乡镇未报").format(n=total.unreported)
        shown["mark"] = " ".join(filter(None, (shown["mark"], missing)))
    return shown


def _cell(cell: Cell) -> dict[str, str]:
    if cell.word is Word.UNREPORTED:
        return {"text": _("未报"), "mark": "", "tone": "silent"}
    if cell.word is Word.NIL:
        return {"text": _("无"), "mark": "", "tone": "nil"}
    mark = _("账本计数") if cell.source == LEDGER else _("已核") if cell.is_verified else ""
    marks = [mark, _("减少未更正") if cell.is_fallen else ""]
    return {
        "text": whole(cell.quantity or 0),
        "mark": " ".join(filter(None, marks)),
        "tone": "late" if cell.is_fallen else "",
    }
