"""A portion of a sheet's rows: every cell read, every row's area and point found, faults told by row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from stormdesk.ingest.lists.description import FieldType, ListField
from stormdesk.ingest.lists.joint import parted
from stormdesk.ingest.lists.layout import Layout
from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.lists.roles import read_roles
from stormdesk.ingest.lists.values import Refusal, Value, read_column
from stormdesk.ingest.lists.words import ListReason
from stormdesk.ingest.sheets.book import CellValue, Row
from stormdesk.ingest.sheets.cells import Axis, Fault, Point, coordinate, point
from stormdesk.ingest.sheets.plain import as_text, is_blank

if TYPE_CHECKING:
    from stormdesk.ingest.lists.reading import SheetReader

LONGEST_VALUE: Final = 200
LATER: Final = frozenset({FieldType.TOWNSHIP, FieldType.VILLAGE, FieldType.ROLE})
UNKNOWN_POINTS: Final = frozenset({ListReason.POINT_HALF, ListReason.POINT_SWAPPED, ListReason.POINT_OUTSIDE})


@dataclass(slots=True)
class Chunk:
    """Rows with their numbers in the file, and what was read of them, column by column."""

    layout: Layout
    numbers: Sequence[int]
    rows: Sequence[Row]
    township_code: str | None
    read: dict[str, list[Value | Refusal]] = field(default_factory=dict)
    columns: dict[str, list[object]] = field(default_factory=dict)
    problems: dict[int, list[ListProblem]] = field(default_factory=lambda: defaultdict(list))
    refused: set[int] = field(default_factory=set)
    doubtful: set[tuple[int, str]] = field(default_factory=set)

    def cells(self, column: int) -> list[CellValue]:
        """The cells of a column; short rows end in empty ones."""
        return [row[column] if column < len(row) else None for row in self.rows]

    def column_of(self, key: str) -> int | None:
        """The column that a field was found in."""
        columns = (*self.layout.columns.items(), *self.layout.joint.items())
        return next((column for column, known in columns if known == key), None)

    def tell(self, at: int, known: ListField, reason: str, suggestion: str | None = None) -> None:
        """Note a problem of a field of a row; the value is then unknown."""
        column = self.column_of(known.key)
        row, number = self.rows[at], self.numbers[at]
        cell = row[column] if column is not None and column < len(row) else None
        sheet = self.layout.sheet.name
        place = self.layout.place(number, column) if column is not None else f"{sheet}!{number}"
        where = -1 if column is None else column
        value = as_text(cell)[:LONGEST_VALUE]
        self.problems[at].append(
            ListProblem(place, value, reason, known.key, suggestion, sheet, number, where)
        )


def read_chunk(reader: "SheetReader", chunk: Chunk) -> None:
    """Read all cells, then what needs several of them: areas, points, roles."""
    for column, key in chunk.layout.columns.items():
        known = reader.described.field(key)
        if known.type not in LATER:
            _read_cells(reader, chunk, known, column)
    for known in reader.described.fields:
        if known.from_title and known.type is FieldType.WORD and known.key not in chunk.read:
            word = reader.titled(known, chunk.layout.title)
            if word:
                chunk.columns[known.column or known.key] = [word] * len(chunk.rows)
    _unread_cells(reader, chunk)
    _areas(reader, chunk)
    _points(reader, chunk)
    read_roles(reader, chunk)
    _required(reader, chunk)


def _read_cells(reader: "SheetReader", chunk: Chunk, known: ListField, column: int) -> None:
    """Read a column; one that holds a person and a phone is two fields."""
    cells, unit = chunk.cells(column), chunk.layout.units.get(column, "")
    if phone := chunk.layout.joint.get(column):
        cells, phones = parted(cells)
        _read_field(reader, chunk, reader.described.field(phone), phones)
    _read_field(reader, chunk, known, cells, unit)


def _read_field(
    reader: "SheetReader", chunk: Chunk, known: ListField, cells: Sequence[CellValue], unit: str = ""
) -> None:
    read, memo = reader.reader(known, unit)
    found = read_column(read, cells, memo)
    chunk.read[known.key] = found
    if not any(isinstance(value, Refusal) for value in found):
        chunk.columns[known.column or known.key] = list(found)
        return
    is_point = known.type in {FieldType.LAT, FieldType.LON}
    values: list[object] = []
    for at, value in enumerate(found):
        if not isinstance(value, Refusal):
            values.append(value)
            continue
        values.append(None)
        if is_point and _pair(reader, chunk, at) is not None:
            continue
        reason, suggestion = (_crossed(reader, chunk, at, known) if is_point else None) or (
            value.reason,
            value.suggestion,
        )
        chunk.tell(at, known, reason, suggestion)
        chunk.doubtful.add((at, known.column or known.key))
    chunk.columns[known.column or known.key] = values


def _pair(reader: "SheetReader", chunk: Chunk, at: int) -> Point | None:
    """The place that one cell of a row names with both coordinates."""
    frame = reader.county.profile.map_bounds
    bounds = (frame.west, frame.south, frame.east, frame.north)
    cells = []
    for key in ("lat", "lon"):
        column = chunk.column_of(key)
        row = chunk.rows[at]
        cells.append(row[column] if column is not None and column < len(row) else None)
    found = point(cells[0], cells[1], bounds)
    return found if isinstance(found, Point) else None


def _crossed(reader: "SheetReader", chunk: Chunk, at: int, known: ListField) -> tuple[ListReason, str] | None:
    """Whether the two cells are each other's, degrees and minutes run together; what stands for this one."""
    frame = reader.county.profile.map_bounds
    found = {}
    for key in ("lat", "lon"):
        column, row = chunk.column_of(key), chunk.rows[at]
        cell = row[column] if column is not None and column < len(row) else None
        read = coordinate(cell, Axis.LON)
        text = read.suggestion if isinstance(read, Fault) else str(read)
        found[key] = float(text) if text and text != "None" else None
    lat, lon = found["lat"], found["lon"]
    if lat is None or lon is None or frame.holds(lat, lon) or not frame.holds(lon, lat):
        return None
    return ListReason.POINT_SWAPPED, str(found["lat" if known.key == "lon" else "lon"])


