"""Workbooks of the lists that go out: the empty template, and the rows that came back."""

from collections.abc import Callable, Collection, Iterator, Sequence

from stormdesk.domain.county import County
from stormdesk.ingest.lists.description import FieldType, ListDescription, ListField
from stormdesk.ingest.lists.model import Look, SheetLook
from stormdesk.ingest.lists.model import ReturnedRow as Row
from stormdesk.ingest.lists.values import choices_of
from stormdesk.ingest.sheets.book import Sheet, column_number
from stormdesk.ingest.sheets.read import read_book
from stormdesk.report.returned import Returned, ReturnedFault, ReturnedRow, ReturnedSheet, returned_bytes
from stormdesk.report.template import Template, TemplateColumn, template_bytes

Say = Callable[[str], str]
_YES_NO = {"zh": ("是", "否"), "en": ("Yes", "No")}
_AS_TEXT = frozenset({FieldType.PHONE, FieldType.NUMBER})


def template_workbook(
    described: ListDescription,
    county: County,
    language: str,
    say: Say,
    marks: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The list's empty workbook with drop-downs, notes, an example row, and its marks among the notes."""
    columns = [_column(field, county, language) for field in described.fields]
    about = [described.source, *(f"{label}: {value}" for label, value in marks)]
    template = Template(described.name(language), columns, about)
    return template_bytes(template, say=say)


def _column(field: ListField, county: County, language: str) -> TemplateColumn:
    is_english = language == "en"
    return TemplateColumn(
        title=field.title(language),
        required=field.required,
        note=(field.note_en if is_english else field.note_zh) or "",
        choices=_choices(field, county, language),
        example=field.example,
        unit=field.unit or "",
        is_personal=field.is_personal,
        is_text=field.type in _AS_TEXT,
    )


def _choices(field: ListField, county: County, language: str) -> Sequence[str]:
    if field.type is FieldType.YES_NO:
        return _YES_NO.get(language, _YES_NO["zh"])
    if field.type is FieldType.TOWNSHIP:
        return [township.name(language) for township in county.townships]
    return [name_en if language == "en" else name for _code, name, name_en in choices_of(field, county)]


def returned_workbook(
    look: Look,
    say: Say,
    *,
    only: Collection[tuple[str, int]] | None = None,
    marks: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The rows of a look that came back (or `only` these, by sheet and row), faults marked in their cells."""
    read = {sheet.name: sheet for sheet in read_book(look.name, look.data).sheets}
    sheets = [
        _sheet(sheet, read.get(sheet.name), rows)
        for sheet in look.sheets
        if (rows := [row for row in look.returned if row.sheet == sheet.name and _is_wanted(row, only)])
    ]
    return returned_bytes(Returned(sheets), say=say, marks=marks)


def _is_wanted(row: Row, only: Collection[tuple[str, int]] | None) -> bool:
    return only is None or (row.sheet, row.row) in only


def _sheet(look: SheetLook, read: Sheet | None, rows: Sequence[Row]) -> ReturnedSheet:
    width = max((len(row.cells) for row in rows), default=0)
    heading: list[str | None] = [None] * width
    for at, text in _headings(look, read):
        if at < width:
            heading[at] = text
    return ReturnedSheet(
        look.name,
        heading,
        [_row(row) for row in sorted(rows, key=lambda row: row.row)],
        [*_titles(look, read)],
    )


def _headings(look: SheetLook, read: Sheet | None) -> Iterator[tuple[int, str]]:
    """Each column's heading, with its unit where it stood in one cell."""
    cells = _cells(read, look.heading_row)
    for column in look.columns:
        at = column_number(column.place.rpartition("!")[2])
        typed = cells[at] if at < len(cells) else None
        is_whole = isinstance(typed, str) and column.heading in typed
        yield at, str(typed) if is_whole else column.heading


def _titles(look: SheetLook, read: Sheet | None) -> Iterator[str]:
    """The lines above the heading, which may name the township or the kind."""
    for number in range(1, look.heading_row):
        words = [str(cell) for cell in _cells(read, number) if cell is not None]
        if words:
            yield " ".join(words)


def _cells(read: Sheet | None, number: int) -> Sequence[object]:
    at = number - read.first_row if read else -1
    return read.rows[at] if read and 0 <= at < len(read.rows) else ()


def _row(row: Row) -> ReturnedRow:
    faults: dict[int, list[ReturnedFault]] = {}
    for problem in row.problems:
        if problem.column >= 0:
            faults.setdefault(problem.column, []).append(ReturnedFault(problem.reason, problem.suggestion))
    whole = [problem.reason for problem in row.problems if problem.column < 0]
    return ReturnedRow(row.cells, faults, whole)  # type: ignore[arg-type]
