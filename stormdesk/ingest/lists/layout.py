"""How a sheet is laid out as a list: which list it is, where its heading stands, what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stormdesk.domain.county import County
from stormdesk.domain.sheet_marks import is_reason_title
from stormdesk.ingest.lists.description import FieldType, ListDescription
from stormdesk.ingest.lists.joint import joint_columns
from stormdesk.ingest.lists.model import Choices, ColumnLook, ListProblem
from stormdesk.ingest.lists.values import plain_word, words_of
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.sheets.book import Sheet, address, column_letters
from stormdesk.ingest.sheets.heading import Heading, find_heading
from stormdesk.ingest.sheets.plain import as_text, compact

TITLE_WEIGHT: Final = 3.0
SCORE_LEAST: Final = 2.0
# What a missing column costs at all, and what a list gains whose fields and whose roles are all there.
INCOMPLETE: Final = 4.0
COVERED: Final = 2.0
ROLES_KNOWN: Final = 3.0
AREAS: Final = frozenset({FieldType.TOWNSHIP, FieldType.VILLAGE})
TITLE_ROWS: Final = 12
HEAD_ROWS: Final = 14


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet read as a list: `first` is where its data begin in `sheet.rows`.

    `joint` has the field of the phone in columns that hold a person and a phone.
    """

    sheet: Sheet
    heading: Heading
    first: int
    columns: Mapping[int, str]
    units: Mapping[int, str]
    title: str
    joint: Mapping[int, str]

    def place(self, row: int, column: int) -> str:
        """A cell's place for a person: sheet and address."""
        return f"{self.sheet.name}!{address(row, column)}"

    def looks(self, described: ListDescription) -> tuple[ColumnLook, ...]:
        """The columns as a person sees them."""
        titles = {field.key: field.title_zh for field in described.fields}
        return tuple(
            ColumnLook(
                f"{self.sheet.name}!{column_letters(column)}",
                name.text,
                self.columns.get(column, ""),
                titles.get(self.columns.get(column, ""), ""),
                column in self.sheet.hidden_columns,
            )
            for column, name in sorted(self.heading.columns.items())
        )


def lay_out(name: str, sheet: Sheet, described: ListDescription, choices: Choices) -> Layout:
    """Find the heading of a sheet and the field of each column; a person's choice goes first."""
    required = [field.key for field in described.fields if field.required]
    heading = find_heading(sheet, described.synonyms(), required)
    columns = {column: key for key, column in heading.fields.items()}
    for place, key in choices.columns.items():
        sheet_name, _, letters = place.rpartition("!")
        wanted = [at for at in heading.columns if column_letters(at) == letters]
        if sheet_name == sheet.name and wanted:
            columns = {at: known for at, known in columns.items() if at != wanted[0] and known != key}
            if key:
                columns[wanted[0]] = key
    first = heading.row_last - sheet.first_row + 1 if heading.is_found else len(sheet.rows)
    units = {column: named.unit for column, named in heading.columns.items()}
    joint = joint_columns(heading, columns, described)
    return Layout(sheet, heading, first, columns, units, _title(name, sheet, heading), joint)


def _title(name: str, sheet: Sheet, heading: Heading) -> str:
    """The words around a list: file and sheet name and the rows above its heading."""
    above = sheet.rows[: max(heading.row_first - sheet.first_row, 0)][:TITLE_ROWS]
    words = [compact(cell)[:200] for row in above for cell in row if isinstance(cell, str)]
    return " ".join([*words, sheet.name, name.rsplit(".", 1)[0]])


def score(layout: Layout, described: ListDescription) -> float:
    """How well a sheet fits a list: fields found, fields missing, and what its title says."""
    if not layout.columns:
        return 0.0
    known = set(layout.columns.values())
    required = {field.key for field in described.fields if field.required and field.type not in AREAS}
    if required and not required & known:
        return 0.0
    titled = max((len(word) for word in described.title_words if word in layout.title), default=0)
    certain = sum(named.score for named in layout.heading.columns.values() if named.field) / 100
    share = certain / max(len(layout.heading.columns), 1)
    lacking = len(required - known) / max(len(required), 1)
    lost = 5 * lacking + INCOMPLETE * bool(missing(layout, described))
    covered = COVERED * len(known) / len(described.fields)
    return max(certain + 4 * share + covered - lost + TITLE_WEIGHT * bool(titled) + titled / 4, 0.0)


def known_roles(layout: Layout, described: ListDescription, county: County) -> float:
    """Which share of the roles in the first rows the list knows; 0 where it has no column for them."""
    known = next((field for field in described.fields if field.type is FieldType.ROLE), None)
    column = next((at for at, key in layout.columns.items() if known and key == known.key), None)
    if known is None or column is None:
        return 0.0
    words = words_of(known, county)
    rows = layout.sheet.rows[layout.first : layout.first + HEAD_ROWS]
    said = [plain_word(as_text(row[column])) for row in rows if len(row) > column and row[column]]
    return sum(word in words for word in said) / len(said) if said else 0.0


def faults(layout: Layout, described: ListDescription) -> list[ListProblem]:
    """What is wrong with the layout: no heading, or a column missing that every row needs."""
    sheet = layout.sheet
    found = [
        ListProblem(f"{sheet.name}!{problem.place}", problem.value, problem.reason, sheet=sheet.name)
        for problem in layout.heading.problems
    ]
    if not layout.columns:
        reason = ListReason.NO_HEADING
        return [*found, ListProblem(sheet.name, "", reason, sheet=sheet.name, is_refused=True)]
    return found + [
        ListProblem(sheet.name, title, ListReason.MISSING_COLUMN, sheet=sheet.name, is_refused=True)
        for title in missing(layout, described)
    ]


def missing(layout: Layout, described: ListDescription) -> list[str]:
    """Titles of required fields that the sheet has no column for, but for what may stand elsewhere."""
    known = {*layout.columns.values(), *layout.joint.values()}
    has_area = any(field.key in known and field.type in AREAS for field in described.fields)
    return [
        field.title_zh
        for field in described.fields
        if field.required
        and field.key not in known
        and not field.from_title
        and not (field.type is FieldType.TOWNSHIP or (field.type is FieldType.VILLAGE and has_area))
    ]


def unknown_columns(layout: Layout) -> list[ListProblem]:
    """Columns with a heading that no field is called by; serial numbers need no word."""
    return [
        ListProblem(
            layout.place(layout.heading.row_last, column),
            named.text,
            ListReason.UNKNOWN_COLUMN,
            sheet=layout.sheet.name,
            row=layout.heading.row_last,
            column=column,
        )
        for column, named in sorted(layout.heading.columns.items())
        if column not in layout.columns and named.text and not _is_no_field(named.text)
    ]


def _is_no_field(heading: str) -> bool:
    return heading in SERIALS or is_reason_title(heading)


SERIALS: Final = frozenset({"序号", "序", "编号", "号", "No", "NO", "No."})


def best_list(
    name: str, sheet: Sheet, lists: Mapping[str, ListDescription], choices: Choices, county: County
) -> Sequence[tuple[float, str]]:
    """The lists that a sheet may be, the likeliest first."""
    head = replace(sheet, rows=sheet.rows[:HEAD_ROWS])
    scored = []
    for code, known in lists.items():
        layout = lay_out(name, head, known, choices)
        points = score(layout, known)
        scored.append((points + ROLES_KNOWN * known_roles(layout, known, county) * bool(points), code))
    return sorted((pair for pair in scored if pair[0] >= SCORE_LEAST), key=lambda pair: (-pair[0], pair[1]))