def _unread_cells(reader: "SheetReader", chunk: Chunk) -> None:
    """Cells that the file holds but that could not be read: formulas without a result, error values."""
    unread = chunk.layout.sheet.unread
    if not unread:
        return
    where = {number: at for at, number in enumerate(chunk.numbers)}
    for (number, column), reason in unread.items():
        at, key = where.get(number), chunk.layout.columns.get(column)
        if at is not None and key is not None:
            known = reader.described.field(key)
            chunk.tell(at, known, reason)
            chunk.doubtful.add((at, known.column or key))


def _areas(reader: "SheetReader", chunk: Chunk) -> None:
    fields = {known.type: known for known in reader.described.fields if known.type in LATER}
    township, village = fields.get(FieldType.TOWNSHIP), fields.get(FieldType.VILLAGE)
    if township is None and village is None:
        return
    townships: list[object] = []
    villages: list[object] = []
    needs_area = _needs_area(reader)
    for at, (one, other) in enumerate(_area_cells(reader, chunk, township, village)):
        found = reader.finder.find(one, other, chunk.township_code)
        townships.append(found.township_code)
        villages.append(found.village_code)
        if found.reason is None or (found.reason is ListReason.NO_AREA and not needs_area):
            continue
        is_village = found.is_village_fault and other is not None
        named = (village if is_village else township) or village or township
        if named:
            chunk.tell(at, named, found.reason, found.suggestion)
            _name_places(reader, chunk, at, found.reason, other or one)
            chunk.doubtful |= {(at, "township_code"), (at, "village_code")}
    chunk.columns["township_code"], chunk.columns["village_code"] = townships, villages


