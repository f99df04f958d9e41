"""Empty lists to fill in: headings, drop-downs, an example, and what each column means."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from stormdesk.domain.sheet_marks import CHOICES, EXAMPLE, NOTES
from stormdesk.domain.sheet_marks import is_example_row as is_example_row  # noqa: PLC0414  offered with the template
from stormdesk.domain.vocabulary import N_
from stormdesk.report.table_file import sheet_name

Say = Callable[[str], str]
ROWS_WITH_CHOICES: Final = 20_000
_LONGEST_INLINE: Final = 250
_LONGEST_MESSAGE: Final = 250
_WIDEST: Final = 60
_YES: Final = N_("是")
_NO: Final = N_("否")
_NOTE_HEADS: Final = (
    N_("列名"),
    N_("必填"),
    N_("单位"),
    N_("填写要求"),
    N_("可填的内容"),
    N_("举例"),
    N_("个人信息"),
)
_HOW: Final = (
    N_("带 * 的列必须填写;列的次序可以调整,不需要的列可以留空,请勿改动列名。"),
    N_("以“示例”开头的一行只作说明,导入时跳过,可以删除。"),
    N_("电话、编号一类的列已设为文本,请直接填写数字,不要改成数值格式。"),
)
_HEAD: Final = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """One column to fill in; text columns keep every digit that is typed."""

    title: str
    required: bool = False
    note: str = ""
    choices: Sequence[str] = ()
    example: str | int | float | None = None
    unit: str = ""
    is_personal: bool = False
    is_text: bool = False
    width: int = 14

    @property
    def heading(self) -> str:
        """The title with the mark of a required column and the unit."""
        return f"{'*' if self.required else ''}{self.title}{f'({self.unit})' if self.unit else ''}"


@dataclass(frozen=True, slots=True)
class Template:
    """One list to fill in: its title, columns, and lines about it."""

    title: str
    columns: Sequence[TemplateColumn]
    about: Sequence[str] = ()


def template_bytes(template: Template, *, say: Say = str) -> bytes:
    """The template as an Excel workbook; `say` puts its own words into the reader's language."""
    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        page = workbook.add_worksheet(sheet_name(template.title))
        notes = workbook.add_worksheet(say(NOTES))
        _write_columns(workbook, page, template, say)
        _write_example(workbook, page, template.columns, say)
        _write_choices(workbook, page, template.columns, say)
        _write_notes(workbook, notes, template, say)
    return held.getvalue()


def _write_columns(workbook: Any, page: Any, template: Template, say: Say) -> None:  # noqa: ANN401  xlsxwriter is untyped
    text = workbook.add_format({"num_format": "@"})
    usual = workbook.add_format(_HEAD | {"bg_color": "#DDEBF7"})
    needed = workbook.add_format(_HEAD | {"bg_color": "#FFE699"})
    page.set_row(0, 32)
    for at, column in enumerate(template.columns):
        width = max(8, min(column.width, _WIDEST))
        page.set_column(at, at, width, text if column.is_text else None)
        page.write_string(0, at, column.heading, needed if column.required else usual)
        if column.note:
            page.write_comment(0, at, column.note, {"author": say(NOTES)})
    page.freeze_panes(1, 1)


def _write_example(workbook: Any, page: Any, columns: Sequence[TemplateColumn], say: Say) -> None:  # noqa: ANN401
    grey = workbook.add_format({"italic": True, "font_color": "#7F7F7F"})
    text = workbook.add_format({"italic": True, "font_color": "#7F7F7F", "num_format": "@"})
    for at, column in enumerate(columns):
        shown = column.example
        if at == 0:
            page.write_string(1, at, f"{say(EXAMPLE)}:{'' if shown is None else shown}", text)
        elif isinstance(shown, int | float) and not column.is_text:
            page.write_number(1, at, shown, grey)
        elif shown is not None:
            page.write_string(1, at, str(shown), text if column.is_text else grey)


def _write_choices(workbook: Any, page: Any, columns: Sequence[TemplateColumn], say: Say) -> None:  # noqa: ANN401
    shelf = None
    for at, column in enumerate(columns):
        if not column.choices:
            continue
        choices = list(dict.fromkeys(column.choices))
        source: list[str] | str = choices
        if len(",".join(choices)) > _LONGEST_INLINE or any(
            "," in choice or '"' in choice for choice in choices
        ):
            if shelf is None:
                shelf = workbook.add_worksheet(say(CHOICES))
                shelf.hide()
            source = _shelved(shelf, at, choices, say(CHOICES))
        rule = {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
        if column.note:
            rule |= {"input_title": column.title[:32], "input_message": column.note[:_LONGEST_MESSAGE]}
        page.data_validation(1, at, ROWS_WITH_CHOICES, at, rule)


def _shelved(shelf: Any, at: int, choices: Sequence[str], name: str) -> str:  # noqa: ANN401  xlsxwriter is untyped
    for row, choice in enumerate(choices):
        shelf.write_string(row, at, choice)
    letters = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
    return f"='{name}'!{letters}$1:{letters}${len(choices)}"


def _write_notes(workbook: Any, notes: Any, template: Template, say: Say) -> None:  # noqa: ANN401  xlsxwriter is untyped
    bold = workbook.add_format({"bold": True})
    head = workbook.add_format(_HEAD | {"bg_color": "#DDEBF7"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
    lines = [template.title, *template.about, *map(say, _HOW)]
    for at, line in enumerate(lines):
        notes.write_string(at, 0, line, bold if at == 0 else None)
    first = len(lines) + 1
    for at, title in enumerate(_NOTE_HEADS):
        notes.write_string(first, at, say(title), head)
    for row, column in enumerate(template.columns, first + 1):
        for at, cell in enumerate(_noted(column, say)):
            notes.write_string(row, at, cell, wrapped)
    for at, width in enumerate((24, 8, 10, 60, 60, 20, 10)):
        notes.set_column(at, at, width)


def _noted(column: TemplateColumn, say: Say) -> tuple[str, ...]:
    shown = "" if column.example is None else str(column.example)
    choices = "、".join(column.choices)[:2000]
    marks = [say(_YES if flag else _NO) for flag in (column.required, column.is_personal)]
    return column.title, marks[0], column.unit, column.note, choices, shown, marks[1]
