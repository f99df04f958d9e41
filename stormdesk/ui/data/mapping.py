"""How a file was read, sheet by sheet and column by column, and the choice to read it otherwise."""

from collections.abc import Sequence

import streamlit as st

from stormdesk.ingest.lists.description import ListDescription
from stormdesk.ingest.lists.model import ColumnLook, Look, SheetLook
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ui.data.choosing import change, chosen_for, lay_column
from stormdesk.ui.data.held import keep, kept
from stormdesk.ui.data.table import draw_table
from stormdesk.ui.data.words import text_of
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import whole
from stormdesk.ui.text import _, language

OWN_WORDS = "?"
NOTHING = ""
PER_ROW = 3
_SHEETS = "sheets"
_LEFT_OUT = frozenset({ListReason.HIDDEN_SHEET, ListReason.OTHER_LIST})


def draw_sheets(page: Page, look: Look, described: ListDescription | None) -> None:
    """Draw every sheet with how its columns were read."""
    _choose_sheets(look)
    for at, sheet in enumerate(look.sheets):
        unread = [column for column in sheet.columns if not column.field]
        title = _("工作表 {name}:{n} 行,{read} 列已对上,{unread} 列未对上").format(
            name=_plain(sheet.name) or "—",
            n=whole(sheet.row_count),
            read=len(sheet.columns) - len(unread),
            unread=len(unread),
        )
        with st.expander(title if sheet.is_read else f"{title} · {_('不导入')}", expanded=bool(unread)):
            _draw_sheet(page, look, sheet, described, f"data-sheet-{look.digest[:8]}-{at}")


def _choose_sheets(look: Look) -> None:
    """Let a person choose among the sheets that the file has, hidden ones too."""
    named = {sheet.name for sheet in look.sheets} | {
        problem.sheet for problem in look.problems if problem.reason in _LEFT_OUT
    }
    known = tuple(sorted(named | set(kept(_SHEETS, look.digest) or ())))
    keep(_SHEETS, known, look.digest)
    if len(known) < 2:
        return
    current = [name for name in known if any(sheet.name == name for sheet in look.sheets)]
    picked = st.multiselect(
        _("导入哪些工作表"),
        known,
        default=current,
        format_func=lambda name: _plain(name) or "—",
        placeholder=_("请选择"),
        select_all=False,
        key=f"data-sheets-{look.digest[:8]}-{len(known)}-{'·'.join(current)}",
    )
    if picked and set(picked) != set(current):
        change(look.digest, sheets=frozenset(picked))
        st.rerun()


def _plain(text: str) -> str:
    """A name as a label shows it: no markdown of the file's own."""
    return "".join(letter for letter in text[:60] if letter.isalnum() or letter in " -_.·()()、,,")


def _draw_sheet(
    page: Page, look: Look, sheet: SheetLook, described: ListDescription | None, key: str
) -> None:
    place = page.area_name(sheet.township_code) if sheet.township_code else ""
    st.caption(
        _("标题行:第 {n} 行。").format(n=sheet.heading_row)
        + (_("没有写乡镇的行归到 {place}。").format(place=literal(place)) if place else "")
    )
    draw_table(
        {
            _("列"): [column.place for column in sheet.columns],
            _("文件里的标题"): [text_of(column.heading) for column in sheet.columns],
            _("读作"): [_read_as(column, described) for column in sheet.columns],
            _("备注"): [_("隐藏列") if column.is_hidden else "" for column in sheet.columns],
        },
        key=f"{key}-columns",
    )
    if described is None:
        return
    every = st.toggle(_("也改已对上的列"), key=f"{key}-all")
    laid = chosen_for(look.digest).choices.columns
    open_columns = [column for column in sheet.columns if every or not column.field or column.place in laid]
    _lay_columns(look, open_columns, described, key)


def _read_as(column: ColumnLook, described: ListDescription | None) -> str:
    if not column.field:
        return _("○ 未对上,不导入")
    return f"✓ {_title(column.field, described) or column.title_zh}"


def _title(field: str, described: ListDescription | None) -> str:
    if described is None:
        return ""
    try:
        return described.field(field).title(language())
    except KeyError:
        return field


def _lay_columns(look: Look, columns: Sequence[ColumnLook], described: ListDescription, key: str) -> None:
    fields = [OWN_WORDS, NOTHING, *(field.key for field in described.fields)]
    words = {OWN_WORDS: _("按标题自动对应"), NOTHING: _("不导入这一列")}
    laid = chosen_for(look.digest).choices.columns
    for start in range(0, len(columns), PER_ROW):
        for column, spot in zip(columns[start : start + PER_ROW], st.columns(PER_ROW), strict=False):
            current = laid.get(column.place, OWN_WORDS)
            picked = spot.selectbox(
                f"{column.place.rpartition('!')[2]} · {_plain(column.heading) or '—'}",
                fields,
                index=fields.index(current) if current in fields else 0,
                format_func=lambda field: words.get(field) or _title(field, described),
                key=f"{key}-{column.place}-{current}",
            )
            if picked != current:
                lay_column(look.digest, column.place, None if picked == OWN_WORDS else picked)
                st.rerun()