def _area_cells(
    reader: "SheetReader", chunk: Chunk, township: ListField | None, village: ListField | None
) -> list[tuple[CellValue, CellValue]]:
    """The township and village cells of each row; a village that a person accepted stands alone."""
    columns = []
    for known in (township, village):
        column = chunk.column_of(known.key) if known else None
        cells = [None] * len(chunk.rows) if column is None else chunk.cells(column)
        columns.append([None if cell is None or is_blank(cell) else cell for cell in cells])
    pairs = list(zip(*columns, strict=True))
    accepted = reader.choices.accepted
    if accepted and village:
        for at, (_, other) in enumerate(pairs):
            if _place(chunk, at, village) in accepted:
                pairs[at] = (None, other)
    return pairs


def _name_places(reader: "SheetReader", chunk: Chunk, at: int, reason: ListReason, cell: CellValue) -> None:
    """Where several places have a village's name, name them all."""
    if reason is not ListReason.VILLAGE_TWICE:
        return
    last = chunk.problems[at].pop()
    value = f"{last.value}({reader.finder.places_of(cell)})"
    chunk.problems[at].append(
        ListProblem(last.place, value, last.reason, last.field, None, last.sheet, last.row, last.column)
    )


def _place(chunk: Chunk, at: int, known: ListField) -> str:
    column = chunk.column_of(known.key)
    return chunk.layout.place(chunk.numbers[at], column) if column is not None else ""


def _needs_area(reader: "SheetReader") -> bool:
    areas = (FieldType.TOWNSHIP, FieldType.VILLAGE)
    return any(known.required for known in reader.described.fields if known.type in areas)


def _points(reader: "SheetReader", chunk: Chunk) -> None:
    fields = {known.key: known for known in reader.described.fields if known.key in {"lat", "lon"}}
    if len(fields) < 2 or not ({"lat", "lon"} & set(chunk.read)):
        return
    empty: list[object] = [None] * len(chunk.rows)
    lats, lons = ([*chunk.columns.get(key, empty)] for key in ("lat", "lon"))
    for at in _refused_points(chunk):
        if spot := _pair(reader, chunk, at):
            lats[at], lons[at] = spot.lat, spot.lon
    known = [
        [value if isinstance(value, float | int) else None for value in values] for values in (lats, lons)
    ]
    townships = [str(code) if code else None for code in chunk.columns.get("township_code", empty)]
    points = reader.checker.check(known[0], known[1], townships)
    for at, reason in points.doubts.items():
        told = any(problem.field in fields for problem in chunk.problems.get(at, ()))
        if reason is ListReason.POINT_HALF and told:
            continue
        _tell_point(chunk, at, reason, fields)
        if reason in UNKNOWN_POINTS:
            chunk.doubtful |= {(at, "lat"), (at, "lon")}
    chunk.columns["lat"], chunk.columns["lon"] = list(points.lat), list(points.lon)


def _refused_points(chunk: Chunk) -> set[int]:
    return {
        at
        for key in ("lat", "lon")
        for at, value in enumerate(chunk.read.get(key, ()))
        if isinstance(value, Refusal)
    }


def _tell_point(chunk: Chunk, at: int, reason: ListReason, fields: dict[str, ListField]) -> None:
    """A doubt of a point; swapped ones can be put right by accepting the other cell's value."""
    if reason is not ListReason.POINT_SWAPPED:
        chunk.tell(at, fields["lon"], reason)
        return
    row = chunk.rows[at]
    for key, other in (("lon", "lat"), ("lat", "lon")):
        column = chunk.column_of(other)
        chunk.tell(at, fields[key], reason, as_text(row[column]) if column is not None else None)


def _required(reader: "SheetReader", chunk: Chunk) -> None:
    """A row comes back where a value that it needs is missing or could not be read."""
    for known in reader.described.fields:
        if not known.required:
            continue
        values = chunk.columns.get(known.column or known.key)
        for at in range(len(chunk.rows)):
            if values and values[at] is not None:
                continue
            if not any(problem.field == known.key for problem in chunk.problems.get(at, ())):
                if known.type in LATER and chunk.problems.get(at) and chunk.column_of(known.key) is None:
                    continue
                chunk.tell(at, known, ListReason.REQUIRED)
            chunk.refused.add(at)
